"""A check is named by its code where it is declared, and nowhere else."""

from __future__ import annotations

import ast
import re

from tests.paths import ROOT

PACKAGE = ROOT / "kamctl"
DECLARED_ELSEWHERE = {"document/error_codes.py", "checks/engine/plan_report.py"}
"""The codes of the reader, and of a check that fails itself."""
EXAMPLES = {"workspace/model.py"}
"""An example of what people may write in `kamctl.yaml`."""


def codes_in(text: str) -> set[str]:
    """Return the codes that a module has as texts of their own, and not inside sentences."""
    return {
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"KAM\d+", node.value)
    }


def declared_in(text: str) -> set[str]:
    """Return the codes of the checks that a module declares."""
    return set(re.findall(r'@\w+_check\(\s*"(KAM\d+)"', text))


def test_no_code_outside_its_declaration() -> None:
    elsewhere = {}
    for module in PACKAGE.rglob("*.py"):
        text, name = module.read_text(encoding="utf-8"), module.relative_to(PACKAGE).as_posix()
        if "KAM" in text and (others := codes_in(text) - declared_in(text)):
            elsewhere[name] = others
    assert elsewhere.keys() == DECLARED_ELSEWHERE | EXAMPLES, elsewhere
