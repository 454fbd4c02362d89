"""Who sees what, held against a table that a person can read: `who_sees_what.yaml`.

Every field of the format is changed in turn. A reader whose briefing changes with it sees it; one
whose briefing stays the same to the last byte can learn nothing of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kamctl.alignment.signoff_file import Signoffs
from kamctl.briefing.audience import ACCOUNT_TEAM, EVERYONE, Audience, audience_for
from kamctl.briefing.build import build_view
from kamctl.briefing.html import render_html
from kamctl.briefing.markdown import render_markdown
from kamctl.checks.run import PlanReport, check_source
from kamctl.document.source import Source
from kamctl.plan.model import Plan
from kamctl.workspace.config import NO_WORKSPACE
from tests.briefing.secrets import Leaf, changed, planted
from tests.signing import in_a_file, signed

TODAY = dt.date(2026, 11, 23)
TABLE: dict[str, str] = yaml.safe_load(
    Path(__file__).with_name("who_sees_what.yaml").read_text(encoding="utf-8")
)
AUDIENCES = {
    "everyone": EVERYONE,
    "executive": "executive",
    "sponsor": "sponsor",
    "finance": "finance",
    "supply-chain": "supply-chain",
    "operations": "operations",
    "research-development": "research-development",
    "local-sales": "local-sales",
    "legal": "legal",
    "others": "service",
    "account-team": ACCOUNT_TEAM,
}
"""The audiences as the table calls them; `others` are functions without a rule of their own."""
FORMS = {"HTML": render_html, "Markdown": render_markdown}


def audience_called(name: str) -> Audience:
    return audience_for(AUDIENCES[name])


@cache
def planted_for(name: str) -> Any:
    return planted(audience_called(name).function or "marketing")


class Reading:
    """A plan as one audience reads it, with one field changed or none."""

    def __init__(self, name: str, *, waived: bool = False, language: str = "en") -> None:
        self.audience = audience_called(name)
        self.language = language
        self.plan = planted_for(name).plan
        if waived:  # a waiver is shown where there is no confirmation
            objective = dict(self.plan["objectives"][0])
            waiver = objective["customer_confirmation"]["waiver"]
            objective["customer_confirmation"] = {"waiver": waiver}
            self.plan = self.plan | {"objectives": [objective]}
        self.report = self._report()
        self.view = self._view(self.plan)
        self.pages = {form: render(self.view) for form, render in FORMS.items()}

    def _report(self) -> PlanReport:
        """Return what is known of the plan as it was: what a field says is what is looked for."""
        text = yaml.safe_dump(self.plan, allow_unicode=True)
        return check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY)

    def _view(self, plan: dict[str, Any]) -> Any:
        read = Plan.model_validate(plan)
        return build_view(read, self.audience, self.language, self.report, TODAY)

    def shows(self, leaf: Leaf) -> set[str]:
        """Return the forms of the briefing that are different when `leaf` is."""
        view = self._view(changed(self.plan, leaf))
        if view == self.view:
            return set()  # the pages are made of the view, and of nothing else
        places = frozenset(differences(self.view, view))
        if places not in SHOWN:
            SHOWN[places] = {
                form for form, render in FORMS.items() if render(view) != self.pages[form]
            }
        return SHOWN[places]


SHOWN: dict[frozenset[str], set[str]] = {}
"""By the places in the view that are different: the forms that show it, whoever reads."""


def differences(one: Any, other: Any, at: str = "") -> Iterator[str]:
    """Return the names of the places where two views differ, without their numbers."""
    if one == other:
        return
    if type(one) is not type(other) or not isinstance(one, tuple):
        yield f"{at}:{bool(one)}:{bool(other)}"
    elif hasattr(one, "_fields"):
        for name in one._fields:
            yield from differences(getattr(one, name), getattr(other, name), f"{at}.{name}")
    elif len(one) != len(other):
        yield f"{at}[{len(one)}:{len(other)}]"
    else:
        for inner, outer in zip(one, other, strict=True):
            yield from differences(inner, outer, f"{at}[]")


def seen_by(name: str, language: str = "en") -> dict[str, set[str]]:
    """Return, by form, the fields that an audience sees."""
    confirmed, waived = Reading(name, language=language), Reading(name, waived=True)
    seen: dict[str, set[str]] = {form: set() for form in FORMS}
    for leaf in planted_for(name).leaves:
        reading = waived if ".waiver." in leaf.name else confirmed
        for form in reading.shows(leaf):
            seen[form].add(leaf.name)
    return seen


def allowed(name: str) -> set[str]:
    """Return the fields that the table lets an audience see."""
    return {field for field, who in TABLE.items() if name in readers(who)}


def readers(who: str) -> set[str]:
    """Read a cell of the table: `all`, `nobody`, or names; `not` takes some out again."""
    named, _, out = who.partition(" not ")
    known = {"all": set(AUDIENCES), "nobody": set()}
    taken = {part.strip() for part in out.split(",") if part.strip()}
    names = known.get(named.strip(), {part.strip() for part in named.split(",")})
    assert names | taken <= set(AUDIENCES), who
    return names - taken


def test_the_table_has_every_field_of_the_format_and_no_other() -> None:
    fields = [leaf.name for leaf in planted("marketing").leaves]
    assert sorted(set(fields) - set(TABLE)) == [], "a new field: say in the table who may see it"
    assert sorted(set(TABLE) - set(fields)) == [], "a field that is gone"


@pytest.mark.parametrize("name", AUDIENCES)
def test_each_sees_what_the_table_says_and_nothing_else(name: str) -> None:
    wanted = allowed(name)
    for form, seen in seen_by(name).items():
        leaks = sorted(seen - wanted)
        assert not leaks, f"{name} sees in {form}, and must not: {', '.join(leaks)}"
        lost = sorted(wanted - seen)
        assert not lost, f"{name} should see in {form}, and does not: {', '.join(lost)}"


def test_french_shows_no_more() -> None:
    for name in ("everyone", "finance"):
        for form, seen in seen_by(name, "fr").items():
            assert seen <= allowed(name), (name, form)


@pytest.mark.parametrize("name", AUDIENCES)
def test_sign_offs_tell_no_more_than_the_plan(name: str) -> None:
    """What was signed for one function is told to no other, not even as a change."""
    audience = audience_called(name)
    plan = planted_for(name).plan
    before = yaml.safe_dump(plan, allow_unicode=True)
    objective = plan["objectives"][0]
    leader = objective["directions"][1]["leader"]
    plan_text = before.replace(f"id: {plan['team'][1]['id']}\n", f"id: {leader}\n")
    command = f"kamctl align record plan.yaml {objective['id']} --for quality --decision agree"
    entry = signed(plan_text, f"{command} --note ZQNOTE")
    leaf = next(
        leaf
        for leaf in planted_for(name).leaves
        if leaf.name == "objectives[].directions[].their_need (another's)"
    )
    now = yaml.safe_dump(changed(plan, leaf), allow_unicode=True).replace(
        f"id: {plan['team'][1]['id']}\n", f"id: {leader}\n"
    )
    signoffs: Signoffs = in_a_file([entry])
    report = check_source(Source("plan.yaml", now), NO_WORKSPACE, TODAY, signoffs=signoffs)
    assert report.plan is not None
    view = build_view(report.plan, audience, "en", report, TODAY)
    old = str(objective["directions"][1]["their_need"])
    for form, render in FORMS.items():
        page = render(view)
        assert "Invalidated" in page, (form, "an invalidated sign-off is shown as such")
        assert "ZQNOTE" not in page, form
        words = set(page.replace("”", " ").replace("“", " ").split())
        assert (old in words) == (name == ACCOUNT_TEAM), form


def test_the_rules_that_the_table_must_keep() -> None:
    """What the briefings promise, whatever else the table says."""
    rules: dict[str, list[str]] = defaultdict(list)
    for field, who in TABLE.items():
        see = readers(who)
        if field.startswith("stakeholders[]") and any(
            key in field
            for key in ("attitude", "influence", "levers", "goals", "their_need", "our_part")
        ):
            rules["notes about named people are for the account team"] += [field] * (
                see > {"account-team"}
            )
        if field.endswith(".margin"):
            rules["margin is for finance"] += [field] * bool(see - {"account-team", "finance"})
        if field.startswith(("competitors", "swot", "opportunities", "whitespace", "relations")):
            rules["tactics are for the account team"] += [field] * bool(see - {"account-team"})
        if re.search(r"resistances\[\]\.(concern|our_part|response|raised_by) \(another", field):
            rules["a function's concern is for it and those who decide"] += [field] * bool(
                see - {"account-team", "executive", "sponsor"}
            )
        if field.startswith("reviews") or re.search(r"\bcustom( |$)", field):
            rules["the house's own stays in the house's file"] += [field] * bool(see)
    assert {rule: found for rule, found in rules.items() if found} == {}
