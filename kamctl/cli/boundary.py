"""Where errors end: whatever goes wrong leaves as one clear message and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from kamctl.cli.commands import CommandGroup, see_help, shown_name
from kamctl.cli.speaking import given, listen, said, words
from kamctl.document.refusal import BadFile, Refusal
from kamctl.words.message import Message, message
from kamctl.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn

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


class KamctlGroup(CommandGroup):
    """The top command: turns every error below it into a message."""

    ORDER = (
        "init", "validate", "next", "status", "align", "plan", "diff", "history", "render",
        "preview", "templates", "explain", "checks", "schema",
    )  # fmt: skip

    def list_commands(self, ctx: Any) -> list[str]:
        """List the commands in the order in which people need them."""
        return sorted(super().list_commands(ctx), key=self.ORDER.index)

    def main(self, args: Any = None, *_: Any, **settings: Any) -> NoReturn:
        """Run the command line; what is wrong with how it is written ends here."""
        listen(sys.argv[1:] if args is None else args)
        code = 0
        try:
            code = super().main(args, **{**settings, "standalone_mode": False}) or 0
        except Refusal as refusal:
            _refuse(refusal)
        except typer.Abort:
            say("")  # the question stands on this line
            _tell(message("stopped."))
            code = 1
        except Exception as error:
            if not hasattr(error, "exit_code"):
                raise
            _refuse(self._wrong_use(error))
        raise SystemExit(code)

    def _wrong_use(self, error: Any) -> Refusal:
        """Say what is wrong with how a command line is written, as Typer has found it.

        Told apart by what each kind of error carries; what carries nothing keeps Typer's own words.
        """
        context = getattr(error, "ctx", None)
        hint = see_help(context) if context else None
        param = getattr(error, "param", None)
        option = getattr(error, "option_name", None)
        if option is not None and hasattr(error, "possibilities"):
            near = nearest(option, error.possibilities or ())
            what = message("there is no option “{option}” here.", option=option)
            return Refusal(what, message("Did you mean {near}?", near=near) if near else hint)
        if option is not None:
            alone = any(one.is_flag for one in _options(self) if option in one.opts)
            return Refusal(
                message("{option} stands alone, without a value.", option=option)
                if alone
                else message("{option} needs a value after it.", option=option),
                hint,
            )
        if param is None:
            return Refusal(Message(error.format_message()), hint)
        if hasattr(error, "param_type"):
            return Refusal(message("{name} is missing.", name=shown_name(param, words())), hint)
        return Refusal(
            message(
                "“{value}” is no value for {name}.",
                value=given(param.opts) or "…",
                name=shown_name(param, words()),
            ),
            message("Write it as {form}.", form=param.get_help_record(context)[0]),
        )

    def invoke(self, ctx: Any) -> Any:
        """Run a command; errors of use go on to `main`, the others end here."""
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
        except Refusal as refusal:
            _refuse(refusal)
        except KeyboardInterrupt:
            _tell(message("stopped."))
            raise SystemExit(INTERRUPTED) from None
        except BrokenPipeError:
            _leave_quietly()
        except OSError as error:
            _drop_output()
            reason = error.strerror or str(error)
            _refuse(
                Refusal(
                    message("the system refused: {reason}.", reason=reason),
                    message("Check the free space, and that you may read and write there."),
                )
            )
        except typer.Abort:
            raise
        except Exception as error:
            if hasattr(error, "exit_code"):  # Typer's own: wrong use, or the end of a command
                raise
            _crashed(error)
        return result


def _tell(text: Message) -> None:
    """Say something in kamctl's own name."""
    say(f"kamctl: {said(text)}")


def show(refusal: Refusal) -> None:
    """Say why something cannot be done, where a command goes on with the rest."""
    if isinstance(refusal, BadFile):
        _show_file(refusal)
        return
    _tell(refusal.message)
    if refusal.hint is not None:
        say(f"  → {said(refusal.hint)}")


def _refuse(refusal: Refusal) -> NoReturn:
    """Say why a command cannot do what was asked, and end."""
    show(refusal)
    raise SystemExit(WRONG_USE) from None


def _options(command: Any) -> Iterator[Any]:
    """Return the options of a command and of those below it."""
    yield from (one for one in command.params if one.param_type_name == "option")
    for below in getattr(command, "commands", {}).values():
        yield from _options(below)


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
    columns = shutil.get_terminal_size().columns
    report = TextReport(columns=columns, colour=coloured, translate=words())
    lines = bad.source.lines if bad.source else ()
    typer.echo(report.findings(findings, lines), err=True, nl=False)
    _tell(message("{file} must be mended first.", file=findings[0].file))


def _crashed(error: BaseException) -> None:
    if os.environ.get(DEBUG):
        raise error
    _refuse(
        Refusal(
            message("this is a bug in kamctl ({error}).", error=f"{type(error).__name__}: {error}"),
            message("Please report it. {variable}=1 shows where it happened.", variable=DEBUG),
        )
    )


def _drop_output() -> None:
    """Let nothing that is still waiting be written, or the interpreter complains at its end."""
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _leave_quietly() -> None:
    """The reader has gone, as with `| head`: nothing is wrong."""
    _drop_output()
    raise SystemExit(BROKEN_PIPE) from None
