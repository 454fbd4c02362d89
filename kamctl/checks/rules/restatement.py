"""Family 3xx: has each function said in its own words what is asked of it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, not_met, objective_check
from kamctl.checks.helpers.directions import leader_name
from kamctl.checks.helpers.placeholders import are_mere_assent
from kamctl.checks.helpers.plan_texts import is_answered
from kamctl.i18n.message import N_, Message, message
from kamctl.i18n.text_normalization import normalized_words
from kamctl.plan.functions import function_name
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import is_empty, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.document.span import KeyPath
    from kamctl.plan.directions import Direction, Restatement
    from kamctl.plan.text import Text


@objective_check(
    "KAM304",
    "restated",
    N_("Have each function restate the request"),
    required_from=Stage.ALIGNED,
)
def restated(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """Every function has restated the request in its own words, with author and date.

    The author is the direction's leader, or somebody from the same function. The request repeated
    word for word is not a restatement, whatever its punctuation, nor is “Ok” or “n/a”.

    Why:
        People understand what they have said themselves, and start to own it; a nod in a meeting
        proves neither. A restatement also shows misunderstandings while they are cheap to correct.
        Source: H. Faucher with K. Meraihia, "Key Account Manager: vendeur ou chef d'orchestre ?"
        (2015): those inside must understand it, own it, adapt it.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - function: supply-chain
                leader: nadia
                ask: Hold four weeks of valves for Lactéa from March 2027.
        team:
          - {id: nadia, name: Nadia Rahmani, function: supply-chain}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - function: supply-chain
                leader: nadia
                ask: Hold four weeks of valves for Lactéa from March 2027.
                restatement:
                  text: We carry the stock, and sales carries the forecast.
                  by: nadia
                  on: 2026-10-14
        team:
          - {id: nadia, name: Nadia Rahmani, function: supply-chain}
    """
    if not objective.model.directions:
        yield not_met(objective.at("directions"))
    for index, direction in enumerate(objective.model.directions):
        path = objective.at("directions", index, "restatement")
        restatement = direction.restatement
        if is_empty(direction.ask) or _is_placeholder(restatement):
            yield not_met(path)  # KAM302 and KAM102 say what comes first
        elif restatement is None or is_empty(restatement.text):
            yield _not_restated(context, direction, path)
        elif all(map(are_mere_assent, words := _normalized_wordings(restatement.text))):
            yield _not_in_own_words(
                path,
                message(
                    "{function}: the restatement only repeats the request.",
                    function=function_name(direction.function),
                ),
                leader_name(context, direction),
            )
        elif restatement.by is None or restatement.on is None:
            yield _without_author_or_date(direction, restatement, path)
        elif words & _normalized_wordings(direction.ask):
            yield _not_in_own_words(
                path,
                message(
                    "{function}: the restatement repeats the request word for word.",
                    function=function_name(direction.function),
                ),
                context.contact_name(restatement.by) or context.name_of(restatement.by),
            )
        elif restatement.by != direction.leader:
            functions = {one.id: one.function for one in context.plan.team}
            if functions.get(restatement.by) not in (None, direction.function):
                yield _by_other_function(context, direction, restatement.by, path)


def _is_placeholder(restatement: Restatement | None) -> bool:
    if restatement is None:
        return False
    return not is_empty(restatement.text) and not is_answered(restatement.text)


def _normalized_wordings(text: Text | None) -> set[str]:
    """Return what a text says in each language, capitals and punctuation aside."""
    return {normalized_words(wording) for wording in texts_of(text)} - {""}


def _not_restated(context: Context, direction: Direction, path: KeyPath) -> Observation:
    if direction.leader is None:
        return Observation(
            path,
            message(
                "{function}: the restatement is missing.",
                function=function_name(direction.function),
            ),
            message("Ask for it, and record it under `restatement:` with `text`, `by` and `on`."),
        )
    objective = context.objectives[int(path[1])].model.id
    start = f"kamctl align restate {context.printable_name} {objective}"
    return Observation(
        path,
        message(
            "{function}: the restatement of {name} is missing.",
            function=function_name(direction.function),
            name=leader_name(context, direction),
        ),
        message(
            "Ask for the restatement, and record it: {command}",
            command=f'{start} --for {direction.function} --text "…"',
        ),
    )


def _not_in_own_words(path: KeyPath, text: Message, author: str | Message) -> Observation:
    return Observation(
        (*path, "text"),
        text,
        message(
            "Ask {name} how they would explain it to their own team, and write that.",
            name=author,
            own=[(author, message("Write how you would explain it to your own team."))],
        ),
    )


def _without_author_or_date(
    direction: Direction, restatement: Restatement, path: KeyPath
) -> Observation:
    if restatement.by is None and restatement.on is None:
        text = N_("{function}: the restatement has no author and no date.")
        hint = N_("Add `by:` with the id of that person, and `on:` with the date.")
    elif restatement.by is None:
        text = N_("{function}: the restatement has no author.")
        hint = N_("Add `by:` with the id of that person from `team`.")
    else:
        text = N_("{function}: the restatement has no date.")
        hint = N_("Add `on:` with the date: 2026-10-14.")
    return Observation(
        path, Message(text, {"function": function_name(direction.function)}), Message(hint)
    )


def _by_other_function(
    context: Context, direction: Direction, by: str, path: KeyPath
) -> Observation:
    name = context.name_of(by)
    return Observation(
        (*path, "by"),
        message(
            "{function}: the restatement is by {name}, who belongs to another function.",
            function=function_name(direction.function),
            name=name,
        ),
        message(
            "Ask {leader} for a restatement; if {name} leads this function, set `leader:` to "
            "their id.",
            leader=(leader := leader_name(context, direction)),
            name=name,
            own=[
                (leader, message("Write the restatement in your own words.")),
                (
                    name,
                    message(
                        "Ask {leader} for a restatement; if you lead this function, set `leader:` "
                        "to your id.",
                        leader=leader,
                    ),
                ),
            ],
        ),
    )
