"""What errors of pydantic mean to people who write plans: what is wrong, and what to do.

Errors are distinguished by pydantic's `type`, never by its text.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kamctl.document import error_codes
from kamctl.document.key_paths import place_name
from kamctl.document.span import KeyPath, dotted
from kamctl.i18n.message import Message, alternatives, message
from kamctl.i18n.nearest import did_you_mean_one_of, did_you_mean_to_write
from kamctl.i18n.text_normalization import without_invisible
from kamctl.plan.amounts import currency_meant
from kamctl.plan.code_names import code_named
from kamctl.plan.date_messages import bad_date
from kamctl.plan.explanation import (
    MAX_NAMED_VALUES,
    Explanation,
    InvalidValue,
    value_excerpt,
)
from kamctl.plan.ids import has_other_script, id_for
from kamctl.plan.model import FORMAT_VERSION, Plan
from kamctl.plan.number_messages import (
    bad_amount,
    bad_count,
    bad_percent,
    bad_quantity,
    below_zero,
    no_figure,
    out_of_range,
    percent_above,
    percent_or_fraction,
    percent_range,
    too_large,
    too_small,
)
from kamctl.plan.reference_messages import add_or_choose, add_person, ids_within
from kamctl.plan.references import REFERENCES, SHORT_FORMS
from kamctl.plan.schema_lookup import keys_at, values_at
from kamctl.plan.text import is_blank, is_invisible
from kamctl.plan.type_messages import wrong_type
from kamctl.plan.unknown_keys import entries_with, likely_key
from kamctl.plan.value_synonyms import value_for
from kamctl.plan.values import FUNCTIONS, NAME_PATTERN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kamctl.plan.schema_lookup import Root


_NEEDS_SEVERAL = frozenset({"list_type", "tuple_type", "dict_type", "model_type"})
"""Errors of a text where a list or a group of keys is needed: no character of it is wrong."""


def explain_value(path: KeyPath, error: Any, root: Root = Plan) -> Explanation:
    """Explain the value at `path`: `error` is one of pydantic's `ValidationError.errors()`.

    Its `written`, where it has one, is what is in the file: figures are quoted as they were
    written; its `named_id` is the id of the entry whose name is written instead. `root` is the
    model of the file: a workspace explains what is special in its own.
    """
    invalid = InvalidValue(path, error, root)
    found = _explanation(invalid)
    written = path[-1] if found.problem is error_codes.UNKNOWN_KEY else invalid.value
    hidden = "" if invalid.kind in _NEEDS_SEVERAL or not path else _invisible_in(written)
    return found._replace(hint=_type_again(hidden)) if hidden else found


def _invisible_in(written: object) -> str:
    """Return the first invisible character of what was written: what is shown looks right."""
    if not isinstance(written, str) or is_invisible(written):
        return ""
    inside = written.strip()
    around = written.replace(inside, "", 1).strip(" \t\r\n")
    hidden = around or "".join(one for one in inside if not without_invisible(one))
    return hidden[:1]


def _type_again(char: str) -> Message:
    return message(
        "It contains an invisible character, U+{code}: type it again.", code=f"{ord(char):04X}"
    )


def _explanation(invalid: InvalidValue) -> Explanation:
    kind, value = invalid.kind, invalid.value
    if kind == "unit_by_language":
        return _unit_by_language(invalid)
    if kind not in ("extra_forbidden", "missing", "too_short", "empty_text"):
        if invalid.location[-1:] == ("[key]",):
            return _bad_key(invalid)
        if isinstance(value, str) and is_blank(value):
            return _empty(invalid)
        is_scalar = isinstance(value, str | int | float) and not isinstance(value, bool)
        if invalid.path != ("kamctl",) and not is_scalar:
            return wrong_type(invalid)
        if kind == "finite_number" or (isinstance(value, float) and not math.isfinite(value)):
            return no_figure(invalid)
    return _EXPLAIN.get(kind, wrong_type)(invalid)


def _unknown_key(invalid: InvalidValue) -> Explanation:
    key, where = value_excerpt(invalid.path[-1]), _entry_name(invalid.path[:-1])
    return Explanation(
        error_codes.UNKNOWN_KEY,
        message("`{key}` is not a key of {where}.", key=key, where=where),
        _unknown_key_hint(invalid),
    )


def _unknown_key_hint(invalid: InvalidValue) -> Message:
    near = likely_key(invalid.path, invalid.root)
    if near is not None:
        return message("Did you mean `{near}`?", near=near)
    places = entries_with(str(invalid.path[-1]), invalid.root)
    if "" in places:
        return message("It is a section of its own: write it at the beginning of a line.")
    is_at_beginning = len(invalid.path) == 1
    if is_at_beginning and len(places) == 1 and "." not in places[0]:
        return message(
            "It belongs in `{place}`: write it there, with two spaces before it.", place=places[0]
        )
    if len(places) == 1:
        return message("It belongs in `{place}`: move it there.", place=places[0])
    if len(places) == 2:  # `name` and others belong in too many to name them
        return message(
            "It belongs in `{place}` or `{other}`: move it there.", place=places[0], other=places[1]
        )
    if is_at_beginning and places:
        return message(
            "It is a key of several sections. If it belongs to the section above, indent it by two "
            "spaces, or as far as the other lines there."
        )
    known = ", ".join(keys_at(invalid.path[:-1], invalid.root))
    if is_at_beginning:
        return message(
            "Possible sections: {known}. Put your company's own fields under `custom:`.",
            known=known,
        )
    return message(
        "Possible keys: {known}. Put your company's own fields under `custom:`, where available.",
        known=known,
    )


def _entry_name(path: KeyPath) -> Message:
    return message("`{path}`", path=dotted(path)) if path else message("a plan")


def _missing(invalid: InvalidValue) -> Explanation:
    key, parent = str(invalid.path[-1]), invalid.path[:-1]
    if invalid.path == ("kamctl",):
        return Explanation(
            error_codes.MISSING_KEY,
            message("The plan has no format version."),
            message("Write `kamctl: 1` as the first line."),
        )
    return Explanation(
        error_codes.MISSING_KEY,
        message("{where} has no `{key}`.", where=_entry_name(parent), key=key)
        if parent
        else message("The plan has no `{key}`.", key=key),
        message("Add `{key}: {value}`; it is required.", key=key, value=_id_to_add(invalid) or "…"),
    )


def _id_to_add(invalid: InvalidValue) -> str | None:
    """Return the id that an entry can have by its name; None where it has none."""
    name = invalid.value.get("name") if isinstance(invalid.value, dict) else None
    return id_for(name) if invalid.path[-1] == "id" and isinstance(name, str) else None


def _bad_choice(invalid: InvalidValue) -> Explanation:
    if invalid.path == ("kamctl",):
        return _bad_version(invalid)
    key = invalid.path[-1] if invalid.path else ""
    text = (
        message("“{value}” is not a valid value for `{key}`.", value=invalid.quoted, key=key)
        if key and isinstance(key, str)
        else message("“{value}” is not a valid value here.", value=invalid.quoted)
    )
    allowed, written = values_at(invalid.path, invalid.root), str(invalid.value)
    likely = (
        currency_meant(written)
        if key == "currency"
        else value_for(written, allowed) or code_named(written, allowed)
    )
    return Explanation(error_codes.BAD_VALUE, text, _choice_hint(likely or written, allowed))


def _choice_hint(likely: str, allowed: Sequence[str]) -> Message:
    if len(allowed) > MAX_NAMED_VALUES:
        code = message("a code such as {some}", some=", ".join(_familiar(allowed)))
        return did_you_mean_to_write(likely, allowed, message("Write {code}.", code=code))
    return did_you_mean_one_of(likely, allowed)


def _bad_version(invalid: InvalidValue) -> Explanation:
    other = message("This plan has format version {version}.", version=invalid.quoted)
    return explain_version(invalid.value, FORMAT_VERSION, other)


def explain_version(value: object, known: int, other: Message) -> Explanation:
    """Explain a format version that is not `known`; `other` says that it is another number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Explanation(
            error_codes.WRONG_VERSION,
            other,
            message(
                "This version of kamctl reads format version {known}. Update kamctl, or "
                "correct the number.",
                known=known,
            ),
        )
    return Explanation(
        error_codes.WRONG_TYPE,
        message("The format version must be a whole number."),
        message("Write `kamctl: {known}`.", known=known),
    )


