"""The command as people and programs call it: one clear message, an exit code, no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kamctl.document.generated_files import SIGNOFFS_HEADING
from tests.paths import ROOT
from tests.running import COMMAND, kamctl, kamctl_in_bytes, plain_environment, without_crash

Run = Callable[..., subprocess.CompletedProcess[str]]
TODAY = ("--today", "2026-11-23")
GOOD = "kamctl: 1\naccount: {name: Lactéa}\n"
WARNED = "kamctl: 1\naccount: {name: L, summary: One, two}\n"
BAD = "kamctl: 1\naccount: {name: L, zzz: 1}\n"

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX only")
not_root = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may do everything"
)
full_disk = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run kamctl in an empty folder; nothing it says may look like a crash."""

    def run_it(
        *arguments: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        own = plain_environment() | (env or {})
        return without_crash(kamctl(tmp_path, *arguments, stdin=stdin, env=own, seconds=60))

    return run_it


def write(folder: Path, content: bytes | str, name: str = "plan.yaml") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# --- What is typed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("init account Acme --owner --no-input", "--owner"),
        ("render briefing -o -f", "-o"),
        ("validate --output --strict", "--output"),
        ("validate --lang --fix", "--lang"),
        ("--lang --color never validate", "--lang"),
        ("align --lang --color never status", "--lang"),
    ],
)
def test_an_option_is_not_the_value_of_another(
    run: Run, tmp_path: Path, typed: str, option: str
) -> None:
    done = run(*typed.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{option} needs a value." in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_value_may_begin_with_a_dash(run: Run, tmp_path: Path) -> None:
    assert run("init", "account", "Acme", "--owner", "-X-", "--no-input").returncode == 0
    assert run("init", "account", "--no-input", "--", "--owner").returncode == 0


# --- What cannot be a plan ------------------------------------------------------------------------

BAD_INPUT: list[tuple[str, bytes, int, str, str]] = [
    ("binary", b"\x89PNG\r\n\x1a\n\x00\x01", 2, "KAM001", "not a text file"),
    ("utf-16", "kamctl: 1".encode("utf-16"), 1, "KAM002", "UTF-16"),
    ("latin-1", "account: Lactéa".encode("latin-1"), 1, "KAM002", "UTF-8"),
    ("tabs", b"kamctl: 1\naccount:\n\tname: L\n", 1, "KAM003", "tab"),
    ("empty", b"", 1, "KAM008", "This file is empty."),
    ("only comments", b"# soon\n# more\n", 1, "KAM008", "This file is empty."),
    ("a list at the top", b"- kamctl: 1\n", 1, "KAM008", "must start with keys"),
    ("a text", b"hello\n", 1, "KAM008", "must start with keys"),
    ("brackets", b"k: " + b"[" * 100_000, 1, "KAM007", "nested"),
    ("braces", b"{a: " * 100_000, 1, "KAM007", "nested"),
    ("laughs", b"a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n", 1, "KAM006", "anchor"),
    ("python object", b"k: !!python/object/apply:os.system [id]\n", 1, "KAM005", "tag"),
    ("two documents", GOOD.encode() + b"---\na: 1\n", 1, "KAM003", "second document"),
    ("control", b"kamctl: 1\na: \x1b[31mred\n", 1, "KAM003", "U+001B"),
]


@pytest.mark.parametrize(
    ("data", "code", "finding", "words"),
    [case[1:] for case in BAD_INPUT],
    ids=[case[0] for case in BAD_INPUT],
)
def test_bad_input(
    run: Run, tmp_path: Path, data: bytes, code: int, finding: str, words: str
) -> None:
    write(tmp_path, data)
    done = run("validate", "plan.yaml")
    assert done.returncode == code
    assert f" error {finding} " in done.stdout
    assert words in done.stdout
    assert "  → " in done.stdout
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    as_json = run("validate", "--format", "json", "-", stdin=data)
    assert as_json.returncode == code
    assert finding in {one["code"] for one in json.loads(as_json.stdout)["findings"]}


@pytest.mark.parametrize("data", [b"", b"\x00", b"- a\n", b"a: ]\n"])
def test_no_briefing_is_made_of_no_plan(run: Run, data: bytes) -> None:
    done = run("render", "briefing", "-", "-o", "-", stdin=data)
    assert done.returncode == 2
    assert "error KAM00" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        "render briefing plan.yaml -o -",
        "render onepage plan.yaml -o -",
        "render calendar plan.yaml -o -",
        "render portfolio plan.yaml -o -",
        "render portfolio plan.yaml -o p.xlsx",
        "render site plan.yaml -o site",
        "export xlsx plan.yaml -o plan.xlsx",
        "status plan.yaml",
        "status plan.yaml --format csv",
        "status plan.yaml -o accounts.md",
        "ask plan.yaml",
        "ask plan.yaml -o questions",
        "align ask plan.yaml --for finance",
        "align status plan.yaml",
    ],
)
def test_parts_that_may_be_missing_from_an_output_are_counted(
    run: Run, tmp_path: Path, words: str
) -> None:
    write(
        tmp_path,
        "kamctl: 1\naccount: {name: A, tier: [1]}\nplan: {stage: shared, owner: ada}\n"
        "team:\n  - {id: ada, name: Ada Ek, function: sales}\n"
        "  - {id: petra, name: Petra Lang, function: finance}\nrisks: none\n"
        "objectives:\n  - id: SO1\n    statement: Win 3 plants.\n"
        "    directions: [{function: finance, leader: petra, ask: Accept 60 days.}]\n",
    )
    done = run(*words.split())
    assert done.returncode == 0, done.stderr
    sentence = (
        "2 parts of plan.yaml cannot be read and may be missing from the output. Show the errors: "
        "kamctl validate plan.yaml"
    )
    assert done.stderr.splitlines().count(sentence) == 1


