"""Whatever stands in a field of the format: what is said of it is in words, and has a hint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.i18n.catalog import translator
from kamctl.plan.load import load_plan
from kamctl.plan.model import Plan

WRONG = [
    "[]",
    "[a, b]",
    "[1, ~]",
    "[[technical, [approver]]]",
    "[true, {a: b}]",
    "{}",
    "{a: b}",
    "{en: 12}",
    "{xx: a}",
    "{a: {b: [c]}}",
    "true",
    "False",
    "~",
    "[null]",
    ".nan",
    "-.inf",
    "123456789012345678901234567890",
    "1e300",
    "1e-20",
    "-7",
    "0.125",
    "10.0",
    "2027-03-31",
    "2027-03-31T10:00:00",
    "''",
    "'  '",
    "two words here",
    "'True'",
    "'None'",
    '"it\'s \\"quoted\\""',
    "b'bytes'",
    "'" + "long " * 60 + "'",
    "😀😀",
    "200-500",
    "8/10",
    "100 CHF",
    "'1,500'",
    "'\\u202e\u202egpj'",
    "'{1: 2}'",
]

TRACES = re.compile(
    r"\['|\{'|\bNone\b|\bTrue\b|\bFalse\b|\d\.0\b|datetime|<class|Input should|Traceback"
    r"|\b(?:nan|inf)\b|validation error|type=|pydantic|\bdict\b|\bstr\b|\bint\b|tuple|Decimal"
    r"|\(\)"
)
DOUBLED = re.compile(r"[.!?:;,]{2,}|…\.(?!$)|[.,:;] [.,:;]|  ")


def fields(annotation: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """Return the path of every field and of an item of every list, found in the models."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from fields(get_args(annotation)[0], path)
    elif origin in (Union, UnionType):
        for inner in get_args(annotation):
            yield from fields(inner, path)
    elif origin is tuple:
        yield (*path, 0)
        yield from fields(get_args(annotation)[0], (*path, 0))
    elif origin is dict:
        yield (*path, "field")
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            here = (*path, field.alias or name)
            yield here
            yield from fields(field.annotation, here)


ALL = sorted(set(fields(Plan, ())), key=str)


def plan_with(path: tuple[str | int, ...], written: str) -> str:
    """Write a plan with one value at `path`, and what stands around it."""
    text = written
    for step in reversed(path):
        text = f"[{text}]" if isinstance(step, int) else f"{{{step}: {text}}}"
    first, rest = str(path[0]), text
    around = "" if first == "kamctl" else "kamctl: 1\n"
    around += "" if first == "account" else "account: {name: L}\n"
    return around + re.sub(rf"^\{{{first}: (.*)\}}$", rf"{first}: \1", rest, flags=re.S) + "\n"


def test_the_walk_finds_every_field() -> None:
    assert len(ALL) > 220
    assert ("objectives", 0, "measures", 0, "unit", "one") in ALL
    assert ("stakeholders", 0, "buying_role", 0) in ALL
    assert ("account", "custom", "field") in ALL
    assert len(WRONG) >= 20


@pytest.mark.parametrize("path", ALL, ids=lambda path: ".".join(map(str, path)))
def test_nothing_but_words_is_said_of_a_wrong_value(path: tuple[str | int, ...]) -> None:
    french = translator("fr")
    refused = 0
    for written in WRONG:
        text = plan_with(path, written)
        document = read(Source("plan.yaml", text))
        loaded = load_plan(document)
        for finding in loaded.findings:
            refused += 1
            assert finding.hint is not None, (text, str(finding.message))
            for say in (None, french):
                for one in (finding.message, finding.hint):
                    sentence = str(one) if say is None else one.say(say)
                    # What the author wrote is quoted as it is: look at the words around it.
                    around = without_quotes(sentence, written)
                    assert not TRACES.search(around), (text, sentence)
                    assert not DOUBLED.search(around), (text, sentence)
                    assert len(sentence) < 1000, (text, sentence)
    assert refused


def without_quotes(sentence: str, written: str) -> str:
    """Take out of a message what the file itself says there, in quotes or as it is."""
    plain = " ".join(written.strip("'\"").split())
    for part in sorted({plain, plain[:39], written, written[:39]}, key=len, reverse=True):
        if len(part) > 1:
            sentence = sentence.replace(part, "X")
    return (
        re.sub(r"“[^”]*”|« [^»]* »|`[^`]*`", "“X”", sentence)
        if "1_200" not in sentence
        else sentence
    )


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        (
            "stakeholders: [{id: a, name: A, attitude: [neutral, critic]}]",
            "`stakeholders[1].attitude` should be one word, but is a list.",
            "Write one value, not a list. Allowed: champion",
        ),
        (
            "stakeholders: [{id: a, name: A, attitude: {now: critic}}]",
            "`stakeholders[1].attitude` should be one word, but is a group of keys.",
            "Write one word here. Allowed: champion",
        ),
        (
            "stakeholders: [{id: a, name: A, attitude: True}]",
            "`stakeholders[1].attitude` should be one word, but is `True`.",
            "Allowed: champion",
        ),
        ("plan: {next_review: [2027-01-20]}", "should be a date, but is a list.", "not a list."),
        ("plan: {next_review: 2027.10}", "“2027.10” is not a date.", "Write 2027-10"),
        ("team: [{id: a, name: 10.0}]", "should be a text, but is a number.", 'quotes: "10.0"'),
        ("team: [{id: a, name: A, allocation: 0.07}]", "0.07 could mean 0.07% or 7%.", "7%"),
        ("reviews: [{date: 2026-10-21, customer_rating: 11}]", "11 is not plausible", "most 10."),
        ("reviews: [{date: 2026-10-21, customer_rating: 8/10}]", "a number", "only the rating: 8"),
        ("account: {name: L, custom: {a: {b: c}}}", "a list of these", "no keys below it"),
        ("account: {name: L, countries: [FR, ~]}", "one word, but is nothing", "Write one word"),
    ],
)
def test_what_is_said(line: str, message: str, hint: str) -> None:
    head = "kamctl: 1\n" + ("" if line.startswith("account") else "account: {name: L}\n")
    (finding,) = load_plan(read(Source("plan.yaml", f"{head}{line}\n"))).findings
    assert message in str(finding.message)
    assert hint in str(finding.hint)


