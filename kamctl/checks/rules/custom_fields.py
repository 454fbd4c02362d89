"""Family 8xx: the company's own fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.checks.engine.registry import Observation, plan_check
from kamctl.checks.helpers.custom_values import (
    fits,
    is_left_blank,
    kind_of,
    type_mismatch,
    type_mismatch_hint,
)
from kamctl.document.finding import Severity
from kamctl.i18n.message import message
from kamctl.i18n.nearest import did_you_mean_to_write, nearest
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kamctl.checks.engine.context import Context
    from kamctl.document.span import KeyPath
    from kamctl.workspace.model import CustomField


@plan_check("KAM803", "custom-fields", required_from=Stage.DRAFT)
def custom_fields(context: Context) -> Iterator[Observation]:
    """The company's own fields, under `custom:`, match their declaration in the workspace.

    If the workspace declares fields for a place (plan, account, member, stakeholder, contract,
    competitor, opportunity, objective, action, risk, review), an unknown field there is an error,
    and so is a value of another type. A field required from a stage on is a to-do before that
    stage. If the workspace declares none, any field is allowed.

    Why:
        Custom fields are used to sort and count plans. Inconsistent spelling or types make that
        impossible.

    Example:
        # kamctl.yaml
        custom:
          account:
            region: {type: choice, choices: [north, south]}
        # plan.yaml
        account:
          name: Lactea
          custom: {region: nroth}

    Instead:
        # kamctl.yaml
        custom:
          account:
            region: {type: choice, choices: [north, south]}
        # plan.yaml
        account:
          name: Lactea
          custom: {region: north}
    """
    declared = context.workspace.custom
    if not declared:
        return
    for place, groups, asked in _entries_with_custom_fields(context):
        fields = declared.get(place)
        if not fields:
            continue
        misspelt: set[str] = set()
        for path, values in groups:
            for name, value in values.items():
                if name in fields:
                    yield from _wrong_type(fields[name], name, value, (*path, name))
                    continue
                misspelt.add(nearest(name, fields) or "")
                yield _undeclared(context, place, (*path, name), fields)
        if asked:
            given = {
                name
                for _, values in groups
                for name, value in values.items()
                if not is_left_blank(value)
            }
            yield from _missing(context, groups[0][0], fields, given | misspelt)


_Groups = tuple[tuple["KeyPath", "Mapping[str, Any]"], ...]


def _entries_with_custom_fields(context: Context) -> Iterator[tuple[str, _Groups, bool]]:
    """Return each entry that may have fields of the company's own.

    That is the name of its place, its fields with their path, and whether missing ones are asked
    for: in a closed objective nothing is. The plan may have its fields at the top or under `plan`.
    """
    plan = context.plan
    at_top = (("custom",), plan.custom)
    in_header = (("plan", "custom"), plan.plan.custom)
    at_top_first = bool(plan.custom) or not context.document.has(("plan",))
    yield "plan", (at_top, in_header) if at_top_first else (in_header, at_top), True
    yield "account", ((("account", "custom"), plan.account.custom),), True
    for index, person in enumerate(plan.stakeholders):
        yield "stakeholder", ((("stakeholders", index, "custom"), person.custom),), True
    for objective in context.objectives:
        is_open = not objective.model.is_closed
        yield "objective", ((objective.at("custom"), objective.model.custom),), is_open
        for index, action in enumerate(objective.model.actions):
            path = objective.at("actions", index, "custom")
            yield "action", ((path, action.custom),), is_open and action.status != "cancelled"
    contracts = plan.buying.contracts if plan.buying else ()
    lists: tuple[tuple[str, KeyPath, Sequence[Any]], ...] = (
        ("member", ("team",), plan.team),
        ("contract", ("buying", "contracts"), contracts),
        ("competitor", ("competitors",), plan.competitors),
        ("opportunity", ("opportunities",), plan.opportunities),
        ("risk", ("risks",), plan.risks),
        ("review", ("reviews",), plan.reviews),
    )
    for kind, section, entries in lists:
        for index, entry in enumerate(entries):
            yield kind, (((*section, index, "custom"), entry.custom),), True


def _undeclared(
    context: Context, place: str, path: KeyPath, fields: Mapping[str, CustomField]
) -> Observation:
    return Observation(
        path,
        message("The workspace declares no field `{name}` here.", name=path[-1]),
        did_you_mean_to_write(
            str(path[-1]),
            fields,
            message(
                "Declared fields: {known}. Add others in kamctl.yaml under `custom.{place}`.",
                known=", ".join(fields),
                place=place,
            ),
        ),
        span=context.document.key_span(path),
    )


def _missing(
    context: Context, path: KeyPath, fields: Mapping[str, CustomField], given: set[str]
) -> Iterator[Observation]:
    for name, field in fields.items():
        since = field.required_from
        if since is None or name in given:
            continue
        yield Observation(
            (*path, name),
            message(
                "The custom field `{name}` is missing; it is required from stage {stage}.",
                name=name,
                stage=since.value,
            ),
            message("Add it under `custom:`. {purpose}", purpose=field.description)
            if field.description
            else message("Add it under `custom:`, as {kind}.", kind=kind_of(field)),
            Severity.ERROR if context.stage.rank >= since.rank else Severity.TODO,
            stage=since,
        )


def _wrong_type(field: CustomField, name: str, value: Any, path: KeyPath) -> Iterator[Observation]:
    if not fits(field, value):
        yield Observation(path, type_mismatch(field, name), type_mismatch_hint(field, value))
