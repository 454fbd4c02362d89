"""Load kamctl, then become one run of it after the other: see running.py.

python -P tests/fork_server.py NUMBER                  serve the socket of that number
python -P tests/fork_server.py --once WORDS            run kamctl with these words, and end
python -P tests/fork_server.py --once-METHOD WORDS     the same; its workers start by that method

A worker that is started anew has this file for its main module, and so the fixed locales, too.
"""

from __future__ import annotations

import gc
import importlib
import json
import multiprocessing
import os
import pkgutil
import runpy
import socket
import sys
from datetime import datetime
from pathlib import Path

ONCE = "--once"


def load() -> None:
    """Import every module: none may do anything but define."""
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # as kamctl does itself
    import kamctl

    for module in pkgutil.walk_packages(kamctl.__path__, "kamctl."):
        if not module.name.endswith("__main__"):
            try:
                importlib.import_module(module.name)
            except ImportError:  # an extra that is not installed
                continue
    for name in ("rich.console", "rich.panel", "rich.markdown", "typer.rich_utils"):
        importlib.import_module(name)
    fix_locales()


def fix_locales() -> None:
    """Write as `fixed_locales` says; a copy of the package has no folder of tests beside it."""
    runpy.run_path(str(Path(__file__).with_name("fixed_locales.py")))["install_fixed_locales"]()


def set_clock(moment: str | None) -> None:
    """Let kamctl take `moment`, in ISO 8601 and UTC, for the time it is; None leaves it alone."""
    if moment is not None:
        from kamctl.cli import clock

        clock.now = lambda: datetime.fromisoformat(moment)
        clock.today = lambda: clock.now().date()


def serve(channel: socket.socket) -> dict | None:
    """Fork for each run that is asked for; return in the fork what is asked, or None at the end."""
    while True:
        head, streams, _, _ = socket.recv_fds(channel, 12, 3)
        if not head:
            return None
        asked = b""
        while len(asked) < int(head):
            asked += channel.recv(int(head) - len(asked))
        number = os.fork()
        if not number:
            channel.close()
            for place, stream in enumerate(streams):
                os.dup2(stream, place)
                os.close(stream)
            return json.loads(asked)
        channel.sendall(f"{number:12}".encode())
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(number, 0)
        channel.sendall(f"{os.waitstatus_to_exitcode(status):12}".encode())


def become_a_run(channel: socket.socket) -> None:
    """Load kamctl and wait; return in each fork that is to run it."""
    load()
    gc.collect()
    gc.freeze()  # a fork need not look through what it was given
    asked = serve(channel)
    if asked is None:
        os._exit(0)
    os.environ.clear()
    os.environ.update(asked["env"])
    os.chdir(asked["folder"])
    sys.argv[1:] = asked["words"]


def main() -> None:
    if sys.argv[1].startswith(ONCE):
        method = sys.argv.pop(1).removeprefix(ONCE).strip("-")
        if method:
            multiprocessing.set_start_method(method)
        fix_locales()
    else:
        become_a_run(socket.socket(fileno=int(sys.argv[1])))
    set_clock(os.environ.pop("KAMCTL_TESTS_CLOCK", None))
    from kamctl import __main__ as kamctl

    sys.argv[0] = kamctl.__file__
    kamctl.main()


if __name__ == "__main__":
    main()
elif __name__ == "__mp_main__":
    fix_locales()
