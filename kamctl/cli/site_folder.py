"""The folder of a site: what was written there, and what earlier runs left."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kamctl.briefing.document_kinds import INDEX
from kamctl.briefing.visibility.audience import EVERYONE
from kamctl.cli.output_paths import RESERVED_ENDINGS, ProtectedFiles, file_ending
from kamctl.cli.page_names import document_file_name
from kamctl.document.errors import UserError
from kamctl.document.generated_files import HTML_TAG, made_by_kamctl
from kamctl.document.output_formats import DOCUMENT_FORMATS, HTML
from kamctl.document.writing import write_atomically
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAGE_ENDING: Final = DOCUMENT_FORMATS[HTML].ending
INDEX_FILE: Final = document_file_name(INDEX, PAGE_ENDING)
_MANIFEST: Final = ".kamctl-site"
"""The file in each audience's folder that lists the pages generated there, one per line."""
_HEADING: Final = "# Made by kamctl render site: the pages it may take away again."
_PAGE: Final = re.compile(r"[A-Za-z0-9_-]+\.html").fullmatch


def folder_of(audience: str) -> str:
    """Return the name of an audience's folder."""
    return audience if audience == EVERYONE else f"for-{audience}"


class SiteFolder:
    """Writes the pages of a site; over those of kamctl, and with `force` over others."""

    def __init__(self, folder: Path, plans: Sequence[str], *, force: bool) -> None:
        self.folder = folder
        self._kept = ProtectedFiles(plans)
        self._force = force
        self._made: dict[str, set[str]] = {}

    @property
    def written(self) -> int:
        """How many pages there are now."""
        return sum(len(names) for names in self._made.values())

    def check(self) -> None:
        """Refuse a place where no folder can be.

        Raises:
            UserError: it is a file, or has a name like one.
        """
        hint = message("Use a folder: --output site.")
        if self.folder.exists() and not self.folder.is_dir():
            raise UserError(
                message("{path} is a file; a site needs a folder.", path=self.folder), hint
            )
        if file_ending(str(self.folder)) in RESERVED_ENDINGS:
            raise UserError(
                message("{path} is a file name; a site needs a folder.", path=self.folder),
                hint,
            )

    def write(self, folder: str, name: str, text: str) -> None:
        """Write one page.

        Raises:
            UserError: something else is in its place, or it cannot be written.
        """
        path = self.folder / folder / name
        self._kept.check(path)
        write_atomically(path, text, over=self._force or _is_generated(path))
        self.note(folder, [name])

    def note(self, folder: str, names: Iterable[str]) -> None:
        """Note that pages were made, wherever that was done."""
        self._made.setdefault(folder, set()).update(names)

    def tidy(self) -> int:
        """Remove what an earlier run made and this one did not; return how many pages.

        Only what is in the list of that run and still is a page of kamctl's goes.
        """
        gone = 0
        lists = {path.parent for path in self.folder.glob(f"*/{_MANIFEST}")}
        for place in sorted(lists | {self.folder / name for name in self._made if name}):
            made = self._made.get(place.name, set())
            for name in sorted(_manifest_names(place / _MANIFEST) - made):
                if _is_generated(place / name):
                    (place / name).unlink()
                    gone += 1
            if made:
                text = "\n".join((_HEADING, *sorted(made))) + "\n"
                self._kept.check(place / _MANIFEST)
                write_atomically(place / _MANIFEST, text, over=True)
            else:
                (place / _MANIFEST).unlink()
                if not any(place.iterdir()):
                    place.rmdir()
        return gone


def _manifest_names(path: Path) -> set[str]:
    """Return the names in an earlier list, as far as they are names of pages."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {line for line in lines if _PAGE(line)} if lines[:1] == [_HEADING] else set()


def _is_generated(path: Path) -> bool:
    return made_by_kamctl(path, HTML_TAG)
