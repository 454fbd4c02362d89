"""How a company's pages look: its colours, its logo inside the page, its line at the foot."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.document import error_codes
from kamctl.document.errors import InvalidFile
from kamctl.document.os_errors import os_error_reason
from kamctl.document.span import TOP, KeyPath
from kamctl.i18n.message import Message, message
from kamctl.workspace.files import WORKSPACE_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from kamctl.workspace.config import Workspace

_LARGEST_LOGO: Final = 500 * 1024
"""Bytes. A logo goes into every page: a photograph of a logo does not belong there."""
_LOGO: KeyPath = ("branding", "logo")
_SVG_START: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s+|<\?[^>]*>|<!--.*?-->|<!doctype[^>\[]*(?:\[[^\]]*\]\s*)?>)*<(?:svg:)?svg[\s>]",
    re.DOTALL | re.IGNORECASE,
).match
_RUNS: Final = re.compile(
    rb"<(?:\w+:)?script|<(?:\w+:)?foreignobject|javascript:|\son[a-z]+\s*=|<!entity", re.IGNORECASE
).search
_LEADS_AWAY: Final = re.compile(
    rb"\b(?:href|src)\s*=\s*[\"']?\s*(?![\s\"'#]|data:image/)|url\(\s*[\"']?\s*(?![\s\"'#]|data:)"
    rb"|@import|<\?xml-stylesheet",
    re.IGNORECASE,
).search


class Branding(NamedTuple):
    """How a company wants its pages to look.

    `logo` is a data address with the picture inside, or empty; `folder` that of the company's own
    templates, None where there is none.
    """

    accent: str | None = None
    figures: str | None = None
    logo: str = ""
    footer: str = ""
    folder: Path | None = None


NO_BRANDING: Final = Branding()


def load_branding(workspace: Workspace) -> Branding:
    """Return how the pages of `workspace` look.

    Raises:
        InvalidFile: its logo cannot be used.
    """
    folder = workspace.templates
    return Branding(
        workspace.accent,
        workspace.figures,
        _logo(workspace) if workspace.logo else "",
        workspace.footer or "",
        folder if folder is not None and folder.is_dir() else None,
    )


def _logo(workspace: Workspace) -> str:
    assert workspace.logo is not None
    try:
        if workspace.logo.exists() and not workspace.logo.is_file():
            raise _unreadable_logo(workspace, message("it is not a file"))
        with workspace.logo.open("rb") as file:
            data = file.read(_LARGEST_LOGO + 1)
    except (OSError, ValueError) as error:
        raise _unreadable_logo(workspace, os_error_reason(error)) from None
    if len(data) > _LARGEST_LOGO:
        raise _unusable(
            workspace,
            message(
                "The logo is larger than {limit} KB; it is embedded in every page.",
                limit=_LARGEST_LOGO // 1024,
            ),
            message("Save it smaller: a logo 400 pixels wide, or an SVG, takes a few KB."),
        )
    kind = _kind(data)
    if kind is None:
        raise _unusable(
            workspace,
            message("The logo is not an image that a page can show."),
            message("Save it as PNG, JPEG, GIF, WebP or SVG."),
        )
    if kind == "svg+xml":
        _check_svg(workspace, data)
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def _check_svg(workspace: Workspace, data: bytes) -> None:
    """Refuse an SVG that holds more than a picture, though browsers run none of it in a page.

    Raises:
        InvalidFile: it holds what runs, or what lies elsewhere.
    """
    if _RUNS(data):
        raise _unusable(
            workspace,
            message("The logo contains a script, which is not allowed."),
            message("Export it again as a plain SVG, or save it as PNG."),
        )
    if _LEADS_AWAY(data):
        raise _unusable(
            workspace,
            message("The logo refers to another file or address; pages are self-contained."),
            message("Export it as a self-contained SVG, or save it as PNG."),
        )


def _kind(data: bytes) -> str | None:
    """Tell what kind of picture `data` is, by how it begins."""
    if data.startswith(b"\x89PNG\r\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return "svg+xml" if _SVG_START(data) else None


def _unreadable_logo(workspace: Workspace, reason: Message | str) -> InvalidFile:
    assert workspace.logo is not None
    return _unusable(
        workspace,
        message(
            "The logo {file} cannot be read: {reason}.", file=workspace.logo.name, reason=reason
        ),
        message("Put the image beside kamctl.yaml, or remove the line."),
    )


def _unusable(workspace: Workspace, text: Message, hint: Message) -> InvalidFile:
    document = workspace.document
    finding = error_codes.BAD_VALUE.found(
        document.source.name if document else WORKSPACE_FILE,
        text,
        document.span(_LOGO) if document else TOP,
        hint=hint,
        path=_LOGO,
    )
    return InvalidFile([finding], document.source if document else None)


def svg_tag(data: bytes) -> bytes:
    """Return the first tag of an SVG, without what comes before it: a DOCTYPE names svg, too.

    Raises:
        ValueError: it is no SVG.
    """
    start = _SVG_START(data)
    if start is None:
        raise ValueError
    return data[start.end() - 1 :].partition(b">")[0]
