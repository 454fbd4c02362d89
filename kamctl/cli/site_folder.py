"""The folder of a site: what it is called in, what was written there, and what must go."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kamctl.briefing.engine.html import GENERATOR_TAG
from kamctl.cli.output_paths import ProtectedFiles, file_ending
from kamctl.document.errors import UserError
from kamctl.document.reader import read
from kamctl.document.source import Source, read_source
from kamctl.document.writing import made_by_kamctl, write_whole
from kamctl.i18n.message import message
from kamctl.plan.values import ID_PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

INDEX: Final = "index.html"
_MANIFEST: Final = ".kamctl-site"
"""What stands in each audience's folder: the names of the pages made there, a line each."""
_HEADING: Final = "# Made by kamctl render site: the pages it may take away again."
_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9_-]+")
_PAGES: Final = (".html", ".htm", ".md", ".markdown", ".pdf")
_PAGE: Final = re.compile(r"[A-Za-z0-9_-]+\.html").fullmatch


def folder_of(audience: str) -> str:
    """Return the name of an audience's folder."""
    return audience if audience == "everyone" else f"for-{audience}"


def page_names(files: Sequence[str]) -> list[str]:
    """Return what the pages of each plan are called: by its account's id, else its folder.

    No two are alike, not even but for capitals, which some systems do not tell apart.
    """
    return unique_names(
        account_id_in(file) or _NOT_IN_NAMES.sub("-", name_from_path(file)).strip("-") or "account"
        for file in files
    )


def unique_names(names: Iterable[str]) -> list[str]:
    """Number the names that are alike from the second on: `north`, `north-2`.

    No two are alike then, not even but for capitals, which some systems do not tell apart.
    """
    last: dict[str, int] = {}
    """The names that are taken, and the last number behind each."""
    made = []
    for first in names:
        name, number = first, last.get(first.casefold(), 1)
        while name.casefold() in last:
            number += 1
            name = f"{first}-{number}"
        last[first.casefold()] = number
        last.setdefault(name.casefold(), 1)
        made.append(name)
    return made


def name_from_path(file: str) -> str:
    """Return what a plan is called: as its file, else as its folder."""
    path = Path(file)
    stem = path.name.rpartition(".")[0].removesuffix("plan").rstrip(".")
    return stem or path.resolve().parent.name


def account_id_in(file: str) -> str:
    """Return the account's id; empty where there is none, or the plan cannot be read."""
    source = read_source(Path(file))
    value = read(source).value if isinstance(source, Source) else None
    account = value.get("account") if isinstance(value, dict) else None
    name = account.get("id") if isinstance(account, dict) else None
    return name if isinstance(name, str) and re.fullmatch(ID_PATTERN, name) else ""


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
        hint = message("Name a folder: --output site.")
        if self.folder.exists() and not self.folder.is_dir():
            raise UserError(
                message("{path} is a file, and a site is a folder.", path=self.folder), hint
            )
        if file_ending(str(self.folder)) in _PAGES:
            raise UserError(
                message("{path} is the name of a file, and a site is a folder.", path=self.folder),
                hint,
            )

    def write(self, folder: str, name: str, text: str) -> None:
        """Write one page.

        Raises:
            UserError: something else is in its place, or it cannot be written.
        """
        path = self.folder / folder / name
        self._kept.check(path)
        write_whole(path, text, over=self._force or _is_generated(path))
        self.note(folder, [name])

    def note(self, folder: str, names: Iterable[str]) -> None:
        """Note that pages were made, wherever that was done."""
        self._made.setdefault(folder, set()).update(names)

    def tidy(self) -> int:
        """Take away what an earlier run made and this one did not; return how many pages.

        Only what stands in the list of that run and still is a page of kamctl's goes.
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
                write_whole(place / _MANIFEST, text, over=True)
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
    return made_by_kamctl(path, GENERATOR_TAG)
