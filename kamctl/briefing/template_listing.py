"""Which templates there are, which one wins, and what each is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kamctl.briefing.document_kinds import DOCUMENT_KINDS
from kamctl.briefing.engine.custom_templates import (
    SUFFIXES,
    TEMPLATE_ENDING,
    check_version,
    company_kinds,
    company_templates,
)
from kamctl.briefing.engine.environment import builtin_folder
from kamctl.briefing.engine.template_errors import WrongViewVersion
from kamctl.briefing.views.version import VIEW_VERSION

if TYPE_CHECKING:
    from pathlib import Path


class TemplateInfo(NamedTuple):
    """A template: what it is called, the kind of page it makes, and where it comes from.

    `kind` is empty for a part that others use. `own` is the company's file, where it wins, and
    `made_for` the version of the view that this one says it was made for, if it is another.
    """

    name: str
    kind: str
    own: Path | None
    in_place_of_ours: bool
    made_for: str = ""


def list_templates(folder: Path | None) -> list[TemplateInfo]:
    """Return all templates there are, those of the company's own kinds first."""
    own = company_templates(folder)
    ours = {file.name for file in builtin_folder().glob(f"*{TEMPLATE_ENDING}")}
    theirs = [one for one in company_kinds(folder) if one not in DOCUMENT_KINDS]
    makers = [*theirs, *DOCUMENT_KINDS]
    found = [
        TemplateInfo(
            name, _kind(name, makers), own.get(name), name in ours, _made_for(own.get(name))
        )
        for name in sorted(ours | set(own))
    ]
    order = {kind: place for place, kind in enumerate([*makers, ""])}
    return sorted(found, key=lambda one: (order[one.kind], one.name))


def templates_to_eject(name: str) -> dict[str, str]:
    """Return kamctl's templates that `name` stands for, with the version they were made for.

    It is the name of one, or that of a kind: then it stands for all that make it.
    """
    files = sorted(builtin_folder().glob(f"*{TEMPLATE_ENDING}"))
    chosen = [file for file in files if file.name == name] or [
        file for file in files if file.name.partition(".")[0] == name
    ]
    return {
        file.name: f"{{# kamctl view {VIEW_VERSION} #}}\n{file.read_text(encoding='utf-8')}"
        for file in chosen
    }


def _kind(name: str, makers: list[str]) -> str:
    first = name.partition(".")[0]
    makes = any(
        name == f"{first}{suffix}" for suffix in (*SUFFIXES.values(), f".css{TEMPLATE_ENDING}")
    )
    return first if makes and first in makers else ""


def _made_for(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        check_version(file.read_text(encoding="utf-8", errors="replace"), str(file))
    except WrongViewVersion as wrong:
        return str(wrong)
    except OSError:
        return ""
    return ""
