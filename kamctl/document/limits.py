"""How much a file may hold and still be a plan."""

from __future__ import annotations

from typing import Final

from kamctl.i18n.message import message

MAX_DEPTH: Final = 60
MAX_NODES: Final = 100_000
MAX_FINDINGS: Final = 20
"""Of the reader's own: past that, the file is not a plan and a longer list helps nobody."""

TOO_DEEP: Final = message("The plan is nested more than {limit} levels deep.", limit=MAX_DEPTH)
TOO_MANY: Final = message("The plan has more than {limit} values.", limit=MAX_NODES)
WRONG_FILE: Final = message("A plan has a few pages of text. Check that this is the right file.")
