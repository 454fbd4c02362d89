"""A company's own template: which layouts are used, what is refused, what stays of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches

from kamctl.briefing.slides.master import check_template, feet_of, open_master
from kamctl.briefing.slides.office_package import TEMPLATE_LIMITS
from kamctl.briefing.slides.slide import Deck
from kamctl.document.errors import UserError
from tests.briefing.slides.conftest import ACCENT, file_of, texts_of, written
from tests.briefing.slides.test_fitting import check_geometry

Change = Callable[[Any], None]


def company(path: Path, change: Change = lambda _: None) -> Path:
    """Write the template of a company: other names, an old slide, and what `change` does to it."""
    presentation = Presentation()
    for layout in presentation.slide_layouts:
        layout.name = f"Firma {layout.name}"
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "An old slide"
    change(presentation)
    presentation.save(str(path))
    return path


def only(*names: str) -> Change:
    """Return what removes all other layouts."""

    def change(presentation: Any) -> None:
        slides = presentation.slides._sldIdLst
        for one in list(slides):
            presentation.part.drop_rel(one.rId)
            slides.remove(one)
        for layout in list(presentation.slide_layouts):
            if layout.name.removeprefix("Firma ") not in names:
                presentation.slide_layouts.remove(layout)

    return change


def wide(presentation: Any) -> None:
    """Make the slides wide; the placeholders stay where they are."""
    presentation.slide_width = Inches(13.333)


def same_index(presentation: Any) -> None:
    """Take the indexes off all placeholders, as LibreOffice writes them."""
    for layout in presentation.slide_layouts:
        for element in layout._element.xpath(".//p:ph[@idx]"):
            if element.get("type") not in ("dt", "ftr", "sldNum"):
                del element.attrib["idx"]


def test_contents_end_above_the_foot_of_a_layout(tmp_path: Path) -> None:
    def lower(presentation: Any) -> None:
        for layout in presentation.slide_layouts:
            for shape in layout.placeholders:
                if layout.name == "Firma Title and Content" and shape.placeholder_format.idx == 1:
                    shape.left, shape.top = Inches(0.5), Inches(1.6)
                    shape.width, shape.height = Inches(9), Inches(5.6)

    master = open_master(company(tmp_path / "company.pptx", lower), {}, ACCENT)
    feet = [one.top / 12_700 for one in feet_of(master.content)]
    assert len(feet) == 3
    assert master.area.height > 300
    assert master.area.bottom <= min(feet)


@pytest.mark.parametrize(
    ("change", "names", "cover", "content"),
    [
        (lambda _: None, {}, "Firma Title Slide", "Firma Title and Content"),
        (same_index, {}, "Firma Title Slide", "Firma Title and Content"),
        (only("Title Slide", "Title Only"), {}, "Firma Title Slide", "Firma Title Only"),
        (only("Title and Content"), {}, "Firma Title and Content", "Firma Title and Content"),
        (wide, {"content": "firma title only"}, "Firma Title Slide", "Firma Title Only"),
        (lambda _: None, {"title": "Firma Section Header"}, "Firma Section Header",
         "Firma Title and Content"),
    ],
)  # fmt: skip
def test_layouts_are_those_named_else_those_that_fit(
    deck: Callable[..., Deck], tmp_path: Path, change: Change, names: dict[str, str], cover: str,
    content: str,
) -> None:  # fmt: skip
    template = company(tmp_path / "company.pptx", change)
    assert [one.name for one in check_template(template, names)] == [cover, content]
    made = written(deck(reader="executive"), template, **names)
    first, *others = [slide.slide_layout.name for slide in made.slides]
    assert (first, set(others)) == (cover, {content})
    check_geometry(made)
    assert "An old slide" not in "\n".join(texts_of(made))
    for slide in made.slides:
        for shape in slide.placeholders:
            assert shape.text_frame.text.strip(), "no placeholder is left empty"


def test_parts_have_names_of_their_own(deck: Callable[..., Deck], tmp_path: Path) -> None:
    data = file_of(deck(), company(tmp_path / "company.pptx"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("change", "names", "problem", "hint"),
    [
        (lambda _: None, {"content": "Firma Title Onli"}, "no layout “Firma Title Onli”",
         "Did you mean Firma Title Only?"),
        (lambda _: None, {"title": "Firma Blank"}, "“Firma Blank” has no title", "`title`"),
        (lambda _: None, {"content": "Firma Picture with Caption"}, "too little room", "`content`"),
        (only("Blank"), {}, "no layout with a title", "Slide Master"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(
    tmp_path: Path, change: Change, names: dict[str, str], problem: str, hint: str
) -> None:
    template = company(tmp_path / "company.pptx", change)
    found = [one for one in check_template(template, names) if one.problem is not None]
    assert problem in str(found[0].problem)
    assert hint in str(found[0].hint)
    with pytest.raises(UserError, match="layout"):
        open_master(template, names, ACCENT)


def rewritten(path: Path, change: Callable[[str, bytes], bytes], **more: bytes) -> None:
    """Write a package anew with its parts changed, and with `more` parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**parts, **more}.items():
            archive.writestr(name, change(name, part))


def as_type(kind: bytes) -> Callable[[Path], None]:
    """Return what makes a presentation say that it is of another type."""
    return lambda path: rewritten(
        path, lambda _, part: part.replace(b"presentationml.presentation.main", kind)
    )


def bomb(path: Path) -> None:
    rewritten(
        path,
        lambda _, part: part,
        **{"ppt/media/big.bin": bytes(TEMPLATE_LIMITS.unpacked + 1)},
    )


def broken_part(path: Path) -> None:
    rewritten(path, lambda name, part: part[:200] if name.endswith("slideMaster1.xml") else part)


@pytest.mark.parametrize(
    ("spoil", "problem", "hint"),
    [
        (as_type(b"presentationml.template.main"), ".potx", "save it as a presentation"),
        (as_type(b"presentation.macroEnabled.main"), "has macros", "without macros"),
        (lambda path: rewritten(path, lambda _, part: part, **{"ppt/vbaProject.bin": b"x"}),
         "has macros", "without macros"),
        (as_type(b"spreadsheetml.sheet.main"), "cannot be read", "save it again"),
        (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
         "old PowerPoint file", "without a password"),
        (lambda path: path.write_bytes(path.read_bytes()[:5_000]), "cannot be read", "again"),
        (lambda path: path.write_text("text", encoding="utf-8"), "cannot be read", "again"),
        (broken_part, "cannot be read", "again"),
        (bomb, "too large", "without slides"),
        (lambda path: path.unlink(), "cannot be read", "slides.template"),
    ],
)  # fmt: skip
def test_files_that_are_no_template_are_refused(
    tmp_path: Path, spoil: Callable[[Path], None], problem: str, hint: str
) -> None:
    template = company(tmp_path / "company.pptx")
    spoil(template)
    with pytest.raises(UserError) as refused:
        open_master(template, {}, ACCENT)
    assert problem in str(refused.value.message)
    assert hint in str(refused.value.hint)


def test_kamctls_own_master_has_the_accent_of_the_workspace(deck: Callable[..., Deck]) -> None:
    data = file_of(deck())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        themes = [archive.read(one).decode() for one in archive.namelist() if "/theme1" in one]
    assert any(ACCENT.removeprefix("#").upper() in one for one in themes)
