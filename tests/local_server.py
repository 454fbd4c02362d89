"""`kamctl preview` and `kamctl edit` as processes, which serve until they are stopped."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from tests.paths import ROOT
from tests.running import COMMAND

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class RunningServer(NamedTuple):
    """A server that runs, and the address that it has written."""

    process: subprocess.Popen[str]
    address: str

    def interrupt(self) -> tuple[int, str, str]:
        """Press Ctrl-C; return the exit code, and what it wrote on both streams since."""
        self.process.send_signal(signal.CTRL_BREAK_EVENT if os.name == "nt" else signal.SIGINT)
        out, errors = self.process.communicate(timeout=20)
        return self.process.returncode, out, errors


@contextmanager
def local_server(
    folder: Path, *command: str, language: str = "en", stderr: int = subprocess.PIPE
) -> Iterator[RunningServer]:
    """Start the command in `folder`; what it writes on `stderr` can be read once it has ended."""
    own = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if os.name == "nt" else {}
    environment = {
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONUNBUFFERED": "",
        "LANGUAGE": language,
    }
    process = subprocess.Popen(
        [*COMMAND, *command],
        cwd=folder,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        encoding="utf-8",
        **own,
    )
    try:
        assert process.stdout is not None
        yield RunningServer(process, process.stdout.readline().strip())
    finally:
        process.kill()
        process.communicate()
