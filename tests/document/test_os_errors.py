"""The system's errors are reason in kamctl's words, in each language, and in one place."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kamctl.document.errors import UserError
from kamctl.document.os_errors import BY_ERRNO, os_error_reason
from kamctl.document.writing import write_atomically
from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.message import Message
from tests.paths import ROOT


def reason(error: OSError | ValueError, language: str = "en") -> str:
    reason = os_error_reason(error)
    return reason.say(translator(language)) if isinstance(reason, Message) else reason


@pytest.mark.parametrize("name", BY_ERRNO)
def test_each_error_is_told_in_each_language(name: str) -> None:
    number = getattr(errno, name, None)
    if number is None:
        pytest.skip(f"{name} is not an error of this system")
    system = os.strerror(number)
    texts = [reason(OSError(number, system), one) for one in languages()]
    assert len({text.lower() for text in (system, *texts)}) == 1 + len(texts)
    for text in texts:
        assert text[0].islower() and text[-1].isalpha()


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (5, "access is denied"),
        (32, "another program is using the file"),
        (33, "another program is using the file"),
        (112, "the disk is full"),
        (123, "the name has a character that is not allowed"),
        (206, "the name or the path is too long"),
    ],
)
def test_windows_number_is_more_exact_than_errno(number: int, expected: str) -> None:
    error = OSError(errno.EACCES, "Zugriff verweigert.")
    error.winerror = number
    assert reason(error) == expected


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(99999, "Something new."), "Something new"),
        (OSError("no number"), "no number"),
        (FileExistsError(), "FileExistsError"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x"), "it is not a text in UTF-8"),
        (ValueError("embedded null byte"), "the name has a character that is not allowed"),
    ],
)
def test_what_is_unknown_is_told_in_the_words_of_the_system(
    error: OSError | ValueError, expected: str
) -> None:
    assert reason(error) == expected


def test_a_french_message_is_french_throughout(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError) as failed:
        write_atomically(tmp_path / "file" / "page.html", "x")
    reason = failed.value.message.say(translator("fr"))
    assert reason.endswith("\u00a0: une partie du chemin est un fichier, et non un dossier.")


def test_no_other_module_asks_the_system_for_words() -> None:
    """Whatever tells a reason takes it from os_errors: the system speaks its own language."""
    modules = (ROOT / "kamctl").rglob("*.py")
    found = [one.name for one in modules if "strerror" in one.read_text(encoding="utf-8")]
    assert found == ["os_errors.py"]
