"""Pictures: honest scales, nothing that runs out or overlaps, and words for what is shown."""

from __future__ import annotations

import datetime as dt
import re
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamctl.briefing.charts.column_chart import draw_columns
from kamctl.briefing.charts.data import (
    ChartColumn,
    Columns,
    Drawing,
    Grid,
    GridCell,
    MeasureBar,
    MeasureBars,
    MeasurePoint,
    Panel,
    Sparkline,
    Task,
    Tick,
    Timeline,
    TodayMark,
    Tree,
    TreeNode,
)
from kamctl.briefing.charts.mermaid import encoded, mermaid
from kamctl.briefing.charts.svg import NARROW, SHEET, WIDE, draw
from kamctl.briefing.charts.svg_elements import BOLD, SIZE, paragraph
from kamctl.briefing.charts.text_layout import LONGEST, label_text, lines, text_width
from kamctl.briefing.views.elements import Chart
from tests.briefing.conftest import PLAN

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
kinds = st.sampled_from(["", "good", "warn", "bad", "plain", "quiet"])
days = st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31))


@st.composite
def grids(pick: st.DrawFn) -> Grid:
    across = pick(st.sampled_from([1, 2, 3, 5, 9, 40]))
    squares = st.builds(
        GridCell,
        st.lists(words, max_size=3).map(tuple),
        kinds,
        st.integers(0, 3),
        st.booleans(),
        st.booleans(),
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

    today = pick(
        st.one_of(
            st.none(),
            st.builds(TodayMark, st.just("Aujourd’hui"), st.floats(0, years - 0.001)),
            st.builds(
                TodayMark,
                st.just("Aujourd’hui : 29 nov. 2026"),
                st.sampled_from([0, years]),
                st.just(value=True),
            ),
        )
    )
    return Columns((panel(pick(words)), panel("Share")), "Actual", "Target", today)


@st.composite
def measures(pick: st.DrawFn) -> MeasureBars:
    values = st.sampled_from(["7 hubs", "97,5 %", "−1 234 567 €", "3 " + "Lieferkette" * 9])
    at = st.one_of(st.floats(-30, 30), st.sampled_from([0.0, 0.5, 1.0]))
    ends = pick(st.lists(st.booleans(), min_size=2, max_size=2))
    bars = [
        MeasureBar(
            pick(words) or "Measure",
            pick(st.sampled_from(["", "Target reached"])),
            pick(st.sampled_from(["good", "warn", "plain"])),
            MeasurePoint(pick(values), "Baseline", "31 Dec 2025", 0.0) if ends[0] else None,
            MeasurePoint(pick(values), "Target", "31 Dec 2028", 1.0) if ends[1] else None,
            pick(
                st.one_of(
                    st.none(),
                    st.builds(
                        MeasurePoint,
                        values,
                        st.just("Latest reading"),
                        st.just("30 Sept 2026"),
                        at if all(ends) else st.none(),
                    ),
                )
            ),
            pick(
                st.one_of(
                    st.none(),
                    st.builds(
                        MeasurePoint,
                        st.just(""),
                        st.just("Expected by 30 Sept 2026: 30.7%"),
                        st.just(""),
                        st.floats(0, 1) if all(ends) else st.none(),
                    ),
                )
            ),
        )
        for _ in range(pick(st.sampled_from([1, 2, 3, 9])))
    ]
    return MeasureBars(tuple(bars))


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
        wide = text_width(content, SIZE) * (BOLD if text.get("font-weight") else 1)
        x, y = float(text.get("x", "nan")), float(text.get("y", "nan"))
        anchor = text.get("text-anchor")
        left = x - wide / 2 if anchor == "middle" else x - wide if anchor == "end" else x
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


def labels(drawing: Drawing) -> list[str]:
    """Return every text that a picture has to show, whatever room it has."""
    if isinstance(drawing, Grid):
        heads = [*drawing.columns, drawing.across, drawing.down]
        cells = [line for _, row in drawing.rows for cell in row for line in cell.lines]
        return [*heads, *(label for label, _ in drawing.rows), *cells]
    if isinstance(drawing, Columns):
        columns = [one for panel in drawing.panels for one in panel.columns]
        texts = [text for one in columns for text in (one.label, one.value_text)]
        return [*texts, *(panel.title for panel in drawing.panels), drawing.actual]
    if isinstance(drawing, MeasureBars):
        points = [
            point
            for one in drawing.bars
            for point in (one.baseline, one.target, one.reading, one.expected)
            if point
        ]
        texts = [text for one in drawing.bars for text in (one.name, one.pace)]
        return [*texts, *(text for one in points for text in (one.value_text, one.note, one.date))]
    if isinstance(drawing, Timeline):
        return [
            text for task in drawing.tasks for text in (task.label, task.note, task.conflict)
        ] + [drawing.today_label]
    assert isinstance(drawing, Tree)
    return [text for node in drawing.nodes for text in (node.label, node.note)]


def missing(drawing: Drawing, shown: list[ET.Element]) -> list[str]:
    """Return the labels of a drawing that are not in its picture, in one part of it or another."""
    texts = "".join(
        "".join((text.text or "").split()) for part in shown for text in part.iter(f"{SVG}text")
    )
    return [label for label in labels(drawing) if "".join(label_text(label).split()) not in texts]


@pytest.mark.parametrize("drawing", [
    Timeline(TODAY, dt.date(2028, 12, 31), TODAY, "Today", (), tuple(
        Task(f"Action {place}", "Ada", "", TODAY, dt.date(2028, 1, 31), after=(place - 1,))
        for place in range(1, 61)
    )),
    Tree(tuple(TreeNode(place % 5, f"Person {place}", "Buyer") for place in range(99))),
    Grid(("A",), tuple((f"Function {place}", (GridCell(("Agreed",)),)) for place in range(99))),
])  # fmt: skip
def test_a_picture_higher_than_a_sheet_comes_in_parts_for_paper(drawing: Drawing) -> None:
    if isinstance(drawing, Timeline):  # the first waits for nothing
        drawing = drawing._replace(tasks=(drawing.tasks[0]._replace(after=()), *drawing.tasks[1:]))
    *wide, narrow = pictures(drawing)
    assert len(wide) > 1
    for part in wide:
        assert float((part.get("viewBox") or "").split()[3]) <= SHEET + 2
    titles = [part.findtext(f"{SVG}title") for part in wide]
    assert titles[0] == f"Title & <more> (1/{len(wide)})"
    assert missing(drawing, wide) == missing(drawing, [narrow]) == []


@pytest.mark.parametrize("drawings", [charts(), measures(), timelines(), trees])
def test_no_label_is_dropped_or_cut_for_want_of_room(drawings: st.SearchStrategy[Drawing]) -> None:
    @settings(max_examples=25, deadline=None)
    @given(drawings)
    def holds(drawing: Drawing) -> None:
        *wide, narrow = pictures(drawing)
        assert missing(drawing, wide) == []
        assert missing(drawing, [narrow]) == []

    holds()


@settings(max_examples=25, deadline=None)
@given(grids())
def test_no_label_of_a_grid_is_dropped_or_cut(grid: Grid) -> None:
    # Where a grid has bands, columns without any text are left out.
    full = tuple(
        (label, tuple(cell._replace(lines=(*cell.lines, "x")) for cell in row))
        for label, row in grid.rows
    )
    *wide, narrow = pictures(grid._replace(rows=full))
    assert missing(grid, wide) == []
    assert missing(grid, [narrow]) == []


@pytest.mark.parametrize("drawings", [grids(), charts(), measures(), timelines(), trees])
def test_words_stay_inside_and_apart(drawings: st.SearchStrategy[Drawing]) -> None:
    @settings(max_examples=25, deadline=None)
    @given(drawings)
    def holds(drawing: Drawing) -> None:
        for picture in pictures(drawing):
            assert outside(picture) == []
            assert overlapping(picture) == []

    holds()


def test_a_sign_is_before_the_first_that_says_something() -> None:
    long = "Wärmeflussmesseinrichtungsaustausch"
    for picture in pictures(Grid(("",), (("", (GridCell(("", long, "b"), "bad", 0, True),)),))):
        assert outside(picture) == []
        first = min(boxes(picture), key=lambda box: box[1])
        assert long.startswith(first[4]) and first[0] > 20, "beside the sign"


def test_no_line_is_seen_between_two_lines_of_a_text() -> None:
    drawn, _ = paragraph("Wear diagnosis field version", 0, 10, 90, over_lines=True)
    covers = [
        (float(one.get("y", "nan")), float(one.get("height", "nan")))
        for one in ET.fromstring(f"<svg>{drawn}</svg>").iter("rect")
    ]
    assert len(covers) == 3
    for (top, high), (below, _) in pairwise(covers):
        assert top + high >= below - 0.1


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
        if one.get("class") == "c-accent"
    ]


