"""What an audience may see of the accounts: each is made anew, of what is listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.visibility.audience import ACCOUNT_TEAM, EXECUTIVE
from kamctl.plan.plan_metadata import Stage
from kamctl.portfolio.account_summary import AccountSummary, BlockingConcern, DueItem, PersonSummary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamctl.briefing.visibility.audience import Audience


def visible_accounts(
    accounts: Iterable[AccountSummary], audience: Audience
) -> Iterator[AccountSummary]:
    """Return the accounts that `audience` may know of, with what it may see of each.

    The account team, the executives and the sponsors know of all. The others know of none that is
    still a draft: its author is working on it. A function knows of those that ask something of it,
    everyone of all but the restricted ones.
    """
    for account in accounts:
        if may_know_of(account, audience):
            yield account if audience.sees("all_details") else _visible_part(account, audience)


def may_know_of(account: AccountSummary, audience: Audience) -> bool:
    """Tell whether an audience may know of an account at all."""
    if audience.name == ACCOUNT_TEAM or audience.function == EXECUTIVE:
        return True
    if account.stage == Stage.DRAFT.value:
        return False
    if audience.function is not None:
        return account.asks(audience.function)
    return not account.restricted


def _visible_part(account: AccountSummary, audience: Audience) -> AccountSummary:
    """Return an account without what an audience other than the account team may not see."""
    turnover, actions = audience.sees("turnover"), audience.sees("actions")
    measures, alignment = audience.sees("measures"), audience.sees("alignment")
    whole = audience.sees("escalations")
    return AccountSummary(
        file=account.file,  # to distinguish accounts; no page shows it
        name=account.name,
        id=account.id,  # to count copies of a plan once; no page shows it
        tier=account.tier if audience.sees("relationship") else "",
        parent="",
        countries=(),
        attractiveness="",
        strength="",
        currency=account.currency if turnover else "",
        language=account.language,
        stage=account.stage,
        restricted=account.restricted,
        owner=_name_of(account.owner),
        sponsor=_name_of(account.sponsor),
        team=(),
        objectives=account.objectives,
        is_stage_met=account.is_stage_met,
        on_hold=account.on_hold,
        unasked=account.unasked if alignment else (),
        met=account.met,
        required=account.required,
        unread_parts=account.unread_parts,  # for the console; no page shows it
        functions=account.functions if alignment else (),
        roles=account.roles if alignment else (),
        invalidated=account.invalidated if alignment else (),
        only_recorded=account.only_recorded if alignment else (),
        blocks=tuple(
            BlockingConcern(
                one.function,
                one.objective,
                one.concern if whole or one.function == audience.function else "",
            )
            for one in account.blocks
        )
        if alignment
        else (),
        years=account.years if turnover else (),
        share_reading=account.share_reading if turnover and measures else None,
        target=account.target if turnover else None,
        on_track=account.on_track if measures else 0,
        behind=account.behind if measures else 0,
        unknown=account.unknown if measures else 0,
        late=tuple(_late(account.late, actions=actions)),
        due_soon=tuple(_late(account.due_soon, actions=True)) if actions else (),
        dates=(),
        review=account.review,
        errors=0,
        stage_errors=0,
        signoff_errors=0,
        warnings=0,
        whitespace=account.whitespace if audience.sees("whitespace") else (),
        contacts=account.contacts if audience.sees("stakeholders") else (),
        missing_tools=(),
        opportunities=(),
        custom_choices=(),
    )


def _name_of(person: PersonSummary | None) -> PersonSummary | None:
    return PersonSummary(person.name) if person else None


def _late(waiting: Iterable[DueItem], *, actions: bool) -> Iterator[DueItem]:
    """Return overdue actions, never answers or responses; how many, where not which."""
    for one in waiting:
        if one.what == "action":
            yield one if actions else DueItem(one.what, "", "", one.due)
