"""Native charts in a PowerPoint file: columns of what was and of what is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.util import Pt

from kamctl.briefing.charts.data import Columns
from kamctl.briefing.slides.pptx_xml import describe, emu
from kamctl.briefing.slides.text_fitting import clean_text, fitting_size
from kamctl.i18n.truncate import truncate

if TYPE_CHECKING:
    from kamctl.briefing.charts.data import ChartColumn, Panel
    from kamctl.briefing.slides.fitting import PlacedChart
    from kamctl.briefing.slides.text_writer import TextWriter


def add_chart(slide: Any, placed: PlacedChart, writer: TextWriter) -> None:
    """Add a chart to a slide, with its values on its columns."""
    one = placed.captioned
    drawing = one.chart.drawing
    assert isinstance(drawing, Columns)
    (panel,) = drawing.panels
    data = CategoryChartData()
    data.categories = [clean_text(column.label) if "\n" not in column.label
                       else column.label for column in panel.columns]  # fmt: skip
    series = [(name, planned) for planned, name in ((False, drawing.actual),
                                                    (True, drawing.planned))
              if any(column.planned is planned for column in panel.columns)]  # fmt: skip
    for name, planned in series:
        values = [column.value if column.planned is planned else None
                  for column in panel.columns]  # fmt: skip
        data.add_series(clean_text(name or panel.title), values)
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED
    frame = slide.shapes.add_chart(kind, *emu(placed.area), data)
    describe(frame, one.chart.title, one.chart.description)
    _style_chart(frame.chart, panel.title, placed, writer)
    chart = frame.chart
    chart.has_legend = len(series) > 1 and bool(drawing.actual)
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    for drawn, (_name, planned) in zip(chart.plots[0].series, series, strict=True):
        _fill(drawn.format, planned=planned)
        drawn.invert_if_negative = False
        _label(drawn, panel.columns, placed.label_size, writer, planned=planned)
    _set_scale(chart.value_axis, panel)


def _style_chart(chart: Any, title: str, placed: PlacedChart, writer: TextWriter) -> None:
    chart.font.size = Pt(placed.size)
    chart.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    chart.has_title = True
    frame = chart.chart_title.text_frame
    room = placed.area._replace(height=placed.area.height * 0.25)
    size = fitting_size(title, room, (14.0, 12.0, 11.0, 10.0))
    text = truncate(clean_text(title), int(placed.area.width * 3 / (size * 0.6)))
    writer.write(frame.paragraphs[0], text, size, bold=True)
    chart.chart_title.include_in_layout = False
    plot = chart.plots[0]
    plot.overlap, plot.gap_width, plot.vary_by_categories = 100, 60, False
    values, categories = chart.value_axis, chart.category_axis
    values.has_major_gridlines, values.visible = False, False
    values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    categories.has_major_gridlines = False
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    categories.tick_labels.font.size = Pt(max(placed.size - 1, 9))
    categories.format.line.fill.solid()
    categories.format.line.fill.fore_color.theme_color = MSO_THEME_COLOR.TEXT_1


def _label(
    series: Any,
    columns: tuple[ChartColumn, ...],
    size: float,
    writer: TextWriter,
    *,
    planned: bool,
) -> None:
    """Write the value on each column as the plan's documents write it."""
    for place, column in enumerate(columns):
        if column.value is None or column.planned is not planned:
            continue
        label = series.points[place].data_label
        writer.write(label.text_frame.paragraphs[0], column.value_text, size, bold=True,
                    leading=False)  # fmt: skip
        label.position = XL_LABEL_POSITION.OUTSIDE_END


def _set_scale(axis: Any, panel: Panel) -> None:
    """Begin the scale at zero, and leave room above the columns for their values."""
    known = [one.value for one in panel.columns if one.value is not None]
    highest, lowest = max([panel.min_top, *known, 0.0]), min([*known, 0.0])
    span = (highest - lowest) or 1.0
    axis.maximum_scale = highest + span * 0.15 if highest > 0 or lowest == 0 else 0
    axis.minimum_scale = lowest - span * 0.15 if lowest < 0 else 0


def _fill(shape: Any, *, planned: bool) -> None:
    """Give the columns of what was the accent, and those of what is planned its outline."""
    if planned:
        shape.fill.background()
        shape.line.width = Pt(1.75)
        shape.line.fill.solid()
        shape.line.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
        return
    shape.fill.solid()
    shape.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
