"""Sections put into plans: valid, explained field by field, and nothing else changed."""

from __future__ import annotations

import datetime as dt
import re
from itertools import permutations
from pathlib import Path

import pytest

from kamctl.checks.engine.runner import check_source
from kamctl.document.document import Document
from kamctl.document.errors import UserError
from kamctl.document.finding import Severity
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.plan.model import Plan
from kamctl.plan.values import FUNCTIONS
from kamctl.scaffold.account_text import AccountStart, PlanPeriod, account_plan, plan_languages
from kamctl.scaffold.new_section import AddedSection, insert_section
from kamctl.scaffold.sections import OBJECTIVES, Section, plan_sections
from kamctl.workspace.config import NO_WORKSPACE
from tests.paths import ROOT
from tests.scaffold.test_account import uncommented
from tests.untranslated import UNTRANSLATED

TODAY = dt.date(2027, 1, 2)
LANGUAGES = plan_languages()
NAMES = tuple(plan_sections())
PERIOD = PlanPeriod(dt.date(2027, 1, 1), dt.date(2029, 12, 31))
EXAMPLES = sorted((ROOT / "examples").glob("*/plan.yaml"))


def first_plan(language: str = "en", owner: str | None = "Claire Morel") -> str:
    return account_plan(
        AccountStart("North Dairy", "north-dairy", PERIOD, language=language, owner=owner)
    )


def document(text: str) -> Document:
    return read(Source("plan.yaml", text))


def added(text: str, name: str, objective: str | None = None) -> AddedSection:
    return insert_section(document(text), plan_sections()[name], objective, FUNCTIONS, TODAY)


def new_lines(before: str, after: str) -> list[str]:
    """Return the lines that were put in; all others are there as they were, in one piece."""
    old, new = before.split("\n"), after.split("\n")
    first = next(
        (n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
        len(old) - 1,
    )
    more = len(new) - len(old)
    assert new[:first] + new[first + more :] == old
    return new[first : first + more]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("owner", ["Claire Morel", None])
@pytest.mark.parametrize("name", NAMES)
def test_a_section_is_valid_as_added_and_when_used(
    language: str, owner: str | None, name: str
) -> None:
    before = first_plan(language, owner)
    after = added(before, name).text
    report = check_source(Source("plan.yaml", after), NO_WORKSPACE, TODAY)
    assert [one.code for one in report.findings if one.severity is Severity.ERROR] == []
    lines = "\n".join(new_lines(before, after))
    used = document(after.replace(lines, uncommented(lines)))
    assert used.findings == ()
    Plan.model_validate(used.value)
    checked = check_source(used.source, NO_WORKSPACE, TODAY).findings
    not_expected = ("KAM0", "KAM110") if name == "measures" else "KAM0"
    assert [str(one.message) for one in checked if one.code.startswith(not_expected)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_sections_together_are_valid(language: str) -> None:
    text = first_plan(language)
    for name in sorted(NAMES, key="objectives".__eq__):  # one more objective comes last
        text = added(text, name).text
    report = check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY)
    assert [one.code for one in report.findings if one.severity is Severity.ERROR] == []
    plan = report.plan
    assert plan is not None and [one.id[-1:] for one in plan.objectives if one.id] == ["1", "2"]


def test_sections_are_in_the_order_of_the_format_however_they_are_added() -> None:
    ways = {"customer", "swot", "risks", "reviews"}
    orders = set()
    for names in permutations(sorted(ways)):
        text = first_plan()
        for name in names:
            text = added(text, name).text
        orders.add(tuple(re.findall(r"(?m)^(\w+):", text)))
    assert orders == {
        (
            "kamctl", "account", "plan", "team", "customer", "swot", "objectives", "risks",
            "reviews",
        )
    }  # fmt: skip


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("section", plan_sections().values(), ids=lambda section: section.name)
def test_nothing_else_of_a_real_plan_changes(path: Path, section: Section) -> None:
    before = path.read_text(encoding="utf-8")
    objectives = document(before).get(OBJECTIVES)
    objective = objectives[0]["id"] if section.parent == OBJECTIVES else None
    try:
        done = added(before, section.name, objective)
    except UserError as error:
        assert "already" in str(error)
        return
    after = done.text
    if done.is_listed:
        after = after.replace(f", {section.name}]", "]", 1)
    assert new_lines(before, after)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_each_field_is_explained(language: str, name: str) -> None:
    before = first_plan(language)
    lines = new_lines(before, added(before, name).text)
    plain = re.compile(r"\s*(- id|statement|owner):").match  # of an objective, filled in already
    for above, line in zip(["", *lines], lines, strict=False):
        if re.match(r"\s*#?\s*(- )?\w+:( |$)", line) and not plain(line):
            assert re.search(r"  # \S", line) or re.match(r"\s*#(  #)? \S", above), line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["risks", "stakeholders"])
