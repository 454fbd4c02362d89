"""The status of all accounts, for programs and documents: JSON, CSV and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kamctl import __version__
from kamctl.i18n.catalog import SOURCE_LANGUAGE
from kamctl.i18n.formats import Formats
from kamctl.i18n.localized import language_of
from kamctl.i18n.markdown_escape import escape
from kamctl.i18n.message import N_
from kamctl.plan.labels import stated_stage
from kamctl.portfolio.aggregates import opportunity_totals, totals
from kamctl.reports.csv_text import csv_text
from kamctl.reports.json_text import json_document
from kamctl.reports.reason_text import reason_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.i18n.message import Translate
    from kamctl.portfolio.account_summary import (
        AccountSummary,
        AccountYear,
        DatedEvent,
        DueItem,
        OpportunitySummary,
        PersonSummary,
        WhitespacePotential,
    )
    from kamctl.portfolio.portfolio import Portfolio
    from kamctl.portfolio.priorities import Priority, Reason

_VERSION: Final = 2
COLUMNS: Final = (
    *("account", "id", "tier", "parent", "stage", "stage_met", "met", "of"),
    *("agreed", "agreed_with_conditions", "asked"),
    *("share_of_wallet", "share_trend", "share_year", "turnover", "turnover_year"),
    *("target_turnover", "target_year"),
    *("opportunities", "opportunity_value", "opportunity_weighted"),
    *("opportunities_unweighted", "currency"),
    *("measures_on_course", "measures_behind", "measures_unread", "overdue", "oldest_overdue"),
    *("next_review", "owner", "sponsor", "blocked_by", "invalidated", "only_recorded"),
    *("errors", "warnings"),
    *("attractiveness", "strength", "path"),
)


def status_json(portfolio: Portfolio, rows: Sequence[AccountSummary], say: Translate) -> str:
    """Return the accounts as JSON, described in docs/portfolio.md."""
    needs = {id(one.account): one for one in portfolio.priorities}
    found = totals(rows, portfolio.today)
    value = {
        "version": _VERSION,
        "tool": {"name": "kamctl", "version": __version__},
        "today": portfolio.today.isoformat(),
        "accounts": [_account(one, needs.get(id(one)), say) for one in rows],
        "needs": [one.account.file for one in portfolio.priorities],
        "same_id": [
            {"id": group[0].id, "paths": [one.file for one in group]}
            for group in portfolio.same_ids
        ],
        "unread": [
            {
                "path": one.file,
                "line": one.line,
                "code": one.code,
                "message": one.why.say(say),
                "hint": one.hint.say(say) if one.hint else None,
            }
            for one in portfolio.unread
        ],
        "totals": {
            "accounts": found.accounts,
            "overdue": found.overdue,
            "reviews_past": found.reviews_overdue,
            "turnover": found.turnover,
            "target": found.target,
            "opportunities": {key: one._asdict() for key, one in found.opportunities.items()},
        },
    }
    return json_document(value)


def _account(one: AccountSummary, need: Priority | None, say: Translate) -> dict[str, Any]:
    return {
        "path": one.file,
        "account": one.name,
        "id": one.id or None,
        "tier": one.tier or None,
        "parent": one.parent or None,
        "countries": list(one.countries),
        "attractiveness": one.attractiveness or None,
        "strength": one.strength or None,
        "stage": one.stage,
        "stage_met": one.is_stage_met,
        "owner": _person(one.owner),
        "sponsor": _person(one.sponsor),
        "objectives": one.objectives,
        "completeness": {"met": one.met, "of": one.required},
        "agreement": _agreement(one),
        "currency": one.currency or None,
        "years": [_year(each) for each in one.years],
        "share_of_wallet": _rounded(one.share),
        "share_trend": _rounded(one.trend),
        "target": _year(one.target) if one.target else None,
        "opportunities": [_opportunity(each) for each in one.opportunities],
        "measures": {"on_course": one.on_track, "behind": one.behind, "unread": one.unknown},
        "overdue": [_overdue(each) for each in one.late],
        "dates": [_dated_event(each, say) for each in one.dates],
        "next_review": one.review.isoformat() if one.review else None,
        "white_space": [_white_space(each) for each in one.whitespace],
        "missing_tools": list(one.missing_tools),
        "findings": {"errors": one.errors, "warnings": one.warnings},
        "reasons": [_reason(each, say) for each in (need.reasons if need else ())],
    }


def _agreement(one: AccountSummary) -> dict[str, Any]:
    return {
        **one.agreed.values,
        "functions": {each.function: list(each.states) for each in one.functions},
        "roles": {each.function: list(each.states) for each in one.roles},
        "invalidated": [
            {"party": party, "objective": objective} for party, objective in one.invalidated
        ],
        "only_recorded": list(one.only_recorded),
        "blocking": [
            {"function": each.function, "objective": each.objective, "concern": each.concern}
            for each in one.blocks
        ],
    }


def _year(one: AccountYear) -> dict[str, Any]:
    return {"year": one.year, "turnover": one.turnover, "share_of_wallet": _rounded(one.share)}


def _opportunity(one: OpportunitySummary) -> dict[str, Any]:
    return {
        "title": one.title,
        "value": one.value,
        "probability": one.probability,
        "weighted": _rounded(one.weighted),
        "close": one.close.day.isoformat() if one.close else None,
        "owner": one.owner or None,
    }


def _overdue(one: DueItem) -> dict[str, Any]:
    return {
        "what": one.what,
        "title": one.title,
        "owner": one.owner or None,
        "due": one.due.isoformat(),
    }


def _dated_event(one: DatedEvent, say: Translate) -> dict[str, Any]:
    return {"what": one.name.say(say), "title": one.title or None, "date": one.day.isoformat()}


def _white_space(one: WhitespacePotential) -> dict[str, Any]:
    return {
        "unit": one.unit,
        "offering": one.offering,
        "status": one.status,
        "amount": one.amount,
    }


def _reason(one: Reason, say: Translate) -> dict[str, Any]:
    return {"reason": one.kind, "weight": one.weight, "text": reason_text(one, say)}


def _person(person: PersonSummary | None) -> dict[str, str | None] | None:
    return {"name": person.name, "email": person.email or None} if person else None


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 2)


def status_csv(rows: Sequence[AccountSummary], language: str = SOURCE_LANGUAGE) -> str:
    """Return the accounts as CSV: the same words in every language, its separators and decimals."""
    return csv_text(COLUMNS, map(column_values, rows), language)


def column_values(one: AccountSummary) -> tuple[object, ...]:
    """Return what an account has in each of the `COLUMNS`."""
    turnover, target, agreed = one.turnover, one.turnover_target, one.agreed
    opportunities = opportunity_totals(one.opportunities)
    late = [each.due for each in one.late if each.what == "action"]
    return (
        *(one.name, one.id, one.tier, one.parent, one.stage, one.is_stage_met),
        *(one.met, one.required),
        *(agreed.agreed, agreed.with_conditions, agreed.asked),
        *(_rounded(one.share), _rounded(one.trend), one.shares[-1].year if one.shares else None),
        *(turnover.turnover if turnover else None, turnover.year if turnover else None),
        *(target.turnover if target else None, target.year if target else None),
        opportunities.number,
        *(_rounded(opportunities.value), _rounded(opportunities.weighted)),
        opportunities.unweighted,
        one.currency,
        *(one.on_track, one.behind, one.unknown, one.overdue),
        late[0].isoformat() if late else None,
        one.review.isoformat() if one.review else None,
        one.owner.name if one.owner else None,
        one.sponsor.name if one.sponsor else None,
        " ".join(dict.fromkeys(each.function for each in one.blocks)),
        " ".join(dict.fromkeys(party for party, _ in one.invalidated)),
        " ".join(one.only_recorded),
        *(one.errors, one.warnings, one.attractiveness, one.strength, one.file),
    )


def status_markdown(portfolio: Portfolio, rows: Sequence[AccountSummary], say: Translate) -> str:
    """Return the accounts as a table in Markdown, and those that need somebody as a list."""
    formats = Formats(language_of(say), say)
    heads = [
        N_("Account"),
        N_("Tier"),
        N_("Stage"),
        N_("Complete"),
        N_("Alignment"),
        N_("Share of wallet"),
        N_("Measures on track"),
        N_("Overdue"),
        N_("Next review"),
        N_("Owner"),
    ]
    lines = [
        f"| {' | '.join(escape(say(head)) for head in heads)} |",
        "| --- | --- | --- | ---: | --- | ---: | ---: | ---: | --- | --- |",
    ]
    for one in rows:
        share = "" if one.share is None else formats.percent(one.share, 1, fixed=True)
        if one.trend is not None:
            share += f" ({formats.points(one.trend)})"
        cells = (
            *(one.name, one.tier, stated_stage(one.stage, is_met=one.is_stage_met).say(say)),
            f"{one.met}/{one.required}" if one.required else "",
            one.agreed.message.say(say) if one.agreed.asked else "",
            share,
            f"{one.on_track}/{one.on_track + one.behind}" if one.on_track + one.behind else "",
            str(one.overdue),
            formats.day(one.review, short=True) if one.review else "",
            one.owner.name if one.owner else "",
        )
        lines.append(f"| {' | '.join(escape(cell) or '–' for cell in cells)} |")
    needs = [
        f"{number}. **{escape(one.account.name)}**: "
        + say(N_("; ")).join(escape(reason_text(each, say)) for each in one.reasons)
        for number, one in enumerate(portfolio.priorities, 1)
    ]
    if needs:
        lines += ["", escape(say(N_("Accounts needing attention this week:"))), "", *needs]
    return "\n".join(lines) + "\n"
