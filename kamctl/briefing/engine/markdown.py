"""A briefing as Markdown for GitHub, GitLab and wikis; nothing in the plan becomes markup."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import category
from urllib.parse import quote

from kamctl import __version__
from kamctl.briefing.charts.mermaid import mermaid
from kamctl.briefing.engine.branding import NO_BRANDING, Branding
from kamctl.briefing.engine.environment import environment, render_limited, with_used_templates
from kamctl.briefing.engine.template_errors import template_errors
from kamctl.document.source import LINE_END
from kamctl.i18n.markdown_escape import escape
from kamctl.i18n.truncate import truncate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jinja2 import Environment

    from kamctl.briefing.views.briefing import BriefingView
    from kamctl.briefing.views.elements import Link
    from kamctl.briefing.views.page import PageView


_CHAPTER = re.compile(r"(?<!\\)\]\(#chapter-([0-9]+)\)")
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"(#+) (.+)").fullmatch
_ESCAPED = re.compile(r"\\([^\w\s])")
_CHAPTER_LEVEL = 2


class SafeMarkdown(str):
    """Markdown made here, of escaped parts."""

    __slots__ = ()


def render_markdown(view: PageView, branding: Branding = NO_BRANDING, *, kind: str) -> str:
    """Return `view` as Markdown of this kind: one of `DOCUMENT_KINDS`, or a company's own.

    Raises:
        InvalidFile: a template of the company's own fails.
    """
    branding = with_used_templates(branding, kind)
    with template_errors(branding.folder):
        return _filled(view, branding, kind)


def _filled(view: PageView, branding: Branding, kind: str) -> str:
    env = _environment(view.language, branding.folder)
    text = render_limited(
        env.get_template(f"{kind}.md.j2"),
        branding.folder,
        view=view,
        kind=kind,
        footer=branding.footer,
        version=__version__,
    )
    text = re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
    return _CHAPTER.sub(_fragments(text), text) if getattr(view, "full_plan", None) else text


def _chapters(view: BriefingView) -> list[str]:
    """Return the titles of a full plan's chapters, in order."""
    full_plan = view.full_plan
    statements = [one.statement or one.no_statement for one in view.objectives] or [
        view.no_objectives
    ]
    if full_plan is None:
        return statements
    return [
        *(one.title for one in full_plan.before),
        *statements,
        *(one.title for one in full_plan.after),
    ]


def _fragments(text: str) -> Callable[[re.Match[str]], str]:
    """Return what puts the names that GitHub and GitLab give to headings in the contents."""
    names: list[str] = []
    used: dict[str, int] = {}
    for line in LINE_END.split(_FENCED.sub("", text)):
        heading = _HEADING(line)
        if heading is None:
            continue
        words = _ESCAPED.sub(r"\1", heading[2].replace("&#64;", "@")).strip().lower()
        name = "".join(one for one in words if _in_name(one)).replace(" ", "-")
        number = used.get(name, 0)
        used[name] = number + 1
        if len(heading[1]) == _CHAPTER_LEVEL:
            names.append(quote(f"{name}-{number}" if number else name, safe=""))
    # The first one is that of the contents themselves.
    return lambda match: f"](#{names[int(match[1])]})" if int(match[1]) < len(names) else match[0]


def _in_name(character: str) -> bool:
    return character in " -" or category(character)[0] in "LMN" or category(character) == "Pc"


@lru_cache(maxsize=16)
def _environment(language: str, folder: Path | None) -> Environment:
    env = environment(language, autoescape=False, finalize=_finalize, folder=folder)
    env.filters["link"] = _link
    env.filters["chapters"] = _chapters
    env.filters["mermaid"] = lambda chart: SafeMarkdown(mermaid(chart))
    env.filters["short"] = truncate
    env.globals["safe"] = SafeMarkdown
    return env


def _link(link: Link) -> SafeMarkdown:
    if not link.url:
        return SafeMarkdown(escape(link.text))
    target = re.sub(r"[()\\ <>|`*_\[\]]", lambda match: f"%{ord(match[0]):02X}", link.url)
    return SafeMarkdown(f"[{escape(link.text)}]({target})")


def _finalize(value: Any) -> str:
    if isinstance(value, SafeMarkdown):
        return value
    if value is None:
        message = "a template printed nothing where it meant a value"
        raise ValueError(message)
    return escape(str(value))
