"""Several accounts: who needs somebody first, and sums that never add two currencies."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kamctl.checks.engine.runner import check_source
from kamctl.document.source import Source
from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.message import message
from kamctl.plan.labels import stage_label
from kamctl.plan.plan_metadata import Stage
from kamctl.portfolio.account_groups import (
    by_country,
    by_custom_choice,
    by_owner,
    by_sponsor,
    by_tier,
    shared_contacts,
)
from kamctl.portfolio.account_summary import (
    AccountSummary,
    AccountYear,
    BlockingConcern,
    DatedEvent,
    DueItem,
    PartyStates,
    PersonSummary,
    WhitespacePotential,
)
from kamctl.portfolio.aggregates import (
    by_function,
    concentration,
    totals,
    turnovers_and_targets,
    wallets,
    white_space,
    year_range,
)
from kamctl.portfolio.filters import SORTS, AccountFilter, sorted_accounts
from kamctl.portfolio.portfolio import build_portfolio
from kamctl.portfolio.priorities import PRIORITY_WEIGHTS, priorities, reasons
from kamctl.portfolio.summarize_plan import summarize_plan
from kamctl.reports.reason_text import reason_text
from kamctl.signoffs.party_status import AgreementState
from kamctl.workspace.config import NO_WORKSPACE

TODAY = dt.date(2026, 11, 23)
OCTOBER = dt.date(2026, 10, 31)
QUIET = "kamctl: 1\naccount: {name: Quiet}\nplan: {stage: draft}\n"


@dataclass(frozen=True)
class Case:
    """Something that an account has, and the reasons that it gives."""

    name: str
    has: dict[str, Any]
    kinds: tuple[str, ...]


CASES = (
    Case("nothing", {}, ()),
    Case("a block", {"blocks": (BlockingConcern("finance", "SO1", "Too dear."),)}, ("block",)),
    Case("a sign-off that was removed", {"errors": 1, "signoff_errors": 1}, ("signoffs",)),
    Case("an invalidated sign-off", {"invalidated": (("finance", "SO1"),)}, ("invalidated",)),
    Case(
        "a decider who objects", {"roles": (PartyStates("decider", ("objected",)),)}, ("objection",)
    ),
    Case(
        "validated, and nobody has signed",
        {
            "stage": "validated",
            "objectives": 1,
            "functions": (PartyStates("finance", ("shared",)),),
        },
        ("unfounded",),
    ),
    Case("aligned without an objective", {"stage": "aligned"}, ("unfounded",)),
    Case(
        "aligned, and no function is asked",
        {"stage": "aligned", "objectives": 1, "unasked": ("SO1",)},
        ("unfounded",),
    ),
    Case("shared, and no function is asked", {"objectives": 1, "unasked": ("SO1",)}, ()),
    Case(
        "aligned, and the decider has signed nothing",
        {
            "stage": "aligned",
            "objectives": 1,
            "functions": (PartyStates("finance", ("agreed_with_conditions",)),),
            "roles": (PartyStates("decider", ("shared",)),),
        },
        (),
    ),
    Case("validated, and only recorded", {"only_recorded": ("finance",)}, ("recorded",)),
    Case("a late action", {"late": (DueItem("action", "Trial", "Jan", OCTOBER),)}, ("late",)),
    Case("a late answer", {"late": (DueItem("answer", "Why?", "", OCTOBER),)}, ("answer",)),
    Case("a past review", {"review": dt.date(2026, 11, 1)}, ("review",)),
    Case("a review this week", {"review": dt.date(2026, 11, 27)}, ("soon",)),
    Case("a review next month", {"review": dt.date(2026, 12, 27)}, ()),
    Case("a date past", {"dates": (DatedEvent(message("Renewal"), "", OCTOBER),)}, ("past",)),
    Case(
        "dates past and near",
        {
            "dates": (
                DatedEvent(message("Buying step"), "Award", OCTOBER),
                DatedEvent(message("Renewal"), "", OCTOBER),
                DatedEvent(message("Notice deadline"), "Frame", TODAY),
            )
        },
        ("past", "near"),
    ),
    Case(
        "a falling share",
        {"years": (AccountYear(2024, 1.0, 20.0), AccountYear(2025, 1.0, 18.0))},
        ("wallet",),
    ),
    Case(
        "a steady share",
        {"years": (AccountYear(2024, 1.0, 20.0), AccountYear(2025, 1.0, 19.8))},
        (),
    ),
    Case("a measure behind", {"behind": 1}, ("measures",)),
    Case(
        "several",
        {
            "behind": 1,
            "review": dt.date(2026, 11, 1),
            "blocks": (BlockingConcern("finance", "SO1", "No."),),
        },
        ("block", "review", "measures"),
    ),
)


def account(**has: Any) -> AccountSummary:
    found = summarize_plan(check_source(Source("plan.yaml", QUIET), NO_WORKSPACE, TODAY), TODAY)
    assert isinstance(found, AccountSummary)
    return found._replace(**{"errors": 0, **has})


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_reasons(case: Case) -> None:
    found = reasons(account(**case.has), TODAY)
    assert tuple(one.kind for one in found) == case.kinds
    assert [one.weight for one in found] == sorted(
        (PRIORITY_WEIGHTS[k] for k in case.kinds), reverse=True
    )


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("stage", list(Stage))
def test_a_stage_is_named_in_the_language_of_the_reader(stage: Stage, language: str) -> None:
    say = translator(language)
    (reason,) = reasons(account(stage=stage.value, stage_errors=2, objectives=1), TODAY)[:1]
    if reason.kind == "claim":  # an aligned plan without sign-offs is told by another reason
        assert stage_label(stage).say(say) in reason.message.say(say)
    else:
        assert stage.rank >= Stage.ALIGNED.rank
    assert language == "en" or stage.value not in reason.message.say(say).split()


def test_what_weighs_most_comes_first_then_what_waits_longest() -> None:
    late = account(name="Overdue", late=(DueItem("action", "T", "", dt.date(2026, 11, 1)),))
    later = account(name="Later", late=(DueItem("action", "T", "", dt.date(2026, 9, 1)),))
    blocked = account(name="Blocked", blocks=(BlockingConcern("finance", "SO1", "No."),))
    fine = account(name="Fine")
    found = priorities([late, fine, later, blocked], TODAY)
    assert [one.account.name for one in found] == ["Blocked", "Later", "Overdue"]


def test_an_unfounded_stage_comes_before_all_other_reasons_together() -> None:
    asked = (PartyStates("finance", ("shared",)), PartyStates("legal", ("objected",)))
    claims = account(name="Claims", stage="validated", objectives=1, functions=asked)
    burdened = account(
        name="Burdened",
        behind=3,
        review=dt.date(2026, 11, 1),
        blocks=(BlockingConcern("finance", "SO1", "No."),),
        invalidated=(("legal", "SO1"),),
        functions=asked,
        late=(DueItem("action", "T", "", OCTOBER), DueItem("answer", "T", "", OCTOBER)),
        years=(AccountYear(2024, 1.0, 20.0), AccountYear(2025, 1.0, 18.0)),
    )
    found = priorities([burdened, claims], TODAY)
    assert [one.account.name for one in found] == ["Claims", "Burdened"]
    assert found[0].reasons[0].kind == "unfounded"
    assert "0 of 2 agreed" in str(found[0].reasons[0].message)
    assert (
        PRIORITY_WEIGHTS["unfounded"]
        > sum(PRIORITY_WEIGHTS.values()) - PRIORITY_WEIGHTS["unfounded"]
    )


def test_two_currencies_are_never_added() -> None:
    accounts = [
        account(name=f"A{number}", currency=currency, years=(AccountYear(2025, 100.0, 20.0),),
                whitespace=(WhitespacePotential("France", "Valves", "open", 50.0),))
        for number, currency in enumerate(("EUR", "EUR", "EUR", "NOK", "NOK", "NOK", ""))
    ]  # fmt: skip
    assert totals(accounts, TODAY).turnover == {"EUR": 300.0, "NOK": 300.0, "": 100.0}
    assert {one.currency: one.total for one in white_space(accounts)} == {
        "EUR": 150.0, "NOK": 150.0, "": 50.0,
    }  # fmt: skip
    assert {one.currency: one.total for one in concentration(accounts)} == {
        "EUR": 300.0,
        "NOK": 300.0,
    }
    assert {one.currency: round(one.share) for one in wallets(accounts)} == {
        "EUR": 20, "NOK": 20, "": 20,
    }  # fmt: skip


def test_the_years_of_the_turnovers() -> None:
    accounts = [account(years=(AccountYear(year, 100.0, None),)) for year in (2025, 2023, 2025)]
    assert totals(accounts, TODAY).turnover_years == "2023\N{EN DASH}2025"
    assert year_range(one.turnover for one in accounts[2:]) == "2025"
    assert totals([account()], TODAY).turnover_years == ""


def test_concentration() -> None:
    even = [account(name=f"A{n}", years=(AccountYear(2025, 10.0, None),)) for n in range(20)]
    one = concentration(even)[0]
    assert round(one.five_share) == 25
    assert round(one.herfindahl or 0, 3) == 0.05
    few = concentration(even[:4])[0]
    assert few.herfindahl is None


def test_a_year_that_few_know_tells_nothing_of_all() -> None:
    accounts = [
        account(years=(AccountYear(2024, 10.0, 20.0), AccountYear(2025, 12.0, 24.0))),
        account(years=(AccountYear(2024, 10.0, 20.0),)),
        account(years=(AccountYear(2024, 10.0, 20.0),)),
    ]
    assert [one.year for one in wallets(accounts)] == [2024]


def test_sponsors_are_one_person_by_their_address() -> None:
    accounts = [
        account(file=f"{n}.yaml", sponsor=PersonSummary(name, "t@corvane.example"))
        for n, name in enumerate(("Thomas Berger", "Th. Berger"))
    ]
    (one,) = by_sponsor(accounts)
    assert (one.name, len(one.accounts)) == ("Thomas Berger", 2)


def test_contacts_are_shared_within_a_group_only() -> None:
    from kamctl.portfolio.account_summary import ContactSummary

    def has(file: str, parent: str, name: str) -> AccountSummary:
        contact = ContactSummary("Hélène Mercier", "Buyer", "critic", "")
        return account(file=file, parent=parent, name=name, contacts=(contact,))

    separate = [has("a", "", "A"), has("b", "", "B")]
    assert shared_contacts(separate) == []
    together = [has("a", "Group", "A"), has("b", " group", "B")]
    assert [one.name for one in shared_contacts(together)] == ["Hélène Mercier"]


def test_functions_asked_most_come_first() -> None:
    text = """
