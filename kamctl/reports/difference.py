"""What is different in plans, for people, for wikis and merge requests, and for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol

from rich.text import Text

from kamctl.comparison.change import GROUPS, grouped_changes
from kamctl.git.revision import HEAD
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.markdown_escape import escape
from kamctl.i18n.message import N_, Message, Translate, counted, message, untranslated
from kamctl.i18n.text_normalization import printed_line
from kamctl.reports.json_text import json_document

if TYPE_CHECKING:
    from kamctl.comparison.change import Assessment, Change
    from kamctl.git.revision import Revision
    from kamctl.history.compared_plans import PlanComparison

_STYLES: Final[Mapping[Assessment, str]] = {"bad": "error", "warn": "warning", "good": "ok"}
_SIGNOFF_SIGNS: Final[Mapping[Assessment, str]] = {"good": "✓", "warn": "!", "bad": "✗"}
_SIGNS: Final = {
    "invalidated": "!",
    "confirmed": "✓",
    "new": "+",
    "added": "+",
    "gone": "-",
    "read": "+",
}
_VERSION: Final = 2
"""The version of the JSON, described in docs/json-report.md."""
_MARGIN: Final = "  "


def _sign(change: Change) -> str:
    if change.kind == "signed":
        return _SIGNOFF_SIGNS.get(change.assessment, "·")
    return _SIGNS.get(change.kind, "·")


def revision_text(when: Revision, say: Translate) -> str:
    """Return what a plan was compared with: the commit, its day, its author and its subject."""
    compared_with = (
        message("since the last commit")
        if when.asked == HEAD
        else message("since its first commit (git has nothing before {asked})", asked=when.asked)
        if when.begins
        else message("since {asked}", asked=when.asked)
    )
    who = ", ".join(
        part for part in (when.author, LocalizedDay(when.day, short=True).say(say)) if part
    )
    sentence = f"{compared_with.say(say)} ({who})"
    if when.subject:
        sentence = message("{what}: “{subject}”", what=sentence, subject=when.subject).say(say)
    return sentence


def error_notes(one: PlanComparison) -> Iterator[Message]:
    """Say that a plan has errors, so that something may be missing in what is different."""
    then, now = one.errors
    if then and one.other:
        yield _has_errors(one.other, then)
    elif then:
        yield counted(
            "{file} had an error at that time: its unreadable parts are not compared.",
            "{file} had {count} errors at that time: its unreadable parts are not compared.",
            then,
            file=one.file,
        )
    if now:
        yield _has_errors(one.file, now)


def _has_errors(file: str, errors: int) -> Message:
    return counted(
        "{file} has an error: its unreadable parts are not compared.",
        "{file} has {count} errors: its unreadable parts are not compared.",
        errors,
        file=file,
    )


class DifferenceReport(Protocol):
    """A form in which differences are reported, one plan after the other.

    A `str` is for a file or a program as it is, a `Text` for people. An empty one is nothing yet.
    """

    def plan(self, one: PlanComparison) -> Text | str:
        """Return what is different in one plan, the most important first."""

    def added(self, file: str, account: str) -> Text | str:
        """Return the entry of a plan that is new."""

    def removed(self, file: str) -> Text | str:
        """Return the entry of a plan that no longer exists."""

    def end(self) -> str:
        """Return what comes last."""


class DifferenceText:
    """Differences as text to read, with a blank line between plans."""

    def __init__(self, translate: Translate = untranslated) -> None:
        self.say = translate
        self._begun = False

    def plan(self, one: PlanComparison) -> Text:
        """Return what is different in one plan, the most important first."""
        return self._entry(self._plan(one))

    def added(self, file: str, account: str) -> Text:
        """Return the entry of a plan that is new."""
        sentence = self.say(N_("This plan is new."))
        return self._entry(_title(account, file).append(f"{_MARGIN}{sentence}\n"))

    def removed(self, file: str) -> Text:
        """Return the entry of a plan that no longer exists."""
        sentence = self.say(N_("This plan has been deleted."))
        title = Text().append(f"{printed_line(file)}\n", "bold")
        return self._entry(title.append(f"{_MARGIN}{sentence}\n"))

    def end(self) -> str:
        """Return nothing: the last plan is the end."""
        return ""

    def _entry(self, text: Text) -> Text:
        blank = "\n" * self._begun
        self._begun = True
        return Text(blank).append(text)

    def _plan(self, one: PlanComparison) -> Text:
        found = one.difference
        text = self._head(one)
        if not found.changes:
            sentence = message("No changes in meaning.").say(self.say)
            return text.append(f"{_MARGIN}{sentence}\n")
        for objective, group, changes in grouped_changes(found.changes):
            statement = found.statements.get(objective or "", "")
            sentence = (
                "  ".join(printed_line(part) for part in (objective, statement) if part)
                if objective
                else self.say(GROUPS[group])
            )
            text.append("\n").append(f"{_MARGIN}{sentence}\n", "bold")
            for change in changes:
                sign = _sign(change)
                line = f"{_MARGIN * 2}{sign} {printed_line(change.text.say(self.say))}\n"
                text.append(line, _STYLES.get(change.assessment))
        # What a change invalidates is no change of its own.
        count = sum(change.kind != "invalidated" for change in found.changes)
        if not count:
            return text
        end = counted("{count} change", "{count} changes", count).say(self.say)
        return text.append(f"\n{end}\n")

    def _head(self, one: PlanComparison) -> Text:
        text = _title(one.difference.account, one.file)
        if one.other:
            sentence = message("compared with {file}", file=one.other).say(self.say)
        elif one.when is not None:
            sentence = revision_text(one.when, self.say)
        else:
            sentence = ""
        if sentence:
            text.append(f"{_MARGIN}{printed_line(sentence)}\n")
        if one.former_name:
            called = message("Its name was {name}.", name=one.former_name).say(self.say)
            text.append(f"{_MARGIN}{printed_line(called)}\n")
        return text


def _title(account: str, file: str) -> Text:
    return Text().append(printed_line(account), "bold").append(f" · {printed_line(file)}\n")


class DifferenceMarkdown:
    """Differences as Markdown, for wikis and merge requests."""

    def __init__(self, translate: Translate = untranslated) -> None:
        self._translate = translate
        self._begun = False

    def plan(self, one: PlanComparison) -> str:
        """Return what is different in one plan, the most important first."""
        return self._entry(_markdown(one, self._translate))

    def added(self, file: str, account: str) -> str:
        """Return the entry of a plan that is new."""
        return self._gone_or_new(file, account, N_("This plan is new."))

    def removed(self, file: str) -> str:
        """Return the entry of a plan that no longer exists."""
        return self._gone_or_new(file, "", N_("This plan has been deleted."))

    def end(self) -> str:
        """Return nothing: the last plan is the end."""
        return ""

    def _gone_or_new(self, file: str, account: str, sentence: str) -> str:
        title = escape(account or file)
        return self._entry(f"## {title}\n\n{escape(file)}. {self._translate(sentence)}\n")

    def _entry(self, text: str) -> str:
        blank = "\n" * self._begun
        self._begun = True
        return blank + text


def _markdown(one: PlanComparison, say: Translate) -> str:
    found = one.difference
    sentence = revision_text(one.when, say) if one.when is not None else one.other
    text = f"## {escape(found.account)}\n\n{escape(one.file)}, {escape(sentence)}\n"
    if not found.changes:
        return f"{text}\n{escape(message('No changes in meaning.').say(say))}\n"
    for objective, group, changes in grouped_changes(found.changes):
        statement = found.statements.get(objective or "", "")
        title = (
            ": ".join(part for part in (objective, statement) if part)
            if objective
            else say(GROUPS[group])
        )
        text += f"\n### {escape(title)}\n\n"
        text += "".join(f"- {_markdown_text(change, say)}\n" for change in changes)
    return text


def _markdown_text(change: Change, say: Translate) -> str:
    sentence = escape(change.text.say(say))
    return f"**{sentence}**" if change.assessment else sentence


class DifferenceJson:
    """Differences as one JSON document, written at the end."""

    def __init__(self, translate: Translate = untranslated) -> None:
        self._translate = translate
        self._plans: list[dict[str, Any]] = []

    def plan(self, one: PlanComparison) -> str:
        """Keep what is different in one plan."""
        self._plans.append(_values(one, self._translate))
        return ""

    def added(self, file: str, account: str) -> str:
        """Keep the entry of a plan that is new."""
        return self._keep(file, account, "new")

    def removed(self, file: str) -> str:
        """Keep the entry of a plan that no longer exists."""
        return self._keep(file, None, "gone")

    def end(self) -> str:
        """Return the document."""
        return json_document({"version": _VERSION, "plans": self._plans}, default=str)

    def _keep(self, file: str, account: str | None, kind: str) -> str:
        self._plans.append({"path": file, "account": account, "different": True, "plan": kind})
        return ""


def _values(one: PlanComparison, translate: Translate) -> dict[str, Any]:
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
            "path": one.former_name or None,
            "first_commit": when.begins,
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


DIFFERENCE_REPORTS: Final[Mapping[str, Callable[[Translate], DifferenceReport]]] = {
    "text": DifferenceText,
    "markdown": DifferenceMarkdown,
    "json": DifferenceJson,
}
"""The forms there are, by name."""
