"""One meaning, one fingerprint: however the plan is written; another meaning, another one."""

from __future__ import annotations

import copy
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kamctl.document.finding import Severity
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.i18n.catalog import translator
from kamctl.i18n.formats import Formats
from kamctl.i18n.message import Message, untranslated
from kamctl.plan.functions import FUNCTION_NAMES
from kamctl.plan.load import load_plan
from kamctl.plan.model import Plan
from kamctl.plan.person_names import plain_name
from kamctl.plan.plan_date import PlanDate
from kamctl.signoffs.confirmation import confirmation_fingerprint
from kamctl.signoffs.fingerprint import canonical, fingerprint
from kamctl.signoffs.signed_content import ROLES, signed_content
from kamctl.signoffs.signoff import from_line
from kamctl.signoffs.signoff_text import signed_lines
from kamctl.signoffs.validity import is_valid
from tests.every_field import filled_plan, with_other_value
from tests.paths import LACTEA_PLAN, ROOT

LACTEA = LACTEA_PLAN.read_text(encoding="utf-8")
FUNCTIONS = ("supply-chain", "research-development", "finance", "local-sales")
PARTIES = (*FUNCTIONS, *ROLES)


def plan_of(text: str) -> Plan:
    loaded = load_plan(read(Source("plan.yaml", text)))
    assert loaded.plan is not None
    assert all(one.severity is not Severity.ERROR for one in loaded.findings), loaded.findings
    return loaded.plan


def prints(text: str, objective: int = 0) -> dict[str, str]:
    plan = plan_of(text)
    return {
        party: fingerprint(signed_content(plan, plan.objectives[objective], party))
        for party in PARTIES
    }


BEFORE = prints(LACTEA)

