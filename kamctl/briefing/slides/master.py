"""The master of a deck: the company's own or kamctl's, its layouts, and where contents may go."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError

from kamctl.briefing.slides.default_master import default_presentation, remove_slides
from kamctl.briefing.slides.office_package import damaged, read_template
from kamctl.briefing.slides.text_fitting import Area
from kamctl.document.errors import UserError
from kamctl.i18n.message import N_, message
from kamctl.i18n.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kamctl.i18n.message import Message

TITLE: Final = "title"
CONTENT: Final = "content"
LAYOUTS: Final = {TITLE: N_("the cover"), CONTENT: N_("all other slides")}
"""The layouts that a deck uses, by their names in kamctl.yaml, with what each is for."""
_TITLES: Final = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_SUBTITLES: Final = (PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY)
_CONTENTS: Final = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY)
_FEET: Final = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE)
_EMU: Final = 12_700
"""English metric units in a point."""
_MARGIN: Final = 36.0
_INSET: Final = 7.2
"""How far texts begin inside a placeholder, so that they are in line with the title."""
_BELOW_TITLE: Final = 12.0
_LEAST: Final = 0.45
"""How much of the height of a slide its contents need."""
_LEAST_WIDTH: Final = 0.6
_UNREADABLE: Final = (
    *(PythonPptxError, etree.LxmlError, LookupError, ValueError, TypeError, AttributeError),
    *(OSError, EOFError, RuntimeError),
)
"""What python-pptx and what it uses raise for a file that is damaged."""


class Master(NamedTuple):
    """An empty presentation with the layouts to use, and the place of contents on slides."""

    presentation: Any
    cover: Any
    content: Any
    area: Area


class LayoutCheck(NamedTuple):
    """A layout that a deck uses: for what, its name in the file, and what is wrong with it."""

    use: str
    name: str
    problem: Message | None = None
    hint: Message | None = None


def open_master(template: Path | None, names: Mapping[str, str], accent: str) -> Master:
    """Return an empty presentation on a company's template, or on kamctl's own master.

    `names` are the layouts by their use, as kamctl.yaml has them; for the others the kinds of
    their placeholders decide. `accent` is the colour of kamctl's own master.

    Raises:
        UserError: the template cannot be used.
    """
    presentation = default_presentation(accent) if template is None else _opened(template)
    found = {one.use: one for one in _check_layouts(presentation, names)}
    for one in found.values():
        if one.problem is not None:
            raise UserError(one.problem, one.hint)
    by_name = {layout.name: layout for layout in _layouts(presentation)}
    remove_slides(presentation)
    content = by_name[found[CONTENT].name]
    cover = by_name[found[TITLE].name]
    return Master(presentation, cover, content, _content_area(presentation, content))


def check_template(template: Path, names: Mapping[str, str]) -> list[LayoutCheck]:
    """Return the layouts of a company's template that a deck would use, with what is missing.

    Raises:
        UserError: the template cannot be read.
    """
    return _check_layouts(_opened(template), names)


def _check_layouts(presentation: Any, names: Mapping[str, str]) -> list[LayoutCheck]:
    """Return for each use the layout for it: the one that is named, else by its placeholders."""
    layouts = _layouts(presentation)
    return [
        _named(presentation, layouts, use, names[use])
        if names.get(use)
        else _by_placeholders(presentation, layouts, use)
        for use in LAYOUTS
    ]


def _opened(template: Path) -> Any:
    data = read_template(template)
    try:
        presentation = Presentation(io.BytesIO(data))
        for layout in _layouts(presentation):
            list(layout.placeholders)
    except _UNREADABLE:
        raise damaged(template) from None
    return presentation


def _layouts(presentation: Any) -> list[Any]:
    return [layout for master in presentation.slide_masters for layout in master.slide_layouts]


def _named(presentation: Any, layouts: Sequence[Any], use: str, name: str) -> LayoutCheck:
    wanted = name.strip().casefold()
    layout = next((one for one in layouts if one.name.strip().casefold() == wanted), None)
    if layout is not None:
        return LayoutCheck(use, layout.name, *_problem(presentation, layout, use))
    known = sorted({one.name for one in layouts})
    near = nearest(name, known)
    return LayoutCheck(
        use,
        name,
        message("The template has no layout “{name}”.", name=name),
        message("Did you mean {near}?", near=near)
        if near
        else message("Set `slides.layouts.{use}` to one of: {names}.", use=use,
                     names=", ".join(known)),
    )  # fmt: skip


def _by_placeholders(presentation: Any, layouts: Sequence[Any], use: str) -> LayoutCheck:
    fits = [one for one in layouts if _problem(presentation, one, use)[0] is None]
    if fits:
        best = max(fits, key=lambda one: (_rank(one, use), -layouts.index(one)))
        return LayoutCheck(use, best.name)
    return LayoutCheck(
        use,
        "",
        message("The template has no layout with a title and room for content.")
        if use == CONTENT
        else message("The template has no layout with a title."),
        message("Add one in PowerPoint: View, Slide Master, Insert Layout."),
    )


def _rank(layout: Any, use: str) -> int:
    kinds = [one.placeholder_format.type for one in layout.placeholders]
    contents = sum(one not in (*_TITLES, *_FEET) for one in kinds)
    if use == TITLE:
        return 2 * (PP_PLACEHOLDER.CENTER_TITLE in kinds) + (PP_PLACEHOLDER.SUBTITLE in kinds)
    if PP_PLACEHOLDER.CENTER_TITLE in kinds or PP_PLACEHOLDER.SUBTITLE in kinds:
        return 0
    one_content = contents == 1 and any(kind in _CONTENTS for kind in kinds)
    return 3 if one_content else 2 if contents == 0 else 1


def _problem(
    presentation: Any, layout: Any, use: str
) -> tuple[Message, Message] | tuple[None, None]:
    """Say why a layout cannot be used."""
    if title_of(layout) is None:
        return (
            message("The layout “{name}” has no title.", name=layout.name),
            message("Add a title placeholder to it, or name another layout for `{use}`.", use=use),
        )
    if use == CONTENT:
        area = _content_area(presentation, layout)
        height, width = presentation.slide_height / _EMU, presentation.slide_width / _EMU
        if area.height < _LEAST * height or area.width < _LEAST_WIDTH * width:
            return (
                message("The layout “{name}” leaves too little room for content.",
                        name=layout.name),
                message("Name a layout with one large content placeholder for `{use}`.", use=use),
            )  # fmt: skip
    return (None, None)


def title_of(layout: Any) -> Any:
    """Return the placeholder of the title; None without one."""
    return next((one for one in layout.placeholders if one.placeholder_format.type in _TITLES),
                None)  # fmt: skip


def subtitle_of(slide: Any) -> Any:
    """Return the placeholder below the title of a cover; None without one."""
    found = [one for kind in _SUBTITLES for one in slide.placeholders
             if one.placeholder_format.type is kind]  # fmt: skip
    return found[0] if found else None


def feet_of(layout: Any) -> Iterator[Any]:
    """Return the placeholders at the foot of a layout: date, footer and number."""
    for one in layout.placeholders:
        if one.placeholder_format.type in _FEET:
            yield one


def area_of(shape: Any) -> Area:
    """Return where a shape is, in points."""
    return Area(*(one / _EMU for one in (shape.left, shape.top, shape.width, shape.height)))


def content_of(presentation: Any, layout: Any) -> Any:
    """Return the placeholder for contents of a layout; None where it has none that is large."""
    height = _LEAST * presentation.slide_height
    width = _LEAST_WIDTH * presentation.slide_width
    large = [
        one
        for one in layout.placeholders
        if one.placeholder_format.type in _CONTENTS
        and (one.height or 0) >= height
        and (one.width or 0) >= width
    ]
    return max(large, key=lambda one: one.height * one.width, default=None)


def placeholder_like(slide: Any, content: Any) -> Any:
    """Return the placeholder of a slide that came from `content`, one of its layout's contents.

    The index alone does not tell: in masters of other programs several have the same.
    """
    index = content.placeholder_format.idx
    found = [one for one in slide.placeholders if one.placeholder_format.type in _CONTENTS]
    return next((one for one in found if one.placeholder_format.idx == index), None)


def _content_area(presentation: Any, layout: Any) -> Area:
    """Return where contents go: the layout's own place for them, else what is below its title.

    They end above its foot.
    """
    width, height = presentation.slide_width / _EMU, presentation.slide_height / _EMU
    feet = [area_of(one).top for one in feet_of(layout) if one.top is not None]
    bottom = min([height - _MARGIN, *(one - 6 for one in feet if one > height / 2)])
    content = content_of(presentation, layout)
    if content is not None:
        area = area_of(content)
        covered = max(area.bottom - bottom, 0.0) if feet else 0.0
        return _within(area._replace(height=area.height - covered), width, height)
    title = area_of(title_of(layout))
    top = title.bottom + _BELOW_TITLE
    return _within(Area(title.left, top, title.width, bottom - top), width, height)


def _within(area: Area, width: float, height: float) -> Area:
    """Return as much of an area as is on the slide."""
    left, top = max(area.left + _INSET, 0.0), max(area.top, 0.0)
    inner = area.width - 2 * _INSET
    return Area(left, top, min(inner, width - left), min(area.height, height - top))