def _familiar(codes: Sequence[str]) -> list[str]:
    """Return some of `codes` that most readers know."""
    known = [code for code in ("FR", "DE", "GB", "EUR", "USD", "GBP", "en", "fr") if code in codes]
    return known or list(codes[:3])


def _bad_key(invalid: InvalidValue) -> Explanation:
    key = value_excerpt(invalid.location[-2])
    if invalid.kind == "literal_error":
        return Explanation(
            error_codes.BAD_VALUE,
            message("`{key}` is not a language.", key=key),
            message("Use two letters, for example `en: …` and `fr: …` (ISO 639-1)."),
        )
    return _bad_id(key)


def _empty(invalid: InvalidValue) -> Explanation:
    return Explanation(
        error_codes.MISSING_KEY,
        message("`{path}` is empty.", path=dotted(invalid.path)),
        message("Write a value, or remove the line if it is optional."),
    )


def _pattern(invalid: InvalidValue) -> Explanation:
    value = str(invalid.value)
    if invalid.path[-1:] == ("function",):
        return Explanation(
            error_codes.BAD_VALUE,
            message("“{value}” is not the name of a function.", value=invalid.quoted),
            did_you_mean_one_of(value_for(value, FUNCTIONS) or value, FUNCTIONS),
        )
    if invalid.context["pattern"] == NAME_PATTERN:
        return Explanation(
            error_codes.BAD_VALUE,
            message("`{path}` contains only invisible characters.", path=dotted(invalid.path)),
            message("Write a value, or remove the line if it is optional."),
        )
    if invalid.named_id is not None:
        return Explanation(
            error_codes.BAD_VALUE,
            message("“{value}” cannot be an id.", value=invalid.quoted),
            message("Write `{id}`, the id of the entry with this name.", id=invalid.named_id),
        )
    if invalid.root is Plan and place_name(invalid.path) in REFERENCES:
        return Explanation(
            error_codes.BAD_VALUE,
            message("“{value}” cannot be an id.", value=invalid.quoted),
            _reference_hint(invalid),
        )
    return _bad_id(invalid.quoted, id_for(value))