SAME_MEANING = {
    "a comment": ("    due: 2028-12-31\n", "    due: 2028-12-31  # as agreed\n"),
    "a quarter": ("    due: 2028-12-31\n", "    due: 2028-Q4\n"),
    "a month": ("target: {value: 97, on: 2027-06-30}", "target: {value: 97, on: 2027-06}"),
    "a percentage": ("target: {value: 42, on", "target: {value: 42 %, on"),
    "a decimal": ("target: {value: 42, on", "target: {value: 42.0, on"),
    "grouped digits": ("amount: -180_000", "amount: -180000"),
    "order of keys": ("{effect: negative, amount: -95_000,", "{amount: -95_000, effect: negative,"),
    "a text by language": (
        "mitigation: Stock is released to other customers after 60 days.",
        "mitigation: {en: Stock is released to other customers after 60 days.}",
    ),
    "a text on two lines": (
        "ask: Accept 60 instead of 45 days' payment terms inside the framework agreement.",
        "ask: >-\n          Accept 60 instead of 45 days' payment terms\n"
        "          inside the framework agreement.",
    ),
    "a direction that was clear": (
        "{value: 27, on: 2025-12-31}",
        "{value: 27, on: 2025-12-31}\n        direction: increase",
    ),
    "a reading": ("readings: [{value: 29, on: 2026-09-30}]", "readings: []"),
    "an answer": ("raised_by: nadia\n", "raised_by: nadia\n            id: X9\n"),
    "resources granted": (
        "resources: {requested: 2 engineers for 9 months}",
        "resources: {requested: 2 engineers for 9 months, granted: One}",
    ),
    "progress": ("progress: 40%", "progress: 60%"),
    "the account's summary": ("priority: high\n    scope", "priority: medium\n    scope"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME_MEANING)
def test_the_same_meaning_keeps_it(name: str) -> None:
    old, new = SAME_MEANING[name]
    assert old in LACTEA
    assert prints(LACTEA.replace(old, new, 1)) == BEFORE


EVERYBODY = set(PARTIES)
WHOLE = set(ROLES)
OTHER_MEANING = {
    "the currency": ("currency: EUR", "currency: JPY", EVERYBODY),
    "the signer's name": ("name: Paulo Ferreira", "name: Erik Lund", {"finance", *WHOLE}),
    "the signer's address": ("Business Partner, f", "Partner, email: p@x.example, f", {"finance"}),
    "the owner's name": ("name: Claire Morel", "name: Jan Peters", EVERYBODY),
    "the statement": ("one accountable partner", "main partner", EVERYBODY),
    "its French": ("le partenaire unique et responsable", "le partenaire unique", EVERYBODY),
    "a target": ("target: {value: 42, on", "target: {value: 38, on", EVERYBODY),
    "the day of a target": (
        "target: {value: 42, on: 2028-12-31}", "target: {value: 42, on: 2028-11-30}", EVERYBODY,
    ),
    "a baseline": ("baseline: {value: 27,", "baseline: {value: 26,", EVERYBODY),
    "a unit": ("unit: plants", "unit: sites", EVERYBODY),
    "due": ("    due: 2028-12-31\n", "    due: 2028-12-30\n", EVERYBODY),
    "owner": ("owner: claire\n    decider", "owner: jan\n    decider", EVERYBODY),
    "decider": ("decider: thomas", "decider: claire", EVERYBODY),
    "finance's ask": ("Accept 60 instead", "Accept 90 instead", {"finance", *WHOLE}),
    "finance's amount": ("amount: -95_000", "amount: -96_000", {"finance", *WHOLE}),
    "what supply chain gains": ("A shared 12-month", "A shared 6-month", {"supply-chain", *WHOLE}),
    "a mitigation": ("after 60 days", "after 90 days", {"supply-chain", *WHOLE}),
    "an effect": (
        "business: {effect: positive, note: Fewer", "business: {effect: neutral, note: Fewer",
        {"supply-chain", *WHOLE},
    ),
    "resources requested": (
        "requested: 2 engineers", "requested: 3 engineers", {"research-development", *WHOLE},
    ),
    "a leader": ("leader: ines", "leader: claire", {"local-sales", *WHOLE}),
    "a promise": ("no exceptions without", "exceptions only by", {"supply-chain", *WHOLE}),
    "the sponsor": ("sponsor: thomas", "sponsor: claire", WHOLE),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER_MEANING)
def test_another_meaning_changes_it_for_those_concerned(name: str) -> None:
    old, new, concerned = OTHER_MEANING[name]
    assert old in LACTEA
    after = prints(LACTEA.replace(old, new, 1))
    assert {party for party in PARTIES if after[party] != BEFORE[party]} == concerned


def shuffled(value: Any, data: st.DataObject, path: tuple[str, ...] = ()) -> Any:
    """Write keys in another order, and the lists that have none."""
    if isinstance(value, dict):
        keys = data.draw(st.permutations(list(value)))
        return {key: shuffled(value[key], data, (*path, key)) for key in keys}
    if isinstance(value, list):
        entries = [shuffled(one, data, path) for one in value]
        if path and path[-1] in ("measures", "directions"):
            return data.draw(st.permutations(entries))
        return entries
    return value


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_order_and_layout_never_matter(data: st.DataObject) -> None:
    value = read(Source("plan.yaml", LACTEA)).value
    again = yaml.safe_dump(
        shuffled(value, data),
        sort_keys=False,
        allow_unicode=data.draw(st.booleans()),
        width=data.draw(st.sampled_from([40, 80, 10_000])),
        default_flow_style=data.draw(st.sampled_from([None, True, False])),
    )
    assert prints(again.replace("\n", data.draw(st.sampled_from(["\n", "\r\n"])))) == BEFORE


def test_composed_and_decomposed_letters_are_the_same_words() -> None:
    assert prints(unicodedata.normalize("NFD", LACTEA)) == BEFORE


FINITE = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=60, deadline=None)
@given(FINITE, FINITE)
def test_numbers_differ_as_they_do(one: float, other: float) -> None:
    def of(number: float) -> str:
        plan = plan_of(LACTEA)
        objective = copy.deepcopy(plan.objectives[0])
        object.__setattr__(objective.measures[0].target, "value", number)
        return fingerprint(signed_content(plan, objective, "finance"))

    assert (of(one) == of(other)) == (one == other)


OBJECTIVE = re.compile(
    r"objectives\[\]\.(statement|success_criterion|due|owner|decider"
    r"|measures\[\]\.(name|unit\.(one|other)|direction|(baseline|target)\.(value|on)))"
).fullmatch
DIRECTION = re.compile(
    r"objectives\[\]\.directions\[\]\.(function|leader|ask|gain|mitigation|their_need"
    r"|our_adjustment|resources\.requested|impact\.\w+\.(effect|amount|note)) \((?P<whose>.*)\)"
).fullmatch


def is_signed(field: str, party: str) -> bool:
    """Tell whether a field is part of what finance, another function, or a role signs."""
    if OBJECTIVE(field) or field in ("plan.language", "plan.currency"):
        return True  # of texts that say none, of amounts
    if found := DIRECTION(field):
        whose = {"finance": "own", "quality": "another's"}.get(party)
        # A direction that goes to another function leaves its own and comes to the other.
        return whose in (None, found["whose"])
    return party in ROLES and field == "objectives[].sponsor"


