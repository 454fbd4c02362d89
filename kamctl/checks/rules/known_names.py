"""Ids and names that the plan or the workspace must know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, plan_check
from kamctl.i18n.message import message
from kamctl.i18n.nearest import nearest
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context
    from kamctl.document.span import Path


@plan_check("KAM014", "duplicate-id", required_from=Stage.DRAFT)
def duplicate_id(context: Context) -> Iterator[Observation]:
    """No two entries of a plan have the same id.

    All ids of a plan are one name space; only the account's own is apart. Capitals count.

    Why:
        Ids are what other entries refer to: `owner: claire` must mean one Claire, and not leave
        it to chance whether our colleague or the customer's is meant.

    Example:
        team:
          - {id: claire, name: Claire Morel}
        stakeholders:
          - {id: claire, name: Claire Dubois}

    Instead:
        team:
          - {id: claire, name: Claire Morel}
        stakeholders:
          - {id: dubois, name: Claire Dubois}
    """
    entries = context.names.entries
    if len({entry.id for entry in entries}) == len(entries):
        return
    first: dict[str, Path] = {}
    for entry in entries:
        path = (*entry.path, "id")
        if entry.id not in first:
            first[entry.id] = path
            continue
        yield Observation(
            path,
            message("The id `{id}` stands for two entries.", id=entry.id),
            message("Give one of them another id; whoever refers to it must use the new one."),
            beside=((message("It stands here first."), first[entry.id]),),
        )


@plan_check("KAM015", "unknown-function", required_from=Stage.DRAFT)
def unknown_function(context: Context) -> Iterator[Observation]:
    """Every function named is one of the company's.

    The workspace may name its own under `functions:`; those count then, and no others.

    Why:
        Briefings are made for functions: a misspelt one would be a briefing that nobody gets, and
        a colleague who hears of it last.

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
        near = nearest(str(function), known)
        yield Observation(
            path,
            message("“{function}” is not a function of the company.", function=function),
            message("Did you mean `{near}`? Known: {known}.", near=near, known=", ".join(known))
            if near
            else message(
                "Known: {known}. A workspace can name its own under `functions:`.",
                known=", ".join(known),
            ),
        )
