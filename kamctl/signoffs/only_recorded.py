"""Sign-offs that count on the word of whoever recorded them, without a signature or an e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.i18n.message import Message, message
from kamctl.plan.plan_metadata import Stage
from kamctl.signoffs.signoff_changes import party_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.signoffs.agreement_status import ObjectiveStatus
    from kamctl.signoffs.party_status import PartyStatus


def only_recorded(
    stage: Stage | None, statuses: Iterable[ObjectiveStatus]
) -> tuple[ObjectiveStatus, ...]:
    """Return the open objectives of a validated plan that have such sign-offs.

    None before stage validated: nobody relies on them yet.
    """
    if stage is not Stage.VALIDATED:
        return ()
    return tuple(one for one in statuses if not one.objective.is_closed and one.only_recorded)


def who_recorded(parties: Iterable[PartyStatus]) -> tuple[Message, ...]:
    """Say whose sign-offs these are that are only recorded, and by whom they were recorded.

    “finance and operations (recorded by Mara Dekker)”, once for each way.
    """
    groups: dict[str, list[PartyStatus]] = {}
    for one in parties:
        groups.setdefault(" ".join(map(str, one.recorded_how)), []).append(one)
    return tuple(
        message("{parties} ({how})", parties=party_names(group), how=group[0].recorded_how)
        for group in groups.values()
    )
