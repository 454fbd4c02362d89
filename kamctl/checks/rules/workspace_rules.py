"""Family 8xx: the toolbox, and what the company has settled for its plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from kamctl.checks.engine.registry import Observation, plan_check
from kamctl.checks.engine.settings import settings
from kamctl.document.finding import Severity
from kamctl.i18n.message import Message, message
from kamctl.i18n.nearest import nearest
from kamctl.plan.plan_metadata import Stage, Tool
from kamctl.plan.values import PlanDate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kamctl.checks.engine.context import Context
    from kamctl.document.document import Document
    from kamctl.document.span import Path
    from kamctl.workspace.model import CustomField, Tier

_TOOLS: tuple[str, ...] = get_args(Tool)
_YES_NO = ("yes", "no", "oui", "non")


def _holds(value: Any) -> bool:
    """Tell whether something stands in a section, and not only its empty lists."""
    if isinstance(value, dict):
        return any(map(_holds, value.values()))
    if isinstance(value, list):
        return any(map(_holds, value))
    return value is not None and value != ""


def _has_content(context: Context, tool: str) -> bool:
    """Tell whether the file has a section, even one that could not be read."""
    return _holds(context.original.value.get(tool))


def _tools_are_whole(context: Context) -> bool:
    """Tell whether all of `plan.tools` could be read: else a tool that is listed seems missing."""
    path = ("plan", "tools")
    document, original = context.document, context.original
    return document is original or bool(document.get(path) == original.get(path))


def missing_tools(tier: Tier, listed: Sequence[str], document: Document) -> list[str]:
    """Return the tools that a tier asks for and a plan does not use; it may list those it does.

    A tool is in use where its section has content: to list it is not enough.
    """
    return [
        tool
        for tool in dict.fromkeys(tier.tools)
        if (listed and tool not in listed) or not _holds(document.value.get(tool))
    ]


@plan_check("KAM801", "tier-tools", required_from=Stage.SHARED)
def tier_tools(context: Context) -> Iterator[Observation]:
    """The plan uses the tools that the workspace wants of accounts of its tier.

    A tool is in use where its section has content and `plan.tools`, in a plan with that list, lists
    it. A tier that the workspace does not know is a warning.

    Why:
        A plan is a toolbox: each account takes what helps it. For its largest accounts a company
        may want some tools in every plan, so that they can be read side by side; and a tier with a
        slip of the pen in it would quietly ask for nothing.

    Example:
        # kamctl.yaml
        tiers:
          strategic: {tools: [stakeholders, position]}
        # plan.yaml
        account: {name: Lactea, tier: strategic}
        stakeholders:
          - {id: mercier, name: Hélène Mercier}

    Instead:
        # kamctl.yaml
        tiers:
          strategic: {tools: [stakeholders, position]}
        # plan.yaml
        account: {name: Lactea, tier: strategic}
        stakeholders:
          - {id: mercier, name: Hélène Mercier}
        position:
          history:
            - {year: 2025, turnover: 5_200_000, customer_spend: 19_000_000}
    """
    named, tiers = context.plan.account.tier, context.workspace.tiers
    if named and tiers and context.tier is None:
        near = nearest(named, tiers)
        yield Observation(
            ("account", "tier"),
            message("The workspace has no tier “{tier}”.", tier=named),
            message("Did you mean `{near}`?", near=near)
            if near
            else message(
                "It has: {known}. Others can be added in kamctl.yaml under `tiers:`.",
                known=", ".join(tiers),
            ),
            Severity.WARNING,
        )
    if context.tier is None or not _tools_are_whole(context):
        return
    listed = context.plan.plan.tools
    missing = missing_tools(context.tier, listed, context.original)
    if missing:
        yield Observation(
            ("plan", "tools") if listed else ("account", "tier"),
            message(
                "Tools that a plan of tier “{tier}” uses, and this one does not yet: {tools}.",
                tier=named,
                tools=", ".join(missing),
            ),
            message("Add what is known under a key of that name, and list it in `plan.tools`.")
            if listed
            else message("Add what is known, each under a key of that name."),
        )


@plan_check("KAM802", "tool-content", warns_from=Stage.SHARED)
def tool_content(context: Context) -> Iterator[Observation]:
    """The tools that `plan.tools` lists are the sections that have content.

    A plan without the list uses whatever it holds.

    Why:
        Colleagues look for what is listed, and the checks look at nothing else: a section that is
        filled in and not listed is never checked. And a tool that stays empty may as well be put
        back into the box: a form that is filled in for its own sake is what ends account planning.

    Example:
        plan: {tools: [swot, stakeholders]}
        stakeholders:
          - {id: mercier, name: Hélène Mercier}

    Instead:
        plan: {tools: [stakeholders]}
        stakeholders:
          - {id: mercier, name: Hélène Mercier}
    """
    listed = context.plan.plan.tools
    if not listed:
        return
    required = context.tier.tools if context.tier else ()  # KAM801 says so of these
    empty = [
        tool
        for tool in dict.fromkeys(listed)
        if tool not in required and not _has_content(context, tool)
    ]
    if empty:
        yield Observation(
            ("plan", "tools", listed.index(empty[0])),
            message(
                "Listed as tools of this plan, and still empty: {tools}.", tools=", ".join(empty)
            ),
            message("Add what is known under a key of that name, or take it out of `plan.tools`."),
        )
    unlisted = [tool for tool in _TOOLS if tool not in listed and _has_content(context, tool)]
    if unlisted and _tools_are_whole(context):
        yield Observation(
            ("plan", "tools"),
            message(
                "Filled in, and not listed as tools of this plan: {tools}.",
                tools=", ".join(unlisted),
            ),
            message("Add them to `plan.tools`; until then the checks pass over them."),
        )


@plan_check("KAM803", "custom-fields", required_from=Stage.DRAFT)
def custom_fields(context: Context) -> Iterator[Observation]:
    """The company's own fields, under `custom:`, are as the workspace declares them.

    Where the workspace declares fields for a place (plan, account, member, stakeholder, contract,
    competitor, opportunity, objective, action, risk, review), an unknown one there is an error, and
    so is a value of another type. One that is wanted from a stage on is a to-do before. Where it
    declares none, anything goes.

    Why:
        A field of the company's own is there so that all plans can be sorted and counted by it.
        Spelt in three ways, or a number here and a word there, it sorts nothing.

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
    for place, groups, asked in _places(context):
        fields = declared.get(place)
        if not fields:
            continue
        misspelt: set[str] = set()
        for path, values in groups:
            for name, value in values.items():
                if name in fields:
                    yield from _wrong(fields[name], name, value, (*path, name))
                    continue
                near = nearest(name, fields)
                misspelt.add(near or "")
                yield _unknown(context, place, (*path, name), near, fields)
        if asked:
            given = {
                name
                for _, values in groups
                for name, value in values.items()
                if not _is_blank(value)
            }
            yield from _missing(context, groups[0][0], fields, given | misspelt)