@pytest.mark.parametrize("party", ["finance", "quality", *ROLES])
def test_every_field_of_the_format_counts_or_does_not(party: str) -> None:
    """A field that is added to the format is signed, or is not, because somebody said so."""
    plan, leaves = filled_plan("finance")

    def of(values: dict[str, Any]) -> str:
        read_plan = Plan.model_validate(values)
        return fingerprint(signed_content(read_plan, read_plan.objectives[0], party))

    before = of(plan)
    changing = {leaf.name for leaf in leaves if of(with_other_value(plan, leaf)) != before}
    assert changing == {leaf.name for leaf in leaves if is_signed(leaf.name, party)}


SHOWN_PLANS = (plan_of(LACTEA), Plan.model_validate(filled_plan("finance").plan))


def texts_in(value: Any, key: str = "") -> Iterator[str]:
    """Give every text that is signed, but ids of people and what is shown in other words."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("signer", "id"):
                yield from texts_in(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner, key)
    elif key != "direction":
        yield value


@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize("plan", SHOWN_PLANS, ids=["lactea", "every field"])
def test_all_that_is_signed_is_shown(party: str, plan: Plan) -> None:
    signed = signed_content(plan, plan.objectives[0], party)
    people = {one.id: one.name for one in plan.team}
    lines = [str(Message("{value}", {"value": value})) for _, value in signed_lines(signed, people)]
    everything = without_spaces("\n".join(lines))
    for one in texts_in(signed):
        assert without_spaces(as_shown(one)) in everything, one


def as_shown(text: str) -> str:
    """Return a date, an amount or a function as people read it; any other text as it is."""
    if text in FUNCTION_NAMES:
        return FUNCTION_NAMES[text]
    if re.fullmatch(r"\d{4}-[-\dQH]+", text):
        return Formats("en", untranslated).date(PlanDate.parse(text), short=True)
    is_cost = text.startswith("-") and text[1:].isdigit()
    return Formats("en", untranslated, "EUR").money(int(text)) if is_cost else text


def without_spaces(text: str) -> str:
    return re.sub("[ ,\u202f\u00a0]", "", plain_name(text))


def test_what_is_signed_is_plain_data() -> None:
    plan = plan_of(LACTEA)
    for party in PARTIES:
        signed = signed_content(plan, plan.objectives[0], party)
        assert json.loads(canonical(signed)) == signed


DOCUMENTED = (ROOT / "docs" / "fingerprints.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the blocks of code of docs/fingerprints.md in a language."""
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENTED, re.DOTALL)


def test_the_scheme_stays_as_documented() -> None:
    """The example of docs/fingerprints.md is what kamctl makes of the plan."""
    plan = plan_of(blocks("yaml")[0])
    objective = plan.objectives[0]
    for version, block in zip((2, 1), blocks("json"), strict=True):
        assert json.loads(block) == signed_content(plan, objective, "finance", version)
    line, bound = (text.strip() for text in blocks("text"))
    entry = from_line(line)
    assert entry.is_sealed and entry.is_consistent and is_valid(entry, plan, objective)
    assert bound == confirmation_fingerprint(plan, objective, "mercier")


def test_another_program_can_verify_it() -> None:
    """Nothing but the page and the standard library: the program on it recomputes all that is."""
    program: dict[str, Any] = {}
    exec(compile(blocks("python")[0], "docs/fingerprints.md", "exec"), program)
    printed = re.findall(r"fingerprint: `(.*?)`", DOCUMENTED)
    for version, block, made in zip((2, 1), blocks("json"), printed, strict=True):
        assert program["fingerprint"](json.loads(block), version) == made
    line, bound = (text.strip() for text in blocks("text"))
    entry = json.loads(line.removeprefix("- "))
    today = json.loads(blocks("json")[0])
    assert program["is_valid"](entry, today)
    assert not program["is_valid"](entry | {"decision": "object"}, today)
    assert not program["is_valid"](entry, today | {"due": "2028-12-30"})
    parts = dict(part.split("=") for part in bound.split()[1:])
    for name in ("statement", "measures", "due", "currency"):
        digest = hashlib.sha256(program["canonical"]({name: today[name]})).hexdigest()
        assert parts[name] == digest[:16]


NAMED = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@settings(max_examples=200, deadline=None)
@given(NAMED)
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    assert plain_name(plain_name(name)) == plain_name(name)
    assert plain_name(f"  {name.upper()} ") == plain_name(name.upper())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("José Pérez", "Jose  PEREZ", True),
        ("Zoë\u00a0Müller", "zoe muller", True),
        ("Łukasz", "Lukasz", False),
        ("Paulo Ferreira", "Paula Ferreira", False),
        ("Jean-Pierre", "Jean Pierre", False),
        ("राजू", "राजा", False),
        ("か", "が", False),
        ("İpek", "ipek", True),
    ],
)
def test_which_names_are_one(one: str, other: str, same: bool) -> None:
    assert (plain_name(one) == plain_name(other)) == same


