"""The errors of a user: the hierarchy that the module draws is the one there is."""

import re

from kamctl.document import errors
from tests.paths import ROOT

_CLASS = re.compile(
    r"^class (\w+)\((?:UserError|InvalidFile|CannotChange|Conflict)\):", re.MULTILINE
)


def test_the_hierarchy_has_every_error() -> None:
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__ or "")
    found = [
        name
        for file in sorted((ROOT / "kamctl").rglob("*.py"))
        for name in _CLASS.findall(file.read_text(encoding="utf-8"))
    ]
    assert sorted(drawn) == sorted(found)
