"""Names: a class has one name, and no two classes of different meaning share one."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from kamctl import __all__ as public_names

PACKAGE = Path(__file__).parents[1] / "kamctl"


def test_no_two_classes_share_a_name() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(file.relative_to(PACKAGE).as_posix())
    # A class of the public API is what a program sees of the class of that name.
    shared = {
        name: files
        for name, files in found.items()
        if len([one for one in files if one != "api.py" or name not in public_names]) > 1
    }
    assert shared == {}
