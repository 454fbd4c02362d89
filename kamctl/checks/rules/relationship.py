"""Family 4xx: is the relationship with the customer recorded, now and as it should be?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.checks.engine.registry import Observation, plan_check
from kamctl.checks.helpers.plan_texts import is_answered
from kamctl.document.finding import Severity
from kamctl.i18n.message import message
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context
    from kamctl.document.span import Path


_LEVELS: Final = {
    "disintegrating": 0,
    "exploratory": 1,
    "basic": 2,
    "cooperative": 3,
    "interdependent": 4,
    "integrated": 5,
}
"""The stages of a relationship, the closest last."""


@plan_check("KAM407", "relationship", required_from=Stage.SHARED)
def relationship(context: Context) -> Iterator[Observation]:
    """The relationship is recorded: now, target, by when, and the gap between them.

    All four are under `account.relationship`. A target that equals `now` is a warning, unless the
    relationship is integrated already; so is one below it.

    Why:
        The gap between the relationship as it is and as it should be is where the strategy starts.
        Without it an objective has no reason the customer would recognise. Source: M. McDonald, T.
        Millman and B. Rogers on the stages of a key account relationship (1997).

    Example:
        account:
          name: Lactea
          relationship: {now: cooperative}

    Instead:
        account:
          name: Lactea
          relationship:
            now: cooperative
            target: interdependent
            by: 2028-12-31
            gap: We are asked for prices and delivery, not for an opinion on the next line.
    """
    known = context.plan.account.relationship
    path: Path = ("account", "relationship")
    if known is None:
        yield Observation(
            path,
            message("The relationship with {account} is missing.", account=_account_name(context)),
            message(
                "Add {form} under `account:`, and `gap:` with what is missing today.",
                form="`relationship: {now: …, target: …, by: 2028-12-31}`",
            ),
        )
        return
    written = context.original.get(path)  # what could not be read is not missing
    lacks = [
        key
        for key in ("now", "target", "by")
        if getattr(known, key) is None and not (isinstance(written, dict) and written.get(key))
    ]
    if not is_answered(known.gap):
        lacks.append("gap")
    if lacks:
        yield Observation(
            (*path, lacks[0]) if len(lacks) == 1 else path,
            message(
                "The relationship lacks {lacks}.", lacks=", ".join(f"`{key}`" for key in lacks)
            ),
            message(
                "Write how the relationship is now, how it should be, by when, and what lies "
                "between."
            ),
        )
    if known.now is not None and known.now == known.target and known.now != "integrated":
        yield Observation(
            (*path, "target"),
            message("The target of the relationship is what it is already."),
            message(
                "Set a higher `target:`; where holding it is the aim, set this check aside with "
                "the reason."
            ),
            Severity.WARNING if context.stage is not Stage.DRAFT else None,
        )
    elif known.now and known.target and _LEVELS[known.target] < _LEVELS[known.now]:
        yield Observation(
            (*path, "target"),
            message("The target of the relationship is below what it is now."),
            message("Set a higher `target:`, or correct `now:`."),
            Severity.WARNING if context.stage is not Stage.DRAFT else None,
        )


def _account_name(context: Context) -> str:
    return " ".join(context.plan.account.name.split())
