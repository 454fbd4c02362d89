"""The page of a check, as `kamctl explain` shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kamctl.checks.engine.code_index import entries
from kamctl.checks.engine.rule_docs import DOMAIN, is_list
from kamctl.i18n.catalog import translator
from kamctl.preview.pieces import Piece, pieces
from kamctl.reports.check_page import options_yaml, severity_by_stage

if TYPE_CHECKING:
    from collections.abc import Iterator


class Block(NamedTuple):
    """A paragraph, or the lines of a list."""

    is_list: bool
    lines: tuple[tuple[Piece, ...], ...]


class Explained(NamedTuple):
    """What a code means, in the reader's language."""

    code: str
    name: str
    summary: tuple[Piece, ...]
    severity_by_stage: str
    more: tuple[Block, ...]
    why: tuple[Block, ...]
    example: str
    instead: str
    options: str


def explained(code: str, language: str) -> Explained | None:
    """Return the page of the check with exactly this code, or None."""
    entry = next((one for one in entries() if one.code == code), None)
    if entry is None:
        return None
    told = translator(language, DOMAIN)
    page = entry.page.said(told)
    said = severity_by_stage(entry).say(translator(language))
    return Explained(
        entry.code,
        entry.name,
        pieces(page.summary),
        said[:1].upper() + said[1:],
        tuple(_blocks(page.more)),
        tuple(_blocks(page.why)),
        page.example,
        page.instead,
        options_yaml(entry, told) if entry.options else "",
    )


def _blocks(text: str) -> Iterator[Block]:
    for paragraph in text.split("\n\n") if text else ():
        if is_list(paragraph):
            items = re.split(r"^- ", paragraph, flags=re.MULTILINE)[1:]
            yield Block(True, tuple(pieces(" ".join(one.split())) for one in items))
        else:
            yield Block(False, (pieces(" ".join(paragraph.split())),))
