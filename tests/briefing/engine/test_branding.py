"""How a company's pages look: colours, logo, name, footer; and logos that are none."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kamctl.briefing.engine.branding import Branding, load_branding
from kamctl.briefing.engine.html import render_html
from kamctl.briefing.pages.index_page import folder_index
from kamctl.document.errors import InvalidFile
from kamctl.document.source import Source
from kamctl.workspace.config import NO_WORKSPACE, parse_workspace

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path id="a" d="M0 0h9v9z"/></svg>'
)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
CONFIG = 'kamctl: 1\ncompany: A\nbranding:\n  logo: logo.svg\n  accent: "#0b6e4f"\n'


def branding(tmp_path: Path, data: bytes | None, name: str = "logo.svg") -> Branding:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    return load_branding(
        parse_workspace(Source("kamctl.yaml", CONFIG.replace("logo.svg", name)), tmp_path)
    )


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (SVG, "svg+xml"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a -->\n<!DOCTYPE svg>\n" + SVG, "svg+xml"),
        (SVG.replace(b"</svg>", b'<use href="#a"/><path fill="url(#a)"/></svg>'), "svg+xml"),
        (PNG, "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"GIF89a", "gif"),
        (b"RIFF\0\0\0\0WEBP", "webp"),
    ],
)
def test_a_logo_goes_into_the_page(tmp_path: Path, data: bytes, kind: str) -> None:
    made = branding(tmp_path, data)
    assert made.logo.startswith(f"data:image/{kind};base64,")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "cannot be read"),
        (b"", "not an image"),
        (b"hello", "not an image"),
        (b"<html><svg></svg></html>", "not an image"),
        (b"%PDF-1.7", "not an image"),
        (PNG + b"\0" * 30_000_000, "larger than 500 KB"),
        (SVG.replace(b"<path", b"<script>alert(1)</script><path"), "a script"),
        (SVG.replace(b"<path", b"<svg:SCRIPT/><path"), "a script"),
        (SVG.replace(b"<path", b'<path onclick="x()"'), "a script"),
        (SVG.replace(b"<path", b'<a href="javascript:x()"/><path'), "a script"),
        (SVG.replace(b"<path", b"<foreignObject/><path"), "a script"),
        (b"<!DOCTYPE svg [<!ENTITY a 'aaaa'>]>" + SVG, "a script"),
        (SVG.replace(b"<path", b'<image href="http://a.example/b.png"/><path'), "another file"),
        (SVG.replace(b"<path", b"<image xlink:href='//a.example/b'/><path"), "another file"),
        (SVG.replace(b"<path", b'<use href="other.svg#a"/><path'), "another file"),
        (SVG.replace(b"<path", b"<style>@import 'a.css';</style><path"), "another file"),
        (SVG.replace(b"<path", b'<path fill="url(http://a.example/b)"'), "another file"),
    ],
)
def test_a_logo_that_cannot_be_used(tmp_path: Path, data: bytes | None, words: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        branding(tmp_path, data)
    (finding,) = caught.value.findings
    assert words in str(finding.message)
    assert finding.hint
    assert (finding.code, finding.span.line, finding.span.column) == ("KAM012", 4, 9)


def test_a_folder_is_no_logo(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").mkdir()
    with pytest.raises(InvalidFile, match="cannot be read"):
        branding(tmp_path, None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_no_logo(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "logo.svg")
    with pytest.raises(InvalidFile, match="it is not a file"):
        branding(tmp_path, None)


@pytest.mark.parametrize("name", ["../logo.svg", "/etc/passwd", "a/../../logo.svg"])
def test_a_logo_outside_the_workspace(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidFile, match="is outside the workspace"):
        branding(tmp_path, None, name)


def test_a_link_to_a_logo_outside_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_bytes(SVG)
    (tmp_path / "house").mkdir()
    try:
        (tmp_path / "house" / "logo.svg").symlink_to("../secret.svg")
    except OSError:
        pytest.skip("no links here")
    with pytest.raises(InvalidFile, match="is outside the workspace"):
        branding(tmp_path / "house", None)


@pytest.fixture
def page(today: object) -> Callable[[Branding], str]:
    view = folder_index([("Lactéa", "everyone", "a.html")], "en", today, "Corvane")  # type: ignore[arg-type]
    return lambda made: render_html(view, made, kind="index")


def test_all_of_it_is_on_the_page(page: Callable[[Branding], str]) -> None:
    made = Branding("#0b6e4f", "#7a3b69", "data:image/png;base64,AAAA", "For <us> only.")
    text = page(made)
    assert '<img class="logo" src="data:image/png;base64,AAAA" alt="Corvane">' in text
    assert "For &lt;us&gt; only." in text
    light, dark = (set(re.findall(rf"--{name}: (#\w+)", text)) for name in ("accent", "figure"))
    assert "#0b6e4f" in light and "#7a3b69" in dark
    assert len(light) == len(dark) == 2, "one for light paper, one for dark"


def test_without_any_of_it_nothing_is_left_open(page: Callable[[Branding], str]) -> None:
    text = page(load_branding(NO_WORKSPACE))
    assert "<img" not in text
    assert "<footer" not in text
