"""What each reader can learn of each field of a plan and of its sign-offs, from each document.

Nothing may be learned of a field that a reader does not see: a plan in which all of these are
other, or gone, makes the same pages to the last byte, findings and checklists made anew. And what
the table says they see, they do: a plan in which this one field is other makes another page.

Both in several situations: something may be shown in one of them alone.

`python -m tests.briefing.visibility.information_flow` prints the rows of `who_sees_what.yaml` that
are not as it is.
"""

from __future__ import annotations

import atexit
import copy
import datetime as dt
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from kamctl.briefing.document_kinds import document_kind
from kamctl.briefing.engine.html import render_html
from kamctl.briefing.engine.markdown import render_markdown
from kamctl.briefing.pages.portfolio_page import portfolio_view
from kamctl.briefing.plan_document import build_view
from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.runner import check_source
from kamctl.comparison.difference import difference
from kamctl.document.source import Source
from kamctl.git.revision import Revision
from kamctl.history.compared_plans import Lookback, PlanComparison
from kamctl.history.timeline import TimelineStep
from kamctl.plan.model import Plan
from kamctl.portfolio.account_summary import AccountSummary
from kamctl.portfolio.portfolio import build_portfolio
from kamctl.portfolio.summarize_plan import summarize_plan
from kamctl.signoffs.agreement_status import agreement_status
from kamctl.signoffs.signoff import Evidence, Signoff, sealed
from kamctl.signoffs.signoff_changes import signoff_changes
from kamctl.signoffs.signoff_file import Signoffs
from kamctl.workspace.discovery import find_workspace
from tests.briefing.visibility.visibility_table import (
    AUDIENCES,
    DOCUMENTS,
    audience_called,
    line,
    read_table,
)
from tests.every_field import (
    ANOTHER,
    NAMED,
    OWN,
    FilledPlan,
    Leaf,
    filled_plan,
    leaves_in,
    value_at,
    with_other_values,
    without_values,
)
from tests.signing import signed

TODAY: Final = dt.date(2026, 11, 23)
FORMS: Final = {"HTML": render_html, "Markdown": render_markdown}
OTHER_FUNCTION: Final = "quality"
_WHEN: Final = Revision("0" * 40, dt.date(2026, 9, 1), "ZQAUTHOR", "ZQSUBJECT", "HEAD~3")
_STEPS: Final = tuple(
    TimelineStep("1" * 40, dt.date(2026, 9, day), "ZQAUTHOR", "ZQSUBJECT", "plan.yaml", True,
         "shared", 10 + day, 27, 20.0 + day)
    for day in (1, 2)
)  # fmt: skip


# --- Situations -----------------------------------------------------------------------------------


def function_of(name: str) -> str:
    """Return the function that is the reader's own in the plan."""
    return audience_called(name).function or "marketing"


def _connect(plan: dict[str, Any]) -> None:
    """Let every reference lead somewhere: to those who are named, or to what there is."""
    _, others, named = (one["id"] for one in plan["team"])
    contacts = [one["id"] for one in plan["stakeholders"]]
    objective, customer = plan["objectives"][0], plan["customer"]
    plan["plan"] |= {"owner": named, "sponsor": named}
    objective |= {"owner": named, "decider": named, "sponsor": named}
    objective["uses"] = [plan["swot"]["strengths"][0]["id"]]
    objective["customer_confirmation"]["by"] = contacts[NAMED]
    objective["customer_confirmation"]["waiver"]["by"] = named
    for direction in objective["directions"]:
        direction["leader"] = direction["restatement"]["by"] = named
        direction["resistances"][0] |= {"raised_by": named, "owner": named}
    objective["actions"][0] |= {"owner": named, "serves": [customer["needs"][0]["id"]]}
    for part in ("goals", "needs", "initiatives"):
        for place, claim in enumerate(customer[part]):
            claim["told_by"] = contacts[NAMED if place == OWN else ANOTHER]
            if "who_cares" in claim:
                claim["who_cares"] = [contacts[ANOTHER]]
            if "supports" in claim:
                claim["supports"] = [customer["goals"][place]["id"]]
    for claim in (
        customer["business_model"],
        customer["strategy"],
        *customer["pressures"],
        *customer["obstacles"],
        *(one for part in plan["swot"].values() for one in part),
        *(one for each in plan["stakeholders"] for one in (*each["levers"], *each["goals"])),
        plan["buying"]["strategy"],
        *plan["buying"]["levers"],
        *(one for each in plan["competitors"] for one in (*each["strengths"], *each["weaknesses"])),
    ):
        claim["told_by"] = contacts[ANOTHER]
    for place, person in enumerate(plan["stakeholders"]):
        person["reports_to"] = contacts[ANOTHER if place != ANOTHER else OWN]
    plan["relations"][0] |= {"from": contacts[OWN], "to": contacts[ANOTHER]}
    plan["buying"]["process"][0]["decided_by"] = [contacts[ANOTHER]]
    cell = plan["whitespace"]["cells"][0]
    cell |= {
        "unit": plan["whitespace"]["units"][0],
        "offering": plan["whitespace"]["offerings"][0],
        "competitor": plan["competitors"][0]["id"],
    }
    plan["position"]["history"][0]["year"] = 2025  # of a year to come nothing is shown
    plan["opportunities"][0] |= {"objective": objective["id"], "owner": named}
    plan["risks"][0]["owner"] = named
    review = plan["reviews"][0]
    review |= {"date": "2026-08-31", "participants": [others]}
    review["decisions"][0]["owner"] = named


