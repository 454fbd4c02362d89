"""The console: what a terminal, a pipe, an old encoding and a closed stream get."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import ConsoleRenderable
from rich.table import Table
from rich.text import Text

from kamctl.checks.engine.code_index import entries
from kamctl.cli.console import Color, Console
from kamctl.cli.errors import show_error
from kamctl.cli.global_options import asked_color
from kamctl.document.errors import InvalidFile
from kamctl.reports.check_page import CheckList
from kamctl.reports.fitted_tables import ColumnForm, FittedTable, ReportColumn, StackedTable, cell
from kamctl.reports.terminal_text import ENCODE_ERRORS, MAX_WIDTH, encodable_text
from kamctl.workspace.config import read_workspace
from tests.paths import ROOT
from tests.running import COMMAND, kamctl, kamctl_in_bytes, read_terminal
from tests.terminal import ANSI, HARMLESS, HOSTILE, TerminalStream, piped, shown, uncolored

BAD = "kamctl: 1\naccount: {name: L, zzz: 1}\n"
LONG = "word " * 60 + "end"


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if "COLOR" not in name}
    return kept | {"LC_ALL": "C.UTF-8", "COLUMNS": "80", "TERM": "xterm"} | more


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(BAD, encoding="utf-8")
    return tmp_path


# --- Wrapping -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "margin"),
    [
        (f"  {LONG}", 2),
        (f"  → {LONG}", 4),
        (f"  12. {LONG}", 6),
        (f"     27  {LONG}", 9),
        (f"    ! {LONG}", 6),
        (f"    7 │ - {LONG}", 8),
        (f"10007 │   ! {LONG}", 8),
        (f"      │ 12. {LONG}", 8),
        (LONG, 0),
    ],
)
@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_line_goes_on_below_its_text(line: str, margin: int, width: int) -> None:
    lines = shown([Text(line)], width).split("\n")
    assert len(lines) > 1
    assert all(cell_len(one) <= min(width, MAX_WIDTH) for one in lines)
    assert all(one[:margin] == " " * margin and one[margin] != " " for one in lines[1:])
    assert " ".join(" ".join(lines).split()) == " ".join(line.split())


COMMAND_TO_COPY = "kamctl align record example/plan.yaml SO1 --as sponsor --decision validate"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            f"  → Ask Henrik Sand, then record it: {COMMAND_TO_COPY}",
            ["  → Ask Henrik Sand, then record it:", f"    {COMMAND_TO_COPY}"],
        ),
        (
            f"Ask him, then record it\N{NO-BREAK SPACE}: {COMMAND_TO_COPY} --by henrik",
            ["Ask him, then record it :", f"{COMMAND_TO_COPY} --by henrik"],
        ),
        (f"  {COMMAND_TO_COPY} --by henrik", [f"  {COMMAND_TO_COPY} --by henrik"]),
        (
            "Put the folder under git first, then see what has changed: git diff, git log. "
            "Without it: kamctl diff A B",
            [
                "Put the folder under git first, then see what has changed: git diff, git log.",
                "Without it: kamctl diff A B",
            ],
        ),
        (
            f"Record it with `{COMMAND_TO_COPY} --by henrik`. The text is shown first.",
            [
                "Record it with",
                f"`{COMMAND_TO_COPY} --by henrik`.",
                "The text is shown first.",
            ],
        ),
        (
            "A template such as letter.html.j2, beside kamctl.yaml, is found: kamctl shows its "
            "name in the list.",
            [
                "A template such as letter.html.j2, beside kamctl.yaml, is found: kamctl shows",
                "its name in the list.",
            ],
        ),
    ],
)
def test_a_command_is_never_broken(text: str, lines: list[str]) -> None:
    assert shown([Text(text)], 80).split("\n") == lines
    assert piped([Text(text)]) == text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_pipe_gets_each_line_whole() -> None:
    assert piped([Text(f"  → {LONG}\nshort")]) == f"  → {LONG}\nshort"


def test_a_narrow_terminal_loses_nothing() -> None:
    text = "     27  A_word_that_is_longer_than_the_whole_terminal_is_wide"
    lines = shown([Text(text)], 20).split("\n")
    assert all(cell_len(one) <= 20 for one in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_no_line_ends_at_a_no_break_space() -> None:
    text = Text(
        "The turnover of the year was about 1\N{NO-BREAK SPACE}200\N{NO-BREAK SPACE}000 EUR"
    )
    lines = shown([text], 40).split("\n")
    assert [line for line in lines if "1 200 000" in line]
    assert "\N{NO-BREAK SPACE}" not in "".join(lines)
    assert "\N{NO-BREAK SPACE}" not in piped([text])


def test_wide_characters_take_two_columns() -> None:
    lines = shown([Text("  → " + "日本語のとても長い文章です。" * 12)], 60).split("\n")
    assert len(lines) > 2
    assert all(cell_len(one) <= 60 for one in lines)


@given(text=st.text(max_size=300), width=st.integers(20, 130))
def test_whatever_a_text_holds(text: str, width: int) -> None:
    for output in (shown([Text(text)], width), piped([Text(text)])):
        assert all(line.isprintable() for line in output.split("\n"))


# --- Styles ---------------------------------------------------------------------------------------


def test_color_changes_no_character() -> None:
    text = Text.assemble(("error", "error"), f" {LONG}\n  → ", ("hint " * 40, "hint"))
    colored = shown([text], 60, Color.ALWAYS)
    assert "\x1b[1;31merror" in colored
    assert ANSI.sub("", colored) == shown([text], 60)


WIDE = FittedTable(
    [
        ReportColumn("name", [ColumnForm("Name", [cell("Saskia"), cell(LONG)], 8)]),
        ReportColumn(
            "figure",
            [ColumnForm("Sum", [cell("1", "warning"), cell("1\N{NO-BREAK SPACE}000")])],
            True,
        ),
        ReportColumn(
            "more", [ColumnForm("More", [cell("a")] * 2, below=[Text("below", "dim"), None])]
        ),
    ]
)


@pytest.mark.parametrize(
    "content",
    [
        WIDE,
        StackedTable(WIDE.columns),
        CheckList(entries(), off=frozenset()),
        Text.assemble(("1\N{NO-BREAK SPACE}000", "error"), f"\t{HOSTILE} \n{LONG}  \n"),
    ],
)
def test_a_pipe_gets_the_same_characters_with_color_and_without(
    content: Text | ConsoleRenderable,
) -> None:
    colored = piped([content], Color.ALWAYS)
    assert "\x1b[1" in colored or "\x1b[3" in colored
    assert uncolored(colored) == piped([content])
    assert LONG in colored or isinstance(content, CheckList)


def test_a_row_of_a_pipe_is_one_line() -> None:
    assert piped([WIDE]).splitlines() == [
        f"{'Name':{len(LONG)}}    Sum  More",
        f"{'Saskia':{len(LONG)}}      1  a · below",
        f"{LONG}  1 000  a",
    ]


@pytest.mark.parametrize("compatible", ["0", "1"])
def test_a_patch_is_never_wrapped(compatible: str) -> None:
    for line in (f"+{LONG}   \n", f"-{LONG}\r\n", f"  - {LONG}\n"):
        plain = written(line, compatible)
        colored = written(line, compatible, "green", Color.ALWAYS)
        assert plain == line
        assert uncolored(colored) == line
        assert colored.startswith("\x1b[32m")


@pytest.mark.parametrize("output", ["[bold]x[/bold]", "[/]", ":smile:", "[red", r"\[x]"])
def test_nothing_is_taken_for_markup(output: str) -> None:
    table = Table("head")
    table.add_row(output)
    for content in (Text(output), table, output):
        assert output in piped([content])
        assert output in shown([content], 80, Color.ALWAYS)


@pytest.mark.parametrize(
    ("words", "color"),
    [
        ([], Color.AUTO),
        (["validate", "--color", "always"], Color.ALWAYS),
        (["--color=never", "status"], Color.NEVER),
        (["--color", "red"], Color.AUTO),
        (["--", "--color", "never"], Color.AUTO),
        (["--color"], Color.AUTO),
        (["--color", "always", "x", "--color", "never"], Color.NEVER),
    ],
)
def test_color_is_known_before_the_command_line_is_parsed(words: list[str], color: Color) -> None:
    assert asked_color(words) is color


@pytest.mark.parametrize(
    ("options", "env", "colored"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "always"), {"TERM": "dumb"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ((), {"TTY_COMPATIBLE": "1"}, True),
        ((), {"TTY_COMPATIBLE": "1", "TERM": "dumb"}, False),
        ((), {"TTY_COMPATIBLE": "1", "NO_COLOR": "1"}, False),
    ],
)
@pytest.mark.parametrize(
    "command",
    [("validate",), ("validate", "--help"), ("validate", "--nonsense"), ("explain", "KAM104")],
)
def test_color_follows_option_environment_and_terminal_everywhere(
    plan: Path,
    command: Sequence[str],
    options: Sequence[str],
    env: Mapping[str, str],
    colored: bool,
) -> None:
    done = kamctl(plan, *command, *options, env=environment(**env))
    assert ("\x1b[" in done.stdout + done.stderr) is colored


# --- Two streams ----------------------------------------------------------------------------------


def test_each_stream_has_its_own_width(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TTY_COMPATIBLE", raising=False)
    monkeypatch.setenv("COLUMNS", "50")
    file = tmp_path / "kamctl.yaml"
    file.write_text(f"kamctl: 1\nzzz: {LONG}\n", encoding="utf-8")
    screen = TerminalStream()
    monkeypatch.setattr("sys.stdout", io.StringIO())
    monkeypatch.setattr("sys.stderr", screen)
    console = Console(Color.NEVER)
    assert (console.out.width, console.err.width) == (MAX_WIDTH, 50)
    with pytest.raises(InvalidFile) as bad:
        read_workspace(file)
    show_error(console, bad.value)
    framed = [line for line in screen.getvalue().splitlines() if "│" in line]
    assert framed[0].endswith("…")
    assert 40 < max(map(cell_len, framed)) <= 50


# --- Hostile plans --------------------------------------------------------------------------------


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A plan whose account and people have hostile names."""
    text = (ROOT / "examples" / "complete-en" / "plan.yaml").read_text(encoding="utf-8")
    for name in ("Velopar Group", "Odile Fournier"):
        assert f"name: {name}" in text
        text = text.replace(f"name: {name}", f"name: {json.dumps(HOSTILE)}")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        ("plan", "stage", "plan.yaml", "shared"),
        ("plan", "stage", "plan.yaml", "aligned"),
        ("align", "record", "plan.yaml", "SO1", "--for", "finance", "--decision", "agree", "--yes"),
        ("align", "restate", "plan.yaml", "SO1", "--for", "finance", "--text", "Wait.", "--yes"),
        ("validate", "plan.yaml", "--todo"),
        ("validate", "plan.yaml", "--todo", "--color", "always"),
        ("status",),
        ("next", "plan.yaml"),
    ],
)
@pytest.mark.parametrize("compatible", ["0", "1"])
def test_a_plan_steers_no_terminal(hostile: Path, command: Sequence[str], compatible: str) -> None:
    env = environment(TTY_COMPATIBLE=compatible, COLUMNS="200")
    done = kamctl(hostile, *command, env=env)
    output = done.stdout + done.stderr
    assert done.returncode in (0, 1), output
    assert HARMLESS.partition(" :")[0] in output
    assert HOSTILE not in output
    assert ANSI.sub("", output).replace("\n", "").isprintable()
    assert "\x1b[31mred" not in output


