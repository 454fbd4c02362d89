"""What threatens an objective: the risks as a table, and by likelihood and impact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing import views
from kamctl.briefing.charts.data import Grid, GridCell
from kamctl.briefing.formatter import table
from kamctl.plan import labels

if TYPE_CHECKING:
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.plan.objectives import Objective
    from kamctl.plan.risks import Risk

_LEVELS: Final = ("low", "medium", "high")
_WEIGHTS: Final = {level: number for number, level in enumerate(_LEVELS)}
_AT_ONE_PLACE: Final = 6


def open_risks(objective: Objective, say: PlanFormatter) -> list[Risk]:
    """Return the open risks that threaten `objective`, the heaviest first."""
    return sorted(
        (
            risk
            for risk in say.plan.risks
            if objective.id in risk.threatens and risk.status in ("open", "occurred")
        ),
        key=lambda risk: (
            -_WEIGHTS.get(risk.impact or "", -1),
            -_WEIGHTS.get(risk.likelihood or "", -1),
        ),
    )


def objective_risks_table(objective: Objective, say: PlanFormatter) -> views.Table | None:
    """Return the open risks that threaten `objective`, and what is done about each."""
    threats = open_risks(objective, say)
    return table(
        say.t("What threatens it"),
        (
            say.t("Risk"),
            say.t("Likelihood"),
            say.t("Impact"),
            say.t("What is done about it"),
            say.t("Owner"),
        ),
        (
            (
                say.text(risk.text),
                say.word(labels.LEVELS, risk.likelihood),
                say.word(labels.LEVELS, risk.impact),
                say.text(risk.response) or say.t("Nothing yet."),
                say.person(risk.owner),
            )
            for risk in threats
        ),
        pictures=(_picture(objective, threats, say),),
    )


def _picture(objective: Objective, threats: list[Risk], say: PlanFormatter) -> views.Picture | None:
    rated = [one for one in threats if one.likelihood and one.impact]
    if len(rated) < 2:
        return None

    def square(likelihood: str, impact: str) -> GridCell:
        said = [
            say.text(one.text)
            for one in rated
            if one.likelihood == likelihood and one.impact == impact
        ]
        more = len(said) - _AT_ONE_PLACE
        if more > 0:
            said = [*said[:_AT_ONE_PLACE], say.more(more)]
        heavy = _WEIGHTS[likelihood] + _WEIGHTS[impact]
        return GridCell(tuple(said), weight=max(0, heavy - 1))

    worst = [
        say.text(one.text)
        for one in rated
        if _WEIGHTS[one.likelihood or ""] + _WEIGHTS[one.impact or ""] > 2
    ]
    return views.Picture(
        say.unique(f"risks-{objective.id}"),
        say.t("Risks by likelihood and impact"),
        say.say("Likely and heavy: {risks}.", risks=say.series(one.rstrip(".") for one in worst))
        if worst
        else say.t("No risk is both likely and heavy."),
        Grid(
            tuple(say.word(labels.LEVELS, level) for level in _LEVELS),
            tuple(
                (
                    say.word(labels.LEVELS, likelihood),
                    tuple(square(likelihood, impact) for impact in _LEVELS),
                )
                for likelihood in reversed(_LEVELS)
            ),
            across=say.t("Impact"),
            down=say.t("Likelihood"),
            narrowest=80,
        ),
    )
