"""The page of a check, as `kamctl explain` shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kamctl.checks.engine.code_index import entries
from kamctl.checks.engine.rule_docs import PAGES_DOMAIN, is_bullet_list
from kamctl.i18n.catalog import translator
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.text_normalization import single_spaced
from kamctl.reports.check_page import options_yaml, severity_by_stage
from kamctl.web.inline_code import Segment, split_code

if TYPE_CHECKING:
    from collections.abc import Iterator


class CheckPageBlock(NamedTuple):
    """A paragraph, or the lines of a list."""

    is_list: bool
    lines: tuple[tuple[Segment, ...], ...]


class CheckPage(NamedTuple):
    """What a check is about, in the reader's language."""

    code: str
    name: str
    summary: tuple[Segment, ...]
    severity_by_stage: str
    more: tuple[CheckPageBlock, ...]
    why: tuple[CheckPageBlock, ...]
    example: str
    instead: str
    options: str


def check_page(code: str, language: str) -> CheckPage | None:
    """Return the page of the check with exactly this code, or None."""
    entry = next((one for one in entries() if one.code == code), None)
    if entry is None:
        return None
    translate = translator(language, PAGES_DOMAIN)
    page = entry.page.translated(translate)
    severity = severity_by_stage(entry).say(translator(language))
    return CheckPage(
        entry.code,
        entry.name,
        split_code(page.summary),
        capitalized(severity),
        tuple(_blocks(page.more)),
        tuple(_blocks(page.why)),
        page.example,
        page.instead,
        options_yaml(entry, translate) if entry.options else "",
    )


def _blocks(text: str) -> Iterator[CheckPageBlock]:
    for paragraph in text.split("\n\n") if text else ():
        if is_bullet_list(paragraph):
            items = re.split(r"^- ", paragraph, flags=re.MULTILINE)[1:]
            yield CheckPageBlock(True, tuple(split_code(single_spaced(one)) for one in items))
        else:
            yield CheckPageBlock(False, (split_code(single_spaced(paragraph)),))