def test_a_product_is_written_as_it_is() -> None:
    product = f'{{"name": "{LONG}"}}\n\tcaf\N{NO-BREAK SPACE}\x1b[31m \n'
    assert written(product, "0") == product
    assert written(product, "1") == product.replace("\x1b", "·")


def written(text: str, compatible: str, style: str = "", color: Color = Color.NEVER) -> str:
    stream = io.StringIO()
    env = {"TTY_COMPATIBLE": compatible, "COLUMNS": "40"}
    with patch.dict(os.environ, env), redirect_stdout(stream):
        Console(color).write(text, style)
    return stream.getvalue()


# --- Streams --------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "utf-16"])
def test_an_old_encoding_gets_what_it_has(plan: Path, encoding: str) -> None:
    env = environment(PYTHONIOENCODING=encoding, LC_ALL="fr_FR.UTF-8", LANGUAGE="fr")
    done = kamctl_in_bytes(plan, "validate", "plan.yaml", env=env)
    output = done.stdout.decode(encoding)
    assert done.returncode == 1
    assert "KAM010" in output
    assert "?" not in output.replace(" ?", "")
    page = kamctl_in_bytes(plan, "validate", "--help", env=env).stdout.decode(encoding)
    assert "--select" in page


def encoded(content: Text | ConsoleRenderable, encoding: str, columns: int) -> str:
    """Return what stands on a terminal of this encoding."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors=ENCODE_ERRORS)
    env = {"TTY_COMPATIBLE": "1", "COLUMNS": str(columns)}
    with patch.dict(os.environ, env), redirect_stdout(stream):
        Console(Color.NEVER).print(content, end="")
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode(encoding)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "utf-8"])
@pytest.mark.parametrize("columns", [24, 80])
def test_figures_are_aligned_whatever_the_encoding_has(encoding: str, columns: int) -> None:
    names = ["Cœur → de …", "plain", f"{LONG} œ→…"]
    figures = ["€1m ↗", "1 →", "22 €"]
    table = FittedTable(
        [
            ReportColumn("name", [ColumnForm("Name", list(map(cell, names)), 8)]),
            ReportColumn("figure", [ColumnForm("≥ 1", list(map(cell, figures)))], True),
        ]
    )
    head, rule, *rows = encoded(table, encoding, columns).splitlines()
    assert len(rows) == 3
    assert {cell_len(line) for line in (head, *rows)} == {cell_len(rule)}
    assert cell_len(rule) <= columns


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_stand_ins_fit_a_terminal(encoding: str) -> None:
    text = Text.assemble("  → ", ("Cœur … → " * 30, "hint"))
    lines = encoded(text, encoding, 40).splitlines()
    assert max(map(len, lines)) <= 40
    assert all(line.startswith("     "[:5]) for line in lines[1:])
    colored = encodable_text(text, encoding)
    assert colored.plain[colored.spans[0].start : colored.spans[0].end].startswith("Coeur ...")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize(
    "words",
    [
        ("validate", "--format", "json", "plan.yaml"),
        ("validate", "--format", "junit", "plan.yaml"),
        ("next", "--format", "json", "plan.yaml"),
        ("schema", "plan"),
        ("render", "briefing", "good.plan.yaml", "-o", "-"),
    ],
)
def test_what_programs_read_is_utf_8_whatever_the_encoding_is(
    plan: Path, encoding: str, words: Sequence[str]
) -> None:
    (plan / "good.plan.yaml").write_text("kamctl: 1\naccount: {name: Éloria}\n", encoding="utf-8")
    env = environment(LC_ALL="fr_FR.UTF-8", LANGUAGE="fr")
    output = kamctl_in_bytes(plan, *words, env=env | {"PYTHONIOENCODING": encoding}).stdout
    assert output == kamctl_in_bytes(plan, *words, env=env).stdout
    output.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    ("words", "code"), [("bogus", 2), ("validate plan.yaml", 1), ("init account Nord", 0)]
)
def test_talk_that_nobody_can_hear_changes_no_exit_code(plan: Path, words: str, code: int) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, *words.split()],
            cwd=plan,
            env=environment(PYTHONPATH=str(ROOT)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=full,
            check=False,
        )
    assert done.returncode == code


def test_a_pipe_gets_utf_8_whatever_the_locale_is(plan: Path) -> None:
    done = kamctl_in_bytes(plan, "validate", "plan.yaml", env=environment(LC_ALL="C"))
    assert "│" in done.stdout.decode("utf-8")


@pytest.mark.skipif(os.name != "posix", reason="a shell's way to close a stream")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    ("words", "code"), [("validate plan.yaml", 1), ("--help", 0), ("validate --nope", 2)]
)
def test_a_closed_stream_changes_no_exit_code(
    plan: Path, closed: str, words: str, code: int
) -> None:
    python = f'"{sys.executable}" -m kamctl'
    done = subprocess.run(
        ["sh", "-c", f"{python} {words} {closed}"],
        cwd=plan,
        env=environment(PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert "Traceback" not in done.stdout + done.stderr
    assert "bug in kamctl" not in done.stdout + done.stderr


@pytest.mark.skipif(os.name != "posix", reason="no pseudo-terminal here")
@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_a_real_terminal(plan: Path, term: str) -> None:
    import pty

    ours, theirs = pty.openpty()
    env = environment(TERM=term, PYTHONPATH=str(ROOT))
    process = subprocess.Popen(
        [*COMMAND, "validate", "plan.yaml"], cwd=plan, env=env, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    text = read_terminal(ours)
    assert process.wait() == 1
    assert ("\x1b[1;31merror" in text) is (term == "xterm")
    assert ("\x1b" in text) is (term == "xterm")
    assert all(cell_len(line) <= 80 for line in ANSI.sub("", text).split("\r\n"))


@pytest.mark.parametrize("columns", ["", "0", "00", "abc", "-5"])
def test_a_width_that_is_none_counts_as_unset(plan: Path, columns: str) -> None:
    env = environment(TTY_COMPATIBLE="1", COLUMNS=columns, NO_COLOR="1")
    for words in (("validate", "plan.yaml"), ("checks",), ("--help",)):
        assert "KAM010" in kamctl(plan, *words, env=env).stdout or words == ("--help",)
        assert len(kamctl(plan, *words, env=env).stdout) > 200


def test_a_message_to_send_is_wrapped_on_a_terminal_only(tmp_path: Path) -> None:
    words = ("align", "ask", ROOT / "examples" / "complete-fr" / "plan.yaml", "--for", "sponsor")
    on_terminal = kamctl(
        tmp_path, *words, env=environment(TTY_COMPATIBLE="1", COLUMNS="60", NO_COLOR="1")
    ).stdout
    sent = kamctl(tmp_path, *words, env=environment(TTY_COMPATIBLE="0")).stdout
    lines = on_terminal.split("\n")
    assert "kamctl" not in on_terminal  # how to record the answer is no part of the message
    assert max(map(cell_len, lines)) <= 60 < max(map(len, sent.split("\n")))
    assert on_terminal.split() == sent.split()
    assert "\N{NO-BREAK SPACE}" in sent
