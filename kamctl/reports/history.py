"""A plan's history, for people, for wikis, for spreadsheets and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rich.text import Text

from kamctl.document.code_frame import printable
from kamctl.i18n.catalog import SOURCE_LANGUAGE
from kamctl.i18n.localized import LocalizedDay, LocalizedList, LocalizedPercent
from kamctl.i18n.markdown_escape import escape
from kamctl.i18n.message import N_, Translate, message, untranslated
from kamctl.i18n.text_normalization import printed_line
from kamctl.plan.labels import stated_stage
from kamctl.reports.completeness_text import STAGE_NOT_MET, completeness_text
from kamctl.reports.csv_text import csv_text
from kamctl.reports.fitted_tables import (
    NONE,
    ColumnForm,
    FittedTable,
    ReportColumn,
    cell,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import ConsoleRenderable

    from kamctl.history.timeline import DueDate, TimelineStep


class _HistoryColumn(NamedTuple):
    """A column of the table: its heads, the longest first."""

    name: str
    heads: tuple[str, ...]
    is_numeric: bool = False


_COLUMNS: Final = (
    _HistoryColumn("day", (N_("Day"),), is_numeric=True),
    _HistoryColumn("stage", (N_("Stage"),)),
    _HistoryColumn("complete", (N_("Complete"),), is_numeric=True),
    _HistoryColumn("wallet", (N_("Share of wallet"), N_("Wallet")), is_numeric=True),
    _HistoryColumn("due", (N_("Next due"), N_("Due"))),
)
"""Those of `history_row`; the commit is the last one."""
_COMMIT: Final = N_("Commit")
_SHORTENING_ORDER: Final = ("wallet", "due", "complete", "wallet", "due", "stage", "commit")
"""Which column is shortened next where there is no room."""
_COMMIT_WIDTHS: Final = (24, 12)
"""Columns of the terminal that the text of a commit may be cut to."""


class HistoryText:
    """Composes a plan's history."""

    def __init__(self, *, translate: Translate = untranslated) -> None:
        self.say = translate

    def plan(
        self, account: str, file: str, steps: Sequence[TimelineStep]
    ) -> Iterator[Text | ConsoleRenderable]:
        """Return a row for each commit, the latest first, with what slipped."""
        head = Text().append(printed_line(account), "bold").append(f" · {printed_line(file)}\n\n")
        if not steps:
            sentence = self.say(N_("No commit has changed this plan since then."))
            yield head.append(f"{sentence}\n")
            return
        yield head
        yield self.table(steps)
        if not all(one.is_stage_met for one in steps):
            yield Text(f"\n{self.say(STAGE_NOT_MET)}\n")

    def table(self, steps: Sequence[TimelineStep]) -> FittedTable:
        """Return a table with a row for each commit, the latest first."""
        latest = [*reversed(steps)]
        rows = [history_row(one, self.say, marked=True) for one in latest]
        columns = []
        for column, texts in zip(_COLUMNS, zip(*rows, strict=True), strict=True):
            cells = [cell(text) for text in texts]
            forms = [ColumnForm(self.say(head), cells) for head in column.heads]
            columns.append(ReportColumn(column.name, forms, column.is_numeric))
        subjects = [cell(_subject(one, self.say)) for one in latest]
        below = [self._slipped(one) for one in latest]
        commit = [ColumnForm(self.say(_COMMIT), subjects, width, below) for width in _COMMIT_WIDTHS]
        return FittedTable([*columns, ReportColumn("commit", commit)], _SHORTENING_ORDER)

    def _slipped(self, one: TimelineStep) -> Text | None:
        if not one.slipped:
            return None
        sentence = message("postponed: {things}", things=slipped_dates(one)).say(self.say)
        return Text(printable(printed_line(sentence)), "warning")


def _subject(one: TimelineStep, say: Translate) -> str:
    if not one.author:
        return one.subject
    return message("{author}: {subject}", author=one.author, subject=one.subject).say(say)


def history_row(one: TimelineStep, say: Translate, *, marked: bool) -> list[str]:
    """Return the day, the stage, the completeness, the share of wallet and the next due date.

    A stage that is not met has a mark behind the completeness where these are `marked`; else a
    note beside it.
    """
    is_met = one.is_stage_met
    day = LocalizedDay(one.day, short=True).say(say)
    if not one.read:
        return [day, say(N_("not readable")), "", "", ""]
    return [
        day,
        stated_stage(one.stage, is_met=is_met or marked).say(say),
        completeness_text(one.met, one.required, is_stage_met=is_met or not marked) or NONE,
        NONE if one.share is None else LocalizedPercent(one.share, 1).say(say),
        f"{printable(one.next.name)} {LocalizedDay(one.next.day, short=True).say(say)}"
        if one.next
        else NONE,
    ]


def slipped_dates(one: TimelineStep) -> LocalizedList:
    """Return what is due later than before: “A2 to 15 Sept 2027”."""
    return LocalizedList(
        tuple(
            message("{name} to {day}", name=due.name, day=LocalizedDay(due.day, short=True))
            for due in one.slipped
        )
    )


def history_markdown(
    account: str, steps: Sequence[TimelineStep], translate: Translate = untranslated
) -> str:
    """Write a plan's history as a table in Markdown, the latest first."""
    heads = [
        *(translate(column.heads[0]) for column in _COLUMNS),
        translate(_COMMIT),
        translate(N_("Postponed")),
    ]
    text = f"## {escape(account)}\n\n| {' | '.join(map(escape, heads))} |\n"
    text += f"|{' --- |' * len(heads)}\n"
    for one in reversed(steps):
        cells = [
            *history_row(one, translate, marked=False),
            _subject(one, translate),
            slipped_dates(one).say(translate),
        ]
        text += f"| {' | '.join(map(escape, cells))} |\n"
    return text


def history_csv(steps: Sequence[TimelineStep], language: str = SOURCE_LANGUAGE) -> str:
    """Write a plan's history for a spreadsheet, the oldest first."""
    return csv_text(
        ("day", "commit", "author", "subject", "stage", "stage_met", "met", "of",
         "share_of_wallet",
         "next_due", "next_due_on", "slipped"),
        (
            (
                one.day.isoformat(),
                one.id,
                one.author,
                one.subject,
                one.stage,
                one.is_stage_met if one.read else None,
                one.met if one.read else None,
                one.required if one.read else None,
                None if one.share is None else round(one.share, 2),
                one.next.name if one.next else None,
                one.next.day.isoformat() if one.next else None,
                "; ".join(f"{due.name} {due.day.isoformat()}" for due in one.slipped),
            )
            for one in steps
        ),
        language,
    )  # fmt: skip


def history_values(file: str, account: str, steps: Sequence[TimelineStep]) -> dict[str, Any]:
    """Return a plan's history as plain values, the oldest first."""
    return {
        "version": 1,
        "path": file,
        "account": account,
        "commits": [
            {
                "commit": one.id,
                "day": one.day.isoformat(),
                "author": one.author,
                "subject": one.subject,
                "path": one.file,
                "readable": one.read,
                "stage": one.stage or None,
                "stage_met": one.is_stage_met if one.read else None,
                "completeness": {"met": one.met, "of": one.required} if one.read else None,
                "share_of_wallet": None if one.share is None else round(one.share, 2),
                "next_due": _due(one.next) if one.next else None,
                "slipped": [_due(due) for due in one.slipped],
            }
            for one in steps
        ],
    }


def _due(one: DueDate) -> dict[str, Any]:
    return {"path": list(one.path), "name": one.name, "day": one.day.isoformat()}
