"""The reviews of the plan: what was decided, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.tables import table
from kamctl.i18n.marked_text import joined
from kamctl.plan import labels

if TYPE_CHECKING:
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.views.elements import Table
    from kamctl.plan.model import Plan
    from kamctl.plan.reviews import Decision


def reviews_table(plan: Plan, formatter: PlanFormatter) -> Table | None:
    """Return the reviews, with their participants and decisions."""
    _, heading = formatter.translate, formatter.headings("reviews[]")
    return table(
        _("Decisions"),
        (
            heading("date"),
            _("Review"),
            heading("participants"),
            heading("decisions"),
            heading("customer_rating"),
            heading("note"),
        ),
        (
            (
                formatter.date(one.date),
                one.kind or "",
                formatter.person_names(one.participants),
                formatter.join(_decision(each, formatter) for each in one.decisions),
                ""
                if one.customer_rating is None
                else _("{rating} out of 10", rating=formatter.number(one.customer_rating)),
                formatter.text(one.note),
            )
            for one in plan.reviews
        ),
        numeric=(4,),
    )


def next_review_line(formatter: PlanFormatter) -> str:
    """Say when the next review is; empty where it is not known, or its date has passed."""
    coming = formatter.plan.plan.next_review
    if coming is None or coming.day < formatter.today:
        return ""
    return formatter.translate("Next review: {date}", date=formatter.date(coming))


def _decision(decision: Decision, formatter: PlanFormatter) -> str:
    text = formatter.text(decision.text).rstrip(".")
    # One that is called open and has a day on which it was done is done.
    status = "done" if decision.status == "open" else decision.status
    parts = [
        formatter.name_and_date(decision.owner, decision.due),
        "" if decision.is_open else formatter.label_in_sentence(labels.DECISION_STATUS, status),
        formatter.date(decision.done_on),
    ]
    who = ", ".join(part for part in parts if part)
    return joined("", [text, " (", who, ")"]) if who else text
