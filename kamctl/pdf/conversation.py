"""Prints all pages by one browser, over the pipes of its DevTools protocol.

Starting a browser takes far longer than printing a page. The pipes belong to the two processes
alone: no port is opened that others on the machine could use.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kamctl.i18n.message import message
from kamctl.pdf.failures import last_line, no_pdf, too_long
from kamctl.pdf.flags import SECONDS, flags
from kamctl.pdf.sheet import SMALLER, leaves, sized

if TYPE_CHECKING:
    from collections.abc import Sequence

_START: Final = (
    "import os, sys; r, w = os.dup(int(sys.argv[1])), os.dup(int(sys.argv[2])); "
    "r, w = (os.dup(r), os.dup(w)) if {r, w} & {3, 4} else (r, w); "
    "os.dup2(r, 3); os.dup2(w, 4); os.execv(sys.argv[3], sys.argv[3:])"
)
"""Puts the pipes where the browser looks for them, and becomes the browser."""
_END: Final = b"\0"


class Conversation:
    """A press that is one browser, as long as it is needed."""

    def __init__(self, browser: Path, seconds: float = SECONDS) -> None:
        self._browser = browser
        self._seconds = seconds
        self._number = 0
        self._heard = b""
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Conversation:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def printed(self, page: str, paper: str, *, on_one_sheet: bool) -> bytes:
        """Return a page of HTML as a PDF.

        Raises:
            UserError: it could not be printed.
        """
        if self._process is None:
            self._start()
        zooms: Sequence[float] = SMALLER if on_one_sheet else SMALLER[:1]
        for zoom in zooms:
            data = self._once(sized(page, paper, zoom))
            if leaves(data) <= 1:
                break
        return data

    def _once(self, page: str) -> bytes:
        # A sheet of its own for each page: the policy of the one before would hold on the next.
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        sheet = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Network.enable", sheet)
        self._ask(
            "Network.emulateNetworkConditions",
            sheet,
            offline=True,
            latency=0,
            downloadThroughput=0,
            uploadThroughput=0,
        )
        frame = self._ask("Page.getFrameTree", sheet)["frameTree"]["frame"]["id"]
        self._ask("Page.setDocumentContent", sheet, frameId=frame, html=page)
        printed = self._ask(
            "Page.printToPDF",
            sheet,
            preferCSSPageSize=True,
            printBackground=True,
            generateTaggedPDF=True,
            generateDocumentOutline=True,
        )
        self._ask("Target.closeTarget", targetId=target)
        return base64.b64decode(printed["data"])

    def _start(self) -> None:
        ours, theirs = os.pipe(), os.pipe()
        self._folder = tempfile.TemporaryDirectory(
            prefix="kamctl-paper-", ignore_cleanup_errors=True
        )
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the browser
        command = [sys.executable, "-I", "-S", "-c", _START, str(ours[0]), str(theirs[1])]
        command += [str(self._browser), *flags(Path(self._folder.name)), "--remote-debugging-pipe"]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=self._said,
            pass_fds=(ours[0], theirs[1]),
            start_new_session=True,
        )
        os.close(ours[0])
        os.close(theirs[1])
        self._out, self._in = ours[1], theirs[0]

    def _ask(self, method: str, sheet: str | None = None, **parameters: Any) -> dict[str, Any]:
        """Ask the browser for something, and return its answer.

        Raises:
            UserError: it refuses, takes too long, or has ended.
        """
        self._number += 1
        request = {"id": self._number, "method": method, "params": parameters}
        if sheet is not None:
            request["sessionId"] = sheet
        end = time.monotonic() + self._seconds
        self._say(json.dumps(request).encode() + _END, end)
        while True:
            answer = json.loads(self._hear(end))
            if answer.get("id") != self._number:
                continue  # it tells of itself
            if "error" in answer:
                raise no_pdf(f"{self._browser.name}: {answer['error'].get('message', method)}")
            return dict(answer["result"])

    def _say(self, data: bytes, end: float) -> None:
        os.set_blocking(self._out, False)
        while data:
            _, ready, _ = select.select([], [self._out], [], max(0.0, end - time.monotonic()))
            if not ready:
                raise self._too_long()
            try:
                data = data[os.write(self._out, data) :]
            except BlockingIOError:
                continue
            except OSError:
                raise self._ended() from None

    def _hear(self, end: float) -> bytes:
        pieces = [self._heard]
        while _END not in pieces[-1]:
            ready, _, _ = select.select([self._in], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                raise self._too_long()
            piece = os.read(self._in, 1 << 20)
            if not piece:
                raise self._ended()
            pieces.append(piece)
        heard, _, self._heard = b"".join(pieces).partition(_END)
        return heard

    def _too_long(self) -> Exception:
        return too_long(self._browser.name, self._seconds)

    def _ended(self) -> Exception:
        self._said.seek(0)
        return no_pdf(
            last_line(self._said.read())
            or message("{browser} has ended", browser=self._browser.name)
        )

    def _end(self) -> None:
        if self._process is None:
            return
        for pipe in (self._out, self._in):
            os.close(pipe)  # at which it ends
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._said.close()
        self._folder.cleanup()
        self._process = None
