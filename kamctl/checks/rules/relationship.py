"""Family 4xx: is the relationship with the customer recorded, now and as it should be?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.checks.engine.registry import Observation, plan_check
from kamctl.checks.helpers.plan_texts import is_answered
from kamctl.document.finding import Severity
from kamctl.i18n.message import message
from kamctl.i18n.text_normalization import single_spaced
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context
    from kamctl.document.span import KeyPath
    from kamctl.plan.account import Relationship


_LEVELS: Final = {
    "disintegrating": 0,
    "exploratory": 1,
    "basic": 2,
    "cooperative": 3,
    "interdependent": 4,
    "integrated": 5,
}
"""The stages of a relationship, the closest last."""


_PATH: KeyPath = ("account", "relationship")


@plan_check("KAM407", "relationship", required_from=Stage.SHARED)
def relationship(context: Context) -> Iterator[Observation]:
    """The relationship is described: current level, target, date, and gap.

    All four are under `account.relationship`. A target that equals `now` is a warning, unless the
    relationship is already integrated; so is a lower target.

    Why:
        The gap between the current and the target relationship is the starting point of the
        strategy. Without it, the customer would see no reason for the objective. Source: M.
        McDonald, T. Millman and B. Rogers on the stages of a key account relationship (1997).

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
    if known is None:
        yield Observation(
            _PATH,
            message(
                "The relationship with {account} is not described.", account=_account_name(context)
            ),
            message(
                "Add {form} under `account:`, and `gap:` with what is still missing.",
                form="`relationship: {now: …, target: …, by: 2028-12-31}`",
            ),
        )
        return
    yield from _missing_keys(context, known)
    yield from _target_not_higher(context, known)


def _missing_keys(context: Context, known: Relationship) -> Iterator[Observation]:
    written = context.original.get(_PATH)  # what could not be read is not missing
    missing = [
        key
        for key in ("now", "target", "by")
        if getattr(known, key) is None and not (isinstance(written, dict) and written.get(key))
    ]
    if not is_answered(known.gap):
        missing.append("gap")
    if missing:
        yield Observation(
            (*_PATH, missing[0]) if len(missing) == 1 else _PATH,
            message(
                "The relationship is incomplete. Missing: {lacks}.",
                lacks=", ".join(f"`{key}`" for key in missing),
            ),
            message("Add `gap:` with what is still missing.")
            if missing == ["gap"]
            else message(
                "Describe the current relationship, the target, its date and what is missing."
            ),
        )


def _target_not_higher(context: Context, known: Relationship) -> Iterator[Observation]:
    if known.now is None or known.target is None:
        return
    if known.now == known.target and known.now != "integrated":
        text = message("The target of the relationship equals its current level.")
        hint = message(
            "Set a higher `target:`; if the aim is to keep this level, ignore this check "
            "with a reason."
        )
    elif _LEVELS[known.target] < _LEVELS[known.now]:
        text = message("The target of the relationship is below its current level.")
        hint = message("Set a higher `target:`, or correct `now:`.")
    else:
        return
    severity = Severity.TODO if context.stage is Stage.DRAFT else Severity.WARNING
    yield Observation((*_PATH, "target"), text, hint, severity)


def _account_name(context: Context) -> str:
    return single_spaced(context.plan.account.name)
