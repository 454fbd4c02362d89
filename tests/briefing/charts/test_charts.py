"""Pictures: honest scales, nothing that runs out or overlaps, and words for what is shown."""

from __future__ import annotations

import datetime as dt
import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamctl.briefing.charts.data import (
    ChartColumn,
    Columns,
    Drawing,
    Grid,
    GridCell,
    Panel,
    Sparkline,
    Task,
    Tick,
    Timeline,
    Tree,
    TreeNode,
)
from kamctl.briefing.charts.mermaid import encoded, mermaid
from kamctl.briefing.charts.svg import NARROW, WIDE, draw
from kamctl.briefing.charts.svg_elements import BOLD, SIZE
from kamctl.briefing.charts.text_layout import fitted, lines, width
from kamctl.briefing.views.elements import Chart

SVG = "{http://www.w3.org/2000/svg}"
TODAY = dt.date(2026, 11, 24)

words = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "Anticonstitutionnellement",
            "Wärmeflussmesseinrichtungsaustausch im Werk Kempten",
            "x" * 300,
            "السعر النهائي",
            "供应链管理",
            "👩‍🔬 R&D <b>",
            "",
        ]
    ),
)
kinds = st.sampled_from(["", "good", "warn", "bad", "plain"])
days = st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31))


@st.composite
def grids(pick: st.DrawFn) -> Grid:
    across = pick(st.sampled_from([1, 2, 3, 5, 9, 40]))
    squares = st.builds(
        GridCell, st.lists(words, max_size=3).map(tuple), kinds, st.integers(0, 3), st.booleans()
    )
    rows = pick(
        st.lists(
            st.tuples(words, st.lists(squares, min_size=across, max_size=across).map(tuple)),
            min_size=1,
            max_size=4,
        )
    )
    columns = pick(st.lists(words, min_size=across, max_size=across))
    return Grid(tuple(columns), tuple(rows), pick(st.sampled_from(["", "Impact"])))


