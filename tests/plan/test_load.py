"""From a document to a plan: all of it, or what is wrong and the rest."""

from __future__ import annotations

import cProfile
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.i18n.nearest import nearest
from kamctl.plan.load import Loaded, load_plan


def load(text: str) -> Loaded:
    return load_plan(read(Source("plan.yaml", text)))


def missing_from(value: Any, made: Any, path: str = "") -> list[str]:
    """Name the scalars of `value` that are not in `made`; short forms and languages opened."""
    if isinstance(value, dict):
        if isinstance(made, dict) and "text" in made and "text" not in value:
            short = {key: item for key, item in value.items() if key not in made}
            if short:  # a short form in several languages
                return missing_from(value, made["text"], path)
        return [
            lost
            for key, item in value.items()
            for lost in (
                missing_from(item, made.get(key, made.get(f"{key}_")), f"{path}.{key}")
                if isinstance(made, dict)
                else [path]
            )
        ]
    if isinstance(value, list):
        if not isinstance(made, list | tuple) or len(made) != len(value):
            return [path]
        return [
            lost
            for place, (item, other) in enumerate(zip(value, made, strict=True))
            for lost in missing_from(item, other, f"{path}[{place}]")
        ]
    if isinstance(made, dict) and "text" in made:
        made = made["text"]
    if isinstance(value, str) and value.endswith("%") and isinstance(made, float):
        value = float(value.rstrip("% "))
    return [] if str(getattr(made, "value", made)) == str(value) or made == value else [path]


@pytest.mark.parametrize(
    "place",
    [
        "tests/data/lactea/plan.yaml",
        "examples/complete-en/plan.yaml",
        "examples/complete-fr/plan.yaml",
    ],
)
def test_a_filled_plan_loads_whole(root: Path, place: str) -> None:
    loaded = load((root / place).read_text(encoding="utf-8"))
    codes = [finding.code for finding in loaded.findings]
    assert codes == (["KAM016"] if "lactea" in place else [])
    assert loaded.plan is not None
    assert loaded.damaged == frozenset()
    assert missing_from(loaded.original.value, loaded.plan.model_dump()) == []


def test_the_measure_for_lost_values_sees_them() -> None:
    value = {"a": [{"text": "x"}, "y", {"en": "z"}], "b": "34%", "from": 1}
    made = {"a": [{"text": "x"}, {"text": "y"}, {"text": {"en": "z"}}], "b": 34.0, "from_": 1}
    assert missing_from(value, made) == []
    assert missing_from(value, made | {"b": 35.0}) == [".b"]
    assert missing_from(value, made | {"a": []}) == [".a"]


HEAD = "kamctl: 1\naccount: {name: L}\n"
MISSPELT: list[tuple[str, str, str]] = [
    ("acount: {}", "`acount` is not a key of a plan.", "`account`"),
    ("stakeholder: []", "`stakeholder`", "`stakeholders`"),
    ("Objectives: []", "`Objectives`", "`objectives`"),
    ("plan: {Stage: draft}", "`Stage` is not a key of `plan`.", "`stage`"),
    ("plan: {next-review: 2027-01}", "`next-review`", "`next_review`"),
    ("plan: {nextReview: 2027-01}", "`nextReview`", "`next_review`"),
    ("plan: {next review: 2027-01}", "`next review`", "`next_review`"),
    ("team: [{id: a, name: A, fonction: sales}]", "`fonction`", "`function`"),
    ("relations: [{form: a, from: a, to: b}]", "`form`", "`from`"),
    ("objectives: [{id: a, statement: b, custmer_gain: c}]", "`custmer_gain`", "`customer_gain`"),
    ("plan: {stage: Draft}", "“Draft”", "`draft`"),
    ("plan: {stage: alined}", "“alined”", "`aligned`"),
    ("plan: {currency: eur}", "“eur”", "`EUR`"),
    ("plan: {currency: €}", "“€”", "`EUR`"),
    ("plan: {currency: Euros}\nopportunities: [{title: D, value: 5 k€}]", "“Euros”", "`EUR`"),
    ("objectives: [{id: a, statement: b, scope: {country: [FR]}}]", "`country`", "`countries`"),
    ("plan: {language: EN}", "“EN”", "`en`"),
    ("plan: {tools: [stakeholder]}", "“stakeholder”", "`stakeholders`"),
    ("stakeholders: [{id: a, name: A, buying_role: Deciders}]", "“Deciders”", "decider"),
    ("stakeholders: [{id: a, name: A, coverage: in depth}]", "“in depth”", "`in_depth`"),
    ("team: [{id: a, name: A, function: Supply Chain}]", "“Supply Chain”", "`supply-chain`"),
    ("team: [{id: a, name: A, function: Finance}]", "“Finance”", "`finance`"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "words", "likely"), MISSPELT)
