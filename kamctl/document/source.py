"""The text of a file: read once, with a finding for what prevents that."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kamctl.document import error_codes
from kamctl.document.generated_files import generated_file
from kamctl.document.limits import WRONG_FILE
from kamctl.document.os_errors import os_error_reason
from kamctl.document.span import Span
from kamctl.i18n.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.document.finding import Finding

LINE_END = re.compile("\r\n|[\n\r]")
"""A line end of YAML 1.2 (section 5.4), and of editors: nothing else ends a line of a plan."""
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
).search
"""Find a character that no text of a plan has; half of a character (a surrogate) is one too."""
_HEAD_BYTES = 4096
MAX_BYTES = 2 * 1024 * 1024
"""A plan of 400 lines has 20 KB: a hundred times that is a mistake or an attack."""

STANDARD_INPUT_NAME = "<stdin>"


@dataclass(frozen=True)
class Source:
    """A named text; `name` is what findings call it."""

    name: str
    text: str

    @cached_property
    def lines(self) -> Sequence[str]:
        """The text's lines as YAML counts them, without their ends."""
        return LINE_END.split(self.text) if "\r" in self.text else self.text.split("\n")

    @property
    def line_end(self) -> str:
        """The line end of the text: that of its first line, a line feed where it has only one."""
        found = LINE_END.search(self.text)
        return found[0] if found else "\n"

    def text_at(self, span: Span) -> str:
        """Return what is written at `span`, with a line feed between its lines."""
        lines = [*self.lines[span.line - 1 : span.end_line]]
        if not lines:
            return ""
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
        return "\n".join(lines)

    def place_of(self, offset: int) -> tuple[int, int]:
        """Return the line and the column, from 1, of the character at `offset`."""
        return _place_after(self.text[:offset])