def test_a_missing_file(run: Run) -> None:
    done = run("validate", "nowhere.yaml")
    assert done.returncode == 2
    assert "nowhere.yaml:1:1 error KAM001" in done.stdout
    assert "no such file" in done.stdout


def test_a_name_too_long_for_the_disk(run: Run) -> None:
    done = run("validate", "x" * 300)
    assert done.returncode == 2
    assert "too long" in (done.stdout + done.stderr).lower()


def test_a_folder_without_plans(run: Run, tmp_path: Path) -> None:
    write(tmp_path, GOOD, "other.yaml")
    for arguments in ([], ["."], [str(tmp_path)]):
        done = run("validate", *arguments)
        assert done.returncode == 2
        assert "There is no plan" in done.stderr
        assert "kamctl init account" in done.stderr
        assert done.stdout == ""


@posix
@not_root
def test_a_file_that_may_not_be_read(run: Run, tmp_path: Path) -> None:
    write(tmp_path, GOOD).chmod(0)
    done = run("validate", "plan.yaml")
    assert done.returncode == 2
    assert "permission" in done.stdout


@pytest.mark.parametrize("data", ["\ufeff" + GOOD, GOOD.replace("\n", "\r\n"), GOOD.rstrip("\n")])
def test_marks_and_line_ends_of_other_systems(run: Run, tmp_path: Path, data: str) -> None:
    write(tmp_path, data)
    done = run("validate", "plan.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Lactéa · draft" in done.stdout


def test_a_file_of_fifty_megabytes(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "plan.yaml").open("wb") as file:
        file.write(b"kamctl: 1\n")
        file.truncate(50 * 1024 * 1024)
    done = run("validate", "plan.yaml")
    assert done.returncode == 1
    assert "KAM007" in done.stdout


@posix
def test_links_in_circles(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").symlink_to(tmp_path / "plan.yaml")
    done = run("validate", "plan.yaml")
    assert done.returncode == 2
    assert "KAM001" in done.stdout
    (tmp_path / "plan.yaml").unlink()
    inner = tmp_path / "accounts" / "lactea"
    inner.mkdir(parents=True)
    write(inner, GOOD)
    (inner / "up").symlink_to(tmp_path / "accounts", target_is_directory=True)
    done = run("validate")
    assert done.returncode == 0
    assert done.stdout.endswith("No errors or warnings, 3 to-dos in 1 plan.\n")


@posix
@pytest.mark.parametrize("device", ["/dev/null"])
def test_a_device_is_no_plan(run: Run, device: str) -> None:
    done = run("validate", device)
    assert done.returncode == 1
    assert "KAM008" in done.stdout


def test_what_kamctl_wrote_beside_a_plan_is_told_from_one(run: Run, tmp_path: Path) -> None:
    """`kamctl validate folder/*`: a shell names all the files in it."""
    folder = tmp_path / "north"
    assert run("init", "account", "North", "--dir", str(tmp_path), "--no-input").returncode == 0
    plan = str(folder / "plan.yaml")
    for kind, ending in (("briefing", "html"), ("briefing", "md"), ("onepage", "html")):
        page = folder / f"{kind}.{ending}"
        assert run("render", kind, plan, "-o", str(page)).returncode == 0, kind
    (folder / "signoffs.yaml").write_text(f"{SIGNOFFS_HEADING}- {{}}\n", encoding="utf-8")
    others = sorted(str(one) for one in folder.iterdir() if one.name != "plan.yaml")
    done = run("validate", *others)
    assert done.returncode == 2
    expected = {
        "briefing.html": "a page that kamctl generated, not a plan",
        "briefing.md": "a page that kamctl generated, not a plan",
        "onepage.html": "a page that kamctl generated, not a plan",
        "plan.schema.json": "a schema for editors, not a plan",
        "signoffs.yaml": "the sign-offs on a plan, not the plan",
    }
    assert [Path(one).name for one in others] == list(expected)
    blocks = done.stdout.split("\n\n")
    for name, block in zip(expected, blocks, strict=False):
        assert f"{name}:1:1 error KAM001" in block
        assert expected[name] in block
        assert "Give the plan itself, or its folder" in block


def test_one_bad_file_does_not_hide_the_others(run: Run, tmp_path: Path) -> None:
    write(tmp_path, b"\x00", "a.plan.yaml")
    write(tmp_path, BAD, "b.plan.yaml")
    write(tmp_path, GOOD, "c.plan.yaml")
    done = run("validate")
    assert done.returncode == 2
    assert "a.plan.yaml:1:1 error KAM001" in done.stdout
    assert "b.plan.yaml:2:20 error KAM010" in done.stdout
    assert done.stdout.endswith("2 errors, 6 to-dos in 3 plans.\n")


def test_plans_named_twice_are_read_once(run: Run, tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    assert run("validate", "plan.yaml", ".", "./plan.yaml").stdout.endswith(
        "No errors or warnings, 3 to-dos in 1 plan.\n"
    )


# --- Exit codes and options -----------------------------------------------------------------------


@pytest.mark.parametrize("form", [(), ("--format", "json")])
@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (GOOD, (), 0),
        (WARNED, (), 0),
        (WARNED, ("--strict",), 1),
        (BAD, (), 1),
        (GOOD + "objectives: [{id: a, statement: b.}]\n", (), 0),
        (GOOD + "objectives: [{id: a, statement: b.}]\n", ("--stage", "shared"), 1),
        (GOOD + "objectives: [{id: a, statement: b.}]\n", ("--todo",), 0),
    ],
)
def test_exit_codes(
    run: Run, text: str, options: Sequence[str], code: int, form: Sequence[str]
) -> None:
    done = run("validate", "-", *options, *form, stdin=text.encode())
    assert done.returncode == code
    assert done.stderr == ""
    if form:
        report = json.loads(done.stdout)
        assert report["version"] == 1
        assert report["summary"]["plans"] == 1


def test_to_dos_are_shown_when_asked_for(run: Run) -> None:
    text = (GOOD + "objectives: [{id: a, statement: b.}]\n").encode()
    without = run("validate", "-", stdin=text).stdout
    with_them = run("validate", "-", "--todo", stdin=text).stdout
    assert "to do KAM" not in without
    assert "to-dos (show with --todo)" in without
    assert "<stdin>:3:15 to do KAM105 due-date (from stage shared)" in with_them
    assert "show with --todo" not in with_them


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["validate", "--nonsense"], "--nonsense"),
        (["validate", "--format", "xml"], "xml"),
        (["validate", "--stage", "final"], "final"),
        (["validate", "--color", "red"], "red"),
        (["validate", "--today", "tomorrow", "-"], "“tomorrow” is not a date"),
        (["validate", "--today", "31/12/2026", "-"], "Write --today 2026-12-31."),
        (["validate", "--today", "15 mars 2027", "-"], "Write --today 2027-03-15."),
        (["validate", "--today", "03/04/2027", "-"], "Write --today in the form 2027-03-31"),
        (["validate", "--today", "2027-03", "-"], "Write --today in the form 2027-03-31"),
        (["plan", "stage"], "For example: kamctl plan stage lactea/plan.yaml shared."),
        (["plan", "stage", "-", "final"], "“final” is not a valid value for STAGE."),
        (["plan", "stage", "-", "partagé"], "Did you mean shared?"),
        (["init", "account", "Meier", "AG"], "Put a text of several words in quotes."),
        (["help"], "Did you mean `kamctl --help`?"),
        (["render", "calender", "-"], "Did you mean `kamctl render calendar -`?"),
        (["render", "letter", "-"], "onepage, plan, review, portfolio, site, deck, calendar."),
        (["nonsense"], "nonsense"),
        (["render", "briefing"], "There is no plan in this folder"),
        (["render", "briefing", "none.yaml"], "no such file"),
        (["render", "briefing", "-", "--for", "nobody", "-o", "-"], "nobody"),
        (["render", "briefing", "-", "--lang", "xx", "-o", "-"], "xx"),
        (["init", "account", "--no-input"], "name"),
    ],
)
def test_wrong_use(run: Run, arguments: Sequence[str], words: str) -> None:
    done = run(*arguments, stdin=GOOD.encode())
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())
    assert done.stdout == ""