def test_what_was_likely_meant(line: str, words: str, likely: str) -> None:
    loaded = load(HEAD + line + "\n")
    (finding,) = (finding for finding in loaded.findings if words in str(finding.message))
    assert finding.code in ("KAM010", "KAM012")
    assert likely in str(finding.hint)
    assert finding.span.line == 3


WRONG_LINES: list[tuple[str, str, str, str]] = [
    ("plan: {zzz: 1}", "KAM010", "`zzz`", "Possible keys: stage, owner"),
    ("zzz: 1", "KAM010", "`zzz`", "Possible sections: kamctl, account"),
    ("actions: [{what: A}]", "KAM010", "`actions`", "belongs in `objectives`"),
    ("plan: {industry: Dairy}", "KAM010", "`industry`", "belongs in `account`"),
    ("customer: {countries: [FR]}", "KAM010", "`countries`", "`account` or `objectives.scope`"),
    ("plan: {risks: [{text: R}]}", "KAM010", "`risks`", "a section of its own"),
    ("plan: {period: {start: soon}}", "KAM012", "“soon” is not a date", "2027-Q1"),
    ("plan: {period: {start: 31/12/2026}}", "KAM012", "“31/12/2026” is not a date", "2026-12-31"),
    ("plan: {period: {start: 2026}}", "KAM011", "“2026” is not a date", "A year alone"),
    ("plan: {period: 2027-2029}", "KAM011", "a group of keys, but is a text",
     "Write `period: {start: 2027-01-01, end: 2029-12-31}`."),
    ("position: {history: [{year: 2025, spend: 1}]}", "KAM010", "`spend`",
     "Did you mean `customer_spend`?"),
    ("objectives: [{id: A, statement: S, serves: Fewer lost pallets}]", "KAM011",
     "a list, but is a text", "Write ids in brackets, for example `[G1, N2]`."),
    ("objectives: [{id: A, statement: S, serves: G1, G2}]", "KAM011",
     "a list, but is a text", "Put it in brackets: [G1, G2]."),
    ("customer: {pressures: Price, time}", "KAM011", "a list", "brackets: [Price, time]."),
    ("objectives: [{id: A, statement: S, scope: {countries: FR, DE}}]", "KAM011", "a list",
     "Put it in brackets: [FR, DE]."),
    ("position: {history: [{year: 2009, spring}]}", "KAM011", "a year, but is a text",
     "Write the year alone: 2009."),
    ("plan: {next_review: 31 December, 2028}", "KAM012", "is not a date", "Write 2028-12-31"),
    ("objectives: [{id: A, statement: S, due: 2027-12-31\u200e x}]", "KAM012", "is not a date",
     "an invisible character, U+200E: type it again"),
    ("objectives: [{id: A, statement: S, economics: {investment: 1\u00ad200}}]", "KAM011",
     "is not an amount", "an invisible character, U+00AD"),
    ("objectives: [{id: A, statement: S, economics: {investment: (95 000)}}]", "KAM011",
     "is not an amount", "If the parentheses mean a negative figure, write -95 000."),
    ("objectives: [{id: A, statement: S, priority: hi\u00adgh}]", "KAM012", "is not a valid value",
     "an invisible character, U+00AD"),
    ("objectives: [{id: A, statement: S, prio\u00adrity: high}]", "KAM010", "is not a key of",
     "an invisible character, U+00AD"),
    ("objectives:\n- id: A\n  statement: S\n  priority: high\u00a0", "KAM012",
     "is not a valid value", "an invisible character, U+00A0"),
    ("plan: {owner: cla\u00adire}", "KAM012", "cannot be an id", "an invisible character, U+00AD"),
    ("objectives: [{id: A, statement: S, serves: Fewer lost pal\u00adlets}]", "KAM011",
     "a list, but is a text", "Write ids in brackets"),
    ("plan: {owner: ann, bob}", "KAM012", "“ann, bob” cannot be an id", ""),
    ("objectives: [{id: A, statement: S, serves: [Fewer pallets]}]", "KAM012",
     "cannot be an id", "If it has none, add one: `{id: G1, text: …}`."),
    ("plan: {owner: Sam Ops}", "KAM012", "cannot be an id", "Add the person under `team:`, and"),
    ("team: [{id: ann, name: A}, {id: jo, name: J}]\nplan: {owner: Sam Ops}", "KAM012",
     "cannot be an id", "Add the person under `team:` (`kamctl add team` helps), or use one"),
    ("team: [{id: ann, name: A}, {id: jo, name: J}]\nplan: {owner: Jö et ann}", "KAM012",
     "cannot be an id", "Only one is possible here: write ann or jo."),
    ("team: [{id: ann, name: A}, {id: jo, name: J}]\nreviews: [{date: 2026-10-01,"
     " participants: [ann and jo]}]", "KAM012", "cannot be an id", "Write `ann, jo`."),
    ("owner: ann", "KAM010", "`owner` is not a key of a plan", "indent it by two spaces"),
    ("currency: CHF", "KAM010", "`currency` is not a key", "It belongs in `plan`: write it"),
    ("team: [{id: sam-ops, name: S}]\nplan: {owner: Sam Ops}", "KAM012", "cannot be an id",
     "Write `sam-ops`, the id"),
    ("team: [{name: Rita Boss}]", "KAM013", "has no `id`", "Add `id: rita-boss`"),
    ("team: [{name: Иван}]", "KAM013", "has no `id`", "Add `id: …`"),
    ("objectives: [{id: A, statement: S, measures: [name:Share]}]", "KAM011",
     "“name:Share” is one text", "as in `name: …`"),
    ("swot:\n  strengths:\n    - id:S1\n      text:Near", "KAM011",
     "“id:S1 text:Near” is one text", "as in `id: …`"),
    ("plan: {period: 2026}", "KAM011", "a group of keys, but is a number", "start, end"),
    ("team: [{id: a, name: A, allocation: 0.4}]", "KAM012", "0.4% or 40%", "40%"),
    ("team: [{id: a, name: A, allocation: 140%}]", "KAM012", "between 0% and 100%", "share"),
    ("team: [{id: a, name: A, allocation: half}]", "KAM012", "not a percentage", "34%"),
    ("team: [{id: a, name: A, allocation: '0,5'}]", "KAM012", "not a percentage", "50%"),
    ("team: [{id: a, name: A, allocation: '0,125'}]", "KAM012", "not a percentage", "12.5%"),
    ("reviews: [{date: 2026-10-01, customer_rating: '8,5'}]", "KAM011", "number",
     "decimal separator: 8.5"),
    ("opportunities: [{title: D, value: +15 %}]", "KAM011", "not an amount",
     "This is a percentage"),
    ("team: [{id: luc, name: Luc Fabre}]\nplan: {owner: luc FABRE}", "KAM012",
     "“luc FABRE” cannot be an id", "Write `luc`, the id"),
    ("team: [{id: josé, name: A}]", "KAM012", "cannot be an id", "without spaces: `jose`"),
    ("team: [{id: Anna Vogel, name: A}]", "KAM012", "cannot be an id", "`anna-vogel`"),
    ("team: [{id: 田中, name: A}]", "KAM012", "cannot be an id", "Write it in Latin letters"),
    ("team: [{id: Иван, name: A}]", "KAM012", "cannot be an id", "for example `ivan`"),
    ("team: [{id: '+', name: A}]", "KAM012", "cannot be an id", "a–z without accents, digits"),
    ("team: [{id: '', name: A}]", "KAM013", "`team[1].id` is empty", "Write a value"),
    ("team: [{id: a, name: A, title: ''}]", "KAM013", "`team[1].title` is empty",
     "remove the line"),
    ("plan: {owner: ''}", "KAM013", "`plan.owner` is empty", "remove the line"),
    ("plan: {sponsor: ' '}", "KAM013", "`plan.sponsor` is empty", "remove the line"),
    (
        "stakeholders: [{id: a, name: A, title: ''}]",
        "KAM013",
        "`stakeholders[1].title` is empty",
        "remove the line",
    ),
    (
        "stakeholders: [{id: a, name: A, title: {en: '', fr: ' '}}]",
        "KAM013",
        "`stakeholders[1].title` is empty",
        "remove the line",
    ),
    (
        "reviews: [{date: 2026-10-01, decisions: [{text: T, owner: ''}]}]",
        "KAM013",
        "`reviews[1].decisions[1].owner` is empty",
        "remove the line",
    ),
    ("team: [{id: a, name: ' '}]", "KAM013", "`team[1].name` is empty", "Write a value"),
    ("team: {id: a, name: A}", "KAM011", "a list, but is a group of keys", "“- ”"),
    ("team: a", "KAM011", "a list, but is a text", "{id: …, name: …}"),
    ("objectives: [{id: A, statement: S, measures: [{name: M, baseline: 2}]}]", "KAM011",
     "is a number", "Write `baseline: {value: 2, on: …}`, with the date of the figure."),
    ("objectives: [{id: A, statement: S, measures: [{name: M, target: 40}]}]", "KAM011",
     "is a number", "by which it is to be reached"),
    ("objectives: [{id: A, statement: S, measures: [{name: M, readings: [27 %]}]}]", "KAM011",
     "is a text", "Write `{value: 27 %, on: …}`, with the date of the figure."),
    ("position: {history: [{year: '2025'}]}", "KAM011", "a year, but is a text", "2025"),
    ("position: {history: [{year: 25}]}", "KAM012", "25 is not plausible", "at least 1900"),
    ("position: {history: [{year: 2025, turnover: 5 or 6}]}", "KAM011", "“5 or 6”", "digits"),
    ("position: {history: [{year: 2025, turnover: .inf}]}", "KAM012", "not an amount", "figure"),
    ("position: {history: [{year: 2025.5}]}", "KAM011", "a whole number", "without decimals"),
    ("plan: {owenr: }", "KAM010", "`owenr`", "`owner`"),
    ("swot: {strengths: [{text: {xx: a}}]}", "KAM012", "`xx` is not a language", "ISO 639-1"),
    ("swot: {strengths: ['\u00a0\u200b']}", "KAM013", "is empty", "Write a value"),
    ("swot: {strengths: [{text: {en: '\u2800'}}]}", "KAM013", "is empty", "Write a value"),
    ("swot: {strengths: [{text: {}}]}", "KAM012", "is empty", "{en: …, fr: …}"),
    ("swot: {strengths: [{text: 12}]}", "KAM011", "a text, but is a number", '"12"'),
    ("swot: {strengths: [{text: yes, status: sure}]}", "KAM012", "“sure”", "assumed, confirmed"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "code", "words", "hint"), WRONG_LINES)
