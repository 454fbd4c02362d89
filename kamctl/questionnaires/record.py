"""The file beside a plan that records who was asked what, when, and what they answered.

It is `questions.yaml`, or `x.questions.yaml` beside `x.plan.yaml`. A question is known by its code,
which is in the questionnaire: a lost file cannot be made again, so it belongs in git.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kamctl.document.emit import item
from kamctl.document.errors import UserError
from kamctl.document.finding import Severity
from kamctl.document.generated_files import QUESTIONS_HEADING
from kamctl.document.os_errors import os_error_reason
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.document.writing import changed_meanwhile, locked, write_atomically
from kamctl.i18n.message import message
from kamctl.signoffs.signoff_schema import IsoDay
from kamctl.workspace.plan_files import beside_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from kamctl.i18n.message import Message

AnswerOutcome = Literal["written", "same", "differs", "declined", "gone"]
"""What became of an answer: it is in the plan, it was there already, the plan says something else
(and was kept where it is declined), or the plan no longer has the place."""
CODE_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""The characters of a code: none that is taken for another."""
SHORTEST_CODE: Final = 4
LONGEST_CODE: Final = 12
_LARGEST: Final = 16 * 1024 * 1024
_VERSION: Final = 1
_RESTORE: Final = message(
    "kamctl writes this file; it says to whom each question was put. Restore it from git "
    "or from a copy."
)


class RecordedQuestion(BaseModel):
    """A question that was put to a colleague, and the answer once there is one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, Field(pattern=f"^[{CODE_LETTERS}]{{{SHORTEST_CODE},{LONGEST_CODE}}}$")]
    to: str
    """The id of the colleague on the team."""
    question: str
    """The id of the question in the bank."""
    path: str
    """The place that the answer fills, with the ids of entries."""
    language: str
    text: str
    """The question as it was put."""
    before: str | None = None
    """The hash of what the plan had there when it was asked; None where there was nothing."""
    asked: IsoDay
    reminded: IsoDay | None = None
    """When it was last put again."""
    answered: IsoDay | None = None
    answer: str | None = None
    """The answer as it was written."""
    outcome: AnswerOutcome | None = None

    @property
    def last_asked(self) -> dt.date:
        """The day on which it was last put to the colleague."""
        return dt.date.fromisoformat(self.reminded or self.asked)

    @property
    def answered_on(self) -> dt.date | None:
        """The day of the answer."""
        return dt.date.fromisoformat(self.answered) if self.answered else None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1]
    questions: tuple[RecordedQuestion, ...] = ()


class QuestionRecord:
    """The questions that were asked about one plan, by their codes, in the order of asking."""

    def __init__(self, questions: Iterable[RecordedQuestion] = ()) -> None:
        self.by_code = {one.code: one for one in questions}

    @property
    def questions(self) -> tuple[RecordedQuestion, ...]:
        """All of them."""
        return tuple(self.by_code.values())

    def find(self, to: str, question: str, path: str) -> RecordedQuestion | None:
        """Return a question that was put to a colleague about a place."""
        return next(
            (
                one
                for one in self.by_code.values()
                if (one.to, one.question, one.path) == (to, question, path)
            ),
            None,
        )

    def with_questions(self, changed: Iterable[RecordedQuestion]) -> QuestionRecord:
        """Return the record with questions changed or added."""
        return QuestionRecord((self.by_code | {one.code: one for one in changed}).values())


def record_path(plan: Path) -> Path:
    """Return where the questions about a plan are: `questions.yaml`, or `x.questions.yaml`."""
    return beside_plan(plan, "questions")


def read_record(path: Path) -> QuestionRecord:
    """Read the questions at `path`; no file is none.

    Raises:
        UserError: the file cannot be read, or is not as kamctl wrote it.
    """
    return _record_in(_bytes(path), path)


@contextmanager
def locked_record(path: Path) -> Iterator[tuple[QuestionRecord, Callable[[QuestionRecord], None]]]:
    """Keep the file of questions to ourselves; give what is in it, and what writes it anew.

    Others wait meanwhile. It is written whole or not at all, and only where something changed; an
    empty record makes no file.

    Raises:
        UserError: it cannot be read or written, or another process keeps it.
    """
    with locked(path):
        before = current = _bytes(path)

        def write(record: QuestionRecord) -> None:
            nonlocal current
            after = _text_of(record).encode() if record.questions or before is not None else None
            if after == current:
                return
            if _bytes(path) != current:  # by an editor, which takes no lock
                raise changed_meanwhile(path)
            if after is None:
                path.unlink()
            else:
                write_atomically(path, after, over=True)
            current = after

        yield _record_in(before, path), write


def _bytes(path: Path) -> bytes | None:
    try:
        if not path.is_file():
            if path.exists():
                raise _unreadable(path, message("it is not a file"))
            return None
        if path.stat().st_size > _LARGEST:
            raise _unreadable(path, message("it is too large"))
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, os_error_reason(error)) from error


def _record_in(data: bytes | None, path: Path) -> QuestionRecord:
    if data is None:
        return QuestionRecord()
    try:
        source = Source(path.as_posix(), data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _unreadable(path, message("it is not UTF-8 text")) from None
    document = read(source)
    wrong = next((one for one in document.findings if one.severity is Severity.ERROR), None)
    if wrong is not None:
        what = message(
            "{path} cannot be read (line {line}). {problem}",
            path=path,
            line=wrong.span.line,
            problem=wrong.message,
        )
        raise UserError(what, _RESTORE)
    try:
        return QuestionRecord(_File.model_validate(document.value).questions)
    except ValidationError as error:
        line = document.span(tuple(error.errors()[0]["loc"])).line
        reason = message("line {line} is not as kamctl wrote it", line=line)
        raise _unreadable(path, reason) from None


def _unreadable(path: Path, reason: Message | str) -> UserError:
    what = message("{path} cannot be read: {reason}.", path=path, reason=reason)
    return UserError(what, _RESTORE)


def _text_of(record: QuestionRecord) -> str:
    lines = [f"version: {_VERSION}", "questions:"]
    for one in record.questions:
        value: dict[str, Any] = one.model_dump(exclude_none=True)
        lines += [f"  {line}" if line else "" for line in item(value, column=2)]
    return QUESTIONS_HEADING + "\n".join(lines) + "\n"


def new_code(parts: Iterable[str], taken: Container[str]) -> str:
    """Return a code that is none of those `taken`: for the same `parts` the same, as a rule.

    It is in the questionnaire, so its parts are what the colleague may know.
    """
    number = int.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest())
    letters = ""
    for _ in range(LONGEST_CODE):
        number, rest = divmod(number, len(CODE_LETTERS))
        letters += CODE_LETTERS[rest]
    lengths = range(SHORTEST_CODE, LONGEST_CODE + 1)
    long_enough = (letters[:size] for size in lengths if letters[:size] not in taken)
    return next(long_enough, None) or new_code((*parts, letters), taken)


def value_hash(texts: Iterable[str]) -> str | None:
    """Return the hash of a value, None where there is none."""
    shown = "\0".join(sorted(texts))
    return hashlib.sha256(shown.encode()).hexdigest()[:16] if shown else None
