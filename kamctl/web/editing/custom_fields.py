"""The company's own fields as fields of a form: those that its workspace declares, and those that
the plan has besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kamctl.checks.helpers.custom_values import fits
from kamctl.document.key_paths import place_name
from kamctl.i18n.marked_text import capitalized
from kamctl.plan.facet import Facet
from kamctl.plan.fields import PlanField
from kamctl.plan.schema_lookup import is_custom_field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kamctl.document.document import Document
    from kamctl.document.span import KeyPath
    from kamctl.workspace.model import CustomField

    DeclaredFields = Mapping[str, Mapping[str, CustomField]]
    """By what they are of, as in a workspace, and by their names."""

CUSTOM: Final = "custom"
YES_NO: Final = ("true", "false")
"""The values of a field that is answered with yes or no, as a form sends them."""
_DECLARED_FOR: Final = {
    "": "plan",
    "plan": "plan",
    "account": "account",
    "team[]": "member",
    "stakeholders[]": "stakeholder",
    "buying.contracts[]": "contract",
    "competitors[]": "competitor",
    "opportunities[]": "opportunity",
    "objectives[]": "objective",
    "objectives[].actions[]": "action",
    "risks[]": "risk",
    "reviews[]": "review",
}
"""What a workspace calls the parts of a plan that may have such fields."""


def custom_fields_at(
    document: Document, path: KeyPath, declared: DeclaredFields
) -> Iterator[tuple[PlanField, KeyPath]]:
    """Yield the custom fields of the part of a plan at `path`, with their paths.

    Those of the plan may be at the top of its file or under `plan`: all are given for `plan`.
    """
    at_top = path == ("plan",) and document.has((CUSTOM,))
    asked = declared.get(_DECLARED_FOR.get(place_name(path), ""), {})
    groups = ((CUSTOM,), (*path, CUSTOM)) if at_top else ((*path, CUSTOM),)
    seen: set[str] = set()
    for at, group in enumerate(groups):
        there = document.get(group)
        names = list(there) if isinstance(there, dict) else []
        for name in dict.fromkeys((*(() if at else asked), *names)):
            field = custom_field(document, (*group, name), declared)
            if field is not None and (name in names or name not in seen):
                seen.add(name)
                yield field, (*group, name)


def custom_field(document: Document, path: KeyPath, declared: DeclaredFields) -> PlanField | None:
    """Return the own field at `path`; None where nobody has declared or written one."""
    if not is_custom_field(path) or not isinstance(path[-1], str):
        return None
    name, value = path[-1], document.get(path)
    field = _declared_at(path, declared)
    if field is None and value is None:
        return None
    kind = field.type if field is not None else _type_of(value)
    place = f"{place_name(path[:-1])}.{name}"
    label = name.replace("_", " ").replace("-", " ").strip()
    facet = Facet(capitalized(label) or name)
    description = field.description or "" if field is not None else ""
    match kind:
        case "number":
            return PlanField(name, place, facet, "number", description=description)
        case "date":
            return PlanField(name, place, facet, "date", description=description)
        case "yes_no":
            return PlanField(name, place, facet, "choice", False, YES_NO, description=description)
        case "choice" if field is not None:
            return PlanField(
                name, place, facet, "choice", False, field.choices, description=description
            )
        case _:
            several = isinstance(value, list)
            return PlanField(name, place, facet, "plain", several, description=description)


def custom_value(field: PlanField, read: Any) -> Any:
    """Return what a plan gets for what was read from an own field."""
    return read == YES_NO[0] if field.values == YES_NO and read in YES_NO else read


def misfit(path: KeyPath, value: Any, declared: DeclaredFields) -> CustomField | None:
    """Return the declaration of an own field that a value is not of; None where it may be there."""
    field = _declared_at(path, declared) if is_custom_field(path) else None
    return field if field is not None and value is not None and not fits(field, value) else None


def _declared_at(path: KeyPath, declared: DeclaredFields) -> CustomField | None:
    fields = declared.get(_DECLARED_FOR.get(place_name(path[:-2]), ""), {})
    return fields.get(str(path[-1]))


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "yes_no"
    return "number" if isinstance(value, int | float) else "text"