def test_the_explanations_are_in_one_column(language: str, name: str) -> None:
    before = first_plan(language)
    lines = new_lines(before, added(before, name).text)
    columns = {line.rindex("  # ") for line in lines if re.match(r"  #.*:.*\S  +# ", line)}
    assert len(columns) == 1


def test_another_objective_gets_the_next_id() -> None:
    text = added(first_plan(), "objectives").text
    plan = Plan.model_validate(document(text).value)
    assert [one.id for one in plan.objectives] == ["SO1", "SO2"]


@pytest.mark.parametrize(("name", "ids"), [("actions", ["A1", "A2"]), ("measures", ["M1", "M2"])])
def test_an_example_has_an_id_that_no_other_example_has(name: str, ids: list[str]) -> None:
    text = added(added(first_plan(), name).text, name).text
    assert re.findall(rf"#- id: ({ids[0][0]}\d)", text) == ids


def test_another_direction_goes_into_the_objective_that_is_named() -> None:
    text = added(first_plan(), "objectives").text
    after = added(text, "directions", "SO2").text
    assert after.index("directions:", after.index("SO2")) > 0
    assert document(after).has(("objectives", 1, "directions"))
    with pytest.raises(UserError, match="SO1, SO2"):
        added(text, "directions")
    with pytest.raises(UserError, match="SO3"):
        added(text, "directions", "SO3")
    with pytest.raises(UserError, match="not part of an objective"):
        added(text, "swot", "SO1")


def test_a_section_is_added_once() -> None:
    text = added(first_plan(), "swot").text
    line = text.split("\n").index("swot:") + 1
    with pytest.raises(UserError, match=f"plan.yaml:{line}"):
        added(text, "swot")


def test_a_plan_that_lists_its_tools_lists_the_new_one() -> None:
    text = first_plan().replace("  currency: EUR\n", "  currency: EUR\n  tools: [swot]\n")
    done = added(text, "risks")
    assert done.is_listed and "tools: [swot, risks]" in done.text
    assert not added(text, "swot").is_listed
    assert not added(first_plan(), "risks").is_listed


def test_a_plan_without_objectives_has_no_part_of_one() -> None:
    with pytest.raises(UserError, match="no objective"):
        added("kamctl: 1\naccount: {name: Nord}\n", "actions")


def test_a_language_without_explanations_gets_english_ones() -> None:
    done = added(
        f"kamctl: 1\naccount: {{name: Nord}}\nplan: {{language: {UNTRANSLATED}}}\n", "swot"
    )
    assert done.language == "en" and "swot:" in done.text


def test_line_ends_stay() -> None:
    text = first_plan().replace("\n", "\r\n")
    after = added(text, "swot").text
    assert "\n" not in after.replace("\r\n", "")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "text",
    [
        "{kamctl: 1, account: {name: Nord}, objectives: [{id: SO1, statement: x}]}\n",
        "kamctl: 1\naccount: {name: Nord}\nteam: [{id: a, name: b}]\nobjectives: [{id: SO1}]",
        "kamctl: 1\naccount:\n  name: Nord\nteam: []\nobjectives:\n- id: SO1\n  measures: []",
    ],
)
def test_a_plan_written_otherwise_is_added_to_or_left(text: str, name: str) -> None:
    try:
        done = added(text, name)
    except UserError as error:
        assert error.hint is not None and "by hand" in str(error.hint)
        return
    before, after = document(text), document(done.text)
    assert after.findings == ()
    assert after.get(("account", "name")) == before.get(("account", "name"))
