"""From what was typed into a field to the value that the plan gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.plan.codes import LANGUAGES
from kamctl.plan.field_text import lines_of
from kamctl.plan.fields import field_at
from kamctl.plan.schema_lookup import is_text
from kamctl.plan.stored_values import measure_unit_at, value_of
from kamctl.web.editing.custom_fields import custom_field, custom_value

if TYPE_CHECKING:
    from kamctl.document.span import KeyPath
    from kamctl.plan.fields import PlanField
    from kamctl.web.editing.form_plan import FormPlan


def typed_value(form: FormPlan, path: KeyPath, text: str) -> Any:
    """Return the value that a text typed into the field at `path` means; None for nothing.

    Where it cannot be read, the value is the text: the plan's reader says what is wrong.
    """
    before = value_of(form.document.value, path, form.conventions.language)
    own = custom_field(form.document, path, form.custom)
    if own is not None:
        if own.is_list:
            return _typed_list(form, own, text, before, "")
        return custom_value(own, form.texts.read(own, text, before))
    is_wording = len(path) > 1 and path[-1] in LANGUAGES and is_text(path[:-1])
    where = path[:-1] if is_wording else path
    field = field_at(where)
    if field is None:
        return text or None
    unit = measure_unit_at(form.document.value, path)
    if field.may_be_list and not is_wording:
        return _typed_list(form, field, text, before, unit)
    return form.texts.read(field, text, before, unit)


def _typed_list(form: FormPlan, field: PlanField, text: str, before: Any, unit: str) -> Any:
    """Return the list that lines mean: entries that it has already stay as they are written."""
    there = before if isinstance(before, list) else [] if before is None else [before]
    known: dict[str, Any] = {}
    for one in there:
        known.setdefault(form.texts.shown(field, one, unit), one)
    found = [known.get(line, form.texts.read(field, line, None, unit)) for line in lines_of(text)]
    if not found:
        return None
    is_one = not field.is_list and len(found) == 1 and not isinstance(before, list)
    return found[0] if is_one else found