@pytest.mark.parametrize("name", ["Crates", "Packaging waste per parcel in the nine light hubs"])
def test_how_a_measure_goes_is_at_the_right_whatever_its_name(name: str) -> None:
    point = MeasurePoint("4", "Baseline", "2026", 0.0)
    wide, _ = pictures(MeasureBars((MeasureBar(name, "Ahead", "good", point, None, None, None),)))
    (pace,) = (one for one in wide.iter(f"{SVG}text") if one.text == "Ahead")
    room = (WIDE - 24) / 2
    assert float(pace.attrib["x"]) + text_width("Ahead", SIZE) == pytest.approx(room, abs=0.1)


def test_columns_start_at_zero_and_keep_their_proportions() -> None:
    columns = tuple(ChartColumn(str(year), value, "") for year, value in ((1, 50.0), (2, 100.0)))
    for picture in pictures(Columns((Panel("Turnover", columns),), "", "")):
        (one, half), (other, whole) = heights(picture)
        assert whole == pytest.approx(2 * half, abs=0.2)
        assert one + half == pytest.approx(other + whole, abs=0.2)


def test_panels_beside_each_other_are_as_high_in_every_width() -> None:
    columns = tuple(ChartColumn(str(year), year, "") for year in (1, 2))
    both = Columns((Panel("Turnover", columns), Panel("Share", columns)), "", "")
    assert draw_columns(both, 1300)[1] == draw_columns(both, 620)[1]


