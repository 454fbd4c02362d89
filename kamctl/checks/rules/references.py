"""Family 0xx and 2xx: references to missing entries, and cycles of references."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import NextRank, Observation, plan_check
from kamctl.i18n.message import Message, message
from kamctl.i18n.nearest import did_you_mean_one_of, did_you_mean_to_write
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.reference_messages import add_or_choose, places_of
from kamctl.plan.references import SHORT_FORMS
from kamctl.plan.value_synonyms import value_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kamctl.checks.engine.context import Context
    from kamctl.document.span import KeyPath

_MAX_CHAIN = 8
"""How many ids of a loop are shown."""


@plan_check(
    "KAM015",
    "unknown-function",
    required_from=Stage.DRAFT,
    rank=NextRank(group="structure"),
    fixable=True,
)
def unknown_function(context: Context) -> Iterator[Observation]:
    """Every function named is one of the company's.

    The workspace can define functions under `functions:`; they replace the default list.

    Why:
        Briefings are written for functions. A misspelt function means a briefing that nobody
        receives.

    Example:
        team:
          - {id: nadia, name: Nadia Rahmani, function: supplychain}

    Instead:
        team:
          - {id: nadia, name: Nadia Rahmani, function: supply-chain}
    """
    known = context.workspace.functions
    for function, path in context.names.functions:
        if function in known:
            continue
        yield Observation(
            path,
            message("“{function}” is not a function of the company.", function=function),
            did_you_mean_one_of(
                value_for(str(function), known) or str(function),
                known,
                message(
                    "Known functions: {known}. Add others in the workspace under `functions:`.",
                    known=", ".join(known),
                ),
            ),
        )


@plan_check("KAM201", "unknown-reference", required_from=Stage.DRAFT, fixable=True)
def unknown_reference(context: Context) -> Iterator[Observation]:
    """Every id that is referred to exists in the plan, and has the right type.

    Why:
        A reference that leads nowhere is work that nobody does: the action of a colleague who has
        left, a goal that was renamed. And a briefing can only show what it finds.

    Example:
        plan: {owner: clare}
        team:
          - {id: claire, name: Claire Morel}

    Instead:
        plan: {owner: claire}
        team:
          - {id: claire, name: Claire Morel}
    """
    known = context.entries
    for named, kinds, path in context.names.references:
        entry = known.get(named)
        if entry is not None and entry.kind in kinds:
            continue
        if any(_has_wrong_shape(context, place) for place in places_of(kinds)):
            continue  # it may be there, and that the list is none is reported
        wanted = _any_of_kinds(kinds)
        if entry is not None:
            yield Observation(
                path,
                message(
                    "`{id}` is {is_a}; expected {wanted}.",
                    id=named,
                    is_a=Message(entry.kind),
                    wanted=wanted,
                ),
                _ids_hint(context, kinds, named),
                related=((message("Defined here."), context.original.span((*entry.path, "id"))),),
            )
        else:
            yield Observation(
                path,
                message("`{id}` is not {wanted} in this plan.", id=named, wanted=wanted),
                _ids_hint(context, kinds, named),
            )


def _has_wrong_shape(context: Context, place: KeyPath) -> bool:
    """Tell whether something is written in the place of a list, or around it, that is none."""
    return any(
        not isinstance(context.original.get(place[:length]), shape | None)
        for length, shape in enumerate((*[dict] * (len(place) - 1), list), 1)
    )


def _any_of_kinds(kinds: tuple[str, ...]) -> Message:
    if len(kinds) == 1:
        return Message(kinds[0])
    if len(kinds) == 2:
        return message("{one} or {other}", one=Message(kinds[0]), other=Message(kinds[1]))
    return message(
        "{one}, {other} or {third}",
        one=Message(kinds[0]),
        other=Message(kinds[1]),
        third=Message(kinds[2]),
    )


def _ids_hint(context: Context, kinds: tuple[str, ...], named: str) -> Message:
    ids = [entry.id for entry in context.entries.values() if entry.kind in kinds]
    if (
        not ids
        and SHORT_FORMS.intersection(kinds)
        and any(map(context.original.get, places_of(kinds)))
    ):
        return message(
            "None of them has an id yet. Write the entry as {form}, and its id here.",
            form="`{id: G1, text: …}`",
        )
    if not ids:
        return message("The plan has none. Add the entry with this id, or remove the reference.")
    return did_you_mean_to_write(named, ids, add_or_choose(kinds, ids))


@plan_check("KAM202", "circular-reference", required_from=Stage.DRAFT)
def circular_reference(context: Context) -> Iterator[Observation]:
    """No loop in `reports_to`, and none in the `after` of actions.

    Why:
        Actions that wait for each other never start. In a reporting line that forms a loop nobody
        is at the top, so the final decision maker is unknown.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {id: A1, title: Trial contract Kempten, after: [A2]}
              - {id: A2, title: Wear diagnosis in the field, after: [A1]}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {id: A1, title: Trial contract Kempten}
              - {id: A2, title: Wear diagnosis in the field, after: [A1]}
    """
    if _may_be_circular_superiors(context):
        superiors = {
            person.id: (
                ("stakeholders", index, "reports_to"),
                (person.reports_to,) if person.reports_to else (),
            )
            for index, person in enumerate(context.plan.stakeholders)
        }
        for cycle in _cycles(superiors):
            yield Observation(
                superiors[cycle[0]][0],
                message("`reports_to` forms a loop: {chain}.", chain=_chain_text(cycle)),
                message("Correct one `reports_to`; the person at the top has none."),
            )
    if _may_be_circular_actions(context):
        before = {
            action.id: ((*objective.path, "actions", index, "after"), action.after)
            for objective in context.objectives
            for index, action in enumerate(objective.model.actions)
            if action.id
        }
        for cycle in _cycles(before):
            yield Observation(
                before[cycle[0]][0],
                message(
                    "These actions depend on each other in a loop: {chain}.",
                    chain=_chain_text(cycle),
                ),
                message("Remove one of them from an `after:`."),
            )


def _may_be_circular_superiors(context: Context) -> bool:
    """Tell whether a chain of superiors comes back to itself.

    Each is followed upwards to a person whom an earlier chain has reached.
    """
    superiors = {
        person.id: person.reports_to for person in context.plan.stakeholders if person.reports_to
    }
    followed: set[str] = set()
    for person in superiors:
        chain: set[str] = set()
        step: str | None = person
        while step in superiors and step not in followed:
            if step in chain:
                return True
            chain.add(step)
            step = superiors[step]
        followed |= chain
    return False


def _may_be_circular_actions(context: Context) -> bool:
    """Tell whether an action waits for one that does not precede it in the file.

    Where none does, as in most plans, there is no cycle. An id that occurs twice leaves it open.
    """
    earlier: set[str] = set()
    for objective in context.plan.objectives:
        for action in objective.actions:
            if action.id:
                if action.id in earlier or (action.after and not earlier.issuperset(action.after)):
                    return True
                earlier.add(action.id)
    return False


def _chain_text(cycle: list[str]) -> str:
    shown = [*cycle, cycle[0]]
    if len(shown) > _MAX_CHAIN:
        shown[_MAX_CHAIN - 1 : -1] = ["…"]
    return " → ".join(shown)


def _cycles(links: Mapping[str, tuple[KeyPath, tuple[str, ...]]]) -> Iterator[list[str]]:
    """Find cycles in `links` until none is left, each reported at its first entry in the file."""
    graph = {name: [to for to in targets if to in links] for name, (_, targets) in links.items()}
    order = {name: index for index, name in enumerate(links)}
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            cycle = error.args[1][:0:-1]
            start = cycle.index(min(cycle, key=order.__getitem__))
            cycle = cycle[start:] + cycle[:start]
            yield cycle
            graph[cycle[0]].remove(cycle[1 % len(cycle)])
        else:
            return