@pytest.mark.parametrize("unit", ["{en: sites, fr: sites}", "{one: {en: site}, other: sites}"])
def test_a_unit_is_written_once(unit: str) -> None:
    text = (
        "kamctl: 1\naccount: {name: L}\nobjectives:\n  - id: S\n    statement: W.\n"
        f"    measures:\n      - name: M\n        unit: {unit}\n"
    )
    (finding,) = load_plan(read(Source("plan.yaml", text))).findings
    assert finding.code == "KAM011" and finding.span.line == 8
    assert "is written once, not per language" in str(finding.message)
    assert "{one: site, other: sites}" in str(finding.hint)


OBJECTIVE = "objectives:\n  - id: S\n    statement: W.\n    "


@pytest.mark.parametrize(
    ("lines", "hint"),
    [
        ("team: ann", "Write each entry with its keys: - {id: …, name: …}."),
        ("objectives: x", "Write each entry with its keys: - {id: …, statement: …}."),
        (f"{OBJECTIVE}directions: finance", "Write each entry with its keys: - {function: …}."),
        (
            f"{OBJECTIVE}directions: [{{function: finance, impact: {{budget: -90000}}}}]",
            "Possible keys: effect, amount, note. "
            "Example: `budget: {effect: negative, amount: -180000}`.",
        ),
        ("plan: {period: 2026}", "Possible keys: start, end. Example: `period: {start: 2026-01"),
        ("position: [2025]", "Possible keys: history, targets. Example: `position: {history: [{"),
        ("team: [ann]", "Possible keys: id, name, title"),
        ("team: {ann: Ann}", "Put “- ” before each entry, for example `- {id: claire, name: Cla"),
        (
            "objectives: {id: SO1, statement: Become their partner}",
            "Put “- ” before each entry, for example `- {id: SO1, statement: …}`.",
        ),
        ("plan: {tools: {swot: yes}}", "Put “- ” before each entry."),
        ("swot: {strengths: {S1: Fast}}", "Put “- ” before each entry, for example `- {id: S1, t"),
        ("risks: Late", "Put it in brackets: [Late]."),
        ("plan: {tools: swot}", "Put it in brackets: [swot]."),
        ("position: {history: [{year: true}]}", "Write the year in four digits"),
        ("position: {history: [{year: 2023-H1}]}", "Write the year alone: 2023."),
        ("position: {history: [{year: '2023'}]}", "Remove the quotes: 2023."),
        ("position: {history: [{year: FY25}]}", "Write the year with four digits: 2025."),
        ("position: {history: [{year: 2023.5}]}", "Write it without decimals"),
        ("reviews: [{date: 2026-01-01, customer_rating: 8/20}]", "Write the rating out of 10: 4."),
        ("reviews: [{date: 2026-01-01, customer_rating: 8/10}]", "Write only the rating: 8."),
        ("reviews: [{date: 2026-01-01, customer_rating: 30/20}]", "Write one number, for example"),
        ("reviews: [{date: 2026-01-01, customer_rating: good}]", "Write one number, for example"),
        ("opportunities: [{title: D, value: 8/10}]", "Write one amount, for example 48_000, not a"),
        ("position: {history: [{year: 2025, turnover: 8 out of 20}]}", "Write one amount, for ex"),
        ("position: {history: [{year: 2025, margin: 3/8}]}", "Write it as a percentage: 37.5%."),
        ("team: [{id: a, name: A, allocation: 8/10}]", "Write it as a percentage: 80%."),
        ("team: [{id: a, name: A, allocation: 0/0}]", "Write it as 34% or 34.5%."),
        ("stakeholders: [{id: a, name: A, country: Allemagne}]", "Did you mean `DE`?"),
        ("stakeholders: [{id: a, name: A, country: cote d'ivoire}]", "Did you mean `CI`?"),
        ("stakeholders: [{id: a, name: A, country: UK}]", "Did you mean `GB`?"),
        ("stakeholders: [{id: a, name: A, country: Mars}]", "Write a code such as FR, DE, GB."),
        (f"{OBJECTIVE}scope: {{countries: [France]}}", "Did you mean `FR`?"),
        ("plan: {language: Français}", "Did you mean `fr`?"),
        ("plan: {languages: [en, German]}", "Did you mean `de`?"),
        pytest.param(
            f"reviews: [{{date: 2026-01-01, customer_rating: 8/{'1' * 5000}}}]",
            "Write one number, for example",
            id="a score of too many digits",
        ),
    ],
)
def test_a_hint_fits_the_mistake(lines: str, hint: str) -> None:
    text = f"kamctl: 1\naccount: {{name: L}}\n{lines}\n"
    (finding,) = load_plan(read(Source("plan.yaml", text))).findings
    assert str(finding.hint).startswith(hint)


def test_a_message_begins_with_a_capital() -> None:
    (finding,) = load_plan(read(Source("plan.yaml", "kamctl: 1\n"))).findings
    assert str(finding.message) == "The plan has no `account`."
