"""A briefing as one self-contained HTML file: no script, no request, no font."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from jinja2 import TemplateNotFound
from markupsafe import Markup, escape

from kamctl import __version__
from kamctl.briefing.charts.svg import draw
from kamctl.briefing.engine.branding import NO_BRANDING, Branding
from kamctl.briefing.engine.color import accents
from kamctl.briefing.engine.custom_templates import modification_times
from kamctl.briefing.engine.environment import environment, render_limited, with_used_templates
from kamctl.briefing.engine.template_errors import template_errors
from kamctl.i18n.control_characters import visible
from kamctl.i18n.locales import is_right_to_left
from kamctl.i18n.marked_text import MarkedText, Piece, has_right_to_left
from kamctl.i18n.truncate import limit_combining_marks, truncate

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment

    from kamctl.briefing.views.elements import Cell
    from kamctl.briefing.views.page import PageView


_RUNNING: Final = "RUNNING-TITLE"
_NO_BREAK: Final = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_UNBROKEN: Final = re.compile(r"(?<=\d) (?=%)| (?=· )| (?=\d{1,3}\Z)|(?<=−)(?=[$£¥\u20a0-\u20cf])")
"""Where no line ends: between a figure and its %, before a dot between two texts, before the number
that a name ends in, after a minus."""
_DAY: Final = re.compile(r"\d\S{0,2}\u00a0\S{1,5} \d{4}")
"""A date as tables have it."""
_ROOM: Final = 90
"""Characters of the title that go on one line at the top of a printed page."""


def render_html(view: PageView, branding: Branding = NO_BRANDING, *, kind: str) -> str:
    """Return `view` as a page of this kind: one of `DOCUMENT_KINDS`, or a company's own.

    Raises:
        InvalidFile: a template of the company's own fails.
    """
    branding = with_used_templates(branding, kind)
    with template_errors(branding.folder):
        return _filled(view, branding, kind)


def _filled(view: PageView, branding: Branding, kind: str) -> str:
    env = _environment(view.language, branding.folder)
    style = _style(env, branding, kind, modification_times(branding.folder)).replace(
        _RUNNING, _css_text(truncate(view.title, _ROOM))
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return render_limited(
        env.get_template(f"{kind}.html.j2"),
        branding.folder,
        view=view,
        kind=kind,
        is_right_to_left=is_right_to_left(view.language),
        style=Markup(style),
        style_hash=Markup(digest),
        logo=branding.logo,
        footer=branding.footer,
        version=__version__,
    )


@lru_cache(maxsize=16)
def _environment(language: str, folder: Path | None) -> Environment:
    """Return the environment of pages in `language`, with a company's own templates in `folder`."""
    env = environment(language, autoescape=True, finalize=_finalize, folder=folder)
    env.filters["draw"] = draw
    env.filters["short"] = truncate
    env.filters["plain"] = _plain
    env.filters["zip"] = partial(zip, strict=True)  # a cell without its column is a fault
    env.filters["class_attribute"] = _class_attribute
    return env


@lru_cache(maxsize=16)
def _style(env: Environment, branding: Branding, kind: str, _: object) -> str:
    """Return the style of a page but for its running title; made anew when a template changes."""
    light, dark = accents(branding.accent)
    figure_light, figure_dark = accents(branding.figures or branding.accent)
    values = {
        "light": light,
        "dark": dark,
        "figure_light": figure_light,
        "figure_dark": figure_dark,
        "running": _RUNNING,
    }
    style = env.get_template("style.css.j2").render(values)
    try:
        return style + env.get_template(f"{kind}.css.j2").render(values)
    except TemplateNotFound:
        return style


def _css_text(text: str) -> str:
    """Write `text` for a string in a style sheet, every character as its number."""
    return "".join(
        f"\\{ord(character):06x}"
        for character in text
        if character.isprintable() or character in _NO_BREAK
    )


def _finalize(value: Any) -> Any:
    """Refuse a missing value; show control characters, and limit the marks on a letter.

    A text in another language, or written from right to left, is marked as such.
    """
    if type(value) is str:
        is_plain = value.isascii() and value.isprintable() and "%" not in value  # as most are
        if is_plain and not (value[-1:].isdigit() and " " in value):
            return value
        shown = _shown(value)
        return _bdi(shown) if has_right_to_left(shown) else shown
    if value is None:
        message = "a template printed nothing where it meant a value"
        raise ValueError(message)
    return _marked(value) if isinstance(value, MarkedText) else value


def _shown(text: str) -> str:
    return _UNBROKEN.sub(
        lambda found: "\N{NO-BREAK SPACE}" if found[0] else "\N{WORD JOINER}",
        limit_combining_marks(visible(text)),
    )


def _class_attribute(cell: Cell, classes: str) -> str:
    """Return the attribute `class` of a cell whose column has these classes; empty without any."""
    if not cell.note and _DAY.fullmatch(cell.text):
        classes = f"{classes} day".strip()
    return Markup(f' class="{escape(classes)}"') if classes else ""


def _marked(text: MarkedText) -> Markup:
    """Mark the languages of a text, as one element.

    Single quotes: they end no attribute of a company's own template.
    """
    pieces = [_marked_piece(one) for one in text.pieces if one.text]
    if len(pieces) == 1:
        return pieces[0]
    all_pieces = Markup().join(pieces)
    if any(one.language for one in text.pieces):
        return Markup("<span>{}</span>").format(all_pieces)
    return _bdi(all_pieces)


def _marked_piece(piece: Piece) -> Markup:
    shown = _shown(piece.text)
    if not piece.language:
        return _bdi(shown) if has_right_to_left(shown) else escape(shown)
    turned = is_right_to_left(piece.language)
    direction = " dir='rtl'" if turned else " dir='auto'" if has_right_to_left(shown) else ""
    return Markup("<span lang='{}'{}>{}</span>").format(piece.language, Markup(direction), shown)


def _bdi(text: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(text)


class _Plain(str):
    """A text for an attribute or a title, where nothing can be marked."""


def _plain(text: str) -> str:
    return _Plain(limit_combining_marks(visible(str(text))))
