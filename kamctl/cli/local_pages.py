"""What `preview` and `edit` share: which plan, which port, and how the pages are opened."""

from __future__ import annotations

import gc
import os
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.cli.global_options import known_language
from kamctl.cli.language_context import localized
from kamctl.document.errors import InvalidFile, UserError
from kamctl.document.source import Source, read_source
from kamctl.i18n.language import supported_language
from kamctl.i18n.message import Message, message
from kamctl.workspace.plan_files import only_plan, refuse_standard_input

if TYPE_CHECKING:
    from kamctl.cli.console import Console
    from kamctl.web.server import LocalServer

_HIGHEST_PORT = 65_535
PORT = typer.Option(
    None,
    "--port",
    metavar="N",
    min=1,
    max=_HIGHEST_PORT,
    help="Use this port, such as 8000 (default: any free port).",
)


def plan_to_open(named: str) -> str:
    """Return the file of the one plan to open.

    Raises:
        UserError: it is standard input, or there is none, or more than one.
        InvalidFile: there is no such file.
    """
    refuse_standard_input(
        [named],
        message("Standard input cannot be opened: the file is read again whenever it changes."),
    )
    file = only_plan(named)
    if not Path(file).exists():
        missing = read_source(Path(file))
        if not isinstance(missing, Source):
            raise InvalidFile([missing])
    elif not Path(file).is_file():
        raise UserError(
            message("{file} is not a file.", file=file), message("Give the plan's path.")
        )
    return file


def asked_page_language(asked: str | None) -> str | None:
    """Return the language asked for, as the catalogs call it.

    Raises:
        UserError: kamctl does not speak it.
    """
    known_language(asked)
    return supported_language(asked) if asked else None


def serve(server: LocalServer, console: Console, note: Message, *, opens: bool) -> None:
    """Print the address of a server, and serve until Ctrl-C; `note` says what to know.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed.
    """
    if opens:  # the address is shown by the browser, too
        console.print_result(server.address)
    else:
        console.write(f"{server.address}\n")
        console.flush()
    _print_how_to_open(server.address_for_browser if opens else None, console, note)
    gc.freeze()
    gc.enable()  # other commands end before they have left much behind
    server.run()


def _print_how_to_open(address: str | None, console: Console, note: Message) -> None:
    """Say what to do with the address, or open it."""
    if address is None:
        console.note(localized(message("Open this address in your browser (or use --open).")))
    elif not open_in_browser(address):
        console.note(
            localized(message("No browser could be started. Open the address in your browser."))
        )
    console.note(localized(note))


def open_in_browser(address: str) -> bool:
    """Open the address in a browser with windows: one in the terminal would take it over."""
    has_windows = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    try:
        return has_windows and webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False
