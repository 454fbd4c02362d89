"""Where errors end: whatever goes wrong leaves as one clear message and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from kamctl.document.refusal import BadFile, Refusal

WRONG_USE = 2
INTERRUPTED = 130
BROKEN_PIPE = 141
DEBUG = "KAMCTL_DEBUG"


def prepare_streams() -> None:
    """Speak UTF-8 whatever the system's code page, and never fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


class KamctlGroup(TyperGroup):
    """The top command: turns every error below it into a message."""

    ORDER = (
        "init", "validate", "next", "align", "plan", "render", "explain", "checks", "schema"
    )  # fmt: skip

    def list_commands(self, ctx: Any) -> list[str]:
        """List the commands in the order in which people need them."""
        return sorted(super().list_commands(ctx), key=self.ORDER.index)

    def invoke(self, ctx: Any) -> Any:
        """Run a command; errors of use go on to Typer, the others end here."""
        try:
            return self._run(ctx)
        finally:
            # What is left at the end goes with the process; nobody need sort it first.
            gc.freeze()

    def _run(self, ctx: Any) -> Any:
        try:
            try:
                result = super().invoke(ctx)
            finally:  # a full disk often shows only here
                sys.stdout.flush()
        except BadFile as bad:
            _show_file(bad)
            raise SystemExit(WRONG_USE) from None
        except Refusal as refusal:
            say(f"kamctl: {refusal.message}")
            if refusal.hint:
                say(f"  → {refusal.hint}")
            raise SystemExit(WRONG_USE) from None
        except KeyboardInterrupt:
            say("kamctl: stopped.")
            raise SystemExit(INTERRUPTED) from None
        except BrokenPipeError:
            _leave_quietly()
        except OSError as error:
            _drop_output()
            say(f"kamctl: the system refused: {error.strerror or error}.")
            say("  → Check the free space, and that you may read and write there.")
            raise SystemExit(WRONG_USE) from None
        except typer.Abort:
            raise
        except Exception as error:
            if hasattr(error, "exit_code"):  # Typer's own: wrong use, or the end of a command
                raise
            _crashed(error)
        return result


def say(text: str) -> None:
    """Talk on standard error; what cannot be printed is made visible."""
    from kamctl.document.frame import printable

    typer.echo("\n".join(printable(line) for line in text.split("\n")), err=True)


def _show_file(bad: BadFile) -> None:
    """Show what is wrong in a file, as `kamctl validate` shows it in a plan."""
    import shutil

    from kamctl.checks.house_file import everything_wrong
    from kamctl.report.text import TextReport

    findings = everything_wrong(bad)
    coloured = (
        sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )
    report = TextReport(columns=shutil.get_terminal_size().columns, colour=coloured)
    lines = bad.source.lines if bad.source else ()
    typer.echo(report.findings(findings, lines), err=True, nl=False)
    say(f"kamctl: {findings[0].file} must be mended first.")


def _crashed(error: BaseException) -> None:
    if os.environ.get(DEBUG):
        raise error
    say(f"kamctl: this is a bug in kamctl ({type(error).__name__}: {error}).")
    say(f"  → Please report it. {DEBUG}=1 shows where it happened.")
    raise SystemExit(WRONG_USE) from None


def _drop_output() -> None:
    """Let nothing that is still waiting be written, or the interpreter complains at its end."""
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _leave_quietly() -> None:
    """The reader has gone, as with `| head`: nothing is wrong."""
    _drop_output()
    raise SystemExit(BROKEN_PIPE) from None
