"""KAM205: an entry that stands twice in a list where twice means nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.catalogue import Observation, plan_check
from kamctl.document.span import dotted
from kamctl.plan.duplicates import duplicates
from kamctl.plan.header import Stage
from kamctl.words.message import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.context import Context


@plan_check("KAM205", "duplicate-entry", warns_from=Stage.DRAFT)
def duplicate_entry(context: Context) -> Iterator[Observation]:
    """No entry stands twice in a list of ids, countries, languages, tools, units or offerings.

    Why:
        The second one changes nothing, and is often a slip for another: two times claire where
        one was to be thomas.

    Example:
        account:
          name: Lactea
          countries: [FR, DE, FR]

    Instead:
        account:
          name: Lactea
          countries: [FR, DE]
    """
    for path, first in duplicates(context.document, context.names):
        yield Observation(
            path,
            message(
                "“{entry}” stands twice in `{list}`.",
                entry=context.document.get(path),
                list=dotted(path[:-1]),
            ),
            message("Take one of them out, or write what was meant. `--fix` takes it out."),
            beside=((message("It stands here first."), context.document.origin(first)),),
        )