def test_version_help_and_schema(run: Run) -> None:
    from kamctl import __version__

    for option in ("--version", "-V"):
        assert run(option).stdout == f"kamctl {__version__}\n"
    for arguments in (["--help"], ["-h"], ["validate", "--help"], ["render", "briefing", "-h"]):
        done = run(*arguments)
        assert done.returncode == 0
        assert "Usage: " in done.stdout
        assert all(len(line) <= 80 for line in done.stdout.splitlines())
    assert json.loads(run("schema", "plan").stdout)["title"].startswith("kamctl account plan")
    assert json.loads(run("schema", "workspace").stdout)["title"].startswith("kamctl workspace")


def test_the_workspace_file_may_be_bad_too(run: Run, tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    for config, words in (
        ("kamctl: 1\nzzz: 1\n", "kamctl.yaml:2:1 error KAM010 unknown-key"),
        ("a: [\n", "kamctl.yaml:1:5 error KAM003"),
        (b"\xff\xfe", "UTF-16"),
        ("- a\n", "kamctl.yaml:1:1 error KAM011"),
        ("accounts: ../..\n", "is outside"),
        ("checks: {KAM999: off}\n", "Unknown check “KAM999”"),
    ):
        write(tmp_path, config, "kamctl.yaml")
        for arguments in (("validate",), ("render", "briefing", "plan.yaml", "-o", "-")):
            done = run(*arguments)
            assert done.returncode == 2, config
            assert done.stdout == "", config
            assert words in done.stderr, config
            assert "  → " in done.stderr
            assert done.stderr.endswith("error: Fix kamctl.yaml first.\n")
            assert "\x1b" not in done.stderr


def test_all_that_is_wrong_in_the_workspace_file_is_shown_with_its_lines(
    run: Run, tmp_path: Path
) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, "compani: A\nchecks:\n  one-ower: off\n", "kamctl.yaml")
    output = run("validate").stderr
    assert "    1 │ compani: A\n      │ ^^^^^^^\n  → Did you mean `company`?" in output
    assert "    3 │   one-ower: off\n      │   ^^^^^^^^\n  → Did you mean KAM104" in output


