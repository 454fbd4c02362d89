"""The command as people call it, in a process of its own, without waiting for it to load each time.

Where processes can be forked, kamctl is loaded once, in a process that does nothing else, and each
run is a fork of it; elsewhere, and where the environment would change Python itself, each run
starts anew. What a run sees is the same: its arguments, folder, environment and streams; and both
write numbers and dates as `fixed_locales` says.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO

from typer.testing import CliRunner

from kamctl.checks.engine import cross_plan
from kamctl.cli import load_plans
from kamctl.cli.main import app
from kamctl.document import writing
from kamctl.git import process, repository
from kamctl.workspace import discovery
from tests.paths import ROOT, TESTS

COMMAND = (sys.executable, "-m", "kamctl")
_FORKING = (sys.executable, "-P", str(TESTS / "fork_server.py"))
_LOCAL_MODES = 3
"""Where `termios.tcgetattr` has how a terminal treats what is typed."""


def kamctl(
    folder: Path,
    *arguments: str | Path,
    env: Mapping[str, str] | None = None,
    stdin: bytes | str = b"",
    package: Path = ROOT,
    seconds: float = 300,
) -> subprocess.CompletedProcess[str]:
    """Run kamctl in `folder`; return its exit code and what it said, as UTF-8.

    `env` is what it finds in its environment, that of this process if none is given; `package` is
    the folder whose kamctl is meant.
    """
    done = kamctl_in_bytes(
        folder, *arguments, env=env, stdin=stdin, package=package, seconds=seconds
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    )


def kamctl_in_bytes(
    folder: Path,
    *arguments: str | Path,
    env: Mapping[str, str] | None = None,
    stdin: bytes | str = b"",
    package: Path = ROOT,
    seconds: float = 300,
    together: bool = False,
    stdout: IO[bytes] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run kamctl as `kamctl` does; what it said stays as it is, `together` in one if so asked.

    `stdout` is where its standard output goes if nobody is to read it here.
    """
    given = {**(os.environ if env is None else env), "PYTHONPATH": str(package)}
    words = [str(one) for one in arguments]
    data = stdin.encode() if isinstance(stdin, str) else stdin
    if os.name != "posix" or not _starts_alike(given):
        return subprocess.run(
            [*_FORKING, "--once", *words],
            cwd=folder,
            env=given,
            input=data,
            stdout=stdout or subprocess.PIPE,
            stderr=subprocess.STDOUT if together else subprocess.PIPE,
            timeout=seconds,
            check=False,
        )
    loaded = _FORK_SERVERS.get(package)
    if loaded is None or not loaded.lives():
        loaded = _FORK_SERVERS[package] = _ForkServer(package)
    return loaded.run(words, folder, given, data, seconds, together, stdout)


def kamctl_here(
    folder: Path,
    *arguments: str | Path,
    env: Mapping[str, str] | None = None,
    stdin: bytes | str = b"",
) -> subprocess.CompletedProcess[str]:
    """Run kamctl in this process, which takes a fifth of the time.

    For tests of what it says and writes. Help in a second language, streams, signals and locales
    need a process: `kamctl`.
    """
    forget_files()
    given = None if env is None else dict.fromkeys(os.environ) | dict(env)
    words = [str(one) for one in arguments]
    with contextlib.chdir(folder):
        done = CliRunner().invoke(app, words, input=stdin, env=given)
    return subprocess.CompletedProcess(words, done.exit_code, done.stdout, done.stderr)


