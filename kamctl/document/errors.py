"""When a command cannot do what was asked: a clear message, exit code 2.

    UserError                   what was asked cannot be done: a message and a hint
    ├── InvalidFile             because of a file, with findings that say where
    │   └── InvalidWorkspace    which is a `kamctl.yaml` (workspace/config.py)
    ├── CannotChange            because a text cannot be changed (document/changes.py)
    ├── Conflict                because somebody else has changed the field (document/changes.py)
    ├── ChangedMeanwhile        because somebody else has changed the file (document/writing.py)
    ├── SeveralPlans            because one plan is needed (workspace/plan_files.py)
    ├── UnknownKind             because there is no such document (briefing/document_kinds.py)
    ├── HadLeft                 because a person had left by then (signoffs/new_confirmation.py)
    └── InTheFuture             because a day has not come yet (signoffs/new_confirmation.py)

`cli/errors.py` shows those that leave a command, `web/` those of a request, and the Python API
raises them as its own. Any other exception that leaves a command is a bug in kamctl, and is
reported as one. What a module raises for itself (a bad line of sign-offs, a refusal of git, a
template that fails) it turns into one of these, or into findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.i18n.catalog import LANGUAGES_PAGE, languages
from kamctl.i18n.message import Message, message
from kamctl.i18n.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.document.finding import Finding
    from kamctl.document.source import Source


class UserError(Exception):
    """Raised where a command cannot go on; the command line shows it and ends with exit code 2."""

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Let it pass from one process to another."""
        return type(self), (self.message, self.hint)


class SeveralPlans(UserError):
    """One plan is needed, and the folder `path` has those `found`; "." is where the run began."""

    def __init__(self, path: str, found: Sequence[str]) -> None:
        super().__init__(
            message("There are {count} plans below this folder.", count=len(found))
            if path == "."
            else message("There are {count} plans in {folder}.", count=len(found), folder=path),
            message("Choose one, for example {plan}.", plan=found[0]),
        )
        self.path = path
        self.found = tuple(found)

    def __reduce__(self) -> tuple[object, ...]:
        """Let it pass from one process to another."""
        return type(self), (self.path, self.found)


class InvalidFile(UserError):
    """A file that a command cannot do without is invalid: `findings` say what is wrong and where.

    `source` is None where the file could not even be read.
    """

    def __init__(self, findings: Sequence[Finding], source: Source | None = None) -> None:
        super().__init__(findings[0].message, findings[0].hint)
        self.findings = tuple(findings)
        self.source = source

    def __reduce__(self) -> tuple[object, ...]:
        """Let it pass from one process to another."""
        return type(self), (self.findings, self.source)


def unknown_language(asked: str) -> UserError:
    """Return the error about a language that kamctl has no translation for."""
    return UserError(
        message("kamctl has no translation for the language “{language}”.", language=asked),
        with_advice_on_languages(did_you_mean(asked, languages())),
    )


def with_advice_on_languages(hint: Message) -> Message:
    """Return a hint on which languages there are, with where to read how to add one."""
    return message("{hint} How to add a language: {page}", hint=hint, page=LANGUAGES_PAGE)