def test_the_same_bytes_each_time(run: Run, tmp_path: Path, lactea: Path) -> None:
    write(tmp_path, lactea.read_bytes())
    for form in ("text", "json"):
        outs = {
            run("validate", "--format", form, *TODAY, env={"PYTHONHASHSEED": seed}).stdout
            for seed in ("0", "1", "2")
        }
        assert len(outs) == 1


# --- Streams, signals, disks ----------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_reader_that_leaves(tmp_path: Path, form: str) -> None:
    for number in range(300):
        write(tmp_path, BAD, f"{number}.plan.yaml")
    process = subprocess.Popen(
        [*COMMAND, "validate", "--format", form],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=plain_environment(),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) in (1, 141)


@posix
@pytest.mark.parametrize("arguments", [("validate", "-"), ("render", "briefing", "-", "-o", "-")])
def test_a_stop_while_it_reads(tmp_path: Path, arguments: Sequence[str]) -> None:
    script = (
        "import os, runpy, signal, sys, time, types\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def read(size): os.kill(os.getpid(), signal.SIGINT); time.sleep(30)\n"
        "sys.stdin = types.SimpleNamespace(buffer=types.SimpleNamespace(read=read))\n"
        f"sys.argv = ['kamctl', *{list(arguments)!r}]\n"
        "runpy.run_module('kamctl', run_name='__main__')\n"
    )
    stopped(script, tmp_path)