def plain_environment() -> dict[str, str]:
    """Return an environment that nothing around the tests has a say in, 80 columns wide."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("KAMCTL")}
    for name in (
        "FORCE_COLOR",
        "NO_COLOR",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONUNBUFFERED",
        "PYTHONWARNINGS",
    ):
        env.pop(name, None)
    kept = {"KAMCTL_CACHE_DIR": os.environ["KAMCTL_CACHE_DIR"]}
    return env | kept | {"PYTHONPATH": str(ROOT), "COLUMNS": "80", "LC_ALL": "C"}


def without_crash(done: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    """Return a run again; nothing it says may look like a crash."""
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    assert "bug in kamctl" not in done.stdout + done.stderr, done.stderr
    return done


def forget_files() -> None:
    """Let kamctl forget which files and repositories it has seen, as a new process would."""
    for module in (cross_plan, discovery, load_plans, process, repository, writing):
        for function in vars(module).values():
            if hasattr(function, "cache_clear"):
                function.cache_clear()


def on_a_terminal(
    folder: Path,
    *arguments: str,
    answers: Iterable[str | bytes],
    env: Mapping[str, str] | None = None,
    columns: int = 80,
) -> tuple[int, str]:
    """Run kamctl on a terminal and type the next answer at each question; POSIX only.

    An answer in bytes is typed as it is, one in text with Enter after it. `env` goes over the usual
    environment, without color. Return its exit code and what stands on the terminal.
    """
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    usual = {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", "TERM": "xterm", "INPUTRC": os.devnull}
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=folder,
        env=kept | usual | dict(env or {}),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        # Only its own terminal makes a signal of Ctrl-C.
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
    )
    os.close(theirs)
    output, answered, waiting = b"", 0, iter(answers)
    deadline = time.monotonic() + 60
    quiet_since = time.monotonic()
    while time.monotonic() < deadline:
        ready, _, _ = select.select([ours], [], [], 0.02)
        if ready:
            try:
                chunk = os.read(ours, 4096)
            except OSError:  # Linux says so at the end
                break
            if not chunk:
                break
            output += chunk
            quiet_since = time.monotonic()
        elif process.poll() is not None:
            break
        elif output.endswith(b": ") and len(output) > answered:
            # Half a line can look like a question: readline, which takes each key as it is typed,
            # has written all of it; without it, who is quiet after a colon waits.
            takes_keys = not termios.tcgetattr(ours)[_LOCAL_MODES] & termios.ICANON
            if not takes_keys and time.monotonic() - quiet_since < 0.4:
                continue
            answered = len(output)
            answer = next(waiting)
            os.write(ours, answer if isinstance(answer, bytes) else f"{answer}\r".encode())
    os.close(ours)
    return process.wait(10), output.decode(errors="replace")


def read_terminal(terminal: int) -> str:
    """Return all that is written to a terminal until its other end is closed, and close ours."""
    output = b""
    while True:
        try:
            piece = os.read(terminal, 65_536)
        except OSError:  # Linux says so at the end
            break
        if not piece:
            break
        output += piece
    os.close(terminal)
    return output.decode()


def _starts_alike(env: Mapping[str, str]) -> bool:
    """Whether Python would begin with these variables as the loaded one has begun."""
    changed = {
        name for name in env if name.startswith("PYTHON") and env[name] != os.environ.get(name)
    }
    charset = (env.get("LC_ALL") or env.get("LC_CTYPE") or env.get("LANG") or "C").upper()
    return (
        changed <= {"PYTHONPATH", "PYTHONIOENCODING"}
        and env.get("PYTHONIOENCODING", "utf-8") == "utf-8"
        and (charset in ("C", "POSIX") or charset.endswith(("UTF-8", "UTF8")))
    )


class _ForkServer:
    """A process that has loaded kamctl and forks for each run, one after the other."""

    def __init__(self, package: Path) -> None:
        self.package = package
        self._ours, theirs = socket.socketpair()
        self.owner = os.getpid()
        with theirs:
            self._process = subprocess.Popen(
                [*_FORKING, str(theirs.fileno())],
                env=os.environ | {"PYTHONPATH": str(package), "LC_ALL": "C"},
                cwd=package,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        atexit.register(self.end)

    def lives(self) -> bool:
        return self.owner == os.getpid() and self._process.poll() is None

    def end(self) -> None:
        """Let it go: it ends where nobody asks any more."""
        self._ours.close()
        if self.owner == os.getpid():
            self._process.wait(10)

    def run(
        self,
        words: list[str],
        folder: Path,
        env: dict[str, str],
        stdin: bytes,
        seconds: float,
        together: bool,
        stdout: IO[bytes] | None,
    ) -> subprocess.CompletedProcess[bytes]:
        with (
            tempfile.TemporaryFile() as given,
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as output,
        ):
            given.write(stdin)
            given.seek(0)
            asked = json.dumps({"words": words, "folder": str(folder), "env": env}).encode()
            heard = stdout or out
            streams = [one.fileno() for one in (given, heard, heard if together else output)]
            socket.send_fds(self._ours, [f"{len(asked):12}".encode()], streams)
            self._ours.sendall(asked)
            number = int(self._receive(seconds))
            try:
                code = int(self._receive(seconds))
            except TimeoutError:
                os.kill(number, signal.SIGKILL)
                self._receive(10)
                raise subprocess.TimeoutExpired([*COMMAND, *words], seconds) from None
            out.seek(0)
            output.seek(0)
            return subprocess.CompletedProcess([*COMMAND, *words], code, out.read(), output.read())

    def _receive(self, seconds: float) -> bytes:
        self._ours.settimeout(seconds)
        received = b""
        while len(received) < 12:
            part = self._ours.recv(12 - len(received))
            if not part:
                raise RuntimeError(f"kamctl in {self.package} could not be loaded: see above")
            received += part
        return received


_FORK_SERVERS: dict[Path, _ForkServer] = {}