@st.composite
def charts(pick: st.DrawFn) -> Columns:
    years = pick(st.integers(1, 40))
    values = st.one_of(st.none(), st.floats(-1e12, 1e12), st.just(0.0))

    def panel(title: str) -> Panel:
        columns = []
        for year in range(years):
            value = pick(values)
            value_text = "–" if value is None else f"{value:,.0f} €"
            columns.append(ChartColumn(str(2000 + year), value, value_text, year > years // 2))
        return Panel(title, tuple(columns))

    return Columns((panel(pick(words)), panel("Share")), "actual", "target", "Today")


@st.composite
def timelines(pick: st.DrawFn) -> Timeline:
    count = pick(st.sampled_from([1, 2, 5, 12, 40]))
    tasks = tuple(
        Task(
            pick(words),
            pick(words),
            pick(st.sampled_from(["", "good", "bad"])),
            pick(st.one_of(st.none(), days)),
            pick(st.one_of(st.none(), days)),
            pick(st.one_of(st.none(), st.floats(0, 1))),
            tuple(pick(st.lists(st.integers(0, count - 1), max_size=2))),
        )
        for _ in range(count)
    )
    ticks = tuple(
        Tick(dt.date(year, month, 1), f"Q{month // 3 + 1} {year}")
        for year in range(2024, 2031)
        for month in (1, 4, 7, 10)
    )
    first, last = dt.date(2024, 1, 1), dt.date(2030, 12, 31)
    return Timeline(first, last, pick(days), "Aujourd’hui", ticks, tasks)


trees = st.builds(
    Tree,
    st.lists(st.builds(TreeNode, st.integers(0, 12), words, words), min_size=1, max_size=40).map(
        tuple
    ),
)


def pictures(drawing: Drawing) -> list[ET.Element]:
    """Draw for wide and narrow pages, and read both as XML."""
    made = draw(Chart("p", "Title & <more>", 'What it "shows"', drawing))
    assert "style=" not in made and "<script" not in made
    return list(ET.fromstring(f'<div xmlns="http://www.w3.org/2000/svg">{made}</div>'))


def boxes(picture: ET.Element) -> list[tuple[float, float, float, float, str]]:
    """Return where each text stands: left, top, right, bottom, and what it says."""
    found = []
    for text in picture.iter(f"{SVG}text"):
        content = text.text or ""
        wide = width(content, SIZE) * (BOLD if text.get("font-weight") else 1)
        x, y = float(text.get("x", "nan")), float(text.get("y", "nan"))
        left = x - wide / 2 if text.get("text-anchor") == "middle" else x
        if content.strip():
            found.append((left, y - 0.74 * SIZE, left + wide, y + 0.2 * SIZE, content))
    return found


def overlapping(picture: ET.Element) -> list[tuple[str, str]]:
    return [
        (one[4], other[4])
        for one, other in combinations(boxes(picture), 2)
        if min(one[2], other[2]) - max(one[0], other[0]) > 1
        and min(one[3], other[3]) - max(one[1], other[1]) > 1
    ]


def outside(picture: ET.Element) -> list[tuple[float, float, float, float, str]]:
    _, _, wide, high = map(float, (picture.get("viewBox") or "").split())
    return [
        box
        for box in boxes(picture)
        if box[0] < -1 or box[1] < -1 or box[2] > wide + 1 or box[3] > high + 1
    ]


@pytest.mark.parametrize("drawings", [grids(), charts(), timelines(), trees])
def test_words_stay_inside_and_apart(drawings: st.SearchStrategy[Drawing]) -> None:
    @settings(max_examples=25, deadline=None)
    @given(drawings)
    def holds(drawing: Drawing) -> None:
        for picture in pictures(drawing):
            assert outside(picture) == []
            assert overlapping(picture) == []

    holds()


def test_a_sign_stands_before_the_first_that_says_something() -> None:
    long = "Wärmeflussmesseinrichtungsaustausch"
    for picture in pictures(Grid(("",), (("", (GridCell(("", long, "b"), "bad", 0, True),)),))):
        assert outside(picture) == []
        first = min(boxes(picture), key=lambda box: box[1])
        assert long.startswith(first[4].rstrip("…")) and first[0] > 20, "beside the sign"


def test_no_word_of_a_heading_is_cut_for_want_of_room() -> None:
    columns = (
        "Demandes",
        "Réserves bloquantes",
        "Conditions à lever",
        "Avec conditions",
        "Accords",
    )
    cells = tuple(GridCell(("12",), "plain") for _ in columns)
    for picture in pictures(Grid(columns, (("Finance", cells),), min_column_width=40.0)):
        shown = [box[4] for box in boxes(picture)]
        assert "bloquantes" in " ".join(shown).split()
        assert not any("…" in text for text in shown)
        assert outside(picture) == []


def test_each_picture_has_its_title_and_its_description_in_its_name() -> None:
    for picture, room in zip(
        pictures(Tree((TreeNode(0, "Ada", ""),))), (WIDE, NARROW), strict=True
    ):
        assert picture.get("role") == "img"
        named = {one.get("id"): one.text for one in picture if one.get("id")}
        assert list(named.values()) == ["Title & <more>", 'What it "shows"']
        assert (picture.get("aria-labelledby") or "").split() == list(named)
        assert (picture.get("viewBox") or "").split()[2] == f"{room:.0f}"


def heights(picture: ET.Element) -> list[tuple[float, float]]:
    """Return the columns of a chart: where each begins, and how high it is."""
    return [
        (float(one.get("y", "0")), float(one.get("height", "0")))
        for one in picture.iter(f"{SVG}rect")
        if one.get("fill") != "none" and float(one.get("height", "0")) != 10
    ]


def test_columns_start_at_zero_and_keep_their_proportions() -> None:
    columns = tuple(ChartColumn(str(year), value, "") for year, value in ((1, 50.0), (2, 100.0)))
    for picture in pictures(Columns((Panel("Turnover", columns),), "actual", "")):
        (one, half), (other, whole) = heights(picture)
        assert whole == pytest.approx(2 * half, abs=0.2)
        assert one + half == pytest.approx(other + whole, abs=0.2)


def test_what_is_below_zero_hangs_from_the_line() -> None:
    columns = tuple(ChartColumn(str(year), value, "") for year, value in ((1, -50.0), (2, 100.0)))
    for picture in pictures(Columns((Panel("Turnover", columns),), "actual", "")):
        (below, _), (above, high) = heights(picture)
        assert below == pytest.approx(above + high, abs=0.2)


def test_a_target_does_not_look_like_what_was() -> None:
    columns = (ChartColumn("2025", 1.0, ""), ChartColumn("2026", 1.0, "", planned=True))
    for picture in pictures(Columns((Panel("Turnover", columns),), "actual", "target", "Today")):
        dashed = [one for one in picture.iter(f"{SVG}rect") if one.get("stroke-dasharray")]
        assert len(dashed) == 2, "the column and its mark in the legend"
        assert any(one.text == "Today" for one in picture.iter(f"{SVG}text"))


def test_a_year_without_a_figure_has_no_column() -> None:
    columns = (
        ChartColumn("2024", 2.0, "2"),
        ChartColumn("2025", None, "–"),
        ChartColumn("2026", 4.0, "4"),
    )
    for picture in pictures(Columns((Panel("Turnover", columns),), "actual", "")):
        assert len(heights(picture)) == 2
        assert any(one.text == "–" for one in picture.iter(f"{SVG}text"))


@given(
    st.lists(st.one_of(st.none(), st.floats(-1e12, 1e12), st.just(0.0)), min_size=1, max_size=60),
    st.integers(0, 60),
)
def test_small_columns_stay_in_their_picture_and_in_proportion(
    values: list[float | None], planned: int
) -> None:
    columns = tuple(
        ChartColumn(str(place), value, "", place >= planned) for place, value in enumerate(values)
    )
    (picture,) = pictures(Sparkline(columns))
    assert not list(picture.iter(f"{SVG}text")), "their words stand beside them"
    _, _, room, height = map(float, (picture.get("viewBox") or "").split())
    drawn = [one for one in picture.iter(f"{SVG}rect") if one.get("fill") != "none"]
    boxes = [
        tuple(float(one.get(key, "nan")) for key in ("x", "y", "width", "height")) for one in drawn
    ]
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    assert len(boxes) == len(known)
    slot = room / len(values)
    reach = max([0.0, *(value for _, value in known)]) - min([0.0, *(value for _, value in known)])
    for (place, value), (x, y, wide, high) in zip(known, boxes, strict=True):
        assert wide > 0
        assert slot * place - 0.2 <= x <= x + wide <= slot * (place + 1) + 0.2
        assert -0.1 <= y <= y + high <= height + 0.1
        if reach > 1e-300:
            assert high == pytest.approx(34 * abs(value) / reach, abs=0.1)


def test_small_columns_stand_on_zero_or_hang_from_it() -> None:
    (picture,) = pictures(Sparkline((ChartColumn("1", -50.0, ""), ChartColumn("2", 100.0, ""))))
    (below, hangs), (above, stands) = heights(picture)
    assert below == pytest.approx(above + stands, abs=0.2)
    assert stands == pytest.approx(2 * hangs, abs=0.2)


@pytest.mark.parametrize(
    ("planned", "lines"), [((False, False, True), 1), ((False, False), 0), ((True, True), 0)]
)
def test_today_stands_where_what_was_ends(planned: tuple[bool, ...], lines: int) -> None:
    columns = tuple(ChartColumn("", 1.0, "", one) for one in planned)
    (picture,) = pictures(Sparkline(columns))
    today = [
        one.get("d") or "" for one in picture.iter(f"{SVG}path") if one.get("stroke-dasharray")
    ]
    assert len(today) == lines
    assert [line.split()[0] for line in today] == ["M100"] * lines


def test_a_text_breaks_into_as_many_lines_as_there_is_room_for() -> None:
    assert lines("Deliver every hub within one day", SIZE, 105) == [
        "Deliver every",
        "hub within one…",
    ]
    assert lines("", SIZE, 120) == [""]
    assert fitted("Deliver every hub", SIZE, 60).endswith("…")
    assert "".join(lines("x" * 20, SIZE, 60, 9)) == "x" * 20


@given(st.text(max_size=60), st.floats(20, 300), st.integers(1, 5))
def test_no_line_is_wider_than_its_room(text: str, room: float, most: int) -> None:
    made = lines(text, SIZE, room, most)
    assert 1 <= len(made) <= most
    assert all(width(line, SIZE) <= room or len(line) <= 1 for line in made)


@pytest.mark.parametrize("text", ["Z\u0351\u0342" * 20, "e\u0301" * 30, "👩\u200d🔬" * 20])
def test_no_letter_is_parted_from_its_marks(text: str) -> None:
    for room in range(1, 200, 7):
        for line in (*lines(text, SIZE, room, 4), fitted(text, SIZE, room)):
            whole = line.rstrip("…")
            assert whole == text[: len(whole)]
            assert len(whole) % len(text[: text.index(text[0], 1)]) == 0


def test_mermaid_reads_no_word_of_the_plan_as_its_own() -> None:
    assert encoded('a:b; "c" [d]') == "a#58;b#59; #34;c#34; #91;d#93;"
    task = Task("Ship: done, crit", "", "good", TODAY, dt.date(2027, 1, 31))
    undated = Task("Some day", "", "", None, None)
    picture = Chart(
        "p", "Roadmap", "Two", Timeline(TODAY, TODAY, TODAY, "Today", (), (task, undated))
    )
    diagram = mermaid(picture)
    assert "    #83;hip#58; done#44; crit :done, t1, 2026-11-24, 2027-01-31" in diagram
    assert "Some day" not in diagram
    tree = mermaid(Chart("p", "T", "D", Tree((TreeNode(0, "Ada", "CEO"), TreeNode(1, "Bob", "")))))
    assert '    n0["Ada#44; CEO"]' in tree and "    n0 --> n1" in tree
    assert mermaid(Chart("p", "T", "D", Grid(("a",), ()))) == ""


@given(words)
def test_a_mermaid_label_holds_nothing_that_could_mean_something(text: str) -> None:
    assert re.fullmatch(r"(?:[A-Za-z0-9 ]|#[0-9]+;)*", encoded(text))


def test_an_action_that_starts_too_early_is_a_conflict_in_words_and_in_red() -> None:
    first = Task("Trial", "", "", dt.date(2026, 10, 1), dt.date(2027, 3, 31))
    waits = Task("Roll out", "", "", dt.date(2027, 1, 1), dt.date(2027, 6, 30), after=(0,))
    early = waits._replace(early=(0,), conflict="Conflict: starts before “Trial” ends")
    drawn = {}
    for name, task in (("fine", waits), ("early", early)):
        timeline = Timeline(
            dt.date(2026, 10, 1), dt.date(2027, 6, 30), TODAY, "Today", (), (first, task)
        )
        picture = Chart("p", "Roadmap", "Two", timeline)
        drawn[name] = (str(draw(picture)), mermaid(picture))
    assert "Conflict: starts before" in drawn["early"][0]
    assert "s-bad" in drawn["early"][0] and "s-bad" not in drawn["fine"][0]
    assert "Conflict#58; starts before" in drawn["early"][1] and "crit, t2" in drawn["early"][1]
    assert "Conflict" not in "".join(drawn["fine"]) and "crit" not in drawn["fine"][1]
