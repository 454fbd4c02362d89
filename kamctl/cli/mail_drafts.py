"""What the commands that write e-mail drafts say of their recipients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.cli.language_context import localized
from kamctl.i18n.control_characters import visible_line
from kamctl.i18n.message import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.cli.console import Console


def note_missing_addresses(console: Console, names: Iterable[str]) -> None:
    """Say of which people the plan has no address: their drafts have no recipient."""
    missing = list(dict.fromkeys(map(visible_line, names)))
    if missing:
        text = counted(
            "The draft has no recipient: the plan has no valid e-mail address of {names}. Add "
            "`email:` under `team:`.",
            "{count} drafts have no recipient: the plan has no valid e-mail addresses of {names}. "
            "Add `email:` under `team:`.",
            len(missing),
            names=", ".join(missing),
        )
        console.note(localized(text))
