"""Where things are: the project, its tests, and the plan that many tests are about."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parent
ROOT = TESTS.parent
"""The folder of the project."""
LACTEA_PLAN = TESTS / "data" / "lactea" / "plan.yaml"
"""A filled plan as people write them."""
EXAMPLES = tuple(sorted(one.parent.name for one in ROOT.glob("examples/*/plan.yaml")))
"""The folders of the examples, by name."""
COMPLETE_EXAMPLES = tuple(name for name in EXAMPLES if name.startswith("complete-"))
"""Those of a complete plan: one for each language."""


def names_below(folder: Path) -> list[str]:
    """Return the files and folders below a folder, by their paths from it, in order."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
