"""The company's logo on the cover of a deck: that of the pages."""

from __future__ import annotations

import base64
import io
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lxml import etree
from PIL import Image
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.util import Pt

from kamctl.briefing.engine.branding import svg_tag
from kamctl.briefing.slides.pptx_xml import xml_of
from kamctl.briefing.slides.text_fitting import Area, clean_text
from kamctl.document.errors import UserError
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from kamctl.briefing.engine.branding import Branding

_PLACE: Final = Area(0.0, 48.0, 240.0, 68.0)
"""Above the title of the cover, and in line with it."""
_INSET: Final = 7.2
"""How far a text begins inside a placeholder."""
_NO_PICTURE: Final = (
    *(OSError, ValueError, KeyError, TypeError, SyntaxError, ZeroDivisionError),
    Image.DecompressionBombError,
)
"""What python-pptx and Pillow raise for a picture that is damaged."""
_SVG: Final = "svg+xml"
_SHOWN: Final = ("png", "jpeg", "gif")
"""The pictures that PowerPoint shows as they are; others become PNG."""
_MAX_PIXELS: Final = 20_000_000
_SVG_EXTENSION: Final = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_SVG_NAMESPACE: Final = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_VIEW_BOX: Final = re.compile(rb"""\sviewBox\s*=\s*["']([^"']*)["']""").search
_SIDES: Final = tuple(
    re.compile(rb"\s" + side + rb"""\s*=\s*["']\s*([0-9.]+)""").search
    for side in (b"width", b"height")
)


class CoverLogo(NamedTuple):
    """A picture: its kind, such as `png` or `svg+xml`, and whose it is, for screen readers."""

    data: bytes
    kind: str
    company: str


def cover_logo(branding: Branding, company: str) -> CoverLogo | None:
    """Return the logo of the pages; None without one."""
    head, _, data = branding.logo.partition(";base64,")
    if not data:
        return None
    return CoverLogo(base64.b64decode(data), head.removeprefix("data:image/"), company)


def add_logo(slide: Any, logo: CoverLogo, left: float) -> None:
    """Add a logo to a cover whose title begins at `left`, in points.

    Raises:
        UserError: it is no picture.
    """
    try:
        width, height, data = _measured(logo)
        picture = slide.shapes.add_picture(io.BytesIO(data), 0, 0)
        scale = min(_PLACE.width / width, _PLACE.height / height)
    except _NO_PICTURE as error:
        raise UserError(
            message("The logo is not an image that slides can show."),
            message("Save it again as PNG, 400 pixels wide."),
        ) from error
    picture.width, picture.height = Pt(width * scale), Pt(height * scale)
    picture.left, picture.top = Pt(left + _INSET), Pt(_PLACE.bottom - height * scale)
    picture.name = "Logo"
    xml_of(picture).nvPicPr.cNvPr.set("descr", clean_text(logo.company))
    if logo.kind == _SVG:
        _add_svg(slide, picture, logo.data)


def _measured(logo: CoverLogo) -> tuple[float, float, bytes]:
    """Return the sides of a logo in any unit, and the picture that python-pptx can add."""
    if logo.kind == _SVG:
        return *_svg_sides(logo.data), _png(Image.new("RGBA", (1, 1)))
    image = Image.open(io.BytesIO(logo.data))
    width, height = image.size
    if width * height > _MAX_PIXELS:
        raise ValueError
    return width, height, logo.data if logo.kind in _SHOWN else _png(image)


def _png(image: Image.Image) -> bytes:
    made = io.BytesIO()
    image.convert("RGBA").save(made, "PNG")
    return made.getvalue()


def _svg_sides(data: bytes) -> tuple[float, float]:
    """Return the width and the height of an SVG, which its first tag has."""
    tag = svg_tag(data)
    box = _VIEW_BOX(tag)
    sides = re.split(rb"[\s,]+", box[1].strip())[2:] if box else []
    if not sides:
        found = [side(tag) for side in _SIDES]
        sides = [one[1] if one else b"1" for one in found]
    width, height = map(float, sides)
    return width, height


def _add_svg(slide: Any, picture: Any, data: bytes) -> None:
    """Put an SVG in the place of a picture; programs from before 2016 show an empty one."""
    part = Part(PackURI("/ppt/media/logo.svg"), "image/svg+xml", slide.part.package, data)
    blip = xml_of(picture).blipFill.find(qn("a:blip"))
    extensions = etree.SubElement(blip, qn("a:extLst"))
    extension = etree.SubElement(extensions, qn("a:ext"), {"uri": _SVG_EXTENSION})
    shown = etree.SubElement(
        extension, f"{{{_SVG_NAMESPACE}}}svgBlip", nsmap={"asvg": _SVG_NAMESPACE}
    )
    shown.set(qn("r:embed"), slide.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE))
