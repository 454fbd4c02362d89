"""A briefing as one HTML file that asks nothing of anybody: no script, no request, no font."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from kamctl import __version__
from kamctl.briefing.colour import accents
from kamctl.briefing.pictures.draw import draw
from kamctl.briefing.templates import environment

if TYPE_CHECKING:
    from kamctl.briefing.view import Briefing

MARK = '<meta name="generator" content="kamctl '
"""What a page of ours carries near its top, so that it may be written over."""


def render_html(view: Briefing, accent: str | None = None) -> str:
    """Return `view` as a page; `accent` is a colour as `#0b6e4f`."""
    from markupsafe import Markup

    env = environment(view.language, autoescape=True, finalize=_something)
    env.filters["draw"] = draw
    light, dark = accents(accent)
    style = env.get_template("style.css.j2").render(
        light=light,
        dark=dark,
        running=Markup(_css_text(view.title)),
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return env.get_template("page.html.j2").render(
        view=view,
        style=Markup(style),
        style_hash=Markup(digest),
        version=__version__,
    )


def _css_text(text: str) -> str:
    """Write `text` for a string in a style sheet, every character as its number."""
    return "".join(f"\\{ord(character):06x}" for character in text if character.isprintable())


def _something(value: Any) -> Any:
    if value is None:
        message = "a template printed nothing where it meant a value"
        raise ValueError(message)
    return value
