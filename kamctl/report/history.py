"""A plan's way through its commits, for people, for wikis, for spreadsheets and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kamctl.document.frame import printable, width
from kamctl.history.values import Percent, Several, Stamp
from kamctl.history.words import STAGES, word
from kamctl.report.columns import fitted
from kamctl.report.layout import wrapped
from kamctl.report.spreadsheet import csv_text
from kamctl.report.text import paint, plain
from kamctl.words.markdown import escape
from kamctl.words.message import N_, Message, Translate, message, untranslated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.history.timeline import Due, Step

_COLUMNS: Final = (
    N_("Day"),
    N_("Stage"),
    N_("Complete"),
    N_("Share"),
    N_("Next due"),
    N_("Commit"),
)
_GAP: Final = 2
_LAST: Final = 12
"""The least room for what was said of a commit."""
_NONE: Final = "–"


class HistoryText:
    """Lays a plan's way out in `columns` columns, coloured or not."""

    def __init__(self, columns: int, *, colour: bool, translate: Translate = untranslated) -> None:
        self.columns = columns
        self.paint = paint if colour else plain
        self.say = translate

    def plan(self, account: str, file: str, steps: Sequence[Step]) -> str:
        """Write a line for each commit, the latest first, and under it what slipped."""
        text = f"{self.paint(printable(account), 'bold')} · {printable(file)}\n"
        if not steps:
            return text + f"  {self.say(N_('No commit has touched this plan since then.'))}\n"
        rows = [self._cells(one) for one in reversed(steps)]
        heads = [self.say(head) for head in _COLUMNS]
        wide = [
            max(width(cells[place]) for cells in (heads, *rows)) for place in range(len(heads) - 1)
        ]
        room = max(self.columns - sum(wide) - _GAP * len(wide), _LAST)
        text += "\n" + self.paint(_line(heads, wide, room), "bold") + "\n"
        for one, cells in zip(reversed(steps), rows, strict=True):
            text += _line(cells, wide, room) + "\n"
            if one.slipped:
                margin = " " * (wide[0] + _GAP)
                said = message("slipped: {things}", things=slipped(one)).say(self.say)
                lines = wrapped(said, self.columns, margin, margin + "  ")
                text += "".join(self.paint(printable(line), "warning") + "\n" for line in lines)
        return text

    def _cells(self, one: Step) -> list[str]:
        said = f"{one.author}: {one.subject}" if one.author else one.subject
        return [*row(one, self.say), printable(said)]


def row(one: Step, say: Translate) -> list[str]:
    """Return what stands in the first columns: day, stage, completeness, share, what is due."""
    day = one.day.isoformat()
    if not one.read:
        return [day, say(N_("not readable")), "", "", ""]
    return [
        day,
        _said(word(STAGES, one.stage), say),
        f"{one.met}/{one.of}" if one.of else _NONE,
        _NONE if one.share is None else Percent(one.share, 1).say(say),
        f"{printable(one.next.name)} {one.next.day.isoformat()}" if one.next else _NONE,
    ]


def slipped(one: Step) -> Several:
    """Return what is due later than before: “A2 to 15 Sept 2027”."""
    return Several(
        tuple(message("{name} to {day}", name=due.name, day=Stamp(due.day)) for due in one.slipped)
    )


def _line(cells: Sequence[str], wide: Sequence[int], room: int) -> str:
    parts = [
        cell + " " * (size - width(cell) + _GAP) for cell, size in zip(cells, wide, strict=False)
    ]
    return ("".join(parts) + fitted(cells[-1], room)).rstrip()


def _said(value: Message | str, say: Translate) -> str:
    return value if isinstance(value, str) else value.say(say)


def history_markdown(
    account: str, steps: Sequence[Step], translate: Translate = untranslated
) -> str:
    """Write a plan's way as a table in Markdown, the latest first."""
    heads = [*(translate(head) for head in _COLUMNS), translate(N_("Slipped"))]
    text = f"## {escape(account)}\n\n| {' | '.join(map(escape, heads))} |\n"
    text += f"|{' --- |' * len(heads)}\n"
    for one in reversed(steps):
        said = f"{one.author}: {one.subject}" if one.author else one.subject
        cells = [*row(one, translate), said, slipped(one).say(translate)]
        text += f"| {' | '.join(map(escape, cells))} |\n"
    return text


def history_csv(steps: Sequence[Step]) -> str:
    """Write a plan's way for a spreadsheet, the oldest first."""
    return csv_text(
        ("day", "commit", "author", "subject", "stage", "met", "of", "share_of_wallet",
         "next_due", "next_due_on", "slipped"),
        (
            (
                one.day.isoformat(),
                one.id,
                one.author,
                one.subject,
                one.stage,
                one.met if one.read else None,
                one.of if one.read else None,
                None if one.share is None else round(one.share, 2),
                one.next.name if one.next else None,
                one.next.day.isoformat() if one.next else None,
                "; ".join(f"{due.name} {due.day.isoformat()}" for due in one.slipped),
            )
            for one in steps
        ),
    )  # fmt: skip


def history_values(file: str, account: str, steps: Sequence[Step]) -> dict[str, Any]:
    """Return a plan's way as plain values, the oldest first."""
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
                "completeness": {"met": one.met, "of": one.of} if one.read else None,
                "share_of_wallet": None if one.share is None else round(one.share, 2),
                "next_due": _due(one.next) if one.next else None,
                "slipped": [_due(due) for due in one.slipped],
            }
            for one in steps
        ],
    }


def _due(one: Due) -> dict[str, Any]:
    return {"path": list(one.path), "name": one.name, "day": one.day.isoformat()}
