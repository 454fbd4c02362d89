"""A page of any kind: how it looks, and its text."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kamctl.briefing.engine.branding import load_branding
from kamctl.briefing.engine.html import render_html
from kamctl.briefing.engine.markdown import render_markdown
from kamctl.document.output_formats import HTML

if TYPE_CHECKING:
    from kamctl.briefing.engine.branding import Branding
    from kamctl.briefing.views.page import PageView
    from kamctl.workspace.config import Workspace


@lru_cache(maxsize=64)
def branding_of(workspace: Workspace) -> Branding:
    """Return how the pages of a workspace look.

    Raises:
        InvalidFile: its logo cannot be used.
    """
    return load_branding(workspace)


def render_page(view: PageView, branding: Branding, kind: str, form: str) -> str:
    """Return a page of this kind, in HTML or Markdown.

    Raises:
        InvalidFile: a template of the company's own fails.
    """
    render = render_html if form == HTML else render_markdown
    return render(view, branding, kind=kind)