def test_a_measure_that_is_to_hold_is_signed_as_such() -> None:
    def signed_of(direction: str) -> Any:
        measure = {
            "name": "Rating",
            "baseline": {"value": 4.1, "on": "2025-12-31"},
            "target": {"value": 4.1, "on": "2028-12-31"},
        } | ({"direction": direction} if direction else {})
        plan = Plan.model_validate(
            {
                "kamctl": 1,
                "account": {"name": "L"},
                "objectives": [{"id": "S", "statement": "Win.", "measures": [measure]}],
            }
        )
        return signed_content(plan, plan.objectives[0], "decider")

    assert signed_of("hold")["measures"][0]["direction"] == "hold"
    assert "direction" not in signed_of("")["measures"][0]


def test_both_forms_of_a_unit_are_signed() -> None:
    def signed_of(unit: str) -> Any:
        text = LACTEA.replace("unit: '%'", f"unit: {unit}", 1)
        assert text.count(f"unit: {unit}") >= 1
        plan = plan_of(text)
        return signed_content(plan, plan.objectives[0], "finance")

    plain, both = signed_of("plants"), signed_of("{one: plant, other: plants}")
    assert "unit_of_one" not in str(plain)
    assert fingerprint(both) != fingerprint(plain)
    assert fingerprint(both) != fingerprint(signed_of("{one: letter of intent, other: plants}"))
    assert fingerprint(plain) == fingerprint(signed_of("{one: plants, other: plants}"))
    assert "plant / plants" in [str(text) for _, text in signed_lines(both, {})]


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        ("1", "en", "1 hub"),
        ("5", "en", "5 hubs"),
        ("1.5", "en", "1.5 hubs"),
        ("0", "en", "0 hubs"),
        ("1.5", "fr", "1,5 hub"),
        ("0", "fr", "0 hub"),
    ],
)
def test_a_value_has_the_form_of_its_unit(value: str, language: str, shown: str) -> None:
    measure = {"name": {"en": "Hubs"}, "unit": "hubs", "unit_of_one": "hub"}
    point = {"value": value, "on": "2025-12-31"}
    (_, text), *_ = signed_lines({"measures": [measure | {"baseline": point}]}, {})
    assert isinstance(text, Message)
    day = {"en": "31 Dec 2025", "fr": "31 déc. 2025"}[language]
    sentence = text.say(translator(language)).replace("\u00a0", " ")
    assert sentence.endswith(f"Hubs, {shown} ({day}) → …")


@pytest.mark.parametrize(
    ("value", "unit", "english", "french"),
    [
        ("-180000", "EUR", "−€180,000", "−180 000 €"),
        ("1234567.5", "EUR", "€1,234,567.50", "1 234 567,50 €"),
        ("0.005", "EUR", "€0.005", "0,005 €"),
        ("42", "%", "42%", "42 %"),
        ("33.3333", "%", "33.3333%", "33,3333 %"),
        ("1234.56789", "t", "1,234.56789 t", "1 234,56789 t"),
        ("123456789012345678901234.5", "", *["123,456,789,012,345,678,901,234.5",
                                            "123 456 789 012 345 678 901 234,5"]),
    ],
)  # fmt: skip
def test_values_are_written_as_the_pages_write_them_and_not_rounded(
    value: str, unit: str, english: str, french: str
) -> None:
    measure = {"unit": unit} if unit else {}
    content = {"currency": "EUR", "measures": [measure | {"baseline": {"value": value}}]}
    (*_, (_, text)) = signed_lines(content, {})
    assert isinstance(text, Message)
    for language, expected in (("en", english), ("fr", french)):
        sentence = re.sub("[\u00a0\u202f]", " ", text.say(translator(language)))
        assert f", {expected} → …" in sentence


def test_a_line_has_one_colon_the_one_after_its_label() -> None:
    effects = {"budget": {"effect": "negative", "amount": "-4"}, "resources": {"effect": "neutral"}}
    impact = {**effects, "business": {"note": {"en": "Fewer shipments"}}}
    directions = [{"function": "finance", "impact": impact}]
    content = {"currency": "EUR", "directions": directions}
    lines = [str(text) for label, text in signed_lines(content, {}) if "Impact" in str(label)]
    assert lines == ["budget, negative, −€4", "resources, neutral", "business, Fewer shipments"]