def _shared(plan: dict[str, Any]) -> None:
    """All is under way."""
    plan["plan"]["next_review"] = "2027-01-20"


def _draft(plan: dict[str, Any]) -> None:
    """One author thinks: nothing is heard, served or asked yet."""
    plan["plan"] |= {"stage": "draft", "confidentiality": "restricted"}
    objective = plan["objectives"][0]
    objective |= {"status": "not_started", "serves": []}
    for direction in objective["directions"]:
        direction["resistances"] = []
        del direction["restatement"]
    for name in ("customer_confirmation", "outcome", "scope"):
        del objective[name]


def _heated(plan: dict[str, Any]) -> None:
    """Several objectives, and functions that cannot agree; a waiver instead of a confirmation."""
    plan["plan"]["stage"] = "aligned"
    objective = plan["objectives"][0]
    for name in ("by", "on", "how"):
        del objective["customer_confirmation"][name]
    for direction in objective["directions"]:
        direction["resistances"][0]["severity"] = "blocking"
        del direction["resistances"][0]["response"]
    plan["objectives"].append(
        {
            "id": "SECOND",
            "statement": "Second",
            "owner": "second-owner",
            "directions": [
                {"function": one["function"], "leader": "second-leader", "ask": "Second"}
                for one in objective["directions"]
            ],
        }
    )
    plan["risks"][0] |= {"likelihood": "high", "impact": "high", "status": "occurred"}
    plan["risks"].append(
        {"text": "Second", "threatens": [objective["id"]], "likelihood": "high", "impact": "high"}
    )
    for part in ("history", "targets"):
        second = {"year": 2024, "turnover": 1, "customer_spend": 9, "margin": 5, "volume": 3}
        plan["position"][part].append(second)


def _closed(plan: dict[str, Any]) -> None:
    """It is over: validated, closed, answered."""
    plan["plan"] |= {"stage": "validated", "confidentiality": "restricted"}
    plan["objectives"][0]["status"] = "closed"
    for direction in plan["objectives"][0]["directions"]:
        direction["resistances"][0] |= {"status": "answered", "severity": "comment"}
    plan["risks"][0]["status"] = "closed"


def _late(plan: dict[str, Any]) -> None:
    """What was due is past, and is not done; this week more is due."""
    plan["plan"]["next_review"] = "2026-11-02"
    plan["plan"]["tools"].append("risks")
    objective = plan["objectives"][0]
    objective |= {"due": "2026-10-31"}
    objective["measures"][0] |= {
        "direction": "increase",
        "baseline": {"value": 1, "on": "2026-01-01"},
        "target": {"value": 900, "on": "2026-12-31"},
        "readings": [{"value": 2, "on": "2026-10-31"}],
    }
    objective["actions"][0] |= {"due": "2026-10-15", "status": "blocked", "progress": "40%"}
    objective["actions"].append({"title": "Second", "owner": "second", "due": "2026-11-25"})
    for direction in objective["directions"]:
        direction["resistances"][0] |= {"due": "2026-10-15", "severity": "blocking"}
    plan["risks"][0]["due"] = "2026-10-15"
    plan["reviews"][0]["decisions"][0]["due"] = "2026-10-15"
    plan["whitespace"]["cells"][0]["contract_end"] = "2026-10-15"
    plan["buying"]["contracts"][0] |= {"end": "2026-10-15", "notice_by": "2026-10-01"}
    for one in plan["stakeholders"]:
        one["last_contact"] = "2025-01-15"


