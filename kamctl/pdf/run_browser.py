"""Runs a browser once, for one page: without windows, network, or traces of its user."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from kamctl.document.os_errors import os_error_reason
from kamctl.i18n.message import message
from kamctl.pdf.errors import last_output_line, no_pdf, timed_out

TIMEOUT: Final = 60.0
"""What one page may take, the start of the browser included."""
_FLAGS: Final = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--metrics-recording-only",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
    "--no-pdf-header-footer",
    "--export-tagged-pdf",  # older browsers have to be told
    "--generate-pdf-document-outline",
)
_SNAP: Final = Path("/snap/bin/chromium")


def print_page(browser: Path, page: str, seconds: float = TIMEOUT) -> bytes:
    """Return what a browser makes of a page of HTML.

    Raises:
        UserError: it cannot be started, takes too long, or writes nothing.
    """
    with tempfile.TemporaryDirectory(
        prefix="kamctl-pdf-", dir=_visible_folder(), ignore_cleanup_errors=True
    ) as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8", newline="\n")
        command = [str(browser), *_FLAGS, f"--user-data-dir={Path(folder, 'profile')}"]
        if getattr(os, "geteuid", lambda: 1)() == 0:
            command.append("--no-sandbox")  # root has none to offer
        output = _run(
            [*command, f"--print-to-pdf={target}", source.as_uri()], browser.name, seconds
        )
        if not target.is_file():
            raise no_pdf(
                last_output_line(output) or message("{browser} wrote nothing", browser=browser.name)
            )
        return _with_relative_links(target.read_bytes(), Path(folder).as_uri().encode() + b"/")


def _with_relative_links(pdf: bytes, folder: bytes) -> bytes:
    """Return a PDF whose links lead from where it lies, not from the folder it was printed in.

    It stays as long as it is: it holds the places of its parts.
    """
    links = re.compile(rb"\(" + re.escape(folder) + rb"([^)]*\))")
    return links.sub(rb"(\1" + b" " * len(folder), pdf)


def _visible_folder() -> Path | None:
    """Return where the files go that a browser has to see; None is the usual place.

    Chromium from a snap sees no folder for temporary files but its own.
    """
    if not _SNAP.exists():
        return None
    folder = Path("~/snap/chromium/common").expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _run(command: list[str], name: str, seconds: float) -> bytes:
    """Run a browser to its end, and return what it has said.

    Raises:
        UserError: it cannot be started, or takes too long.
    """
    # Into a file: at a pipe we would wait for what the browser itself has started.
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        except OSError as error:
            raise no_pdf(
                message(
                    "{program} cannot be started ({reason})",
                    program=name,
                    reason=os_error_reason(error),
                )
            ) from None
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise timed_out(name, seconds) from None
        finally:
            if process.returncode is None:
                _stop(process)
        output.seek(0)
        return output.read()


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a browser, with all that it has started where that can be told."""
    if os.name == "posix":
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
