"""Who reads a field of the plan in some document, in one sentence.

`field_readers.json` is made of `tests/briefing/visibility/who_sees_what.yaml`, the table that the
tests hold every document against, by `python -m tests.generated`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kamctl.briefing.visibility.audience import AUDIENCE_LABELS, EVERYONE
from kamctl.i18n.catalog import SOURCE_LANGUAGE
from kamctl.i18n.formats import Formats
from kamctl.i18n.message import N_, Localized, Message, message

if TYPE_CHECKING:
    from kamctl.i18n.message import Translate

_FILE: Final = Path(__file__).with_name("field_readers.json")
_OTHERS: Final = message("other functions")
_EACH: Final = N_("every function, in its own documents")
_FEW: Final = 3
"""So many that do not see a field are named instead of those who do."""


def readers_of(field: str) -> Message | None:
    """Say who reads a field, such as `objectives[].due`, in some document; None for no row."""
    table = _table()
    inner = (rows for name, rows in table.items() if name.startswith(f"{field}."))
    rows = table.get(field) or next(inner, None)  # a unit may be written in two forms
    if rows is None:
        return None
    seen = [frozenset(one) for one in rows.values()]
    always, sometimes = frozenset.intersection(*seen), frozenset().union(*seen)
    if not sometimes:
        return message("Shown in no document.")
    if always == sometimes:
        return message("Read by {readers}.", readers=_Readers(always))
    if "served" in rows:
        return message(
            "Read by {readers} once an objective serves it; until then by {few}.",
            readers=_Readers(sometimes),
            few=_Readers(always),
        )
    if "another's" in rows:
        return message("Read by the function asked and by {few}.", few=_Readers(always))
    if not always:
        return message("Read by {readers} where it concerns them.", readers=_Readers(sometimes))
    return message(
        "Read by {readers} where it concerns them; otherwise by {few}.",
        readers=_Readers(sometimes),
        few=_Readers(always),
    )


@dataclass(frozen=True)
class _Readers(Localized):
    """Audiences in a sentence."""

    names: frozenset[str]

    def say(self, translate: Translate) -> str:
        """List them as a sentence does."""
        everybody = _audiences()
        missing = [one for one in everybody if one not in self.names]
        if not missing:
            return translate(AUDIENCE_LABELS[EVERYONE])
        if missing == [EVERYONE]:
            return translate(_EACH)
        if EVERYONE not in missing and len(missing) <= _FEW:
            words = message("everyone but {readers}", readers=_listed(missing, translate))
            return words.say(translate)
        there = [one for one in everybody if one in self.names and one != EVERYONE]
        return _listed(there, translate)


def _listed(names: list[str], translate: Translate) -> str:
    language = getattr(translate, "language", SOURCE_LANGUAGE)
    return Formats(language, translate).list([_name(one).say(translate) for one in names])


def _name(audience: str) -> Message:
    return _OTHERS if audience == "others" else Message(AUDIENCE_LABELS[audience])


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


@cache
def _audiences() -> tuple[str, ...]:
    """Return all audiences in the order of the table: those of a field that everyone sees."""
    rows = [one for row in _table().values() for one in row.values()]
    return tuple(max((len(one), one) for one in rows)[1])
