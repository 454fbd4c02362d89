"""The addresses of the pages of `kamctl edit`, from the keys of fields."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from kamctl.document.changes import Entry
from kamctl.web.editing.custom_fields import CUSTOM
from kamctl.web.editing.field_findings import CONFIRMATION, needs_signoff
from kamctl.web.editing.field_keys import field_key, place_of

if TYPE_CHECKING:
    from kamctl.web.editing.plan_sections import OpenQuestion


def anchor(key: str) -> str:
    """Return the id of a field on a page."""
    return f"f-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def part_address(key: str, *, everything: bool = False) -> str:
    """Return the address of the page on which the field or entry called `key` is."""
    page = page_key(key)
    fields = {"key": page, **({"all": "1"} if everything else {})}
    to_field = f"#{anchor(key)}" if page != key else ""
    return f"part?{urlencode(fields)}{to_field}"


def meeting_address(key: str) -> str:
    """Return the address of the meeting about the objective that a field is in.

    For a customer's confirmation it leads to the form that records one.
    """
    place = place_of(key)
    step = place[1] if len(place) > 1 else None
    objective = step.holds.get("id") if isinstance(step, Entry) else None
    to_form = "#confirm-by" if CONFIRMATION in place else ""
    return f"meeting?{urlencode({'objective': objective})}{to_form}" if objective else "meeting"


def question_address(key: str, section: str = "") -> str:
    """Return the address of the page that asks for one field; `section` limits what follows."""
    fields = {"key": key, **({"section": section} if section else {})}
    return f"question?{urlencode(fields)}"


def answer_address(question: OpenQuestion, section: str = "") -> str:
    """Return the address of the page on which a question is answered."""
    if needs_signoff(question.finding):
        return meeting_address(question.key)
    return question_address(question.key, section)


def page_key(key: str) -> str:
    """Return the key of the section or entry whose page has the field called `key`."""
    place = place_of(key)
    if place[:1] == (CUSTOM,):  # fields of the company's own for the plan
        return field_key(("plan",))
    last = max((at for at, step in enumerate(place) if isinstance(step, Entry)), default=0)
    return field_key(place[: last + 1])