def test_a_stop_while_it_starts(tmp_path: Path) -> None:
    script = (
        "import runpy, sys\n"
        "class Stop:\n"
        "    def find_spec(name, *_):\n"
        "        if name == 'kamctl.cli.errors': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stop)\n"
        "sys.argv = ['kamctl', 'validate']\n"
        "runpy.run_module('kamctl', run_name='__main__')\n"
    )
    stopped(script, tmp_path)


def stopped(script: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        cwd=folder,
        env=plain_environment(),
        check=False,
        timeout=60,
    )
    assert done.returncode == 130
    assert done.stderr.decode().splitlines() == ["Interrupted."]
    assert done.stdout == b""


@full_disk
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("--help",),
        ("validate", "--help"),
        ("checks",),
        ("validate", "plan.yaml"),
        ("validate", "--format", "json", "plan.yaml"),
        ("render", "briefing", "plan.yaml", "-o", "-"),
        ("schema", "plan"),
    ],
)
def test_a_full_disk(
    tmp_path: Path, lactea: Path, arguments: Sequence[str], unbuffered: str
) -> None:
    write(tmp_path, lactea.read_bytes())
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env=plain_environment() | {"PYTHONUNBUFFERED": unbuffered},
            check=False,
            timeout=60,
        )
    output = done.stderr.decode()
    assert done.returncode == 2
    assert "the disk is full" in output
    assert "Traceback" not in output
    assert "Exception ignored" not in output


@posix
@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("checks", "--help")])
def test_a_reader_that_never_listens(tmp_path: Path, arguments: Sequence[str]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [*COMMAND, *arguments],
        stdout=theirs,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=plain_environment(),
        check=False,
        timeout=60,
    )
    os.close(theirs)
    assert (done.returncode, done.stderr) == (141, b"")


