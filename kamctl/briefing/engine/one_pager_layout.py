"""How closely the one-pager must be set, so that it fills one printed sheet and no more.

Where little is to be said, texts have room for a third line; where much is, each has one. What a
page will take is reckoned from its texts, in points, as the style sets them on the smaller of the
two papers (Letter) with a wide typeface: where another one is used, some room is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.document.code_frame import width

if TYPE_CHECKING:
    from kamctl.briefing.views.elements import Table
    from kamctl.briefing.views.one_pager import KeyObjectiveView, OnePagerView

_HEIGHT: Final = 733.0
"""Points there are from edge to edge of what is printed on Letter, with a little left over."""
_WIDTH: Final = 527.0
_HALF: Final = (_WIDTH - 16) / 2
_SMALL: Final = (11.0, 2, 18.0)
"""How the sentence of one of many objectives is set: its size, its lines, what stands around."""
_WIDE: Final = 0.53
"""How wide a letter is on the whole, in parts of the size: DejaVu Sans is, others are narrower."""
_MEASURE: Final = 24
"""Characters of a measure's name that have room beside its pace."""
_ROW: Final = 3
"""So many measures stand side by side, and share the width."""
_LABEL: Final = 11
_VALUE: Final = 9
"""Characters of what stands below such a measure that have room on one line."""
_COLUMNS: Final = {
    "asked": (_WIDTH, (0.20, 0.56, 0.24)),
    "wanted": (_HALF, (0.57, 0.25, 0.18)),
    "actions": (_HALF, (0.48, 0.25, 0.27)),
    "risks": (_HALF, (0.39, 0.38, 0.23)),
    "people": (_WIDTH, (0.265, 0.265, 0.20, 0.27)),
}
"""How wide each table is, and which part of it each column takes, as in `onepage.css.j2`."""


class _Setting(NamedTuple):
    """How a page is set: the lines that each table's texts may take, and sizes in points."""

    name: str
    lines: dict[str, int]
    size: float = 7.8
    line: float = 9.75
    around: float = 3.2
    """What a row takes besides its lines."""
    measures: int = 1
    """The lines that the name of a measure, and what stands below it, may take."""


_FAIR: Final = {"asked": 2, "wanted": 2, "risks": 3, "actions": 2, "people": 1}
_EVEN: Final = {"asked": 2, "wanted": 2, "risks": 3, "actions": 1, "people": 1}
_CLOSE: Final = {"asked": 2, "wanted": 2, "risks": 2, "actions": 1, "people": 1}
_ROOMY: Final = {"asked": 3, "wanted": 3, "risks": 3, "actions": 2, "people": 2}
_SETTINGS: Final = (
    _Setting("roomy", _ROOMY, measures=2),
    _Setting("open", dict.fromkeys(_COLUMNS, 2), measures=2),
    _Setting("fair", _FAIR, measures=2),
    _Setting("even", _EVEN),
    _Setting("near", _FAIR, 7.3, 8.8, 2.2),
    _Setting("close", _CLOSE, 7.3, 8.8, 2.2),
    _Setting("tight", dict.fromkeys(_COLUMNS, 1), 7.3, 8.8, 2.2),
    _Setting("dense", dict.fromkeys(_COLUMNS, 1), 7.3, 8.8, 2.2),
)
"""From the widest to the closest: `dense` is `tight` without the last of each list."""


def setting(glance: OnePagerView, notices: int, logo: str, footer: str) -> str:
    """Return how to set a page, the widest that fits: `roomy`, `open`, … or `dense`.

    `notices` stand above it; a `logo` and the house's `footer` take room too.
    """
    about = 60.0 + 18 * notices + 26 * bool(logo) + 18 * bool(footer)
    for one in _SETTINGS[:-1]:
        if about + _taken(glance, one) <= _HEIGHT:
            return one.name
    return _SETTINGS[-1].name


def _taken(glance: OnePagerView, how: _Setting) -> float:
    """Reckon what the objectives and what stands below them take, in points."""
    aims = sum(_aim(aim, len(glance.objectives), how) for aim in glance.objectives)
    panels = [
        panel
        for panel in (
            _table("wanted", glance.priorities, how),
            22.0 + 19 * len(glance.figures) if glance.figures else 0.0,
            _table("actions", glance.actions, how),
            _table("risks", glance.risks, how),
            _table("people", glance.people, how),
            60.0 if glance.request else 0.0,
        )
        if panel
    ]
    below = 0.0
    for left in range(0, len(panels), 2):  # they stand two and two
        below += max(panels[left : left + 2]) + 8
    return aims + below + 16


def _aim(aim: KeyObjectiveView, of: int, how: _Setting) -> float:
    # One alone stands large, its facts in two lines; of several, each is set smaller.
    size, most, around = (17.5, 3, 78.0) if of == 1 else (13.5, 2, 17.0) if of == 2 else _SMALL
    sentence = min(most, _lines(aim.statement, _WIDTH - 20, size)) * size * 1.2
    known = (44.0 if of <= 2 else 14.0 * len(aim.measures)) if aim.measures else 0.0
    if of <= 2 and how.measures > 1:
        known += 11 * any(len(one.name) > _MEASURE for one in aim.measures)
        if len(aim.measures) >= _ROW:
            points = [point for one in aim.measures for point in one.points]
            known += 9 * any(len(point.label) > _LABEL for point in points)
            known += 10 * any(len(point.value) > _VALUE for point in points)
    said = 12.0 if aim.success_criterion else 0.0
    return sentence + around + known + said + _table("asked", aim.directions, how)


def _table(kind: str, table: Table | None, how: _Setting) -> float:
    if table is None:
        return 0.0
    whole, parts = _COLUMNS[kind]
    most = how.lines[kind]
    lines = 0
    for row in table.rows:
        wide = len(parts) - len(row)  # a column that is empty throughout leaves its room
        lines += max(
            min(
                most,
                _lines(
                    f"{cell.text} {cell.note}", (part + (0.1 if wide else 0)) * whole - 6, how.size
                ),
            )
            for cell, part in zip(row, parts, strict=False)
        )
    return 14 + how.line * lines + how.around * len(table.rows)


def _lines(text: str, room: float, size: float) -> int:
    """Return how many lines a text takes in a column of so many points."""
    return max(1, -int(-width(text) * size * _WIDE // max(room, 1)))
