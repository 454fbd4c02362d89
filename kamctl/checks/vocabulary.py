"""Ids and names that the plan or the workspace must know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.catalogue import Observation, plan_check
from kamctl.words.message import message
from kamctl.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.context import Context
    from kamctl.document.span import Path


@plan_check("KAM014", "duplicate-id")
def duplicate_id(context: Context) -> Iterator[Observation]:
    """Two entries have the same id.

    All ids of a plan are one name space: `owner: claire` must mean one Claire.
    """
    first: dict[str, Path] = {}
    for entry in context.names.entries:
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


@plan_check("KAM015", "unknown-function")
def unknown_function(context: Context) -> Iterator[Observation]:
    """A function is not one of the company's.

    Briefings are made for functions: a misspelt one would be a briefing that nobody gets. The
    workspace may name its own under `functions:`.
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