def _not_asked(plan: dict[str, Any]) -> None:
    """The reader's function is asked for nothing; one of its people decides."""
    plan["objectives"][0]["directions"][0]["function"] = "engineering"
    plan["objectives"][0]["decider"] = plan["team"][OWN]["id"]


def _bare(plan: dict[str, Any]) -> None:
    """Little is written yet beside the sentence."""
    objective = plan["objectives"][0]
    for name in (
        "owner",
        "measures",
        "actions",
        "serves",
        "strategy",
        "customer_gain",
        "economics",
    ):
        del objective[name]
    for direction in objective["directions"]:
        del direction["ask"], direction["mitigation"]
        direction["resistances"][0] = {"concern": "zqbare"}
    plan["risks"][0]["threatens"] = []
    for name in ("history", "targets"):
        plan["position"][name] = []


class Situation(NamedTuple):
    """How the plan stands, and what was signed: nothing, the text as it is, or an earlier one."""

    made: Callable[[dict[str, Any]], None]
    signed: str = ""


SITUATIONS: Final = {
    "shared": Situation(_shared),
    "late": Situation(_late),
    "draft": Situation(_draft),
    "bare": Situation(_bare),
    "agreed": Situation(_shared, "now"),
    "closed": Situation(_closed, "now"),
    "heated": Situation(_heated, "before"),
    "not asked": Situation(_not_asked, "before"),
}


# --- Sign-offs ------------------------------------------------------------------------------------

PARTIES: Final = {OTHER_FUNCTION: "(another's)", "decider": "(role)"}
"""Who signs besides the reader's own function, and what the table calls it."""
SIGNOFF_OTHERS: Final[dict[str, Any]] = {
    "on": "2026-11-12T12:00:00Z",
    "objective": "another-objective",
    "by": "zqby",
    "name": "zqname",
    "email": "zqname@zq.example",
    "decision": "object",
    "account": "another-account",
    "function": "engineering",
    "role": "sponsor",
    "recorded_by": "zqrecorder",
    "note": "zqothernote",
    "signed": {"statement": {"en": "zqsigned"}},
    "fingerprint": "f" * 64,
    "evidence": Evidence("zq@zq.example", "e" * 64, "2026-11-01", "<zq@zq.example>", "zqquote"),
    "version": 1,
    "signature": "zqsignature",
    "line": 41,
    "unknown": {"zqunknown": "zqunknown"},
}
"""The fields of a sign-off, each with another value; the seal is made anew over the others."""


def signoff_leaves(name: str) -> list[Leaf]:
    """Return the fields of the sign-offs of each party, as the table calls them."""
    found = []
    for party in (function_of(name), *PARTIES):
        sign = PARTIES.get(party, "(own)")
        for field, other in SIGNOFF_OTHERS.items():
            if field == ("function" if party == "decider" else "role"):
                continue
            found.append(Leaf(("signoffs", party, field), f"signoffs[].{field} {sign}", (other,)))
    return found


def _signed(
    plan: dict[str, Any], name: str, situation: Situation, leaves: Iterable[Leaf], *, gone: bool
) -> Signoffs:
    """Return the sign-offs of a plan, with those fields other than they were, or empty."""
    if not situation.signed:
        return Signoffs()
    objective = plan["objectives"][0]
    if situation.signed == "before":
        earlier = [objective | {"statement": "zqearlier"}, *plan["objectives"][1:]]
        plan = plan | {"objectives": earlier}
    text = json.dumps(plan)
    others = [leaf.path[1:] for leaf in leaves]
    empty = Signoff("", "", "", "agree")
    entries = []
    for party in (function_of(name), *PARTIES):
        who = f"--as {party} --decision validate"
        person = objective.get("decider")
        if party != "decider":
            who = f"--for {party} --decision agree"
            asked = [one for one in objective["directions"] if one["function"] == party]
            person = asked[0].get("leader") if asked else None
        who += f" --by {person or 'nobody'}"
        entry = signed(text, f"kamctl align record plan.yaml {objective['id']} {who} --note zqnote")
        entry = replace(entry, recorded_by="zqwriter", signature="zqsigned", line=1)
        for of, field in others:
            if of == party:
                is_empty = gone and field in _MAY_BE_EMPTY
                value = getattr(empty, str(field)) if is_empty else SIGNOFF_OTHERS[str(field)]
                entry = replace(entry, **{str(field): value})
        entries.append(sealed(entry))
    return Signoffs(tuple(sorted(entries, key=lambda one: one.on)))


