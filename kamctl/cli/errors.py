"""Where errors end: each leaves as one clear message and an exit code.

Exit codes: 0 clean, 1 findings that fail, 2 wrong use, unreadable input or a bug, 130 interrupted.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.text import Text

from kamctl.cli import typed_command
from kamctl.cli.commands import parameter_name, see_help_hint
from kamctl.cli.help import choices_of, examples_of
from kamctl.cli.language_context import localized, user_translator
from kamctl.document.code_frame import printable
from kamctl.document.errors import InvalidFile, SeveralPlans, UserError
from kamctl.document.os_errors import os_error_reason
from kamctl.i18n.catalog import LANGUAGES_PAGE
from kamctl.i18n.message import N_, Message, alternatives, message
from kamctl.i18n.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.cli.console import Console
    from kamctl.i18n.words_error import WordsError

USAGE_ERROR: Final = 2
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141
DEBUG: Final = "KAMCTL_DEBUG"
_QUOTED: Final = re.compile(r"'([^']*)' is not one of").search


def show_error(console: Console, error: UserError) -> None:
    """Show why something cannot be done: what is wrong, and what to do next."""
    if isinstance(error, InvalidFile):
        _show_file(console, error)
        return
    say = user_translator()
    text = Text.assemble(
        (say(N_("error")) + say(N_(":")), "error"), f" {printable(localized(error.message))}"
    )
    if error.hint is not None:
        text.append(f"\n  → {localized(error.hint)}", "hint")
    console.note(text)


def _show_file(console: Console, bad: InvalidFile) -> None:
    """Show what is wrong in a file, as `kamctl validate` shows it in a plan."""
    # Loaded here: the models of the formats take longer than `--help` may.
    from kamctl.checks.engine.workspace_findings import workspace_findings
    from kamctl.cli.findings_text import findings_text
    from kamctl.document.error_codes import UNREADABLE

    findings = workspace_findings(bad)
    lines = bad.source.lines if bad.source else ()
    console.note(findings_text(console.err).findings(findings, lines), end="")
    if all(one.code == UNREADABLE.code for one in findings):  # such as a file that does not exist
        return
    show_error(console, UserError(message("Fix {file} first.", file=findings[0].file)))


def show_interrupted(console: Console) -> None:
    """Say that the run was stopped before its end."""
    console.note(localized(message("Interrupted.")))


def system_error(error: OSError) -> UserError:
    """Return the message for an error of the operating system."""
    return UserError(
        message("The operating system refused: {reason}.", reason=os_error_reason(error)),
        message("Check the free space and your read and write permissions."),
    )


def several_plans(error: SeveralPlans) -> UserError:
    """Return the message where one plan is needed: the same command for the first that there is."""
    command = typed_command.with_plan(error.path, error.found[0])
    if not command:
        return error
    return UserError(error.message, message("Choose one, for example: {command}", command=command))


def words_error(error: WordsError) -> UserError:
    """Return the message for an invalid file of the words of a language."""
    return UserError(
        message(
            "{file}, line {line}: {reason}", file=error.file, line=error.line, reason=error.reason
        ),
        message("Fix the file, or reinstall kamctl. Its entries: {page}", page=LANGUAGES_PAGE),
    )


def internal_error(error: BaseException) -> UserError:
    """Return the message for an unexpected error.

    Raises:
        BaseException: the error itself, where the environment asks for its traceback.
    """
    if os.environ.get(DEBUG):
        raise error
    return UserError(
        message("This is a bug in kamctl ({error}).", error=f"{type(error).__name__}: {error}"),
        message("Please report it. Set {variable}=1 to see where it happened.", variable=DEBUG),
    )


def usage_error(root: Any, error: Any) -> UserError:
    """Say what is wrong with how a command line is written, as Typer has found it.

    Distinguished by what each kind of error carries; what carries nothing keeps Typer's own words.
    """
    context = getattr(error, "ctx", None)
    hint = see_help_hint(context) if context else None
    param = getattr(error, "param", None)
    option = getattr(error, "option_name", None)
    if option is not None and hasattr(error, "possibilities"):
        what = message("Unknown option “{option}”.", option=option)
        arguments = _arguments_as_options(context)
        if option in arguments and (meant := typed_command.with_arguments(arguments)):
            return UserError(what, message("Run: {command}", command=meant))
        return UserError(what, did_you_mean(option, tuple(error.possibilities or ()), hint))
    if option is not None:
        command = context.command if context else root
        alone = any(one.is_flag for one in _options(command) if option in one.opts)
        return UserError(
            message("{option} does not take a value.", option=option)
            if alone
            else message("{option} needs a value.", option=option),
            hint,
        )
    if param is None:
        return UserError(Message(error.format_message()), hint)
    if hasattr(error, "param_type"):
        given = examples_of(context.command) if context else ()
        if context is not None and given:
            hint = message(
                "For example: {example}. For help: {command} --help",
                example=Message(given[0][0]),
                command=context.command_path,
            )
        hint = _option_left_out(param, context) or hint
        names = parameter_name(param).split("|")
        return UserError(message("{name} is missing.", name=alternatives(names)), hint)
    name = parameter_name(param)
    choices = choices_of(param)
    if choices:
        return _invalid_choice(
            name, typed_command.option_value(param.opts), choices, _refused(error)
        )
    return UserError(
        message(
            "“{value}” is not a valid value for {name}.",
            value=typed_command.option_value(param.opts) or "…",
            name=name,
        ),
        message("Use {form}.", form=param.get_help_record(context)[0]),
    )


def _arguments_as_options(context: Any) -> dict[str, int]:
    """Return what the arguments of a command would be called as options, each with its place."""
    parameters = context.command.params if context else ()
    arguments = [one for one in parameters if one.param_type_name == "argument"]
    options = {name for one in parameters for name in one.opts}
    return {
        f"--{name}": place
        for place, one in enumerate(arguments)
        for name in (one.name, *parameter_name(one).lower().split("|"))
        if f"--{name}" not in options
    }


def _option_left_out(param: Any, context: Any) -> Message | None:
    """Show the command with the option, where its plan or folder was typed without it.

    Not where an argument of the command takes plans: then the word was meant for that.
    """
    if context is None or param.metavar not in ("PLAN", "FOLDER"):
        return None
    arguments = (one for one in context.command.params if one.param_type_name == "argument")
    if any("PLAN" in one.metavar for one in arguments):
        return None
    from kamctl.document.given_files import is_existing_folder
    from kamctl.workspace.discovery import is_plan_name

    names = context.command_path.split()

    def is_value(word: str) -> bool:
        is_plan = param.metavar == "PLAN" and is_plan_name(Path(word).name)
        return word not in names and (is_plan or is_existing_folder(word))

    command = typed_command.with_option(param.opts[0], is_value)
    return message("Run: {command}", command=command) if command else None


def _refused(error: Any) -> str:
    """Return the value of an argument that Typer names first in its own words."""
    found = _QUOTED(str(getattr(error, "message", "")))
    return found[1] if found else ""


def _invalid_choice(name: str, value: str, choices: Sequence[str], refused: str) -> UserError:
    """Say which of the values that a parameter takes was meant, also by its label or a synonym.

    `refused` is what was given, where it is like none of them.
    """
    from kamctl.document.given_files import exists
    from kamctl.plan.value_synonyms import value_for  # the models: more than `--help` may load

    value = (
        value
        or typed_command.nearest_word(choices, lambda word: value_for(word, choices))
        or refused
    )
    what = message("“{value}” is not a valid value for {name}.", value=value, name=name)
    in_its_place = next(filter(typed_command.is_typed, choices), None)
    if refused and in_its_place and exists(refused):
        return wrong_order(refused, name, in_its_place)
    if not value:
        what = message("Invalid value for {name}.", name=name)
    return UserError(what, did_you_mean(value_for(value, choices) or value, choices))


def wrong_order(first: str, name: str, second: str) -> UserError:
    """Return the message where `first` was typed after `second`, which is a `name`."""
    return UserError(
        message("“{value}” comes before {name}.", value=first, name=name),
        message("Run: {command}", command=typed_command.with_words_exchanged(first, second)),
    )


def _options(command: Any) -> Iterator[Any]:
    """Return the options of a command and of those below it."""
    yield from (one for one in command.params if one.param_type_name == "option")
    for below in getattr(command, "commands", {}).values():
        yield from _options(below)
