"""What a change would make wrong in a plan: nothing from outside is written that does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.checks.engine.runner import CheckOptions, check_loaded
from kamctl.plan.plan_file import new_errors
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from kamctl.document.finding import Finding
    from kamctl.plan.load import Loaded
    from kamctl.workspace.config import Workspace

_EVERY_STAGE: Final = CheckOptions(Stage.DRAFT, todos=False)


def errors_of_change(
    before: Loaded, after: Loaded, workspace: Workspace, today: dt.date
) -> Iterator[Finding]:
    """Return the errors of a plan after a change that were not there before.

    They are those of its shape and of the checks that are required at every stage: what only its
    stage requires may still be missing.
    """
    found = (check_loaded(one, workspace, today, _EVERY_STAGE).findings for one in (before, after))
    return new_errors(*found)
