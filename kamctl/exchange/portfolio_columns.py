"""The columns of each table over all accounts, in their order; headings are to be translated."""

from __future__ import annotations

from typing import Final, NamedTuple

from kamctl.exchange.typed_sheets import TypedColumn
from kamctl.i18n.message import N_, NC_
from kamctl.plan import labels
from kamctl.plan.plan_metadata import Stage


class AccountColumn(NamedTuple):
    """How a figure of an account is shown, and the permission to see it; empty for everyone's."""

    heading: str
    kind: str
    permission: str = ""


# Those of the CSV, in their order. Whether the stage is met, the cell of the stage says.
ACCOUNT_COLUMNS: Final = {
    "account": AccountColumn(N_("Account"), "text"),
    "id": AccountColumn(N_("ID"), "text", "all_details"),
    "tier": AccountColumn(N_("Tier"), "tier", "relationship"),
    "parent": AccountColumn(N_("Parent company"), "text", "all_details"),
    "stage": AccountColumn(N_("Stage"), "stage"),
    "met": AccountColumn(N_("Requirements met"), "count"),
    "of": AccountColumn(N_("Requirements in total"), "count"),
    "agreed": AccountColumn(N_("Agreed"), "count", "alignment"),
    "agreed_with_conditions": AccountColumn(N_("With conditions"), "count", "alignment"),
    "asked": AccountColumn(N_("Asked"), "count", "alignment"),
    "share_of_wallet": AccountColumn(N_("Share of wallet"), "percent", "turnover"),
    "share_trend": AccountColumn(N_("Change of the share (points)"), "points", "turnover"),
    "share_year": AccountColumn(N_("Year of the share"), "year", "turnover"),
    "turnover": AccountColumn(N_("Turnover"), "money", "turnover"),
    "turnover_year": AccountColumn(N_("Year of the turnover"), "year", "turnover"),
    "target_turnover": AccountColumn(N_("Target"), "money", "turnover"),
    "target_year": AccountColumn(N_("Year of the target"), "year", "turnover"),
    "opportunities": AccountColumn(N_("Opportunities"), "count", "all_details"),
    "opportunity_value": AccountColumn(N_("Value of opportunities"), "money", "all_details"),
    "opportunity_weighted": AccountColumn(N_("Weighted opportunities"), "money", "all_details"),
    "opportunities_unweighted": AccountColumn(
        N_("Opportunities without a value or a probability"), "count", "all_details"
    ),
    "currency": AccountColumn(N_("Currency"), "text", "turnover"),
    "measures_on_course": AccountColumn(N_("Measures on track"), "count", "measures"),
    "measures_behind": AccountColumn(N_("Measures behind"), "count", "measures"),
    "measures_unread": AccountColumn(N_("Measures without a reading"), "count", "measures"),
    "overdue": AccountColumn(N_("Overdue actions"), "count"),
    "oldest_overdue": AccountColumn(N_("Oldest overdue"), "day"),
    "next_review": AccountColumn(N_("Next review"), "day"),
    "owner": AccountColumn(N_("Owner"), "text"),
    "sponsor": AccountColumn(N_("Sponsor"), "text"),
    "blocked_by": AccountColumn(N_("Blocked by"), "functions", "alignment"),
    "invalidated": AccountColumn(N_("Sign-offs invalidated"), "functions", "alignment"),
    "only_recorded": AccountColumn(
        N_("Validated without signature or e-mail"), "functions", "alignment"
    ),
    "errors": AccountColumn(N_("Errors"), "count", "all_details"),
    "warnings": AccountColumn(N_("Warnings"), "count", "all_details"),
    "attractiveness": AccountColumn(N_("Attractiveness to us"), "level", "all_details"),
    "strength": AccountColumn(N_("Our strength"), "level", "all_details"),
    "path": AccountColumn(N_("File"), "path", "all_details"),
}
ATTENTION_COLUMNS: Final = (
    TypedColumn(N_("Account")),
    TypedColumn(N_("Tier")),
    TypedColumn(N_("Owner")),
    TypedColumn(N_("Reason")),
)
TURNOVER_COLUMNS: Final = (
    TypedColumn(N_("Account")),
    TypedColumn(N_("Turnover"), "money"),
    TypedColumn(N_("Year of the turnover"), "year"),
    TypedColumn(N_("Share of total"), "percent"),
    TypedColumn(N_("Target"), "money"),
    TypedColumn(N_("Year of the target"), "year"),
    TypedColumn(N_("% of target"), "percent"),
    TypedColumn(N_("Currency")),
)
OPPORTUNITY_COLUMNS: Final = (
    TypedColumn(N_("Account")),
    TypedColumn(N_("Opportunity")),
    TypedColumn(N_("Value"), "money"),
    TypedColumn(N_("Probability"), "percent"),
    TypedColumn(N_("Weighted by probability"), "money"),
    TypedColumn(N_("Close date"), "day"),
    TypedColumn(N_("Owner")),
    TypedColumn(N_("Currency")),
)
WALLET_COLUMNS: Final = (
    TypedColumn(N_("Year"), "year"),
    TypedColumn(N_("Accounts"), "count"),
    TypedColumn(N_("Turnover with us"), "money"),
    TypedColumn(N_("Total spend"), "money"),
    TypedColumn(N_("Share of wallet"), "percent"),
    TypedColumn(N_("Currency")),
)
WHITE_SPACE_COLUMNS: Final = (
    TypedColumn(N_("Unit")),
    TypedColumn(N_("Offering")),
    TypedColumn(N_("Potential"), "money"),
    TypedColumn(N_("Accounts"), "count"),
    TypedColumn(N_("Currency")),
)
OVERDUE_COLUMNS: Final = (
    TypedColumn(N_("Account")),
    TypedColumn(N_("Kind")),
    TypedColumn(N_("Item")),
    TypedColumn(N_("Owner")),
    TypedColumn(N_("Due"), "day"),
)
DATE_COLUMNS: Final = (
    TypedColumn(N_("Account")),
    TypedColumn(N_("Kind")),
    TypedColumn(N_("Item")),
    TypedColumn(N_("Date"), "day"),
)
STAGE_COLUMNS: Final = (
    TypedColumn(N_("Tier")),
    *(TypedColumn(labels.STAGES[one.value], "count") for one in Stage),
)
FUNCTION_COLUMNS: Final = (
    TypedColumn(N_("Function")),
    TypedColumn(N_("Accounts"), "count"),
    TypedColumn(N_("Asked"), "count"),
    TypedColumn(NC_("sign-offs", "Agreed"), "count"),
    TypedColumn(N_("With conditions"), "count"),
    TypedColumn(N_("Not answered"), "count"),
    TypedColumn(NC_("sign-offs", "Objected"), "count"),
    TypedColumn(NC_("sign-offs", "Invalidated"), "count"),
    TypedColumn(N_("Blocking concerns"), "count"),
)
