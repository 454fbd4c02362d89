"""What threatens an objective: the risks as a table, and by likelihood and impact."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from kamctl.briefing.charts.data import Grid, GridCell
from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Chart, Table
from kamctl.plan import labels
from kamctl.plan.values import LEVEL_ORDER, level_rank

if TYPE_CHECKING:
    from kamctl.briefing.anchors import Anchors
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective
    from kamctl.plan.risks import Risk

_AT_ONE_PLACE: Final = 6


def open_risks(objective: Objective, formatter: PlanFormatter) -> list[Risk]:
    """Return the open risks that threaten `objective`, the heaviest first."""
    return sorted(
        (risk for risk in formatter.plan.risks if objective.id in risk.threatens and risk.is_live),
        key=attrgetter("weight"),
        reverse=True,
    )


def objective_risks_table(objective: Objective, formatter: PlanFormatter) -> Table | None:
    """Return the open risks that threaten `objective`, and what is done about each."""
    _, heading = formatter.translate, formatter.headings("risks[]")
    threats = open_risks(objective, formatter)
    return table(
        _("Risks"),
        (
            heading("text"),
            heading("likelihood"),
            heading("impact"),
            heading("response"),
            heading("owner"),
        ),
        (
            (
                formatter.text(risk.text),
                formatter.label(labels.LEVELS, risk.likelihood),
                formatter.label(labels.LEVELS, risk.impact),
                formatter.text(risk.response) or _("No response yet"),
                formatter.person_name(risk.owner),
            )
            for risk in threats
        ),
        charts=(_chart(objective, threats, formatter),),
        pictured=(1, 2),
    )


def _chart(objective: Objective, threats: list[Risk], formatter: PlanFormatter) -> Chart | None:
    _ = formatter.translate
    rated = [one for one in threats if one.likelihood and one.impact]
    if len(rated) < 2:
        return None

    def square(likelihood: str, impact: str) -> GridCell:
        text = [
            formatter.text(one.text)
            for one in rated
            if one.likelihood == likelihood and one.impact == impact
        ]
        heavy = level_rank(likelihood) + level_rank(impact)
        return GridCell(formatter.first_of(text, _AT_ONE_PLACE), weight=max(0, heavy - 1))

    worst = [formatter.text(one.text) for one in rated if one.likelihood == one.impact == "high"]
    return Chart(
        formatter.unique_id(f"risks-{objective.id}"),
        _("Risks by likelihood and impact"),
        _(
            "High likelihood and impact: {risks}.",
            risks=formatter.join(one.rstrip(".") for one in worst),
        )
        if worst
        else _("No risk has both high likelihood and high impact."),
        Grid(
            tuple(formatter.label(labels.LEVELS, level) for level in LEVEL_ORDER),
            tuple(
                (
                    formatter.label(labels.LEVELS, likelihood),
                    tuple(square(likelihood, impact) for impact in LEVEL_ORDER),
                )
                for likelihood in reversed(LEVEL_ORDER)
            ),
            across=_("Impact"),
            down=_("Likelihood"),
            min_column_width=80,
        ),
    )


def risks_table(plan: Plan, anchors: Anchors, formatter: PlanFormatter) -> Table | None:
    """Return all risks of the plan, with the objectives they threaten."""
    _, heading = formatter.translate, formatter.headings("risks[]")
    return table(
        _("Risks and mitigation"),
        (
            heading("text"),
            _("Objective"),
            heading("likelihood"),
            heading("impact"),
            heading("response"),
            heading("owner"),
            heading("due"),
            heading("status"),
        ),
        (
            (
                formatter.text(one.text),
                anchors.objectives(one.threatens),
                formatter.label(labels.LEVELS, one.likelihood),
                formatter.label(labels.LEVELS, one.impact),
                formatter.text(one.response) or (_("No response yet") if one.is_live else ""),
                formatter.person_name(one.owner),
                formatter.short_date(one.due),
                formatter.label(labels.RISK_STATUS, one.status),
            )
            for one in plan.risks
        ),
    )
