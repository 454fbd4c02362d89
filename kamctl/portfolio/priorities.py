"""Which accounts need attention this week, and why: reasons in words, each with its weight.

Accounts come in the order of what their reasons weigh together, then of how long they have waited.
A stage that nothing supports outweighs everything else, as it misleads whoever reads it; then come
a stage whose requirements are not met, errors in the sign-off file, somebody who cannot agree,
objections and sign-offs that no longer count, sign-offs without a signature or an e-mail, and
what is overdue. Nothing here is about a person.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from kamctl.i18n.marked_text import joined
from kamctl.i18n.message import Message, counted, message
from kamctl.i18n.text_normalization import printed_line
from kamctl.i18n.truncate import truncate
from kamctl.plan.labels import stage_label
from kamctl.plan.plan_metadata import Stage
from kamctl.portfolio.account_summary import SOON_DAYS, STEADY_POINTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.portfolio.account_summary import AccountSummary, DatedEvent, DueItem

PRIORITY_WEIGHTS: Final = {
    "unfounded": 100,
    "claim": 20,
    "signoffs": 10,
    "block": 8,
    "invalidated": 6,
    "objection": 6,
    "recorded": 5,
    "late": 4,
    "answer": 4,
    "response": 4,
    "past": 4,
    "review": 3,
    "wallet": 3,
    "measures": 2,
    "errors": 2,
    "near": 2,
    "soon": 1,
}
"""What each kind of reason weighs, however often it is there; `unfounded` more than all others."""
MAX_NAMED: Final = 5
"""How many accounts are named at once."""
_MAX_QUOTE: Final = 70
"""Characters of a text that is quoted."""


class PercentFigure(float):
    """A percentage inside a message: each report and document writes it in its own way."""


class FunctionCode(str):
    """The code of a function inside a message."""

    __slots__ = ()


class FunctionCodes(tuple[str, ...]):
    """Codes of functions inside a message."""

    __slots__ = ()


class Reason(NamedTuple):
    """One reason to look at an account now."""

    kind: str
    message: Message

    @property
    def weight(self) -> int:
        """What it weighs against others."""
        return PRIORITY_WEIGHTS[self.kind]


class Priority(NamedTuple):
    """An account, and why it needs somebody; the heaviest reason first."""

    account: AccountSummary
    reasons: tuple[Reason, ...]

    @property
    def weight(self) -> int:
        """What the reasons weigh together."""
        return sum(one.weight for one in self.reasons)


class ValueFormat(Protocol):
    """How a report or document writes the values inside a message."""

    def day(self, day: dt.date, /) -> str:
        """Write a day."""

    def percent(self, points: float, /) -> str:
        """Write a percentage."""

    def function(self, code: str, /) -> str:
        """Return the name of a function, the decider or the sponsor."""

    def list(self, items: Sequence[str], /) -> str:
        """Join items as a sentence does."""


def with_formatted_values(sentence: Message, wording: ValueFormat) -> Message:
    """Return a message whose values are written as `wording` writes them."""
    return sentence._replace(
        values={key: _formatted(one, wording) for key, one in sentence.values.items()}
    )


def _formatted(value: object, wording: ValueFormat) -> object:
    if isinstance(value, PercentFigure):
        return wording.percent(value)
    if isinstance(value, FunctionCode):
        return wording.function(value)
    if isinstance(value, FunctionCodes):
        return wording.list([wording.function(one) for one in value])
    return wording.day(value) if isinstance(value, dt.date) else value


def priorities(accounts: Iterable[AccountSummary], today: dt.date) -> list[Priority]:
    """Return the accounts that need somebody, the most urgent first.

    Where the reasons weigh the same, the one that has waited longest comes first, then the name.
    """
    found = [Priority(one, reasons(one, today)) for one in accounts]
    found = [one for one in found if one.reasons]
    found.sort(
        key=lambda one: (
            -one.weight,
            _waits_since(one.account, today),
            one.account.name.casefold(),
            one.account.file,
        )
    )
    return found


def reasons(account: AccountSummary, today: dt.date) -> tuple[Reason, ...]:
    """Return why an account needs somebody this week, the heaviest first."""
    found = [
        *_unsupported_stage(account),
        *_alignment(account),
        *_recorded(account),
        *_overdue(account),
        *_dates(account, today),
        *_figures(account),
    ]
    return tuple(sorted(found, key=lambda one: -one.weight))


def _waits_since(account: AccountSummary, today: dt.date) -> dt.date:
    dates = [*(one.due for one in account.late), *(one.day for one in account.dates)]
    if account.review is not None:
        dates.append(account.review)
    return min([*dates, today])


def _unsupported_stage(account: AccountSummary) -> Iterator[Reason]:
    """Report a stage that the plan claims without its sign-offs, or without what it requires."""
    if account.is_unfounded:
        yield Reason("unfounded", _unfounded_message(account))
    elif account.stage_errors:
        yield Reason(
            "claim",
            counted(
                "claims stage {stage}, but one requirement is not met",
                "claims stage {stage}, but {count} requirements are not met",
                account.stage_errors,
                stage=stage_label(account.stage),
            ),
        )


def _alignment(account: AccountSummary) -> Iterator[Reason]:
    if account.signoff_errors:
        yield Reason(
            "signoffs",
            counted(
                "{count} error in the sign-off file",
                "{count} errors in the sign-off file",
                account.signoff_errors,
            ),
        )
    if account.blocks:
        yield Reason("block", _blocking_message(account))
    objecting = FunctionCodes(
        one.function for one in (*account.functions, *account.roles) if one.having("objected")
    )
    if objecting:
        yield Reason("objection", message("objections: {functions}", functions=objecting))
    if account.invalidated:
        yield Reason(
            "invalidated",
            message(
                "sign-offs invalidated, to be requested again: {functions}",
                functions=FunctionCodes(dict.fromkeys(party for party, _ in account.invalidated)),
            ),
        )


def _recorded(account: AccountSummary) -> Iterator[Reason]:
    if account.only_recorded:
        yield Reason(
            "recorded",
            message(
                "validated on sign-offs without a signature or an e-mail: {functions}",
                functions=FunctionCodes(account.only_recorded),
            ),
        )


def _unfounded_message(account: AccountSummary) -> Message:
    """Say which stage the plan states, and what is missing for it."""
    validated = account.stage == Stage.VALIDATED.value
    if not account.objectives and not account.on_hold:
        if validated:
            return message("stage validated, but the plan has no open objective")
        return message("stage aligned, but the plan has no open objective")
    if account.unsigned:
        return _unsigned_message(account, validated=validated)
    if validated:
        return counted(
            "stage validated, but {count} objective asks nothing of any function",
            "stage validated, but {count} objectives ask nothing of any function",
            len(account.unasked),
        )
    return counted(
        "stage aligned, but {count} objective asks nothing of any function",
        "stage aligned, but {count} objectives ask nothing of any function",
        len(account.unasked),
    )


def _unsigned_message(account: AccountSummary, *, validated: bool) -> Message:
    """Say which sign-offs are missing; who objects, or is to be asked again, is said elsewhere."""
    functions = FunctionCodes(dict.fromkeys(account.unanswered))
    if account.agreed.is_complete:  # decider or sponsor have not signed
        if not account.unanswered:
            return message("stage validated, but not all sign-offs are valid")
        return message("stage validated; sign-offs missing: {functions}", functions=functions)
    values = {"count": account.agreed.message, "functions": functions}
    if not account.unanswered:
        if validated:
            return message("stage validated, but {count}", **values)
        return message("stage aligned, but {count}", **values)
    if validated:
        return message("stage validated, but {count}; sign-offs missing: {functions}", **values)
    return message("stage aligned, but {count}; sign-offs missing: {functions}", **values)


def _blocking_message(account: AccountSummary) -> Message:
    first, more = account.blocks[0], len(account.blocks) - 1
    function, concern = FunctionCode(first.function), _quoted(first.concern)
    if not concern:  # not for this reader
        blocking = FunctionCodes(dict.fromkeys(one.function for one in account.blocks))
        return message("cannot agree yet: {functions}", functions=blocking)
    if not more:
        return message(
            "{function} cannot agree: “{concern}”",
            function=function,
            concern=concern,
        )
    return counted(
        "{function} cannot agree: “{concern}”, and {count} more concern",
        "{function} cannot agree: “{concern}”, and {count} more concerns",
        more,
        function=function,
        concern=concern,
    )


def _overdue(account: AccountSummary) -> Iterator[Reason]:
    """Report what should have been done: actions, answers to concerns, responses to risks."""
    actions = [one for one in account.late if one.what == "action"]
    if actions and not actions[0].title:  # not for this reader
        yield Reason(
            "late",
            counted(
                "{count} action overdue, since {day}",
                "{count} actions overdue, the oldest since {day}",
                len(actions),
                day=actions[0].due,
            ),
        )
    elif actions:
        yield Reason(
            "late",
            counted(
                "{count} action overdue, since {day}: {title}",
                "{count} actions overdue, the oldest since {day}: {title}",
                len(actions),
                day=actions[0].due,
                title=_title_with_owner(actions[0]),
            ),
        )
    answers = [one for one in account.late if one.what == "answer"]
    if answers:
        yield Reason(
            "answer",
            counted(
                "{count} answer overdue, since {day}: {title}",
                "{count} answers overdue, the oldest since {day}: {title}",
                len(answers),
                day=answers[0].due,
                title=_title_with_owner(answers[0]),
            ),
        )
    responses = [one for one in account.late if one.what == "response"]
    if responses:
        yield Reason(
            "response",
            counted(
                "{count} response to a risk overdue, since {day}: {title}",
                "{count} responses to risks overdue, the oldest since {day}: {title}",
                len(responses),
                day=responses[0].due,
                title=_title_with_owner(responses[0]),
            ),
        )


def _dates(account: AccountSummary, today: dt.date) -> Iterator[Reason]:
    """Report dates that have passed or are near: of reviews, of the business, of what is to do."""
    if account.review is not None:
        if account.review < today:
            yield Reason("review", message("the review of {day} is overdue", day=account.review))
        elif (account.review - today).days <= SOON_DAYS:
            yield Reason("soon", message("review on {day}", day=account.review))
    past = [one for one in account.dates if one.day < today]
    if past:
        yield Reason(
            "past",
            counted(
                "{count} date has passed: {name}, {day}",
                "{count} dates have passed, the first: {name}, {day}",
                len(past),
                name=_date_name(past[0]),
                day=past[0].day,
            ),
        )
    near = [one for one in account.dates if one.day >= today]
    if near:
        yield Reason(
            "near",
            counted(
                "{count} date coming up: {name}, {day}",
                "{count} dates coming up, the first: {name}, {day}",
                len(near),
                name=_date_name(near[0]),
                day=near[0].day,
            ),
        )
    soon = account.due_soon
    if soon:
        yield Reason(
            "soon",
            counted(
                "{count} item due by {day}: {title}",
                "{count} items due this week, the first by {day}: {title}",
                len(soon),
                day=soon[0].due,
                title=_quoted(soon[0].title),
            ),
        )


def _figures(account: AccountSummary) -> Iterator[Reason]:
    trend, shares = account.trend, account.shares
    if trend is not None and trend <= -STEADY_POINTS:
        yield Reason(
            "wallet",
            message(
                "share of wallet decreased from {before} to {now} ({year})",
                before=PercentFigure(shares[-2].share or 0),
                now=PercentFigure(shares[-1].share or 0),
                year=str(shares[-1].year),
            ),
        )
    if account.behind:
        yield Reason(
            "measures",
            counted(
                "{count} measure is behind schedule",
                "{count} measures are behind schedule",
                account.behind,
            ),
        )
    wrong = account.errors - account.stage_errors - account.signoff_errors
    if wrong > 0:
        in_plan = counted("{count} error in the plan", "{count} errors in the plan", wrong)
        if wrong < account.errors:  # the sum is what `validate` counts
            in_plan = counted(
                "{count} other error in the plan", "{count} other errors in the plan", wrong
            )
        yield Reason("errors", in_plan)


def _date_name(one: DatedEvent) -> Message:
    if not one.title:
        return one.name
    return message("{name}, “{title}”", name=one.name, title=_quoted(one.title))


def _title_with_owner(one: DueItem) -> str:
    title = _quoted(one.title)
    return joined("", [title, f" ({one.owner})"]) if one.owner else title


def _quoted(text: str) -> str:
    """Cut a text that is quoted among others."""
    line = printed_line(text)
    return truncate(text if line == text else line, _MAX_QUOTE)  # a marked text stays one
