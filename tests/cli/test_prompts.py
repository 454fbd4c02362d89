"""Questions on a terminal: what a form makes of answers, and how lines are edited and shown."""

from __future__ import annotations

import io
import locale
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from kamctl.cli import language_context, prompts
from kamctl.cli.console import Console
from kamctl.cli.prompts import Answers, Question, YesNo, ask_all
from kamctl.document.errors import UserError
from kamctl.i18n.message import message
from tests.paths import ROOT
from tests.running import COMMAND, on_a_terminal
from tests.terminal import Screen

posix = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")


def redraws_as_gnu_does() -> bool:
    """Whether lines are edited by GNU readline: others know other keys, and redraw as they like."""
    try:
        import readline
    except ImportError:
        return False
    return "GNU" in (readline.__doc__ or "")


def has_locale(name: str) -> bool:
    kept = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    locale.setlocale(locale.LC_CTYPE, kept)
    return True


UTF_8 = next(filter(has_locale, ("C.UTF-8", "en_US.UTF-8")), "")
gnu_readline = pytest.mark.skipif(not redraws_as_gnu_does(), reason="needs GNU readline")
in_utf_8 = pytest.mark.skipif(not UTF_8, reason="needs a locale in UTF-8")
BEGIN = ("init", "account", "--today", "2026-11-23", "--lang", "en")
GIVEN = ("-l", "en", "--currency", "EUR", "--tier", "A", "--start", "2027", "--tools", "none")
"""All that is asked, but the name and the owner."""
UNSEEN = "contains an invisible character"


# --- Forms ----------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    language_context.set_arguments(["--lang", "en"])
    yield
    language_context.set_arguments([])


def number(text: str, _: Answers) -> int:
    if not text.isdigit():
        raise UserError(message("“{text}” is no number.", text=text), message("Write digits."))
    return int(text)


FIRST = Question(key="first", label=message("First"), read=number, default=lambda _: "1")
NEXT = Question(
    key="next", label=message("Next"), read=number, default=lambda known: str(known["first"] + 1)
)
NAME = Question(key="name", label=message("Name"), read=lambda text, _: text)
TIER = Question(key="tier", label=message("Tier"), read=lambda text, _: text, optional=True)
SURE = YesNo(key="sure", label=message("Sure?"))


def answers(*lines: str, questions: list[Question | YesNo]) -> Answers:
    """Answer the questions with these lines; what would stand on the terminal is on stderr."""
    typed = iter(lines)

    def read_line(prompt: str) -> str:
        sys.stderr.write(prompt)
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    with patch("builtins.input", read_line):
        return ask_all(Console(), questions)


def test_enter_keeps_the_value_in_brackets(capsys: pytest.CaptureFixture[str]) -> None:
    assert answers("", "", "", questions=[FIRST, NEXT, SURE]) == {
        "first": 1,
        "next": 2,
        "sure": False,
    }
    captured = capsys.readouterr()
    assert captured.out == "", "standard output is for the product"
    assert captured.err.startswith(
        "Enter keeps the value in brackets, < goes back, Ctrl-C stops.\n"
    )
    for asked in ("First [1]: ", "Next [2]: ", "Sure? [y/N]: "):
        assert asked in captured.err


def test_one_can_go_back(capsys: pytest.CaptureFixture[str]) -> None:
    got = answers("5", "9", "<", "<", "", "", "y", questions=[FIRST, NEXT, SURE])
    assert got == {"first": 5, "next": 9, "sure": True}
    output = capsys.readouterr().err
    assert "First [5]: " in output and output.count("Next [9]: ") == 2


def test_a_default_that_was_only_kept_follows_the_answers_before() -> None:
    assert answers("5", "", "<", "<", "7", "", "", questions=[FIRST, NEXT, SURE])["next"] == 8


def test_there_is_nothing_before_the_first_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert answers("<", "3", "", questions=[FIRST, SURE])["first"] == 3
    written = capsys.readouterr().err
    assert "First [1]: This is the first question.\n" in written and "error" not in written


def test_an_answer_that_cannot_be_taken_is_told_as_other_errors_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert answers("x", "4", "", questions=[FIRST, SURE])["first"] == 4
    assert "error: “x” is no number.\n  → Write digits.\n" in capsys.readouterr().err


def test_an_answer_is_needed_unless_it_is_optional(capsys: pytest.CaptureFixture[str]) -> None:
    assert answers("", "  ", "N", "", questions=[NAME, TIER]) == {"name": "N", "tier": None}
    output = capsys.readouterr().err
    assert output.count("error: An answer is required.") == 2
    assert "Tier (optional): " in output


def test_an_optional_answer_can_be_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    got = answers("A", "<", "-", "<", "", "", questions=[TIER, SURE])
    assert got == {"tier": None, "sure": False}
    output = capsys.readouterr().err
    assert "Tier (optional, - for none) [A]: " in output
    assert output.endswith("Tier (optional): Sure? [y/N]: "), "the old answer is not offered again"


