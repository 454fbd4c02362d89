"""A company's own templates: which there are, and in which pages they take part.

They are found by name in the company's folder before those of kamctl. They run in a sandbox, see
the view and nothing else, and cannot leave their folder.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kamctl.briefing.engine.template_errors import WrongViewVersion
from kamctl.briefing.views.version import VIEW_VERSION
from kamctl.document.output_formats import DOCUMENT_FORMATS, TEMPLATE_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATE_ENDING: Final = ".j2"
SUFFIXES: Final = {
    name: f"{DOCUMENT_FORMATS[name].ending}{TEMPLATE_ENDING}" for name in TEMPLATE_FORMATS
}
"""What the name of a template that makes a page ends in, by the form of the page."""
_MADE_FOR = re.compile(r"kamctl view (\d+)")
_HEAD: Final = 500
_KIND = re.compile(r"[a-z][a-z0-9-]*").fullmatch


def company_templates(folder: Path | None) -> dict[str, Path]:
    """Return the templates in a company's folder and below, by the name they are called by."""
    return dict(sorted(_below(folder))) if folder is not None else {}


def _below(folder: Path) -> Iterator[tuple[str, Path]]:
    for place, folders, files in os.walk(folder):
        folders[:] = [one for one in folders if not one.startswith(".")]
        for file in files:
            if file.endswith(TEMPLATE_ENDING) and not file.startswith("."):
                path = Path(place, file)
                yield path.relative_to(folder).as_posix(), path


def company_kinds(folder: Path | None) -> list[str]:
    """Return the kinds of pages that a company has templates of its own for, by name."""
    if folder is None or not folder.is_dir():
        return []
    names = {
        file.name.removesuffix(suffix)
        for suffix in SUFFIXES.values()
        for file in folder.glob(f"*{suffix}")
    }
    return sorted(name for name in names if _KIND(name))


def are_used(folder: Path | None, ours: Path, kind: str) -> bool:
    """Tell whether templates in `folder` have a part in pages of this kind.

    They have where one has the name of one of `ours`, or the kind is none of ours.
    """
    names = company_templates(folder)
    if not names:
        return False
    return any((ours / name).is_file() for name in names) or not any(
        (ours / f"{kind}{suffix}").is_file() for suffix in SUFFIXES.values()
    )


def modification_times(folder: Path | None) -> tuple[tuple[str, int], ...]:
    """Return what changes when a template in `folder` does."""
    return tuple((name, _changed(path)) for name, path in company_templates(folder).items())


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:  # a link that leads nowhere
        return 0


def check_version(text: str, file: str) -> None:
    """Refuse the text of a template that says it was made for other fields.

    Raises:
        WrongViewVersion: it does.
    """
    made_for = _MADE_FOR.search(text[:_HEAD])
    if made_for and int(made_for[1]) != VIEW_VERSION:
        raise WrongViewVersion(made_for[1], file)
