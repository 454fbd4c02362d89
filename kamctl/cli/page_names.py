"""Names of generated pages: by the account’s id, else by the file or its folder; no two alike."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kamctl.document.reader import read
from kamctl.document.source import Source, read_source
from kamctl.i18n.catalog import SOURCE_LANGUAGE
from kamctl.plan.values import ID_PATTERN
from kamctl.workspace.plan_files import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamctl.briefing.document_kinds import DocumentKind

_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9_-]+")


def page_names(files: Sequence[str]) -> list[str]:
    """Return what the pages of each plan are called: by its account's id, else its file or folder.

    No two are alike, not even but for capitals, which some systems do not distinguish.
    """
    return unique_names(
        "plan" if file == STANDARD_INPUT else account_id_in(file) or name_from_path(file) or "plan"
        for file in files
    )


def ascii_page_names(files: Sequence[str]) -> list[str]:
    """Return what the pages of each plan are called in addresses and for other programs.

    As `page_names`, with nothing in them but letters without accents, digits, `-` and `_`.
    """
    return unique_names(
        account_id_in(file) or _NOT_IN_NAMES.sub("-", name_from_path(file)).strip("-") or "account"
        for file in files
    )


def document_file_name(
    kind: DocumentKind,
    ending: str,
    *,
    account: str = "",
    audience: str | None = None,
    language: str | None = None,
) -> str:
    """Name the file of a document: `lactea-briefing-for-finance-fr.html`."""
    parts = [account] if account else []
    parts.append(kind.name)
    if audience and not kind.for_account_team:
        parts += ["for", audience]
    if language and language != SOURCE_LANGUAGE:
        parts.append(language)
    return "-".join(parts) + ending


def unique_names(names: Iterable[str]) -> list[str]:
    """Number the names that are alike from the second on: `north`, `north-2`.

    No two are alike then, not even but for capitals, which some systems do not distinguish.
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