@pytest.mark.parametrize(
    ("language", "typed", "taken"),
    [
        ("en", "y", True), ("en", "YES", True), ("en", "n", False), ("en", "", False),
        ("fr", "o", True), ("fr", "Oui", True), ("fr", "yes", True), ("fr", "non", False),
    ],
)  # fmt: skip
def test_yes_and_no(language: str, typed: str, taken: bool) -> None:
    language_context.set_arguments(["--lang", language])
    assert answers(typed, questions=[SURE]) == {"sure": taken}


@pytest.mark.parametrize("typed", ["perhaps", "o", "<", "[y]"])
def test_no_other_word_is_a_yes(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert answers(typed, "", questions=[SURE]) == {"sure": False}
    assert "error: Answer yes or no.\n" in capsys.readouterr().err


def test_a_form_of_one_question_says_nothing_of_going_back(
    capsys: pytest.CaptureFixture[str],
) -> None:
    sure = YesNo(key="sure", label=message("Sure?"), default=True)
    assert answers("", questions=[sure]) == {"sure": True}
    assert capsys.readouterr().err == "Sure? [Y/n]: "


def test_the_end_of_input_stops() -> None:
    with pytest.raises(KeyboardInterrupt):
        answers("5", questions=[FIRST, NEXT])


@pytest.mark.parametrize(
    "text", ["[bold]", "[/]", ":smile:", "[/bold] [red]x[/red]", "\\[x]", "日本"]
)
def test_nothing_is_read_as_markup(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = Question(
        key="name",
        label=message("{text}?", text=text),
        read=lambda text, _: text,
        default=lambda _: text,
    )
    review = YesNo(
        key="sure",
        label=message("Sure?"),
        intro=lambda known: prompts.answers_summary(
            message("All"), [(message("Name"), known["name"])]
        ),
    )
    assert answers(text, "<", "", "", questions=[asked, review])["name"] == text
    output = capsys.readouterr().err
    assert f"{text}? [{text}]: " in output
    assert f"\n  Name  {text}\n" in output


def test_what_a_plan_says_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    asked = YesNo(key="sure", label=message("Ask {name}?", name="\x1b[2J\x01Eve\r\n"))
    answers("", questions=[asked])
    assert capsys.readouterr().err == "Ask ·[2J·Eve··? [y/N]: "


@pytest.mark.parametrize(
    ("typed", "line"),
    [("a\r\nb\n", "a b"), (" a\tb ", "a b"), ("a\u2028b", "a b"), ("[a]", "[a]"), ("", "")],
)
def test_words_become_one_line(typed: str, line: str) -> None:
    assert prompts.typed_line(typed) == line


@pytest.mark.parametrize("typed", ["a\x1b[31mb", "a\x00", "\u202eabc", "a\x9b1m"])
def test_words_with_what_cannot_be_seen_are_refused(typed: str) -> None:
    with pytest.raises(UserError, match=UNSEEN):
        prompts.typed_line(typed)


def test_marks_of_a_paste_are_taken_away() -> None:
    assert answers("\x1b[200~North\x1b[201~", "", questions=[NAME, SURE])["name"] == "North"


@pytest.mark.parametrize("missing", ["stdin", "stdout", "stderr"])
def test_nobody_is_asked_where_a_stream_is_no_terminal(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Terminal())
    assert prompts.can_ask() and not prompts.can_ask(no_input=True)
    for nothing in (io.StringIO(), None):
        monkeypatch.setattr(sys, missing, nothing)
        assert not prompts.can_ask()


# --- On a terminal --------------------------------------------------------------------------------


def ask_name(folder: Path, *typed: str | bytes, **settings: Any) -> tuple[int, str]:
    """Run `init account` and answer the questions about name and owner, and the last one."""
    return on_a_terminal(folder, *BEGIN, *GIVEN, answers=typed, **settings)


def plan_text(folder: Path) -> str:
    (plan,) = folder.rglob("plan.yaml")
    return plan.read_text(encoding="utf-8")


LEFT, RIGHT, UP, HOME, END = b"\x1b[D", b"\x1b[C", b"\x1b[A", b"\x1b[H", b"\x1b[F"


@posix
@gnu_readline
@pytest.mark.parametrize(
    "color", [{}, {"NO_COLOR": "", "TERM": "xterm-256color"}, {"TERM": "dumb"}]
)
def test_a_line_is_edited_and_keeps_its_question(tmp_path: Path, color: dict[str, str]) -> None:
    keys = b"rth Dairi" + LEFT + RIGHT + b"\x7fy" + HOME + b"oo" + LEFT + b"\x7fN" + END + b"!\r"
    code, output = ask_name(tmp_path, keys, "", "", env=color)
    assert code == 0, output
    assert "name: North Dairy!" in plan_text(tmp_path)
    assert "Customer name: North Dairy!" in Screen(output)
    assert ("\x1b[1mCustomer name" in output) == ("NO_COLOR" in color)
    if color.get("TERM") == "dumb":
        assert "\x1b" not in output


@posix
@gnu_readline
def test_a_line_that_is_erased_keeps_its_question(tmp_path: Path) -> None:
    """Readline that does not know the question erases it with the answer."""
    code, output = ask_name(tmp_path, b"Somebody\x15Nord\x01\x0bSud\r", "", "")
    assert code == 0, output
    assert "Customer name: Sud" in Screen(output)
    assert "name: Sud" in plan_text(tmp_path)


@posix
@gnu_readline
def test_readline_knows_how_wide_a_colored_question_is(tmp_path: Path) -> None:
    """It takes the sequences that color for letters else, and breaks the line too early."""
    env = {"NO_COLOR": "", "TERM": "xterm-256color"}
    keys = b"x" * 22 + HOME + b"N" + END + b"!\r"
    code, output = ask_name(tmp_path, keys, "", "", env=env, columns=40)
    assert code == 0, output
    assert f"Customer name: N{'x' * 22}!" in Screen(output)


@posix
@gnu_readline
@in_utf_8
def test_wide_characters_are_edited(tmp_path: Path) -> None:
    env = {"LC_ALL": UTF_8}
    code, output = ask_name(tmp_path, "日本語".encode() + LEFT + b"x\x7f\x7f\r", "Zoé", "", env=env)
    assert code == 0, output
    assert "name: 日語" in plan_text(tmp_path)
    assert "name: Zoé" in plan_text(tmp_path)


@posix
def test_no_answer_is_kept_for_the_next_question(tmp_path: Path) -> None:
    code, output = ask_name(tmp_path, "Nord", UP + b"\r", "")
    assert code == 0, output
    assert "owner: nord" not in plan_text(tmp_path)


@posix
@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("before", [[], ["Nord"], ["Nord", "Zoé"]])
def test_stopping_ends_with_130(tmp_path: Path, key: bytes, before: list[str]) -> None:
    code, output = ask_name(tmp_path, *before, key)
    assert code == 130, output
    assert "Interrupted." in Screen(output), "on a line of its own"
    assert "Traceback" not in output
    assert list(tmp_path.iterdir()) == []


@posix
def test_half_a_line_is_no_answer(tmp_path: Path) -> None:
    code, output = ask_name(tmp_path, b"Nord\x03")
    assert code == 130, output
    assert "Interrupted." in Screen(output)
    assert list(tmp_path.iterdir()) == []


@posix
@pytest.mark.parametrize(
    ("pasted", "why"),
    [("No\x1b[31mrd", UNSEEN), ("Nord\nSud", "has more than one line")],
    ids=["escape", "lines"],
)
def test_what_is_pasted_is_one_answer(tmp_path: Path, pasted: str, why: str) -> None:
    paste = f"\x1b[200~{pasted}\x1b[201~\r".encode()
    code, output = ask_name(tmp_path, paste, b"\x1b[200~[bold]Nord[/] :smile:\x1b[201~\r", "", "")
    assert "error: “No" in output and why in output
    assert code == 0, output
    assert 'name: "[bold]Nord[/] :smile:"' in plan_text(tmp_path)


@posix
@in_utf_8
def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    env = {"LC_ALL": UTF_8}
    code, output = ask_name(tmp_path, b"caf\xff\r", "Café", "", "", env=env)
    assert code == 0, output
    assert "not valid text in the encoding of this terminal" in output
    assert "name: Café" in plan_text(tmp_path)


@posix
def test_a_python_without_readline_asks_as_well(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "readline.py").write_text("raise ImportError\n", encoding="utf-8")
    env = {"PYTHONPATH": os.pathsep.join([str(tmp_path / "lib"), str(ROOT)])}
    pasted = b"\x1b[200~Nord\x1b[201~\r"
    code, output = ask_name(tmp_path, pasted, "", "", env=env)
    assert code == 0, output
    assert "\x01" not in output and output.count("Customer name: ") == 1
    assert "name: Nord\n" in plan_text(tmp_path)
    code, output = ask_name(tmp_path, b"\x04", env=env)
    assert code == 130 and "Interrupted." in output


@posix
def test_a_narrow_terminal(tmp_path: Path) -> None:
    name = "A customer with a rather long name, " + "of many words " * 3 + "indeed"
    code, output = ask_name(tmp_path, name, "", "", columns=40)
    assert code == 0, output
    assert f"name: {name}" in plan_text(tmp_path).replace('"', "")
    summed_up = output[output.index("New account plan") : output.index("Create this plan?")]
    assert all(len(line) <= 40 for line in summed_up.splitlines())
    assert "of many words" in summed_up


@posix
@pytest.mark.parametrize("redirected", ["stdout", "stderr"])
def test_no_question_lands_in_a_file(tmp_path: Path, redirected: str) -> None:
    import pty

    ours, theirs = pty.openpty()
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    process = subprocess.Popen(
        [*COMMAND, *BEGIN, "Nord"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        **{**streams, redirected: subprocess.PIPE},  # type: ignore[call-overload]
    )
    os.close(theirs)
    caught = b"".join(part or b"" for part in process.communicate(timeout=60))
    os.close(ours)
    assert process.returncode == 0
    assert b"?" not in caught and b"[" not in caught
    assert caught.startswith(b"Created " if redirected == "stdout" else b"")
    assert (tmp_path / "nord" / "plan.yaml").exists()