kamctl: 1
account: {name: A}
objectives:
  - {id: SO1, statement: One., directions: [{function: finance}, {function: legal}]}
  - {id: SO2, statement: Two., directions: [{function: finance}]}
"""
    found = summarize_plan(check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY), TODAY)
    assert isinstance(found, AccountSummary)
    assert [(one.function, one.agreed.asked, one.accounts) for one in by_function([found])] == [
        ("finance", 2, 1),
        ("legal", 1, 1),
    ]


@pytest.mark.parametrize("by", SORTS)
def test_an_order_is_the_same_however_the_plans_came(by: str) -> None:
    chance = random.Random(by)
    accounts = [
        account(name=f"A{n}", file=f"{n}.yaml", tier=chance.choice(("key", "strategic", "")),
                stage=chance.choice(("draft", "aligned")), behind=chance.randrange(3),
                owner=PersonSummary(chance.choice("xyz")) if n % 3 else None,
                review=dt.date(2026, 11, 1 + n))
        for n in range(20)
    ]  # fmt: skip
    first = build_portfolio(accounts, TODAY, ("strategic", "key"))
    again = build_portfolio(chance.sample(accounts, 20), TODAY, ("strategic", "key"))
    one = sorted_accounts(first.accounts, by, first.priorities, first.tier_order)
    assert one == sorted_accounts(again.accounts, by, again.priorities, again.tier_order)
    if by == "tier":
        assert [each.tier for each in one] == sorted(
            (each.tier for each in one), key=("strategic", "key", "").index
        )


def test_a_choice_takes_names_by_a_part() -> None:
    one = account(owner=PersonSummary("Claire Morel", "claire.morel@corvane.example"), tier="Key")
    assert AccountFilter(owners=("morel",), tiers=("key",)).wants(one)
    assert not AccountFilter(owners=("Petit",)).wants(one)
    assert not AccountFilter(overdue=True).wants(one)
    assert not AccountFilter(functions=("finance",)).wants(one)


def test_ids_that_differ_in_case_are_one(tmp_path: Path) -> None:
    portfolio = build_portfolio(
        [account(id="Lactea", file="a"), account(id="lactea", file="b")], TODAY
    )
    assert [[one.file for one in group] for group in portfolio.same_ids] == [["a", "b"]]


def test_copies_of_a_plan_do_not_double_a_figure() -> None:
    one = account(id="velopar", currency="EUR", years=(AccountYear(2025, 10.0, 20.0),))
    copy = one._replace(file="old/plan.yaml", id="Velopar")
    other = one._replace(file="b/plan.yaml", id="other")
    without_id = one._replace(file="c/plan.yaml", id="")
    accounts = [one, copy, other, without_id, without_id._replace(file="d/plan.yaml")]
    assert totals(accounts, TODAY).turnover == {"EUR": 40.0}


def test_turnover_is_compared_with_the_target_of_the_same_accounts() -> None:
    accounts = [
        account(name="Both", file="a", currency="EUR", years=(AccountYear(2025, 40.0, None),),
                target=AccountYear(2028, 100.0, None)),
        account(name="More", file="b", currency="EUR", years=(AccountYear(2024, 60.0, None),),
                target=AccountYear(2027, 60.0, None)),
        account(name="No target", file="c", currency="EUR",
                years=(AccountYear(2025, 900.0, None),)),
        account(name="New", file="d", currency="EUR", target=AccountYear(2028, 5.0, None)),
        account(name="None", file="e", currency="EUR"),
        account(name="Kroner", file="f", currency="NOK", target=AccountYear(2028, 7.0, None)),
    ]  # fmt: skip
    euros, kroner = turnovers_and_targets(accounts)
    assert [one.name for one in euros.accounts] == ["No target", "More", "Both", "New"]
    assert (euros.turnover, euros.target) == (1000.0, 165.0)
    assert (euros.compared, euros.of_target) == (2, 62.5)
    assert (kroner.turnover, kroner.target, kroner.of_target) == (0.0, 7.0, None)
    found = totals(accounts, TODAY)
    assert found.target == {"EUR": 165.0, "NOK": 7.0}
    assert found.target_years == "2027\N{EN DASH}2028"


def test_a_target_of_nothing_is_no_divisor() -> None:
    one = account(years=(AccountYear(2025, 40.0, None),), target=AccountYear(2028, 0.0, None))
    assert one.of_target is None
    assert turnovers_and_targets([one])[0].of_target is None


def test_opportunities_are_weighted_by_probability() -> None:
    text = """