def test_each_defect_is_told_in_its_own_words(line: str, code: str, words: str, hint: str) -> None:
    (finding,) = load(HEAD + line + "\n").findings
    assert finding.code == code
    assert words in str(finding.message)
    assert hint in str(finding.hint)


def test_pointers_lead_to_the_file_as_it_is() -> None:
    loaded = load(HEAD + "team:\n  - 3\n  - {id: a, name: A}\n  - {id: b}\n  - {id: c, nam: C}\n")
    pointers = {(finding.code, finding.pointer) for finding in loaded.findings}
    assert pointers == {
        ("KAM011", "/team/0"),
        ("KAM013", "/team/2/name"),
        ("KAM010", "/team/3/nam"),
        ("KAM013", "/team/3/name"),
    }
    assert loaded.plan is not None
    assert [member.id for member in loaded.plan.team] == ["a"]


@pytest.mark.parametrize(
    "text", ["", "# c\n", "[]\n", "text\n", "3\n", "kamctl: [\n", "a: &b\n---\nc: 1\n"]
)
def test_what_is_no_plan_is_told_once(text: str) -> None:
    loaded = load(text)
    assert loaded.plan is None
    assert len(loaded.findings) >= 1
    assert sum(finding.code == "KAM008" for finding in loaded.findings) <= 1


