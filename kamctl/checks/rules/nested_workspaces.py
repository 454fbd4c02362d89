"""Family 8xx: workspaces inside another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, plan_check
from kamctl.checks.engine.settings import settings
from kamctl.i18n.message import message
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context


@plan_check("KAM804", "nested-workspace", warns_from=Stage.DRAFT)
def nested_workspace(context: Context) -> Iterator[Observation]:
    """A nested workspace does not relax the settings of its parent.

    It inherits all settings. It may change the look of documents and the defaults of new plans,
    and it may be stricter: more tools for a tier, a shorter age, an error instead of a warning. A
    check that is off or less severe, an option that finds less, fewer tools, excluded plans,
    signatures that are not required, other keys or another field of the same name are not applied.

    Why:
        Otherwise a file with one line beside a plan could switch off the company's settings,
        without readers of the report noticing.

    Example:
        # ../kamctl.yaml
        signatures: {required: true}
        # kamctl.yaml
        checks: {one-owner: off}
        signatures: {required: false}
        # plan.yaml
        account: {name: Lactea}

    Instead:
        # ../kamctl.yaml
        signatures: {required: true}
        # kamctl.yaml
        checks: {one-owner: error}
        # plan.yaml
        account: {name: Lactea}
    """
    for workspace in context.workspace.nested:
        document, above = workspace.document, workspace.above
        if document is None or above is None or above.document is None:
            continue
        for loosened in (*workspace.loosened, *settings(workspace).loosened):
            path = loosened.path
            while len(path) > 1 and not document.has(path):  # `KAM103: off`, in its short form
                path = path[:-1]
            yield Observation(
                (),
                message(
                    "{file} cannot relax a setting of {above}. {stays}",
                    file=document.source.name,
                    above=above.document.source.name,
                    stays=loosened.stays,
                ),
                message(
                    "Remove it here, or change it in {above}.", above=above.document.source.name
                ),
                span=document.key_span(path),
                source=document.source,
            )