def indent_width(line: str) -> int:
    """Return how many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def _place_after(text: str) -> tuple[int, int]:
    """Return the line and the column, from 1, of what follows `text`."""
    lines = LINE_END.split(text)
    return len(lines), len(lines[-1]) + 1


def behind_link(path: Path) -> Path:
    """Return the file that a link leads to, from here where it is below; any other path as it is.

    What is beside a file, or above it, belongs to the file and not to a link somewhere else. A
    folder stays where it was named, linked or not, as does what is named inside it.
    """
    if not os.path.islink(path) or os.path.isdir(path):  # noqa: PTH112, PTH114 - once a plan, and quick
        return path
    real = Path(os.path.realpath(path))
    here = Path.cwd()
    return real.relative_to(here) if real.is_relative_to(here) else real


def read_source(path: Path, name: str | None = None) -> Source | Finding:
    """Read the file at `path`; what prevents it comes back as a finding."""
    name = name if name is not None else path.as_posix()
    data = read_data(path, name)
    return decode(data, name) if isinstance(data, bytes) else data


def read_data(path: Path, name: str) -> bytes | Finding:
    """Read the bytes of the file at `path`, which a finding calls `name`.

    Of a file that is too large, as much as `decode` needs to say so.
    """
    if is_endless(path):
        return error_codes.UNREADABLE.found(
            name,
            message("This is a pipe or a device, not a file."),
            hint=message("Give a file, or - for standard input."),
        )
    try:
        with path.open("rb") as file:
            # As much as there is: room for the most there may be would be made for every plan.
            size = os.fstat(file.fileno()).st_size
            return file.read(size + 1 if 0 < size < MAX_BYTES else MAX_BYTES + 1)
    except FileNotFoundError:
        if path.is_symlink():
            return error_codes.UNREADABLE.found(
                name,
                message("This link points to a file that does not exist."),
                hint=message("Delete the link, or point it to a plan."),
            )
        return error_codes.UNREADABLE.found(
            name,
            message("There is no such file."),
            hint=_instead_of(path),
        )
    except IsADirectoryError:
        return error_codes.UNREADABLE.found(
            name,
            message("This is a folder, not a file."),
            hint=message("Give the plan inside it, for example {name}/plan.yaml.", name=name),
        )
    except PermissionError:
        if path.is_dir() and os.name != "nt":  # Windows says so of every folder
            return error_codes.UNREADABLE.found(
                name,
                message("You do not have permission to read this folder."),
                hint=message("Ask its owner for access, or skip it with --exclude."),
            )
        return error_codes.UNREADABLE.found(
            name,
            message("You do not have permission to read this file."),
            hint=message("Ask its owner for access, or check the file's properties."),
        )
    except OSError as error:
        return error_codes.UNREADABLE.found(
            name,
            message("This file cannot be read: {reason}.", reason=os_error_reason(error)),
            hint=message("Check that the disk or network folder is available."),
        )


def is_endless(path: Path) -> bool:
    """Tell whether what is at `path` would be waited for: a pipe, a socket or a device.

    What a shell hands over as /dev/stdin or /dev/fd/63 is read.
    """
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - for each of thousands
    except (OSError, ValueError):
        return False
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return False
    return not os.fspath(path).startswith(("/dev/", "/proc/"))


def decode(data: bytes, name: str) -> Source | Finding:
    """Turn the bytes of a file into text: UTF-8, a byte-order mark allowed and left out."""
    if (what := generated_file(data)) is not None:
        return error_codes.UNREADABLE.found(
            name,
            Message(what),
            hint=message(
                "Give the plan itself, or its folder: kamctl finds the plans in a folder."
            ),
        )
    if len(data) > MAX_BYTES:
        return error_codes.TOO_LARGE.found(
            name,
            message("This file is larger than {limit} MB.", limit=MAX_BYTES // 1024 // 1024),
            hint=WRONG_FILE,
        )
    if (encoding := _wide_encoding(data)) is not None:
        return error_codes.NOT_UTF8.found(
            name,
            message("This file is encoded in {encoding}; kamctl reads UTF-8.", encoding=encoding),
            hint=message("In your editor choose “Save with encoding: UTF-8”."),
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _undecodable(data, name, error)
    if "\0" in text:
        return _with_nul(Source(name, text))
    return Source(name, text)


def _wide_encoding(data: bytes) -> str | None:
    """Return the encoding in which each letter has two bytes or four, by its mark or by its zeros.

    Windows writes UTF-16 without a mark, too; plain letters have a zero in every second byte then.
    """
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    head = data[:_HEAD_BYTES]
    if 0 not in head:
        return None
    for first, zeros in ((head[::2], head[1::2]), (head[1::2], head[::2])):
        if len(zeros) > 1 and zeros.count(0) > len(zeros) * 0.7 and 0 not in first:
            return "UTF-16"
    return None


def _with_nul(source: Source) -> Finding:
    """Say that a text has zeros in it: a few in a text that was damaged, many in another file."""
    if CONTROL(source.text.replace("\0", "")) is not None:
        return _binary(source.name)
    line, column = source.place_of(source.text.index("\0"))
    return error_codes.UNREADABLE.found(
        source.name,
        message("The file contains a NUL character (U+0000), which text files cannot have."),
        Span(line, column, line, column + 1),
        hint=message(
            "The file may be damaged: restore it from a backup or from git, or delete the "
            "character."
        ),
    )


def _binary(name: str) -> Finding:
    return error_codes.UNREADABLE.found(
        name,
        message("This is not a text file."),
        hint=message("kamctl reads plans in YAML. Check that this is the right file."),
    )


def _undecodable(data: bytes, name: str, error: UnicodeDecodeError) -> Finding:
    if b"\0" in data:
        return _binary(name)
    before = error.object[: error.start].decode("utf-8")  # without the byte-order mark
    line, column = _place_after(before)
    if error.reason == "unexpected end of data" and not before.isascii():
        return error_codes.NOT_UTF8.found(
            name,
            message("The file ends in the middle of a character: its end is missing."),
            Span(line, column, line, column + 1),
            hint=message(
                "Restore it from a backup or from git, or save it again from your editor."
            ),
        )
    return error_codes.NOT_UTF8.found(
        name,
        message("This file is not encoded in UTF-8: the character here cannot be read."),
        Span(line, column, line, column + 1),
        hint=message(
            "It was probably saved as Latin-1 or Windows-1252. "
            "In your editor choose “Save with encoding: UTF-8”."
        ),
    )


def _instead_of(path: Path) -> Message:
    """Say which plan is likely meant by a path that does not exist, else how to go on.

    It is the only plan in the folders of this one whose path begins like it, or that ends in it.
    """
    asked = path.as_posix().casefold()
    plans = [one.as_posix() for one in Path().glob("*/*plan.yaml")]
    meant = [one for one in plans if one.casefold().startswith(asked) or one.endswith(f"/{asked}")]
    if len(meant) == 1:
        return message("Did you mean {near}?", near=meant[0])
    return message("Check the spelling, or run `kamctl init account` to create a plan.")