@pytest.mark.parametrize(
    "text",
    ["{}\n", "account:\n", "kamctl: 1\naccount: 3\n", "kamctl: x\naccount: {name: [1]}\nplan: 7\n"],
)
def test_even_a_bad_beginning_is_a_plan(text: str) -> None:
    loaded = load(text)
    assert loaded.plan is not None
    assert loaded.plan.account.name == "?"
    assert loaded.findings


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2027-03-31", dt.date(2027, 3, 31), dt.date(2027, 3, 31)),
        ("2027-02", dt.date(2027, 2, 1), dt.date(2027, 2, 28)),
        ("2028-02", dt.date(2028, 2, 1), dt.date(2028, 2, 29)),
        ("2027-Q1", dt.date(2027, 1, 1), dt.date(2027, 3, 31)),
        ("2027-Q4", dt.date(2027, 10, 1), dt.date(2027, 12, 31)),
    ],
)
def test_what_a_date_can_mean(text: str, first: dt.date, last: dt.date) -> None:
    loaded = load(HEAD + f"plan: {{next_review: {text}}}\n")
    assert loaded.plan is not None
    date = loaded.plan.plan.next_review
    assert date is not None
    assert (date.first, date.day, str(date)) == (first, last, text)


def test_nothing_is_guessed_from_too_far() -> None:
    assert nearest("xyzzy", ["account", "plan"]) is None
    assert nearest("", ["account"]) is None
    assert nearest("Customer Gain", ["customer_gain"]) == "customer_gain"


def test_letters_exchanged_are_nearer_than_other_letters() -> None:
    assert nearest("inti", ["lint", "init", "inks"]) == "init"


def calls_for(text: str) -> int:
    """Return how many calls of functions it takes to read a plan."""
    profile = cProfile.Profile()
    profile.runcall(load, text)
    return sum(one.callcount for one in profile.getstats())


@pytest.mark.parametrize(
    ("head", "entry"),
    [
        ("position:\n  history:\n", "    - {{year: {0}, turnover: 1}}\n"),
        ("", "unknown{0}: 1\n"),
        ("team:\n", "  - {{id: p{0}, name: P, unknown: 1}}\n"),
    ],
)
def test_the_effort_grows_with_the_number_of_mistakes(head: str, entry: str) -> None:
    start = "kamctl: 1\naccount: {name: L}\n" + head
    few, many = (
        calls_for(start + "".join(entry.format(one) for one in range(number)))
        for number in (300, 1200)
    )
    assert many <= 8 * few


def test_many_words_are_not_measured_against_each_other() -> None:
    known = [f"person-{one}" for one in range(1000)]
    assert nearest("persom-1", known) is None
    assert nearest("PERSON-1", known) == "person-1"
    assert nearest("persom-1", known[:100]) == "person-1"
