"""Files that somebody names: what is none is refused at once, and no more is read than needed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from kamctl.document.errors import UserError
from kamctl.document.given_files import read_given_file
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from pathlib import Path

HINT = message("Give the answer.")


@pytest.mark.parametrize(("size", "read"), [(0, 0), (3, 3), (4, 4), (9, 4)])
def test_at_most_one_byte_more_than_the_limit_is_read(tmp_path: Path, size: int, read: int) -> None:
    (tmp_path / "reply.eml").write_bytes(b"x" * size)
    assert len(read_given_file(tmp_path / "reply.eml", 3, HINT)) == read


@pytest.mark.parametrize("name", ["none.eml", "pipe", "a\0b"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    if name == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no pipes here")
        os.mkfifo(tmp_path / name)  # nobody writes into it: to open it would wait for ever
    with pytest.raises(UserError, match="There is no file") as refused:
        read_given_file(tmp_path / name, 3, HINT)
    assert refused.value.hint is HINT


def test_a_folder_is_called_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder") as refused:
        read_given_file(tmp_path, 3, HINT)
    assert refused.value.hint is HINT
