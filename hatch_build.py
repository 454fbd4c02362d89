"""Build hook: compile the message catalogs (.po) that gettext reads as .mo.

It runs for the wheel and for an editable install. The .mo files are written beside their .po
files and ignored by git; the wheel takes the .mo files only.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGS = "kamctl/i18n/locale/*/LC_MESSAGES/*.po"


def compile_catalog(po: Path) -> bytes:
    """Return the compiled form of a catalog."""
    with po.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    return compiled.getvalue()


def compile_catalogs(root: Path) -> None:
    """Write the compiled form of each catalog below `root` beside it, where it is not up to date.

    Raises:
        FileNotFoundError: there is no catalog below `root`.
    """
    catalogs = sorted(root.glob(CATALOGS))
    if not catalogs:
        raise FileNotFoundError(f"no message catalog matches {root / CATALOGS}")
    for po in catalogs:
        mo = po.with_suffix(".mo")
        if mo.is_file() and mo.stat().st_mtime_ns > po.stat().st_mtime_ns:
            continue
        # Written whole under a name of its own: another process may read or write the same one.
        part = mo.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(compile_catalog(po))
        part.replace(mo)


class CatalogBuildHook(BuildHookInterface[Any]):
    """Compile the catalogs before the wheel is built, and let it take them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the .mo files; hatchling would leave them out, since git ignores them."""
        compile_catalogs(Path(self.root))
        build_data["artifacts"].append("*.mo")