@pytest.mark.parametrize("value", ["€17.3m", "17,3\u00a0M€", "36\u00a0%"])
def test_six_years_have_room_in_panels_beside_each_other(value: str) -> None:
    """Two panels one below the other take as much of a sheet as an objective."""
    columns = tuple(ChartColumn(str(year), 1.0, value) for year in range(2023, 2029))
    one = Columns((Panel("Chiffre d’affaires avec nous", columns),), "Réalisé", "Cible")
    two = Columns(one.panels * 2, "Réalisé", "Cible")
    assert draw_columns(two, 680)[1] == draw_columns(one, 680)[1]


def test_what_is_below_zero_hangs_from_the_line() -> None:
    columns = tuple(ChartColumn(str(year), value, "") for year, value in ((1, -50.0), (2, 100.0)))
    for picture in pictures(Columns((Panel("Turnover", columns),), "", "")):
        (below, _), (above, high) = heights(picture)
        assert below == pytest.approx(above + high, abs=0.2)


def test_a_target_does_not_look_like_what_was() -> None:
    columns = (ChartColumn("2025", 1.0, ""), ChartColumn("2026", 1.0, "", planned=True))
    today = TodayMark("Today", 1.5)
    for picture in pictures(Columns((Panel("Turnover", columns),), "Actual", "Target", today)):
        dashed = [one for one in picture.iter(f"{SVG}rect") if one.get("stroke-dasharray")]
        assert len(dashed) == 1
        left = {box[4]: box[0] for box in boxes(picture)}
        assert left["Actual"] < left["Today"] < left["Target"] or left["2025"] < left["Today"]


def crossed(picture: ET.Element) -> list[str]:
    """Return the texts that an upright line runs through, or touches."""
    lines = [
        tuple(map(float, line))
        for one in picture.iter(f"{SVG}path")
        for line in re.findall(r"M([\d.]+) ([\d.]+)V([\d.]+)", one.get("d") or "")
        if one.get("stroke-dasharray")
    ]
    return [
        box[4]
        for box in boxes(picture)
        for x, top, end in lines
        if box[0] - 4 < x < box[2] + 4 and box[1] < end and top < box[3]
    ]


@pytest.mark.parametrize("value", ["29.5%", "€4.8m", "€11.5m"])
def test_today_s_line_is_interrupted_beside_a_figure(value: str) -> None:
    columns = tuple(ChartColumn(f"{2023 + year}", 4.0 + year, value, year > 2) for year in range(6))
    panels = (Panel("Turnover", columns), Panel("Share", columns))
    for at in (3.5, 3.89, 4.02):
        for picture in pictures(Columns(panels, "Actual", "Target", TodayMark("Today", at))):
            assert crossed(picture) == []
            assert any("V" in (one.get("d") or "") for one in picture.iter(f"{SVG}path"))


