"""First plans: valid as they stand, in every language, with any tools and any name."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from kamctl.checks.engine.runner import check_source
from kamctl.document.errors import UserError
from kamctl.document.finding import Severity
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.plan.model import Plan
from kamctl.plan.plan_metadata import Tool
from kamctl.plan.text import Claim
from kamctl.scaffold.account_text import AccountStart, PlanPeriod, account_plan, plan_languages
from kamctl.workspace.config import NO_WORKSPACE

TOOLS: tuple[str, ...] = get_args(Tool)
LANGUAGES = plan_languages()
THREE_YEARS = PlanPeriod(dt.date(2027, 1, 1), dt.date(2029, 12, 31))
SUBSETS = [(), TOOLS, *((tool,) for tool in TOOLS), *itertools.combinations(TOOLS[:4], 2)]
CLAIMS = ("customer", "swot")
"""Sections that are claims for the most part: they show how one is written in full."""
ALWAYS = ("account", "plan", "team", "objectives")
HOSTILE = [
    'Nord "Süd"',
    "L'Étoile",
    "a: b",
    "a #b",
    "# not a comment",
    "- a",
    "{a: b}",
    "[a, b]",
    "a, b",
    "{{ name }}",
    "{% raw %}",
    "&a",
    "*a",
    "!a",
    "| a",
    "> a",
    "%a",
    "@a",
    "`a`",
    "yes",
    "null",
    "~",
    "2024",
    "1e3",
    "007",
    "日本",
    "🚀 Rocket 👩‍🚀",
    "\\n",
    "C:\\x",
    "a  # b",
    "x" * 300,
    "עברית",
    "?",
    "---",
    "...",
]


def start(**changes: Any) -> AccountStart:
    known = {"name": "North Dairy", "id": "north-dairy", "period": THREE_YEARS}
    return AccountStart(**(known | changes))


def valid_plan(text: str) -> Plan:
    document = read(Source("plan.yaml", text))
    assert not document.findings
    return Plan.model_validate(document.value)


def uncommented(text: str) -> str:
    """Use every example: prose has `# ` and a letter, an example any other thing after the #."""
    return re.sub(r"(?m)^(\s*)#(?! \S|$)", r"\1", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tools", SUBSETS, ids=",".join)
def test_a_first_plan_is_a_valid_draft(language: str, tools: tuple[str, ...]) -> None:
    text = account_plan(start(language=language, tools=tools, id="north-dairy"))
    plan = valid_plan(text)
    assert plan.plan.tools == tools
    assert plan.plan.language == language
    assert plan.plan.stage.value == "draft"
    sections = {line.partition(":")[0] for line in text.splitlines() if re.match("[a-z]+:", line)}
    assert sections - {"kamctl", "relations"} == {*ALWAYS, *tools}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("owner", ["Claire Morel", None])
def test_a_first_plan_has_to_dos_and_nothing_else(language: str, owner: str | None) -> None:
    """What is missing is a to-do for later, as README promises."""
    text = account_plan(start(language=language, owner=owner))
    report = check_source(Source("plan.yaml", text), NO_WORKSPACE, dt.date(2027, 1, 2))
    assert {finding.severity for finding in report.findings} == {Severity.TODO}
    assert {finding.code for finding in report.findings} >= {"KAM102", "KAM103", "KAM105"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_read_back_as_typed(language: str, name: str) -> None:
    plan = valid_plan(account_plan(start(language=language, name=name, owner=name, tier=name)))
    assert (plan.account.name, plan.account.tier, plan.team[0].name) == (name, name, name)
    assert plan.plan.owner == plan.team[0].id == plan.objectives[0].owner


@given(name=st.text(min_size=1, max_size=40), owner=st.text(min_size=1, max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_name_is_read_back_or_refused(name: str, owner: str) -> None:
    try:
        text = account_plan(start(name=name, owner=owner))
    except UserError:
        return
    plan = valid_plan(text)
    assert (plan.account.name, plan.team[0].name) == (
        name.strip(" \t\u00a0"),
        owner.strip(" \t\u00a0"),
    )


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "\u00ad",
        "\u200b\u200b",
        "a\nb",
        "a\r\nb",
        "a\u2028b",
        "a\0b",
        "a\x1bb",
        "a\x7fb",
        "\ufeffa",
        "a\u202eb",
    ],
)
def test_names_nobody_can_see_are_refused(name: str) -> None:
    for names in ({"name": name}, {"name": "Lactea", "owner": name}):
        if names.get("owner") == "":  # nobody is named
            continue
        with pytest.raises(UserError) as caught:
            account_plan(start(**names))
        assert caught.value.hint is not None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tools", SUBSETS, ids=",".join)
@pytest.mark.parametrize("owner", [None, "Zoé Durand"])
def test_every_example_is_valid(language: str, tools: tuple[str, ...], owner: str | None) -> None:
    valid_plan(uncommented(account_plan(start(language=language, tools=tools, owner=owner))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_comments_go_on_below_themselves(language: str) -> None:
    text = account_plan(start(language=language, tools=TOOLS, owner="Zoé Durand"))
    wide = [line for line in text.splitlines() if len(line) > 100]
    assert [line.partition(":")[0] for line in wide] == ["  tools"]
    lines = text.splitlines()
    (place,) = [number for number, line in enumerate(lines) if line.startswith("    #now: ")]
    column = lines[place].index("  # ")
    assert lines[place + 1] == f"{'    #':<{column}}  # disintegrating."


def test_the_line_for_editors_is_never_broken() -> None:
    schema = "../" * 40 + "plan.schema.json"
    text = account_plan(start(schema=schema, tools=TOOLS))
    assert text.splitlines()[0] == f"# yaml-language-server: $schema={schema}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("owner", [None, "Zoé Durand"])
@pytest.mark.parametrize("tools", [(), TOOLS], ids=len)
def test_the_examples_hold_together(
    language: str, owner: str | None, tools: tuple[str, ...]
) -> None:
    text = uncommented(account_plan(start(language=language, tools=tools, owner=owner)))
    report = check_source(Source("plan.yaml", text), NO_WORKSPACE, dt.date(2030, 1, 2))
    assert [f.code for f in report.findings if f.severity is Severity.ERROR] == []
    assert [str(f.message) for f in report.findings if f.code == "KAM110"] == []


def models_below(annotation: Any) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        below = (models_below(field.annotation) for field in annotation.model_fields.values())
        return {annotation}.union(*below)
    if get_origin(annotation) is None:
        return set()
    return set().union(*(models_below(inner) for inner in get_args(annotation)))


def section_of(text: str, name: str) -> str:
    match = re.search(rf"(?ms)^{name}:.*?(?=^\w+:|\Z)", text)
    assert match, name
    return match[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", [*ALWAYS, *TOOLS, "relations"])
def test_every_field_is_mentioned(language: str, section: str) -> None:
    tool = {"relations": "stakeholders"}.get(section, section)
    text = account_plan(start(language=language, tools=(tool,) if tool in TOOLS else TOOLS))
    for model in models_below(Plan.model_fields[section].annotation):
        for name, field in model.model_fields.items():
            if issubclass(model, Claim) and section not in CLAIMS and name in Claim.model_fields:
                continue  # a text alone will do
            key = field.alias or name
            place = section_of(text, section)
            assert re.search(rf"(?<![\w-]){key}:", place), f"{model.__name__}.{key}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_plan_as_a_whole_is_forgotten(language: str) -> None:
    text = account_plan(start(language=language, tools=TOOLS))
    for name in Plan.model_fields:
        assert re.search(rf"(?m)^#?{name}:", text), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_plan_is_short_and_fits_the_screen(language: str) -> None:
    first = account_plan(start(language=language, owner="Claire Morel"))
    lines = first.splitlines()
    assert len([line for line in lines if line]) <= 45
    full = account_plan(start(language=language, tools=TOOLS))
    assert all(len(line) <= 120 for line in (*lines, *full.splitlines()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_plan_asks_for_what_matters_first(language: str) -> None:
    text = account_plan(start(language=language, owner="Claire Morel"))
    plan = valid_plan(uncommented(text))
    (objective,) = plan.objectives
    assert objective.statement and objective.customer_gain and objective.owner and objective.due
    assert (len(plan.team), len(objective.measures), len(objective.directions)) == (3, 2, 2)
    asked = {direction.leader for direction in objective.directions}
    assert asked < {member.id for member in plan.team}
