"""The texts of snapshots, so that a diff shows what changed: views as YAML, pages without style.

Syrupy keeps each snapshot as it is, in a file of its own. What is in it is decided here, so that a
new release of a library changes none. `pytest --snapshot-update` writes them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from typing import Any, get_args

import yaml
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from kamctl import __version__
from kamctl.briefing.charts.data import Drawing
from kamctl.briefing.views.elements import Cell, Fact

SnapshotFile = Callable[[str], SnapshotAssertion]
"""Gives the snapshot of a test in a file with a suffix: the fixture `snapshot_file`."""


@cache
def text_file(suffix: str) -> type[SingleFileSnapshotExtension]:
    """Return the syrupy extension that keeps texts in files with this suffix."""
    return type(
        f"{suffix.title()}SnapshotExtension",
        (SingleFileSnapshotExtension,),
        {"file_extension": suffix, "_write_mode": WriteMode.TEXT},
    )


def view_as_yaml(view: object) -> str:
    """Return a view model as YAML: its fields by name, without those that are empty."""
    return yaml.dump(
        plain_data(view), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000
    )


def page_without_style(page: str) -> str:
    """Return an HTML page without what its readers never read: style, script and their hashes."""
    page = re.sub(r"(?s)<(style|script)\b[^>]*>.*?</\1>\n?", "", page)
    return without_version(re.sub(r"'sha256-[^']+'", "'sha256-…'", page))


def without_version(text: str) -> str:
    """Return a text in which a release of kamctl has no number."""
    return text.replace(f"kamctl {__version__}", "kamctl VERSION")


def plain_data(value: Any) -> Any:
    """Return dictionaries, lists, texts and numbers for a value of a view model.

    A cell that is only a text is that text, a fact its label and value; a drawing is named by its
    kind. Keys are for programs, and no reader sees them.
    """
    if isinstance(value, Cell) and value == Cell(value.text):
        return plain_data(value.text)
    if isinstance(value, Fact):
        return {plain_data(value.label): plain_data(value.value)}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        fields = {
            name: plain_data(each)
            for name, each in zip(value._fields, value, strict=True)
            if name not in ("key", "keys")
            and not _is_empty(each)
            and each != value._field_defaults.get(name)
        }
        return {type(value).__name__: fields} if isinstance(value, get_args(Drawing)) else fields
    if isinstance(value, frozenset):
        return [plain_data(each) for each in sorted(value)]
    if isinstance(value, tuple | list):
        return [plain_data(each) for each in value]
    if isinstance(value, str):
        return str(value)
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dt.date):
        return value.isoformat()
    assert value is None or isinstance(value, bool | int), f"no snapshot of {type(value)}"
    return value


def _is_empty(value: object) -> bool:
    return value is None or value is False or value in ("", ())


class _Dumper(yaml.SafeDumper):
    """YAML with lists indented below their name, and rows of a table on one line each."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def _list(dumper: _Dumper, items: list[Any]) -> yaml.Node:
    """Write a list of short texts on one line, such as a row of a table."""
    short = len(items) > 1 and all(isinstance(each, str) for each in items)
    short = short and sum(map(len, items)) < 80
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=short)


_Dumper.add_representer(list, _list)
_Dumper.ignore_aliases = lambda self, data: True  # type: ignore[method-assign]