@posix
@pytest.mark.parametrize(
    "words",
    ["validate -", "next -", "render briefing - -o -", "validate --diff -", "diff - a.yaml"],
)
def test_no_standard_input(tmp_path: Path, words: str) -> None:
    write(tmp_path, GOOD, "a.yaml")
    line = f'"{sys.executable}" -m kamctl {words} <&-'
    done = subprocess.run(
        ["sh", "-c", line], cwd=tmp_path, env=plain_environment(), capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"Standard input is not available." in done.stderr


@posix
def test_a_page_goes_into_a_pipe_with_a_name(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    os.mkfifo(tmp_path / "page.html")
    words = ["render", "briefing", "plan.yaml", "-o", "page.html"]
    with subprocess.Popen([*COMMAND, *words], cwd=tmp_path, env=plain_environment()) as process:
        assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
        assert process.wait(60) == 0


def test_an_output_that_is_a_folder(run: Run, tmp_path: Path) -> None:
    """With several pages an output is a folder; with one it is no other thing, if it is there."""
    write(tmp_path, GOOD)
    (tmp_path / "out.html").mkdir()
    done = run("render", "briefing", "plan.yaml", "-o", "out.html")
    assert done.returncode == 0
    (page,) = (tmp_path / "out.html").iterdir()
    assert done.stderr == f"out.html/{page.name}\n"
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    (tmp_path / "page.html" / page.name).mkdir(parents=True)
    for force in ((), ("--force",)):
        done = run("render", "briefing", "plan.yaml", "-o", "page.html", *force)
        assert done.returncode == 2
        assert "is a folder" in done.stderr


@posix
@not_root
def test_a_folder_that_may_not_be_written_to(run: Run, tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o500)
    try:
        done = run("render", "briefing", "plan.yaml", "-o", "closed/a.html")
    finally:
        closed.chmod(0o700)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_somebody_elses_file_stays(run: Run, tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    mine = write(tmp_path, "mine", "a.html")
    refused = run("render", "briefing", "plan.yaml", "-o", "a.html")
    assert refused.returncode == 2
    assert "--force" in refused.stderr
    assert mine.read_text() == "mine"
    assert run("render", "briefing", "plan.yaml", "-o", "a.html", "--force").returncode == 0
    assert run("render", "briefing", "plan.yaml", "-o", "a.html").returncode == 0
    assert "mine" not in mine.read_text(encoding="utf-8").split()


def test_two_runs_at_once_on_one_output(tmp_path: Path, lactea: Path) -> None:
    write(tmp_path, lactea.read_bytes())
    arguments = ("render", "briefing", "plan.yaml", "-o", "out.md", "--force", *TODAY)
    processes = [
        subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=tmp_path,
            env=plain_environment(),
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for process in processes:
        _, output = process.communicate(timeout=60)
        assert process.returncode == 0, output
    alone = kamctl_in_bytes(
        tmp_path, *arguments[:3], "-o", "-", "--format", "markdown", *TODAY, env=plain_environment()
    )
    assert (tmp_path / "out.md").read_bytes().splitlines() == alone.stdout.splitlines()
    assert sorted(place.name for place in tmp_path.iterdir()) == ["out.md", "plan.yaml"]


@pytest.mark.parametrize(
    ("options", "env", "colored"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_color_goes_where_it_is_wanted(
    run: Run, options: Sequence[str], env: dict[str, str], colored: bool
) -> None:
    done = run("validate", "-", *options, stdin=BAD.encode(), env=env)
    assert ("\x1b[" in done.stdout) is colored
    assert done.returncode == 1


def test_names_can_neither_hide_nor_steer(run: Run, tmp_path: Path) -> None:
    text = 'kamctl: 1\naccount: {name: "a\\e[2Jb\\u202ec", "z\\x07z": 1}\n'
    done = run("validate", "-", stdin=text.encode())
    assert done.returncode == 1
    assert all(line.isprintable() for line in done.stdout.split("\n"))


def test_a_bug_of_ours_is_one_message(tmp_path: Path) -> None:
    code = (
        "import sys, kamctl.plan.schema as schema\n"
        "def broken(): raise ImportError('no such thing')\n"
        "schema.plan_schema_text = broken\n"
        "sys.argv = ['kamctl', 'schema', 'plan']\n"
        "from kamctl.__main__ import main; main()\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2
    assert "This is a bug in kamctl (ImportError: no such thing)" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_bug_in_the_help_is_one_message(tmp_path: Path) -> None:
    code = (
        "import sys, typer.rich_utils\n"
        "def broken(**_): raise ValueError('another Typer')\n"
        "typer.rich_utils.rich_format_help = broken\n"
        "sys.argv = ['kamctl', *sys.argv[1:]]\n"
        "from kamctl.__main__ import main; main()\n"
    )
    for words in (("--help",), ("validate", "--help"), ()):
        answer = subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=tmp_path,
            env=plain_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert answer.returncode == 2
        assert "This is a bug in kamctl (ValueError: another Typer)" in answer.stderr
        assert "Traceback" not in answer.stderr