_Groups = tuple[tuple["Path", "Mapping[str, Any]"], ...]


def _places(context: Context) -> Iterator[tuple[str, _Groups, bool]]:
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
    for place, person in enumerate(plan.stakeholders):
        yield "stakeholder", ((("stakeholders", place, "custom"), person.custom),), True
    for objective in context.objectives:
        is_open = not objective.objective.is_closed
        yield "objective", ((objective.at("custom"), objective.objective.custom),), is_open
        for place, action in enumerate(objective.objective.actions):
            path = objective.at("actions", place, "custom")
            yield "action", ((path, action.custom),), is_open and action.status != "cancelled"
    contracts = plan.buying.contracts if plan.buying else ()
    lists: tuple[tuple[str, Path, Sequence[Any]], ...] = (
        ("member", ("team",), plan.team),
        ("contract", ("buying", "contracts"), contracts),
        ("competitor", ("competitors",), plan.competitors),
        ("opportunity", ("opportunities",), plan.opportunities),
        ("risk", ("risks",), plan.risks),
        ("review", ("reviews",), plan.reviews),
    )
    for kind, section, entries in lists:
        for place, entry in enumerate(entries):
            yield kind, (((*section, place, "custom"), entry.custom),), True


def _unknown(
    context: Context, place: str, path: Path, near: str | None, fields: Mapping[str, CustomField]
) -> Observation:
    return Observation(
        path,
        message("The workspace declares no field `{name}` here.", name=path[-1]),
        message("Did you mean `{near}`?", near=near)
        if near
        else message(
            "It declares: {known}. Others can be added in kamctl.yaml under `custom.{place}`.",
            known=", ".join(fields),
            place=place,
        ),
        span=context.document.key_span(path),
    )


