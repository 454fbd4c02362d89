"""Every date of the format: what it is, and when it is due soon.

There are three kinds. A `deadline` is a day by which something is to happen: near it is a reminder,
past it is a problem, for as long as it is open. `history` has happened: it is never in the future,
and never late. A `frame` only bounds other dates, such as the start of an action.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from kamctl.i18n.message import N_
from kamctl.plan.actions import is_waited_for
from kamctl.plan.objectives import Objective
from kamctl.plan.opportunities import is_decided
from kamctl.plan.references import HISTORY_DATES
from kamctl.plan.risks import needs_response

if TYPE_CHECKING:
    import datetime as dt

    from kamctl.document.span import KeyPath
    from kamctl.plan.base import Part
    from kamctl.plan.model import Plan
    from kamctl.plan.plan_date import PlanDate
    from kamctl.plan.text import Text

_WEEK: Final = 7


class DateRow(NamedTuple):
    """A date of the format.

    The check of dates reports the deadlines that have an `option`, from `near` days before; with
    the option a company sets another number. Checks of their own report the other deadlines.
    """

    path: str
    """Where it is in a plan, such as `buying.contracts[].end`."""
    name: str
    """What it is: a msgid."""
    kind: Literal["deadline", "history", "frame"]
    near: int = 0
    option: str = ""


def _deadline(path: str, name: str, near: int, option: str) -> DateRow:
    return DateRow(path, name, "deadline", near, option)


DATES: Final[tuple[DateRow, ...]] = (
    _deadline("account.renewal", N_("Renewal"), 90, "renewal_days"),
    _deadline("account.relationship.by", N_("Target relationship date"), 60, "relationship_days"),
    DateRow("plan.period.start", N_("Start of the plan"), "frame"),
    _deadline("plan.period.end", N_("End of the plan"), 60, "period_days"),
    DateRow("plan.next_review", N_("Next review"), "deadline"),
    DateRow("team[].left", N_("Colleague's departure"), "frame"),
    DateRow("stakeholders[].left", N_("Contact's departure"), "frame"),
    _deadline("buying.process[].due", N_("Buying step"), 14, "step_days"),
    DateRow("buying.contracts[].start", N_("Start of a contract"), "frame"),
    _deadline("buying.contracts[].notice_by", N_("Notice deadline"), 90, "notice_days"),
    _deadline("buying.contracts[].end", N_("End of contract"), 90, "contract_days"),
    _deadline(
        "whitespace.cells[].contract_end", N_("End of the competitor's contract"), 90,
        "contract_days",
    ),
    _deadline("opportunities[].close", N_("Decision on the opportunity"), 14, "opportunity_days"),
    _deadline("objectives[].due", N_("Objective due"), 30, "objective_days"),
    DateRow("objectives[].measures[].baseline.on", N_("Baseline date"), "frame"),
    DateRow("objectives[].measures[].target.on", N_("Target date"), "deadline"),
    _deadline("objectives[].directions[].answer_by", N_("Answer due"), _WEEK, "answer_days"),
    DateRow(
        "objectives[].directions[].resistances[].due", N_("Response to a concern"), "deadline"
    ),
    DateRow("objectives[].actions[].start", N_("Start of an action"), "frame"),
    DateRow("objectives[].actions[].due", N_("Action due"), "deadline"),
    DateRow("risks[].due", N_("Response to a risk"), "deadline"),
    _deadline("reviews[].decisions[].due", N_("Decision due"), _WEEK, "decision_days"),
    *(DateRow(path, name, "history") for path, name in HISTORY_DATES.items()),
)  # fmt: skip
"""All of them; a test holds the list against the models."""


class DateInPlan(NamedTuple):
    """A date in a plan; `parts` are what it is in, from the plan inwards."""

    row: DateRow
    path: KeyPath
    date: PlanDate
    parts: tuple[Part, ...]

    def days_left(self, today: dt.date) -> int:
        """Return how many days are left; below zero it is past."""
        return self.date.day.toordinal() - today.toordinal()

    @property
    def title(self) -> Text | None:
        """What it is the date of, as the plan calls it; None where the row says all."""
        part: Any = self.parts[-1]
        for key in ("title", "text", "step", "statement", "concern"):
            if hasattr(part, key):
                title: Text | None = getattr(part, key)
                return title
        if self.row.path.startswith("whitespace."):
            return f"{part.unit} · {part.offering}"
        return None

    @property
    def owner(self) -> str | None:
        """The id of who answers for it, where the plan names somebody."""
        part: Any = self.parts[-1]
        owner: str | None = getattr(part, "owner", None) or getattr(part, "leader", None)
        return owner


def dates_of(plan: Plan) -> list[DateInPlan]:
    """Return every date in a plan, in the order of the table."""
    return _dates_in(_ALL, plan)


def deadlines(plan: Plan, *, answered: Collection[tuple[str, str]] = ()) -> Iterator[DateInPlan]:
    """Return the deadlines that are still open, in the order of the table.

    `answered` are the functions that have answered, each with the id of the objective: nobody waits
    for them any more.
    """
    return (one for one in _dates_in(_DEADLINES, plan) if _is_open(one, answered))


def urgent_deadlines(
    plan: Plan,
    today: dt.date,
    near: Mapping[str, int],
    *,
    answered: Collection[tuple[str, str]] = (),
) -> list[DateInPlan]:
    """Return the open deadlines with an option that are past or near; oldest first.

    `near` are, by option, the days from which on they are.
    """
    now = today.toordinal()
    # Most dates are far away: that is asked first.
    close = _dates_in(
        _WITH_OPTION,
        plan,
        lambda row, date: date.day.toordinal() - now <= near[row.option],
    )
    found = [
        one
        for one in close
        if _is_open(one, answered)
        and not _is_past_notice(one, today)
        and not _is_met_already(one, today)
    ]
    return sorted(found, key=lambda one: one.date.day)


def _is_past_notice(one: DateInPlan, today: dt.date) -> bool:
    """Tell whether notice was due for a contract that has ended: its end is reported instead."""
    end = getattr(one.parts[-1], "end", None)
    return (
        one.row.path.endswith(".notice_by")
        and end is not None
        and end.day < today
        and one.date.day < today
    )


def _is_met_already(one: DateInPlan, today: dt.date) -> bool:
    """Tell whether the relationship is as wanted before its day; a past day is reported anyway."""
    part: Any = one.parts[-1]
    return (
        one.row.path == "account.relationship.by"
        and part.now is not None
        and part.now == part.target
        and one.date.day >= today
    )


def _is_open(one: DateInPlan, answered: Collection[tuple[str, str]]) -> bool:
    """Tell whether a deadline still has to be met."""
    objective = next((part for part in one.parts if isinstance(part, Objective)), None)
    if objective is not None and not objective.is_active:
        return False
    part: Any = one.parts[-1]
    match one.row.path:
        case "whitespace.cells[].contract_end":
            return part.status not in ("ours", "not_needed")
        case "opportunities[].close":
            return not is_decided(part)
        case "objectives[].directions[].answer_by":
            assert objective is not None
            return (objective.id, part.function) not in answered
        case "objectives[].directions[].resistances[].due":
            return bool(part.status == "open")
        case "risks[].due":
            plan: Any = one.parts[0]
            return needs_response(part, plan.objectives)
        case "objectives[].actions[].due":
            return is_waited_for(part)
        case "reviews[].decisions[].due":
            return bool(part.is_open)
        case _:
            return True


@dataclass(slots=True)
class _DatePlace:
    """One place in a plan: the dates right there, and the places below it.

    Whether one below is a list, the plan itself shows.
    """

    dates: list[tuple[str, int, DateRow]] = field(default_factory=list)
    """Each with its key, and its number in the table."""
    below: dict[str, _DatePlace] = field(default_factory=dict)


def _tree(rows: Iterable[DateRow]) -> _DatePlace:
    top = _DatePlace()
    for number, row in enumerate(rows):
        *outer, last = row.path.split(".")
        place = top
        for step in outer:
            place = place.below.setdefault(step.removesuffix("[]"), _DatePlace())
        place.dates.append((last, number, row))
    return top


_ALL: Final = _tree(DATES)
_DEADLINES: Final = _tree(row for row in DATES if row.kind == "deadline")
_WITH_OPTION: Final = _tree(row for row in DATES if row.option)


def _dates_in(
    tree: _DatePlace,
    plan: Plan,
    wanted: Callable[[DateRow, PlanDate], bool] = lambda _row, _date: True,
) -> list[DateInPlan]:
    """Return the dates of a plan that are in a tree and `wanted`, in the order of its rows."""
    found: list[tuple[int, DateInPlan]] = []
    _walk(tree, (plan,), (), wanted, found)
    found.sort(key=itemgetter(0))
    return [one for _, one in found]


def _walk(
    place: _DatePlace,
    parts: tuple[Part, ...],
    path: KeyPath,
    wanted: Callable[[DateRow, PlanDate], bool],
    found: list[tuple[int, DateInPlan]],
) -> None:
    # A function inside of _dates_in would be a cycle, and keep the plan in memory.
    part = parts[-1]
    for key, number, row in place.dates:
        date = getattr(part, key)
        if date is not None and wanted(row, date):
            found.append((number, DateInPlan(row, (*path, key), date, parts)))
    for key, below in place.below.items():
        inner = getattr(part, key)
        if type(inner) is tuple:
            for index, each in enumerate(inner):
                _walk(below, (*parts, each), (*path, key, index), wanted, found)
        elif inner is not None:
            _walk(below, (*parts, inner), (*path, key), wanted, found)