kamctl: 1
account: {name: A, id: a}
plan: {currency: EUR}
team: [{id: jan, name: Jan Kowalczyk}]
opportunities:
  - {title: Later, value: 300, close: 2027-06-30}
  - {title: Sensors, value: 200, probability: 40%, close: 2027-Q1, owner: jan}
  - {title: Won, value: 1000, probability: 100%, stage: won}
  - {title: Without a value, probability: 50%}
"""
    found = summarize_plan(check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY), TODAY)
    assert isinstance(found, AccountSummary)
    assert [(one.title, one.weighted, one.owner) for one in found.opportunities] == [
        ("Sensors", 80.0, "Jan Kowalczyk"),
        ("Later", None, ""),
        ("Without a value", None, ""),
    ]
    copy = found._replace(file="copy/plan.yaml")
    assert totals([found, copy], TODAY).opportunities == {"EUR": (3, 500.0, 80.0, 1, 2)}


def test_groups_hold_every_account_once_but_by_country() -> None:
    accounts = [
        account(file="a", tier="key", countries=("FR", "DE", "FR"), owner=PersonSummary("Mia"),
                custom_choices=(("region", "West"),)),
        account(file="b", tier="", countries=("FR",), custom_choices=(("region", "East"),)),
        account(file="c", tier="key", owner=PersonSummary(" mia "), custom_choices=()),
    ]  # fmt: skip

    def names(groups: Any) -> list[tuple[str, str]]:
        return [(one.name, "".join(each.file for each in one.accounts)) for one in groups]

    assert names(by_tier(accounts, ("key", ""))) == [("key", "ac"), ("", "b")]
    assert names(by_owner(accounts)) == [("Mia", "ac"), ("", "b")]
    assert names(by_country(accounts)) == [("FR", "ab"), ("DE", "a")]
    assert {field: names(groups) for field, groups in by_custom_choice(accounts).items()} == {
        "region": [("East", "b"), ("West", "a"), ("", "c")]
    }


def test_missing_sign_offs_are_told_before_an_objective_that_asks_nothing() -> None:
    one = account(
        stage="aligned",
        objectives=2,
        unasked=("SO2",),
        functions=(PartyStates("finance", ("shared",)),),
    )
    text = reason_text(reasons(one, TODAY)[0], translator("en"))
    assert text == "stage aligned, but 0 of 1 agreed; sign-offs missing: finance"


def test_only_decider_and_sponsor_are_missing() -> None:
    one = account(
        stage="validated",
        objectives=1,
        functions=(PartyStates("finance", ("agreed",)),),
        roles=(PartyStates("decider", ("shared",)),),
    )
    text = reason_text(reasons(one, TODAY)[0], translator("en"))
    assert text == "stage validated; sign-offs missing: the decider"


def test_an_objective_that_asks_nobody_is_not_agreed_by_all() -> None:
    agreed = (PartyStates("finance", ("agreed",)),)
    whole = account(file="a", id="a", functions=agreed)
    half = account(file="b", id="b", functions=agreed, objectives=2, unasked=("SO2",))
    assert totals([whole, half], TODAY).fully_agreed == 1


@pytest.mark.parametrize(
    ("states", "starts"),
    [
        (
            ("invalidated", "invalidated"),
            ["stage validated, but 0 of 2 agreed", "sign-offs invalidated"],
        ),
        (
            ("invalidated", "shared"),
            [
                "stage validated, but 0 of 2 agreed; sign-offs missing: ('legal',)",
                "sign-offs invalid",
            ],
        ),
        (("agreed", "agreed"), ["stage validated, but not all sign-offs are valid"]),
        (
            ("objected", "agreed"),
            ["stage validated, but 1 of 2 agreed", "objections: ('finance',)"],
        ),
    ],
)
def test_a_sign_off_is_listed_once(states: tuple[AgreementState, ...], starts: list[str]) -> None:
    """One that is invalidated, or an objection, is not missing as well."""
    parties = zip(("finance", "legal"), states, strict=True)
    found = account(
        stage="validated",
        objectives=1,
        functions=tuple(PartyStates(party, (state,)) for party, state in parties),
        roles=(PartyStates("decider", ("validated",)), PartyStates("sponsor", ("invalidated",))),
        invalidated=tuple(
            (party, "SO1")
            for party, state in zip(("finance", "legal"), states, strict=True)
            if state == "invalidated"
        )
        or (("sponsor", "SO1"),),
    )
    (priority,) = priorities([found], TODAY)
    sentences = [str(one.message) for one in priority.reasons]
    for start in starts:
        assert sum(one.startswith(start) for one in sentences) == 1, sentences
    for name in ("finance", "legal", "sponsor"):
        assert sum(name in one for one in sentences) <= 1, sentences
