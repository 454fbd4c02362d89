"""Fills in a company's own templates in a process of its own, which can be stopped at any time.

A sandbox keeps a template from files and commands; that it ends, and fills no memory, only the
system can see to. The process is started once and kept: each further page costs it no start.
"""

from __future__ import annotations

import atexit
import json
import os
import pickle
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from kamctl.briefing.engine.custom_templates import (
    Trouble,
    bad_template,
    own_templates,
    stamp,
    stopped,
    trouble_with,
)
from kamctl.i18n.message import Message

if TYPE_CHECKING:
    from kamctl.briefing.engine.branding import Branding
    from kamctl.briefing.views import Page

SECONDS = 10.0
"""What a page may take; kamctl's own take a hundredth of a second."""
_LONGER: Final = 5.0
"""How much later the process is ended from outside, if it has not ended itself."""
MEMORY = 1024 * 1024 * 1024
"""Bytes that the process may use."""
_START: Final = (
    "import sys; sys.path[:] = {path!r}; "
    "from kamctl.briefing.engine.template_process import work; work()"
)
_FRAME: Final = re.compile(r'^  File "(.*)", line (\d+) in ', re.MULTILINE)
_SIZE: Final = 8


def rendered_apart(form: str, view: Page, look: Branding, kind: str) -> str:
    """Return a page in whose making templates of the company's own have a part.

    Raises:
        InvalidFile: one of them fails.
    """
    global _worker  # noqa: PLW0603 - one process for all pages
    with _one_at_a_time:
        if _worker is None or not _worker.is_alive:
            _worker = _Worker()
        answer = _worker.ask((SECONDS, form, view, look, kind))
        if answer is None:
            assert look.folder is not None
            fallen, _worker = _worker, None
            raise bad_template(_where_stopped(fallen.last_words(), look.folder))
    if "text" in answer:
        return str(answer["text"])
    if "trouble" in answer:
        file, line, text, hint = answer["trouble"]
        raise bad_template(Trouble(file, line, Message(*text), Message(*hint)))
    raise RuntimeError(answer["bug"])


class _Worker:
    """The process, seen from outside."""

    def __init__(self) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-c", _START.format(path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
        )
        atexit.register(self.end)
        if self._answer() is None:
            raise RuntimeError(f"no process for templates: {self.last_words()[-300:]}")

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: tuple[Any, ...]) -> dict[str, Any] | None:
        """Return what the process answers; None if it had to be stopped."""
        data = pickle.dumps(request)
        assert self._process.stdin is not None
        watch = threading.Timer(request[0] + _LONGER, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            with _watched_memory(self._process):
                _put(self._process.stdin, data)
                return self._answer()
        except OSError:
            return None
        except BaseException:  # whoever asked is stopped: the answer must not reach the next
            self.end()
            raise
        finally:
            watch.cancel()

    def _answer(self) -> dict[str, Any] | None:
        assert self._process.stdout is not None
        data = _get(self._process.stdout)
        return None if data is None else dict(json.loads(data))

    def last_words(self) -> str:
        """Return what the process said of where it was; it has ended then."""
        self.end()
        self._said.seek(0)
        return self._said.read().decode("utf-8", "replace")

    def end(self) -> None:
        """End the process."""
        atexit.unregister(self.end)
        self._process.kill()
        self._process.wait()


_worker: _Worker | None = None
_one_at_a_time = threading.Lock()


def _where_stopped(words: str, folder: Path) -> Trouble:
    """Find the line of the template at which the process was stopped."""
    own = {os.path.realpath(path): name for name, path in own_templates(folder).items()}
    for file, line in _FRAME.findall(words):
        path = os.path.realpath(file.encode().decode("unicode_escape"))
        if path in own:
            return stopped(path, _line_of_template(own[path], int(line), folder))
    return stopped(next(iter(own), str(folder)), 1)


def _line_of_template(name: str, line: int, folder: Path) -> int:
    """Return the line of a template for one of the program that Jinja makes of it."""
    from kamctl.briefing.engine.html import environment_of

    try:
        return int(environment_of("en", folder).get_template(name).get_corresponding_lineno(line))
    except Exception:  # it has gone, or is another by now
        return 1


class _watched_memory:  # noqa: N801 - a context
    """Ends a process that takes too much memory, where the system does not see to it."""

    _EVERY = 0.2

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._over = threading.Event()
        self._needed = sys.platform == "darwin"

    def __enter__(self) -> None:
        if self._needed:
            threading.Thread(target=self._look, daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self._over.set()

    def _look(self) -> None:
        while not self._over.wait(self._EVERY):
            if resident(self._process.pid) > MEMORY:
                self._process.kill()
                return


def resident(pid: int) -> int:
    """Return the bytes of memory that a process uses; 0 if nobody knows."""
    try:
        said = subprocess.run(
            ["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=False
        ).stdout
        return int(said) * 1024
    except (OSError, ValueError):
        return 0


# --- Inside the process ---------------------------------------------------------------------------


def work() -> None:
    """Fill in what comes in on standard input, until nothing comes any more."""
    import faulthandler
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    sys.stdout = sys.stderr
    from kamctl.briefing.engine import html, markdown

    _limit_memory()
    _put(answers, b"{}")
    known: tuple[object, ...] = ()
    while (data := _get(asked)) is not None:
        seconds, form, view, look, kind = pickle.loads(data)
        faulthandler.dump_traceback_later(seconds, exit=True)
        if (now := stamp(look.folder)) != known:
            known = now
            html.forget()
            markdown.forget()
        fill = html.fill_html if form == "html" else markdown.fill_markdown
        answer = _attempt(fill, view, look, kind)
        faulthandler.cancel_dump_traceback_later()
        _put(answers, json.dumps(answer).encode())


def _attempt(fill: Any, view: Any, look: Any, kind: str) -> dict[str, Any]:
    try:
        return {"text": fill(view, look, kind)}
    except Exception as error:
        trouble = trouble_with(error, look.folder)
        if trouble is None:
            return {"bug": f"{type(error).__name__}: {error}"}
        file, line, text, hint = trouble
        return {"trouble": (file, line, (text.msgid, text.values), (hint.msgid, hint.values))}


def _limit_memory() -> None:
    """Let the system refuse more memory; Python then says so, with the line."""
    if sys.platform == "win32":
        from kamctl.briefing.engine.windows_job import limit_memory

        limit_memory(MEMORY)
        return
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ValueError, OSError):
        return  # macOS: watched from outside


# --- Between the two ------------------------------------------------------------------------------


def _put(out: IO[bytes], data: bytes) -> None:
    out.write(len(data).to_bytes(_SIZE, "big") + data)
    out.flush()


def _get(source: IO[bytes]) -> bytes | None:
    """Return what comes next; None where nothing does, or not the whole of it."""
    head = source.read(_SIZE)
    if len(head) < _SIZE:
        return None
    size = int.from_bytes(head, "big")
    data = source.read(size)
    return data if len(data) == size else None