_MAY_BE_EMPTY: Final = frozenset(
    {"account", "name", "email", "recorded_by", "note", "evidence", "signature", "unknown"}
)


# --- Pages ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """A plan with its sign-offs, and what is found in it."""

    plan: Plan
    report: PlanReport

    @cached_property
    def account(self) -> AccountSummary:
        """What the portfolio knows of it, but for what is only counted."""
        found = summarize_plan(self.report, TODAY)
        assert isinstance(found, AccountSummary)
        return found._replace(
            met=1, required=2, errors=0, warnings=0, stage_errors=0, is_stage_met=True
        )


@cache
def workspace() -> Path:
    """Return a folder with a workspace, whose tiers are those that the plan may have."""
    folder = Path(tempfile.mkdtemp(prefix="guard-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    tier = next(leaf for leaf in _planted_for("marketing").leaves if leaf.name == "account.tier")
    tiers = [value_at(_planted_for("marketing").plan, tier.path), *tier.others]
    (folder / "kamctl.yaml").write_text(
        json.dumps({"kamctl": 1, "tiers": {one: {"tools": ["swot"]} for one in tiers}}),
        encoding="utf-8",
    )
    return folder


def known(plan: dict[str, Any], signoffs: Signoffs) -> Known:
    """Read and check a plan, as the command would."""
    file = workspace() / "plan.yaml"
    source = Source(str(file), json.dumps(plan, ensure_ascii=False))  # JSON is YAML
    report = check_source(source, find_workspace(file), TODAY, signoffs=signoffs)
    assert report.plan is not None, [str(one.message) for one in report.findings][:3]
    return Known(report.plan, report)


def counted_alike(one: Known) -> Known:
    """Return the same with all that is only counted of it the same for every plan.

    How much of a plan is complete, and how many errors it has, is told to every reader: see
    `test_what_is_counted_is_told_as_a_number_alone`.
    """
    objectives = tuple(each._replace(met=1, required=2) for each in one.report.objectives)
    return Known(one.plan, replace(one.report, objectives=objectives))


_IS_TOLD_TO_BE_THERE: Final = re.compile(
    r"objectives\[\]\.directions\[\]\.(restatement\.text|resistances\[\]\.concern) "
    r"|objectives\[\]\.measures\[\]\.name$"
).match
"""Where a function stands says whether it has restated, and has concerns, not in which words; and
how many measures are on track says that there are some."""


class Reading:
    """A plan in a situation, as one audience reads it in one document."""

    def __init__(self, name: str, situation: str, language: str = "en") -> None:
        self.name = name
        self.audience = audience_called(name)
        self.situation = SITUATIONS[situation]
        self.language = language
        first = _planted_for(function_of(name))
        plan = copy.deepcopy(first.plan)
        _connect(plan)
        self.situation.made(plan)
        leaves = leaves_in(plan, first.leaves)
        self.planted = FilledPlan(plan, [*leaves, *(signoff_leaves(name) if self.signs else ())])
        self.marked = MARK.findall(json.dumps(plan))
        self.known = self._known(plan, ())
        self.beside = replace_account(self.known.account)
        self._views: dict[str, Any] = {}
        self._pages: dict[tuple[str, str], str] = {}
        self._marks: dict[tuple[str, str], set[str]] = {}

    @property
    def signs(self) -> bool:
        """Whether somebody has signed."""
        return bool(self.situation.signed)

    def _known(self, plan: dict[str, Any], signs: Iterable[Leaf], *, gone: bool = False) -> Known:
        signoffs = _signed(plan, self.name, self.situation, signs, gone=gone)
        return counted_alike(known(plan, signoffs))

    def with_others(self, leaves: Iterable[Leaf], which: int = 0) -> Known:
        """Return the plan with those fields other than they are."""
        of_plan, of_signoffs = _plan_and_signoff_leaves(leaves)
        return self._known(with_other_values(self.planted.plan, of_plan, which), of_signoffs)

    def with_other(self, leaf: Leaf, which: int = 0) -> Known:
        """Return the plan with one field other than it is, and the findings as they were: quick."""
        if leaf.path[0] == "signoffs":
            return self.with_others([leaf], which)
        changed = with_other_values(self.planted.plan, [leaf], which)
        plan = Plan.model_validate(changed)
        signoffs = _signed(changed, self.name, self.situation, (), gone=False)
        before = self.known.report
        assert before.rules is not None
        agreement = agreement_status(plan, signoffs.entries, before.rules)
        report = replace(before, plan=plan, signoffs=signoffs, agreement=agreement)
        return counted_alike(Known(plan, report))

    def without(self, leaves: Iterable[Leaf]) -> Known:
        """Return the plan without those fields, as far as it can be without them."""
        of_plan, of_signoffs = _plan_and_signoff_leaves(leaves)
        of_plan = [leaf for leaf in of_plan if not _IS_TOLD_TO_BE_THERE(leaf.name)]
        return self._known(without_values(self.planted.plan, of_plan), of_signoffs, gone=True)

    def lookback(self, now: Known) -> Lookback:
        """Return what a review tells of: the plan as it was, and all signed since."""
        changes = difference(
            self.known.plan,
            now.plan,
            language=self.language,
            more=signoff_changes((), now.report.agreement),
        )
        return Lookback(PlanComparison("plan.yaml", _WHEN, changes), _STEPS)

    def view(self, document: str, now: Known) -> Any:
        """Return what a document is made of, but for what is only counted."""
        if document == "portfolio":
            tiers = tuple(find_workspace(workspace()).tiers)
            portfolio = build_portfolio([now.account, self.beside], TODAY, tiers)
            return portfolio_view(portfolio, self.audience, self.language)
        past = self.lookback(now) if document == "review" else None
        made = build_view(
            now.report, self.audience, self.language, document, past,
            full=True,  # the short briefing holds no more: test_short_briefing.py
        )  # fmt: skip
        made = made._replace(notices=())
        if self.audience.sees("all_details"):  # they are told what is missing, of everything
            objectives = tuple(one._replace(missing=()) for one in made.objectives)
            made = made._replace(objectives=objectives)
        return made

    def shows(self, document: str, now: Known) -> set[str]:
        """Return the forms of a document that are different when this is known."""
        before, after = self.first(document), self.view(document, now)
        if before == after:
            return set()  # the pages are made of the view, and of nothing else
        return {
            form
            for form, render in FORMS.items()
            if render(after, kind=document) != self.page(document, form)
        }

    def shows_alike(self, document: str, now: Known) -> set[str]:
        """Return the same, quicker: what differs in places that all forms show is shown by all."""
        places = frozenset(differences(self.first(document), self.view(document, now)))
        if not places or (document, places) in _SHOWN_BY_ALL:
            return set(FORMS) if places else set()
        forms = self.shows(document, now)
        if forms == set(FORMS):
            _SHOWN_BY_ALL.add((document, places))
        return forms

    def first(self, document: str) -> Any:
        """Return what a document is made of as the plan is."""
        if document not in self._views:
            self._views[document] = self.view(document, self.known)
        return self._views[document]

    def page(self, document: str, form: str) -> str:
        """Return a document as the plan is."""
        if (document, form) not in self._pages:
            self._pages[document, form] = FORMS[form](self.first(document), kind=document)
        return self._pages[document, form]

    def marks(self, document: str, form: str) -> set[str]:
        """Return the texts of the plan that stand in a document, each of which is its own."""
        if (document, form) not in self._marks:
            self._marks[document, form] = set(MARK.findall(self.page(document, form)))
        return self._marks[document, form]


_SHOWN_BY_ALL: set[tuple[str, frozenset[str]]] = set()
"""Documents, each with places in its view that every form of it shows where they are different."""
MARK: Final = re.compile(r"\bzq\d+b?\b")
"""A text of the plan."""


def differences(one: Any, other: Any, where: str = "") -> Iterator[str]:
    """Return the names of the places where two views differ, without their numbers."""
    if one == other:
        return
    if type(one) is not type(other) or not isinstance(one, tuple):
        yield f"{where}:{bool(one)}:{bool(other)}"
    elif hasattr(one, "_fields"):
        for name in one._fields:
            yield from differences(getattr(one, name), getattr(other, name), f"{where}.{name}")
    elif len(one) != len(other):
        yield f"{where}[{len(one)}:{len(other)}]"
    else:
        for inner, outer in zip(one, other, strict=True):
            yield from differences(inner, outer, f"{where}[]")


def replace_account(account: AccountSummary) -> AccountSummary:
    """Return an account beside the one that is read: the same people, another name."""
    return account._replace(
        file="other/plan.yaml", name="Beside", id="beside", restricted=False, stage="shared"
    )


@cache
def _planted_for(function: str) -> FilledPlan:
    return filled_plan(function)


@cache
def reading(name: str, situation: str, language: str = "en") -> Reading:
    """Return a plan in a situation, as one audience reads it."""
    return Reading(name, situation, language)


def _plan_and_signoff_leaves(leaves: Iterable[Leaf]) -> tuple[list[Leaf], list[Leaf]]:
    """Tell the fields of a plan from those of its sign-offs."""
    found: tuple[list[Leaf], list[Leaf]] = ([], [])
    for leaf in leaves:
        found[leaf.path[0] == "signoffs"].append(leaf)
    return found


def documents_of(name: str) -> list[str]:
    """Return the documents that are made for an audience; some are for the account team alone."""
    is_team = audience_called(name).sees("all_details")
    return [one for one in DOCUMENTS if is_team or not document_kind(one).for_account_team]


def fields_planted() -> set[str]:
    """Return the names of all fields that are planted in some situation."""
    names = {leaf.name for leaf in _planted_for("marketing").leaves}
    return names | {leaf.name for leaf in signoff_leaves("everyone")}


def fields_of_a_signoff() -> set[str]:
    """Return the names of the fields of a sign-off; its seal is made of the others."""
    return {one.name for one in fields(Signoff)} - {"seal"}


# --- The two proofs -------------------------------------------------------------------------------


def leaks(
    name: str, document: str, situation: str, hidden: set[str], *, thoroughly: bool = True
) -> dict[str, set[str]]:
    """Return those of the `hidden` fields of which a reader learns, and in which forms.

    They are taken out, and have other values: all that they can have where it is looked at
    `thoroughly`, else one.
    """
    one = reading(name, situation)
    leaves = [leaf for leaf in one.planted.leaves if leaf.name in hidden]
    most = max((len(leaf.others) for leaf in leaves), default=0) if situation == "shared" else 2
    found: dict[str, set[str]] = {}
    for which in range(-1, most) if thoroughly else range(1):
        if not one.shows(document, _all_other(name, situation, which, frozenset(hidden))):
            continue
        changed = one.without if which < 0 else partial(_with_others, one, which)
        for leaf, forms in _culprits(one, document, leaves, changed):
            found.setdefault(leaf.name, set()).update(forms)
    return found


@lru_cache(maxsize=48)
def _all_other(name: str, situation: str, which: int, hidden: frozenset[str]) -> Known:
    """Return a plan in which all that is hidden is other, or gone; for several documents."""
    one = reading(name, situation)
    leaves = [leaf for leaf in one.planted.leaves if leaf.name in hidden]
    return one.without(leaves) if which < 0 else one.with_others(leaves, which)


def _with_others(one: Reading, which: int, leaves: list[Leaf]) -> Known:
    return one.with_others(leaves, which)


def _culprits(
    one: Reading, document: str, leaves: list[Leaf], changed: Callable[[list[Leaf]], Known]
) -> Iterator[tuple[Leaf, set[str]]]:
    """Return those fields with which the document changes: half after half of them."""
    if not leaves:
        return
    forms = one.shows(document, changed(leaves))
    if not forms:
        return
    if len(leaves) == 1:
        yield leaves[0], forms
        return
    middle = len(leaves) // 2
    halves = (leaves[:middle], leaves[middle:])
    found = [each for half in halves for each in _culprits(one, document, half, changed)]
    # Where neither half tells anything alone, they do together.
    yield from found or [(leaf, forms) for leaf in _together([], leaves, one, document, changed)]


def _together(
    beside: list[Leaf],
    leaves: list[Leaf],
    one: Reading,
    document: str,
    changed: Callable[[list[Leaf]], Known],
) -> list[Leaf]:
    """Return as few of the leaves as make the document another, with those `beside` them."""
    if len(leaves) == 1:
        return leaves
    middle = len(leaves) // 2
    halves = (leaves[:middle], leaves[middle:])
    for half in halves:
        if one.shows(document, changed([*beside, *half])):
            return _together(beside, half, one, document, changed)
    second = _together([*beside, *halves[0]], halves[1], one, document, changed)
    return [*_together([*beside, *second], halves[0], one, document, changed), *second]


def unseen(name: str, visible: Mapping[str, set[str]]) -> dict[str, dict[str, set[str]]]:
    """Return those fields that a reader should see in a document and does not, and in which forms.

    `visible` are the fields of each document. A text that stands in the document is seen; what is
    no text, and has no mark of its own, is seen where the document is another with it. All
    documents are looked at together: each plan with another value is made once.
    """
    waiting = {
        document: {field: set(FORMS) for field in seen} for document, seen in visible.items()
    }
    for made in (None, _other, _gone, _other_checked):
        for situation in SITUATIONS:
            one = reading(name, situation)
            for leaf in one.planted.leaves:
                documents = [each for each, fields in waiting.items() if leaf.name in fields]
                if not documents:
                    continue
                if made is None:
                    found = {each: _marked(one, each, leaf) for each in documents}
                else:
                    found = _shown(one, documents, leaf, made)
                for each, forms in found.items():
                    waiting[each][leaf.name] -= forms
                    if not waiting[each][leaf.name]:
                        del waiting[each][leaf.name]
    return waiting


def _marked(one: Reading, document: str, leaf: Leaf) -> set[str]:
    if leaf.path[0] == "signoffs":
        return set()
    value = value_at(one.planted.plan, leaf.path)
    if not isinstance(value, str) or not MARK.fullmatch(value) or one.marked.count(value) > 1:
        return set()
    return {form for form in FORMS if value in one.marks(document, form)}


def _shown(
    one: Reading, documents: list[str], leaf: Leaf, made: Callable[[Reading, Leaf], Iterator[Known]]
) -> dict[str, set[str]]:
    """Return the forms in which a field, other than it is, makes each of the documents another."""
    found: dict[str, set[str]] = {each: set() for each in documents}
    for now in made(one, leaf):
        waiting = [each for each, forms in found.items() if forms != set(FORMS)]
        if not waiting:
            break
        for each in waiting:
            found[each] |= one.shows_alike(each, now)
    return found


def _other(one: Reading, leaf: Leaf) -> Iterator[Known]:
    for which in range(min(_TRIED, len(leaf.others))):
        yield one.with_other(leaf, which)


def _gone(one: Reading, leaf: Leaf) -> Iterator[Known]:
    yield one.without([leaf])


def _other_checked(one: Reading, leaf: Leaf) -> Iterator[Known]:
    """Return plans with the findings made anew too: dates are told by them."""
    for which in range(min(_TRIED, len(leaf.others))):
        yield one.with_others([leaf], which)


_TRIED: Final = 4
"""So many other values of a field that is to be seen are tried."""


def main() -> None:
    """Print the rows of the table that are not as it is."""
    names = fields_planted()
    table = read_table()
    now: dict[str, dict[str, set[str]]] = {
        field: {document: set() for document in DOCUMENTS} for field in sorted(names)
    }
    for name in AUDIENCES:
        visible = {
            document: {field for field in names if name in table.get(field, {}).get(document, ())}
            for document in documents_of(name)
        }
        lost = unseen(name, visible)
        for document, fields_seen in visible.items():
            print(f"# {name}: {document}", file=sys.stderr)
            seen = fields_seen - set(lost[document])
            for situation in SITUATIONS:
                seen |= set(leaks(name, document, situation, names - seen))
            for field in seen:
                now[field][document].add(name)
    for field, row in now.items():
        if row != table.get(field):
            print(line(field, row))
    for field in sorted(set(table) - names):
        print(f"# gone: {field}")


if __name__ == "__main__":
    main()
