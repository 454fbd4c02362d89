"""Where a finding about a recorded sign-off is: at its line of the sign-off file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation
from kamctl.document.span import Span
from kamctl.plan.entry_lookup import entry_with_id

if TYPE_CHECKING:
    from kamctl.checks.engine.context import Context
    from kamctl.i18n.message import Message
    from kamctl.signoffs.signoff import Signoff


def at_signoff(context: Context, entry: Signoff, what: Message, hint: Message) -> Observation:
    """Return what is observed of a sign-off, and what to do about it.

    It is about the objective that was signed, where the plan still has it.
    """
    span = Span(entry.line, 1, entry.line, 2)
    objective = entry_with_id(context.plan.objectives, entry.objective)
    path = () if objective is None else ("objectives", context.plan.objectives.index(objective))
    return Observation(path, what, hint, span=span, source=context.signoffs.source)
