"""For whom a document is made, and in which language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.visibility.audience import (
    ACCOUNT_TEAM,
    AUDIENCE_LABELS,
    EXECUTIVE,
    SPONSOR,
    audience_names,
)
from kamctl.document.errors import UserError, unknown_language
from kamctl.i18n.catalog import SOURCE_LANGUAGE, languages
from kamctl.i18n.language import supported_language
from kamctl.i18n.message import message
from kamctl.i18n.nearest import did_you_mean
from kamctl.plan.people import find_member
from kamctl.plan.value_synonyms import asked_value

if TYPE_CHECKING:
    from kamctl.plan.model import Plan
    from kamctl.workspace.config import Workspace

ALL_READERS: Final = "all"
"""Everyone whom a plan touches."""


def chosen_readers(asked: str | None, plan: Plan, workspace: Workspace) -> tuple[str | None, ...]:
    """Return whom to make a page for; with `all`, everyone whom the plan touches.

    Raises:
        UserError: there is no audience of this name.
    """
    if asked == ALL_READERS:
        first = (None, EXECUTIVE, SPONSOR, ACCOUNT_TEAM)
        return (*first, *(one for one in functions_asked(plan) if one not in first))
    return (reader_of(asked, plan, workspace, others=(ALL_READERS,)),)


def functions_asked(plan: Plan) -> list[str]:
    """Return the functions that the plan asks for something, each once."""
    asked = (one.function for objective in plan.objectives for one in objective.directions)
    return list(dict.fromkeys(asked))


def known_audiences(plan: Plan | None, workspace: Workspace) -> tuple[str, ...]:
    """Return whom a document can be for: the company's functions, and those that the plan names."""
    functions = workspace.functions
    if plan is None:
        return audience_names(functions)
    named = {*functions_asked(plan), *(member.function for member in plan.team if member.function)}
    return audience_names((*functions, *sorted(named.difference(functions))))


def reader_of(
    asked: str | None, plan: Plan, workspace: Workspace, others: tuple[str, ...] = ()
) -> str | None:
    """Return whom to make a page for; None is everyone. `others` may be asked for elsewhere.

    Raises:
        UserError: there is no audience of this name.
    """
    if asked is None:
        return None
    allowed = known_audiences(plan, workspace)
    found = asked_value(asked, allowed, AUDIENCE_LABELS)
    if found is not None:
        return found
    person = find_member(plan, asked)
    hint = did_you_mean(asked, (*allowed, *others))
    if person is not None and person.function in allowed:
        hint = message(
            "Give the function of {name}: --for {function}",
            name=person.name,
            function=person.function,
        )
    raise UserError(message("Unknown function “{name}”.", name=asked), hint)


def document_language(asked: str | None, plan: Plan) -> str:
    """Return the language of a document: the one asked for, else the plan's, else English.

    Raises:
        UserError: one is asked for that the tool does not speak.
    """
    if asked is None:
        own: str = plan.plan.language
        return own if own in languages() else SOURCE_LANGUAGE
    found = supported_language(asked)
    if found is None:
        raise unknown_language(asked)
    return found
