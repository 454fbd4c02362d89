"""What is different in plans, for people, for wikis and merge requests, and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kamctl.document.frame import printable, width
from kamctl.history.revision import HEAD
from kamctl.report.layout import wrapped
from kamctl.report.text import paint, plain
from kamctl.words.markdown import escape
from kamctl.words.message import N_, Translate, counted, message, untranslated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.history.change import Change, Group
    from kamctl.history.comparison import Compared
    from kamctl.history.revision import Moment

_HEADINGS: dict[Group, str] = {
    "objectives": N_("Objectives"),
    "people": N_("People"),
    "figures": N_("Figures"),
    "rest": N_("The rest of the plan"),
}
_STYLES: Final = {"void": "error", "later": "warning", "signed": "ok"}
_SIGNS: Final = {"void": "!", "new": "+", "added": "+", "gone": "-", "signed": "✓", "read": "+"}
_MARGIN: Final = "  "


def since(when: Moment, say: Translate) -> str:
    """Say what a plan was compared with: the commit, its day, who made it and what it was for."""
    told = (
        message("since the last commit")
        if when.asked == HEAD
        else message("since {asked}", asked=when.asked)
    )
    who = ", ".join(part for part in (when.author, when.day.isoformat()) if part)
    said = f"{told.say(say)} ({who})"
    if when.subject:
        said = message("{what}: “{subject}”", what=said, subject=when.subject).say(say)
    return said


class DifferenceText:
    """Lays out what is different in `columns` columns, coloured or not."""

    def __init__(self, columns: int, *, colour: bool, translate: Translate = untranslated) -> None:
        self.columns = columns
        self.paint = paint if colour else plain
        self.say = translate

    def plan(self, one: Compared) -> str:
        """Write what is different in one plan, the weightiest first."""
        found = one.difference
        text = self._head(one)
        if not found.changes:
            return text + self._line(message("Nothing has changed in meaning.").say(self.say))
        for heading, changes in grouped(one):
            text += "\n" + "".join(self._heading(heading, found.statements))
            text += "".join(self._change(change) for change in changes)
        end = counted("{count} change", "{count} changes", len(found.changes)).say(self.say)
        return f"{text}\n{end}\n"

    def _head(self, one: Compared) -> str:
        name = self.paint(printable(one.difference.account), "bold")
        text = f"{name} · {printable(one.file)}\n"
        if one.other:
            told = message("compared with {file}", file=one.other).say(self.say)
        elif one.when is not None:
            told = since(one.when, self.say)
        else:
            told = ""
        if told:
            text += self._line(told)
        if one.called:
            text += self._line(message("It was called {name} then.", name=one.called).say(self.say))
        return text

    def _heading(self, heading: str, statements: dict[str, str]) -> Iterator[str]:
        if heading not in statements:
            yield f"{_MARGIN}{self.paint(self.say(heading), 'bold')}\n"
            return
        label = f"{printable(heading)}  "
        lines = wrapped(
            statements[heading], self.columns, _MARGIN + label, _MARGIN + " " * width(label)
        )
        yield "".join(self.paint(printable(line), "bold") + "\n" for line in lines)

    def _change(self, change: Change) -> str:
        sign = _SIGNS.get(change.kind, "·")
        said = change.text.say(self.say)
        lines = wrapped(said, self.columns, f"{_MARGIN * 2}{sign} ", _MARGIN * 3)
        style = _STYLES.get(change.kind)
        painted = (
            self.paint(printable(line), style) if style else printable(line) for line in lines
        )
        return "".join(f"{line}\n" for line in painted)

    def _line(self, text: str) -> str:
        lines = wrapped(text, self.columns, _MARGIN, _MARGIN)
        return "".join(printable(line) + "\n" for line in lines)

    def come(self, file: str, account: str) -> str:
        """Write of a plan that is new."""
        name = self.paint(printable(account), "bold")
        return f"{name} · {printable(file)}\n" + self._line(self.say(N_("This plan is new.")))

    def gone(self, file: str) -> str:
        """Write of a plan that is not there any more."""
        told = self.say(N_("This plan is not there any more."))
        return f"{self.paint(printable(file), 'bold')}\n" + self._line(told)


def grouped(one: Compared) -> Iterator[tuple[str, list[Change]]]:
    """Return the changes under their headings: an objective's id, or what the others are about."""
    found: dict[str, list[Change]] = {}
    for change in one.difference.changes:
        heading = change.objective or _HEADINGS[change.group]
        found.setdefault(heading, []).append(change)
    yield from found.items()


def difference_markdown(one: Compared, translate: Translate = untranslated) -> str:
    """Write what is different in one plan as Markdown, to paste where people talk about it."""
    found, say = one.difference, translate
    told = since(one.when, say) if one.when is not None else one.other
    text = f"## {escape(found.account)}\n\n{escape(one.file)}, {escape(told)}\n"
    if not found.changes:
        return f"{text}\n{escape(message('Nothing has changed in meaning.').say(say))}\n"
    for heading, changes in grouped(one):
        title = heading
        if heading in found.statements:
            title = f"{heading}: {found.statements[heading]}"
        else:
            title = say(heading)
        text += f"\n### {escape(title)}\n\n"
        text += "".join(f"- {_marked(change, say)}\n" for change in changes)
    return text


def _marked(change: Change, say: Translate) -> str:
    said = escape(change.text.say(say))
    return f"**{said}**" if change.kind in _STYLES else said


def difference_values(one: Compared, translate: Translate = untranslated) -> dict[str, Any]:
    """Return what is different in one plan as plain values."""
    when = one.when
    return {
        "path": one.file,
        "account": one.difference.account,
        "compared_with": {"path": one.other}
        if when is None
        else {
            "asked": when.asked,
            "commit": when.id,
            "day": when.day.isoformat(),
            "author": when.author,
            "subject": when.subject,
            "path": one.called or None,
        },
        "different": bool(one.difference.changes),
        "errors": {"then": one.errors[0], "now": one.errors[1]},
        "changes": [
            {
                "group": change.group,
                "objective": change.objective,
                "section": change.section,
                "path": list(change.path),
                "kind": change.kind,
                "text": change.text.say(translate),
                "before": change.before,
                "after": change.after,
                "slipped": change.times or None,
            }
            for change in one.difference.changes
        ],
    }
