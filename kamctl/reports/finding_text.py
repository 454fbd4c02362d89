"""A finding as one sentence, as most report formats write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamctl.document.finding import Finding
    from kamctl.i18n.message import Translate


def finding_sentence(finding: Finding, say: Translate) -> str:
    """Return what is found, after the objective it is about: `SO1: SO1 has no due date.`"""
    about = f"{finding.objective}: " if finding.objective else ""
    return f"{about}{finding.message.say(say)}"


def sentence_and_hint(finding: Finding, say: Translate) -> str:
    """Return what is found, and in the same line how to fix it."""
    hint = f" {finding.hint.say(say)}" if finding.hint else ""
    return f"{finding_sentence(finding, say)}{hint}"
