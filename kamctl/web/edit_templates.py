"""The environment of the templates of `kamctl edit`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kamctl.briefing.engine.environment import environment
from kamctl.web.edit_addresses import anchor, meeting_address, part_address
from kamctl.web.edit_views import plain_hint, without_marks

if TYPE_CHECKING:
    from jinja2 import Environment


@lru_cache(maxsize=8)
def edit_environment(language: str) -> Environment:
    """Return the environment whose templates speak `language`; they may include the preview's."""
    made = environment(language, autoescape=True, finalize=lambda value: value, area="")
    made.globals |= {
        "anchor": anchor,
        "hint": plain_hint,
        "meeting_address": meeting_address,
        "part_address": part_address,
        "plain": without_marks,
    }
    return made