def _missing(
    context: Context, path: Path, fields: Mapping[str, CustomField], given: set[str]
) -> Iterator[Observation]:
    for name, field in fields.items():
        since = field.required_from
        if since is None or name in given:
            continue
        yield Observation(
            (*path, name),
            message(
                "The company's field `{name}` is missing, wanted from stage {stage} on.",
                name=name,
                stage=since.value,
            ),
            message("Add it under `custom:`. {purpose}", purpose=field.description)
            if field.description
            else message("Add it under `custom:`; it should be {kind}.", kind=_kind(field)),
            Severity.ERROR if context.stage.rank >= since.rank else Severity.TODO,
            stage=since,
        )


def _wrong(field: CustomField, name: str, value: Any, path: Path) -> Iterator[Observation]:
    if not _fits(field, value):
        near = nearest(str(value), field.choices) if field.type == "choice" else None
        yield Observation(
            path,
            message("`{name}` should be {kind}.", name=name, kind=_kind(field)),
            message("Did you mean `{near}`?", near=near) if near else _how(field),
        )


def _how(field: CustomField) -> Message:
    match field.type:
        case "number":
            return message("Write it without a unit, as in 1_200_000 or 12.5.")
        case "date":
            return message("Write a day as 2027-03-31, a month as 2027-03, a quarter as 2027-Q1.")
        case "yes_no":
            return message("Write yes or no; true and false will do too.")
        case "choice":
            return message("Choose one. Others can be added in kamctl.yaml under `custom:`.")
        case _:
            return message("Put it between quotes; several texts become one, with commas.")


def _is_blank(value: Any) -> bool:
    return isinstance(value, str) and not value.strip()


def _fits(field: CustomField, value: Any) -> bool:
    """Tell whether a value is of a field's type; a text left blank is for `required_from`."""
    if _is_blank(value):
        return True
    match field.type:
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "yes_no":
            return isinstance(value, bool) or str(value).lower() in _YES_NO
        case "date":
            try:
                PlanDate.parse(value)
            except ValueError:
                return False
            return True
        case "choice":
            return not isinstance(value, bool | tuple) and str(value) in field.choices
        case _:
            return isinstance(value, str)


def _kind(field: CustomField) -> Message:
    match field.type:
        case "number":
            return message("a number")
        case "yes_no":
            return message("yes or no")
        case "date":
            return message("a date")
        case "choice":
            return message("one of: {choices}", choices=", ".join(field.choices))
        case _:
            return message("a text")


@plan_check("KAM804", "nested-workspace", warns_from=Stage.DRAFT)
def nested_workspace(context: Context) -> Iterator[Observation]:
    """A workspace inside another one does not loosen what the outer one settles.

    It inherits all of it. It may change how documents look and what new plans start with, and it
    may be stricter: more tools for a tier, a shorter age, an error instead of a warning. A check
    that is off or weighs less, an option that finds less, a tool fewer, plans that are excluded,
    signatures that are not required, other keys or another field of the same name are not applied.

    Why:
        A file of one line beside a plan would otherwise switch off what the company has settled for
        all, and nobody who reads the report would know.

    Example:
        # ../kamctl.yaml
        signatures: {required: true}
        # kamctl.yaml
        checks: {one-owner: off}
        signatures: {required: false}
        # plan.yaml
        account: {name: Lactea}

    Instead:
        # ../kamctl.yaml
        signatures: {required: true}
        # kamctl.yaml
        checks: {one-owner: error}
        # plan.yaml
        account: {name: Lactea}
    """
    for workspace in context.workspace.nested:
        document, above = workspace.document, workspace.above
        if document is None or above is None or above.document is None:
            continue
        for loosened in (*workspace.loosened, *settings(workspace).loosened):
            path = loosened.path
            while len(path) > 1 and not document.has(path):  # `KAM103: off`, in its short form
                path = path[:-1]
            yield Observation(
                (),
                message(
                    "{file} would loosen what {above} settles. {stays}",
                    file=document.source.name,
                    above=above.document.source.name,
                    stays=loosened.stays,
                ),
                message(
                    "Remove it here, or change it in {above}.", above=above.document.source.name
                ),
                span=document.key_span(path),
                source=document.source,
            )
