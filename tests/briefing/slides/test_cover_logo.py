"""The logo of the pages on kamctl's own cover, in every format that pages take."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Pt

from kamctl.briefing.engine.branding import NO_BRANDING
from kamctl.briefing.slides.cover_logo import CoverLogo, cover_logo
from kamctl.briefing.slides.deck_file import deck_file
from kamctl.briefing.slides.master import open_master
from kamctl.briefing.slides.slide import Deck
from kamctl.document.errors import UserError
from tests.briefing.slides.conftest import ACCENT, TODAY

MakeDeck = Callable[..., Deck]
SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">'
    b'<path d="M0 0h300v100z"/></svg>'
)
DOCTYPE = (
    b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"'
    b' "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg '
)


def picture(form: str) -> bytes:
    """Return a picture three times as wide as it is high."""
    made = io.BytesIO()
    Image.new("RGB", (300, 100), "navy").save(made, form)
    return made.getvalue()


def cover(deck: Deck, data: bytes, kind: str) -> Any:
    """Return the cover that is read back from a file with a logo."""
    address = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    logo = cover_logo(NO_BRANDING._replace(logo=address), "Corvane")
    assert logo == CoverLogo(data, kind, "Corvane")
    made = deck_file(deck, open_master(None, {}, ACCENT), TODAY, logo)
    assert made == deck_file(deck, open_master(None, {}, ACCENT), TODAY, logo)
    return Presentation(io.BytesIO(made)).slides[0]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (picture("PNG"), "png"),
        (picture("JPEG"), "jpeg"),
        (picture("GIF"), "gif"),
        (picture("WEBP"), "webp"),
        (SVG, "svg+xml"),
        (SVG.replace(b'viewBox="0 0 300 100"', b'width="300px" height="100"'), "svg+xml"),
        (SVG.replace(b"<svg ", DOCTYPE), "svg+xml"),
        (SVG.replace(b"<svg ", b"<!-- <svg width='1' height='1'> -->" + DOCTYPE), "svg+xml"),
    ],
)
def test_it_is_above_the_title_and_keeps_its_shape(deck: MakeDeck, data: bytes, kind: str) -> None:
    slide = cover(deck(), data, kind)
    (logo,) = (one for one in slide.shapes if one.name == "Logo")
    assert logo._element.nvPicPr.cNvPr.get("descr") == "Corvane"
    assert logo.width == pytest.approx(3 * logo.height, rel=0.01)
    title = slide.shapes.title
    assert logo.left == pytest.approx(title.left + Pt(7.2), abs=2)
    assert logo.top > 0
    assert logo.top + logo.height <= title.top
    shown = [part.blob for part in slide.part.package.iter_parts()
             if part.partname.startswith("/ppt/media/")]  # fmt: skip
    assert (data in shown) is (kind != "webp")
    embedded = slide._element.xpath(".//*[local-name()='svgBlip']/@r:embed")
    assert [slide.part.related_part(one).blob for one in embedded] == [data] * (kind == "svg+xml")


def test_without_a_logo_there_is_none(deck: MakeDeck) -> None:
    assert cover_logo(NO_BRANDING, "Corvane") is None
    made = Presentation(io.BytesIO(deck_file(deck(), open_master(None, {}, ACCENT), TODAY)))
    assert [one.name for one in made.slides[0].shapes if one.name == "Logo"] == []


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (picture("PNG")[:20], "png"),
        (b"GIF89a", "gif"),
        (b"RIFF0000WEBP", "webp"),
        (b'<svg viewBox="0 0 x y"/>', "svg+xml"),
        (b'<svg viewBox="0 0 0 0"/>', "svg+xml"),
    ],
)
def test_what_is_no_picture_is_refused(deck: MakeDeck, data: bytes, kind: str) -> None:
    with pytest.raises(UserError) as caught:
        cover(deck(), data, kind)
    assert str(caught.value.message) == "The logo is not an image that slides can show."