def _reference_hint(invalid: InvalidValue) -> Message:
    """Say what is written where another entry is referred to: no id is made up."""
    kinds, ids = REFERENCES[place_name(invalid.path)], invalid.possible_ids
    named = ids_within(str(invalid.value), ids)
    if len(named) > 1 and isinstance(invalid.path[-1], int):
        return message("Write `{form}`.", form=", ".join(named))
    if len(named) > 1:
        return message("Only one is possible here: write {ids}.", ids=alternatives(named))
    if ids:
        return add_or_choose(kinds, ids)
    if set(kinds) & SHORT_FORMS:
        return message(
            "Write the id of the entry. If it has none, add one: {form}.",
            form="`{id: G1, text: …}`",
        )
    return add_person(kinds) or message("Write the id of the entry, as it is in its `id:`.")


def _bad_id(written: str, meant: str | None = None) -> Explanation:
    if meant is not None:
        return Explanation(
            error_codes.BAD_VALUE,
            message("“{value}” cannot be an id.", value=written),
            message(
                "Use a–z without accents, digits, - and _, without spaces: `{meant}`.", meant=meant
            ),
        )
    return Explanation(
        error_codes.BAD_VALUE,
        message("“{value}” cannot be an id.", value=written),
        message("Write it in Latin letters, a–z without accents, for example `ivan` or `SO1`.")
        if has_other_script(written)
        else message(
            "Use a–z without accents, digits, - and _, without spaces, for example `claire` "
            "or `SO1`."
        ),
    )


def _nothing_in_it(invalid: InvalidValue) -> Explanation:
    return Explanation(
        error_codes.BAD_VALUE,
        message("`{path}` is empty.", path=dotted(invalid.path)),
        message("Write the text, or one text per language: {form}.", form="{en: …, fr: …}"),
    )


def _unit_by_language(invalid: InvalidValue) -> Explanation:
    return Explanation(
        error_codes.WRONG_TYPE,
        message("`{path}` is written once, not per language.", path=dotted(invalid.path)),
        message(
            "Write it in the plan's language: `unit: sites`, or `unit: {forms}`.",
            forms="{one: site, other: sites}",
        ),
    )


_EXPLAIN: dict[str, Callable[[InvalidValue], Explanation]] = {
    "too_short": _nothing_in_it,
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "literal_error": _bad_choice,
    "enum": _bad_choice,
    "plan_date": bad_date,
    "percent": bad_percent,
    "percent_or_fraction": percent_or_fraction,
    "percent_range": percent_range,
    "percent_above": percent_above,
    "quantity": bad_quantity,
    "amount": bad_amount,
    "count": bad_count,
    "too_large": too_large,
    "too_small": too_small,
    "below_zero": below_zero,
    "empty_text": _empty,
    "string_pattern_mismatch": _pattern,
    **dict.fromkeys(
        ("greater_than", "greater_than_equal", "less_than", "less_than_equal"), out_of_range
    ),
}