def test_a_year_without_a_figure_has_no_column() -> None:
    columns = (
        ChartColumn("2024", 2.0, "2"),
        ChartColumn("2025", None, "–"),
        ChartColumn("2026", 4.0, "4"),
    )
    for picture in pictures(Columns((Panel("Turnover", columns),), "", "")):
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


def test_small_columns_are_on_zero_or_hang_from_it() -> None:
    (picture,) = pictures(Sparkline((ChartColumn("1", -50.0, ""), ChartColumn("2", 100.0, ""))))
    (below, hangs), (above, stands) = heights(picture)
    assert below == pytest.approx(above + stands, abs=0.2)
    assert stands == pytest.approx(2 * hangs, abs=0.2)


@pytest.mark.parametrize(
    ("planned", "lines"), [((False, False, True), 1), ((False, False), 0), ((True, True), 0)]
)
def test_today_is_where_what_was_ends(planned: tuple[bool, ...], lines: int) -> None:
    columns = tuple(ChartColumn("", 1.0, "", one) for one in planned)
    (picture,) = pictures(Sparkline(columns))
    today = [
        one.get("d") or "" for one in picture.iter(f"{SVG}path") if one.get("stroke-dasharray")
    ]
    assert len(today) == lines
    assert [line.split()[0] for line in today] == ["M100"] * lines


def test_a_text_breaks_into_as_many_lines_as_it_takes() -> None:
    assert lines("Deliver every hub within one day", SIZE, 105) == [
        "Deliver every",
        "hub within one",
        "day",
    ]
    assert lines("", SIZE, 120) == [""]
    assert "".join(lines("x" * 20, SIZE, 60)) == "x" * 20
    assert lines("by 31\N{NO-BREAK SPACE}Dec\N{NO-BREAK SPACE}2027", SIZE, 100)[0] == "by"


def test_a_text_that_no_picture_can_hold_is_cut_as_a_reader_sees() -> None:
    assert label_text("x" * (LONGEST + 1)) == "x" * LONGEST + "…"
    assert label_text("x" * LONGEST) == "x" * LONGEST


@given(st.text(max_size=60), st.floats(20, 300))
def test_no_line_is_wider_than_its_room(text: str, room: float) -> None:
    made = lines(text, SIZE, room)
    assert all(text_width(line, SIZE) <= room or len(line) <= 1 for line in made)


@pytest.mark.parametrize("text", ["Z\u0351\u0342" * 20, "e\u0301" * 30, "👩\u200d🔬" * 20])
def test_no_letter_is_parted_from_its_marks(text: str) -> None:
    for room in range(1, 200, 7):
        made = lines(text, SIZE, room)
        assert "".join(made) == text
        for line in made:
            assert len(line) % len(text[: text.index(text[0], 1)]) == 0


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
    early = waits._replace(early=(0,), conflict="Conflict: starts before the end of “Trial”")
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


@pytest.mark.parametrize("today", [dt.date(2026, 11, 23), dt.date(2027, 9, 1)])
def test_today_s_line_is_on_no_day_where_today_is_outside(today: dt.date) -> None:
    tasks = tuple(Task("Trial", "", "", None, dt.date(2027, month, 15)) for month in (2, 6))
    timeline = Timeline(tasks[0].end, tasks[1].end, today, "Today", (), tasks)
    for picture in pictures(timeline):
        drawn = [one.get("d") or "" for one in picture.iter(f"{SVG}path")]
        lines = {float(x) for d in drawn for x in re.findall(r"M([\d.]+) [\d.]+V", d)}
        days = [float(x) for d in drawn for x in re.findall(r"M([\d.]+) [\d.]+l6 6", d)]
        assert len(lines) == 1 and len(days) == 2
        assert all(abs(day - line) > 12 for day in days for line in lines)


@pytest.mark.parametrize(
    ("likelihood", "sentence"),
    [
        ("high", "High likelihood and impact: The plant closes."),
        ("medium", "No risk has both high likelihood and high impact."),
    ],
)
def test_only_risks_that_are_high_in_both_are_called_so(
    brief, likelihood: str, sentence: str
) -> None:
    risk = f"{{text: The plant closes, threatens: [SO1], likelihood: {likelihood}, impact: high}}"
    view = brief(f"{PLAN}  - {risk}\n", "executive")
    (chart,) = view.objectives[0].risks.charts
    assert chart.description == sentence
