"""The page over all accounts: who needs whom, and what the accounts come to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kamctl.briefing.pages.portfolio_formatter import PortfolioFormatter, ReasonWording
from kamctl.briefing.pages.portfolio_sections import portfolio_chapters
from kamctl.briefing.tables import facts
from kamctl.briefing.views.elements import Fact, Notice
from kamctl.briefing.views.portfolio import PortfolioView, PriorityView
from kamctl.briefing.visibility.account_visibility import visible_accounts
from kamctl.i18n.marked_text import capitalized, in_language
from kamctl.i18n.message import counted
from kamctl.plan import labels
from kamctl.portfolio.aggregates import totals
from kamctl.portfolio.priorities import with_formatted_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kamctl.briefing.visibility.audience import Audience
    from kamctl.portfolio.account_summary import AccountSummary
    from kamctl.portfolio.portfolio import Portfolio
    from kamctl.portfolio.priorities import Priority

_SHOWN_PRIORITIES: Final = 8
"""How many accounts that need attention are at the top; all have their reasons in words."""


def portfolio_view(
    portfolio: Portfolio,
    audience: Audience,
    language: str,
    company: str | None = None,
    links: Mapping[str, str] | None = None,
) -> PortfolioView:
    """Return what `audience` may see of all accounts.

    `links` are addresses of the accounts' own pages, by the file of the plan.
    """
    formatter = PortfolioFormatter(language, portfolio.today, dict(links or {}))
    _ = formatter.translate
    accounts = (_marked(one, language) for one in visible_accounts(portfolio.accounts, audience))
    visible = replace(portfolio, accounts=tuple(accounts))
    shown = visible.priorities[:_SHOWN_PRIORITIES]
    more = len(visible.priorities) - len(shown)
    heading = _("Our key accounts")
    return PortfolioView(
        language=language,
        title=heading,
        account=heading,
        company=(company or "").strip(),
        audience=_("For {audience}", audience=formatter.function_name(audience.name)),
        date=formatter.day(portfolio.today),
        date_iso=portfolio.today.isoformat(),
        confidentiality=_("Restricted")
        if any(one.restricted for one in visible.accounts)
        else _("Internal"),
        notices=_notices(portfolio, audience, formatter),
        summary=_summary(visible.accounts, formatter),
        priorities=tuple(_priority_view(one, formatter) for one in shown),
        more_priorities=formatter.translate_message(
            counted(
                "{count} more account needs attention.",
                "{count} more accounts need attention.",
                more,
            )
        )
        if more
        else "",
        no_priorities="" if shown else _("No account needs attention this week."),
        chapters=portfolio_chapters(visible, audience, formatter),
    )


def _marked(account: AccountSummary, language: str) -> AccountSummary:
    """Return an account whose texts say their language, where that is another than the page's."""
    if account.language == language:
        return account

    def text(words: str) -> str:
        return in_language(words, account.language) if words else words

    return account._replace(
        blocks=tuple(one._replace(concern=text(one.concern)) for one in account.blocks),
        late=tuple(one._replace(title=text(one.title)) for one in account.late),
        due_soon=tuple(one._replace(title=text(one.title)) for one in account.due_soon),
        dates=tuple(one._replace(title=text(one.title)) for one in account.dates),
        whitespace=tuple(
            one._replace(unit=text(one.unit), offering=text(one.offering))
            for one in account.whitespace
        ),
        opportunities=tuple(one._replace(title=text(one.title)) for one in account.opportunities),
    )


def _notices(
    portfolio: Portfolio, audience: Audience, formatter: PortfolioFormatter
) -> tuple[Notice, ...]:
    """Say which plans are missing: to those who know of all of them."""
    found = []
    if portfolio.unread and audience.sees("all_details"):
        text = counted(
            "{count} plan could not be read and is not included: {files}.",
            "{count} plans could not be read and are not included: {files}.",
            len(portfolio.unread),
            files=formatter.some_names([one.file for one in portfolio.unread]),
        )
        found.append(Notice("bad", formatter.translate_message(text)))
    elif portfolio.unread:
        text = counted(
            "{count} plan could not be read; this page may be incomplete.",
            "{count} plans could not be read; this page may be incomplete.",
            len(portfolio.unread),
        )
        found.append(Notice("bad", formatter.translate_message(text)))
    if audience.sees("all_details"):
        found += [Notice("warn", formatter.same_id(group)) for group in portfolio.same_ids]
    return tuple(found)


def _summary(accounts: Sequence[AccountSummary], formatter: PortfolioFormatter) -> tuple[Fact, ...]:
    _ = formatter.translate
    found = totals(accounts, formatter.today)
    return facts(
        (_("Accounts"), formatter.number(found.accounts)),
        (_("Turnover {year}", year=found.turnover_years), formatter.amounts(found.turnover)),
        (_("Target {year}", year=found.target_years), formatter.amounts(found.target)),
        (
            _("Weighted opportunities"),
            formatter.weighted_in_words(found.opportunities),
        ),
        (_("Alignment"), formatter.agreed(found.agreed)),
        (_("Overdue actions"), formatter.number(found.overdue)),
        (_("Overdue reviews"), formatter.number(found.reviews_overdue)),
    )


def _priority_view(priority: Priority, formatter: PortfolioFormatter) -> PriorityView:
    _ = formatter.translate
    one = priority.account
    text = [
        formatter.translate_message(with_formatted_values(reason.message, ReasonWording(formatter)))
        for reason in priority.reasons
    ]
    return PriorityView(
        formatter.account_link(one),
        facts(
            (_("Tier"), formatter.label(labels.TIERS, one.tier)),
            (_("Owner"), one.owner.name if one.owner else ""),
        ),
        tuple(map(capitalized, text)),
    )
