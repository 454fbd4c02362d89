"""Every section that can be added is found in the models, and explained in ten words."""

from __future__ import annotations

from typing import get_args

import pytest

from kamctl.i18n.catalog import languages, translator
from kamctl.plan.model import Plan
from kamctl.plan.plan_metadata import Tool
from kamctl.scaffold.account_text import SECTIONS, plan_languages
from kamctl.scaffold.sections import find_section, plan_sections
from kamctl.scaffold.template_files import template_in

NOT_SECTIONS = {"kamctl", "account", "plan", "custom"}


def test_the_sections_are_those_of_the_format_in_its_order() -> None:
    of_the_plan = [one.name for one in plan_sections().values() if not one.parent]
    assert of_the_plan == [name for name in Plan.model_fields if name not in NOT_SECTIONS]
    assert {one.name for one in plan_sections().values() if one.is_tool} == set(get_args(Tool))


def test_parts_of_the_account_and_of_objectives_are_sections() -> None:
    parents = {one.name: one.parent for one in plan_sections().values()}
    assert parents["relationship"] == ("account",)
    assert parents["directions"] == parents["outcome"] == ("objectives",)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", plan_sections())
def test_ten_words_are_enough(name: str, language: str) -> None:
    purpose = plan_sections()[name].purpose.say(translator(language))
    assert len([word for word in purpose.split() if word != ":"]) <= 10


@pytest.mark.parametrize("language", plan_languages())
def test_each_language_explains_each_section(language: str) -> None:
    assert set(template_in("account", SECTIONS, language).blocks) == set(plan_sections())


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("swot", "swot"),
        ("SWOT", "swot"),
        ("action", "actions"),
        ("opportunity", "opportunities"),
        ("customer-confirmation", "customer_confirmation"),
    ],
)
def test_a_section_is_found_in_the_singular_too(written: str, name: str) -> None:
    found = find_section(written)
    assert found is not None and found.name == name


@pytest.mark.parametrize("written", ["", "s", "plan", "account", "kamctl", "swott", "custom"])
def test_what_is_no_section_is_not_found(written: str) -> None:
    assert find_section(written) is None
