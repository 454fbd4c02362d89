"""Family 8xx: the tools that a plan uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from kamctl.checks.engine.registry import Observation, plan_check
from kamctl.checks.helpers.tool_content import has_content, missing_tools
from kamctl.document.finding import Severity
from kamctl.i18n.message import message
from kamctl.i18n.nearest import did_you_mean_to_write
from kamctl.plan.plan_metadata import Stage, Tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context


_TOOLS: tuple[str, ...] = get_args(Tool)


@plan_check("KAM801", "tier-tools", required_from=Stage.SHARED)
def tier_tools(context: Context) -> Iterator[Observation]:
    """The plan uses the tools that the workspace requires for its tier.

    A tool is in use if its section has content and, in a plan with `plan.tools`, is listed there.
    An unknown tier is a warning.

    Why:
        A plan is a toolbox: each account uses what helps it. For its largest accounts a company
        may require some tools in every plan, to make them comparable. A misspelt tier would
        require nothing.

    Example:
        # kamctl.yaml
        tiers:
          strategic: {tools: [stakeholders, position]}
        # plan.yaml
        account: {name: Lactea, tier: strategic}
        stakeholders:
          - {id: mercier, name: Hélène Mercier}

    Instead:
        # kamctl.yaml
        tiers:
          strategic: {tools: [stakeholders, position]}
        # plan.yaml
        account: {name: Lactea, tier: strategic}
        stakeholders:
          - {id: mercier, name: Hélène Mercier}
        position:
          history:
            - {year: 2025, turnover: 5_200_000, customer_spend: 19_000_000}
    """
    named, tiers = context.plan.account.tier, context.workspace.tiers
    if named and tiers and context.tier is None:
        yield Observation(
            ("account", "tier"),
            message("The workspace has no tier “{tier}”.", tier=named),
            did_you_mean_to_write(
                named,
                tiers,
                message(
                    "Known tiers: {known}. Add others in kamctl.yaml under `tiers:`.",
                    known=", ".join(tiers),
                ),
            ),
            Severity.WARNING,
        )
    if context.tier is None or not context.is_whole("plan", "tools"):
        return
    listed = context.plan.plan.tools
    missing = missing_tools(context.tier, listed, context.original)
    if missing:
        yield Observation(
            ("plan", "tools") if listed else ("account", "tier"),
            message(
                "Tools required for tier “{tier}” are not in use: {tools}.",
                tier=named,
                tools=", ".join(missing),
            ),
            message(
                "Add their content under a key of that name, and list the tool in `plan.tools`."
            )
            if listed
            else message("Add the content of each under a key of that name."),
        )


@plan_check("KAM802", "tool-content", warns_from=Stage.SHARED)
def tool_content(context: Context) -> Iterator[Observation]:
    """`plan.tools` lists exactly the sections that have content.

    In a plan without the list, every section counts as in use.

    Why:
        Colleagues look for what is listed, and only listed sections are checked. A tool that
        remains empty should be removed: filling in forms for their own sake ends account planning.

    Example:
        plan: {tools: [swot, stakeholders]}
        stakeholders:
          - {id: mercier, name: Hélène Mercier}

    Instead:
        plan: {tools: [stakeholders]}
        stakeholders:
          - {id: mercier, name: Hélène Mercier}
    """
    listed = context.plan.plan.tools
    if not listed:
        return
    required = context.tier.tools if context.tier else ()  # KAM801 says so of these
    empty = [
        tool
        for tool in dict.fromkeys(listed)
        if tool not in required and not has_content(context, tool)
    ]
    if empty:
        yield Observation(
            ("plan", "tools", listed.index(empty[0])),
            message(
                "These tools are listed in `plan.tools` but are empty: {tools}.",
                tools=", ".join(empty),
            ),
            message("Add its content under a key of that name, or remove it from `plan.tools`."),
        )
    unlisted = [tool for tool in _TOOLS if tool not in listed and has_content(context, tool)]
    if unlisted and context.is_whole("plan", "tools"):
        yield Observation(
            ("plan", "tools"),
            message(
                "These tools have content but are not listed in `plan.tools`: {tools}.",
                tools=", ".join(unlisted),
            ),
            message("Add them to `plan.tools`; until then they are not checked."),
        )
