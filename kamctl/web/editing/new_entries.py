"""New entries of lists: with an id, so that others can refer to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.document.key_paths import place_name
from kamctl.plan.fields import fields_at
from kamctl.plan.new_ids import new_id
from kamctl.web.editing.field_keys import no_field
from kamctl.web.editing.typed_values import typed_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamctl.document.span import KeyPath
    from kamctl.web.editing.form_plan import FormPlan


def new_entry(form: FormPlan, path: KeyPath, values: Mapping[str, str]) -> dict[str, Any]:
    """Return an entry for the list at `path`: an id where the format has one, and typed values.

    `values` are texts as people type them, by key.

    Raises:
        UserError: the format has no list there.
    """
    try:
        fields = fields_at(f"{place_name(path)}[]")
    except KeyError as error:
        raise no_field() from error
    entry: dict[str, Any] = {}
    size = len(form.document.get(path) or ())
    for field in fields:
        if field.key == "id" and not values.get("id"):
            entry["id"] = new_id(form.document.value, path, values.get("name", ""))
        elif values.get(field.key):
            entry[field.key] = typed_value(form, (*path, size, field.key), values[field.key])
    return entry
