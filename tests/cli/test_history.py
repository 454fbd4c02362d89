"""diff, history, validate --since and the review, as people call them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kamctl.i18n.catalog import languages, translator
from tests.comparison.test_difference import PLAN
from tests.repositories import CommandResult, GitRepository
from tests.signing import signed
from tests.snapshots import SnapshotFile
from tests.terminal import HARMLESS, HOSTILE, too_long

Run = Callable[..., CommandResult]
TODAY = ("--today", "2026-11-23")
SLIPPED = PLAN.replace("due: 2027-01-31", "due: 2027-02-28")
NOW = (
    PLAN.replace("due: 2027-01-31", "due: 2027-03-31")
    .replace("target: {value: 42, on: 2028-12-31}", "target: {value: 38, on: 2028-12-31}")
    .replace("due: 2027-06-30 # of SO1", "due: 2027-09-30 # of SO1")
    .replace("attitude: critic", "attitude: neutral")
    .replace("turnover: 5_200_000", "turnover: 5_400_000")
    .replace("stage: shared", "stage: aligned")
    .replace("29, on: 2026-09-30}", "29, on: 2026-09-30}, {value: 30, on: 2026-11-15}")
    .replace(
        "  needs: [{id: N1, text: One catalogue}]", "  needs: [{id: N1, text: One price list}]"
    )
    .replace("ask: Accept 60 days.", "ask: Accept 45 days.")
)


def entries() -> str:
    from kamctl.signoffs.signoff import as_line

    command = "kamctl align record plan.yaml SO1 --for {} --decision agree --on 2026-09-19"
    made = [signed(PLAN, command.format(one)) for one in ("supply-chain", "finance")]
    return "".join(f"{as_line(one)}\n" for one in made)


@pytest.fixture
def story(repo: GitRepository) -> GitRepository:
    """A plan that was agreed to, slipped twice, was renamed, and is different now."""
    repo.commit_file("plan.yaml", PLAN, "2026-09-01", "The plan")
    repo.commit_file("signoffs.yaml", entries(), "2026-09-20", "Supply chain and finance agree")
    repo.commit_file("plan.yaml", SLIPPED, "2026-10-10", "The trial waits")
    repo.git("mv", "plan.yaml", "lactea.plan.yaml")
    repo.git("mv", "signoffs.yaml", "lactea.signoffs.yaml")
    repo.commit("A name of its own", "2026-10-20")
    repo.commit_file("lactea.plan.yaml", NOW, "2026-11-10", "Less, and later")
    return repo


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Have what follows run on a terminal without color."""

    def made(columns: int) -> None:
        monkeypatch.setenv("TTY_COMPATIBLE", "1")
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setenv("COLUMNS", str(columns))

    return made


@pytest.mark.parametrize("language", languages())
def test_diff_in_a_pipe(
    story: GitRepository, run: Run, snapshot_file: SnapshotFile, language: str
) -> None:
    done = run("diff", "lactea.plan.yaml", "--since", "2026-10-01", "--lang", language)
    assert (done.code, done.err) == (0, "")
    assert done.out == snapshot_file("txt")


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("language", languages())
def test_diff_fits_a_terminal(
    story: GitRepository, run: Run, terminal: Callable[[int], None], columns: int, language: str
) -> None:
    words = ("diff", "lactea.plan.yaml", "--since", "2026-10-01", "--lang", language)
    piped = run(*words).out
    terminal(columns)
    text = run(*words).out
    assert too_long(text, columns) == []
    assert "\x1b" not in text
    assert text.split() == piped.split()


def test_diff_as_markdown(story: GitRepository, run: Run, snapshot_file: SnapshotFile) -> None:
    done = run("diff", "lactea.plan.yaml", "--since", "2026-10-01", "--format", "markdown")
    assert done.out == snapshot_file("md")


def test_diff_for_programs(story: GitRepository, run: Run) -> None:
    done = run("diff", "lactea.plan.yaml", "--since", "HEAD~3", "--format", "json")
    data = json.loads(done.out)
    assert data["version"] == 2
    (plan,) = data["plans"]
    assert plan["compared_with"]["asked"] == "HEAD~3"
    assert plan["compared_with"]["path"] == "plan.yaml"
    assert plan["compared_with"]["day"] == "2026-09-20"
    assert plan["different"] is True
    (fell,) = (one for one in plan["changes"] if one["kind"] == "invalidated")
    assert fell["before"] == ["supply-chain", "finance"]
    assert [
        (one["path"][-2], one["before"], one["after"], one["slipped"])
        for one in plan["changes"]
        if one["kind"] == "later"
    ] == [("SO1", "2027-06-30", "2027-09-30", 1), ("A1", "2027-01-31", "2027-03-31", 2)]


def test_nothing_is_different(story: GitRepository, run: Run) -> None:
    done = run("diff", "lactea.plan.yaml", "--exit-code")
    assert done.code == 0
    assert "No changes in meaning." in done.out
    folder = run("diff", "--exit-code")
    assert (folder.code, folder.out) == (0, "")
    assert "No plan has changed." in folder.err
    assert json.loads(run("diff", "--format", "json").out) == {"version": 2, "plans": []}


def test_the_end_tells_whether_something_is_different(story: GitRepository, run: Run) -> None:
    story.write("lactea.plan.yaml", NOW.replace("5_400_000", "5_500_000"))
    assert run("diff").code == 0
    assert run("diff", "--exit-code").code == 1
    assert run("diff", "lactea.plan.yaml", "--exit-code").code == 1
    # A comment and the order of keys are no difference.
    story.write("lactea.plan.yaml", NOW.replace("kamctl: 1\n", "# A plan\n") + "kamctl: 1\n")
    assert run("diff", "--exit-code").code == 0


def test_two_files_need_no_git(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "")
    Path("old.yaml").write_text(PLAN, encoding="utf-8")
    Path("plan.yaml").write_text(NOW, encoding="utf-8")
    Path("signoffs.yaml").write_text(entries(), encoding="utf-8")
    done = run("diff", "old.yaml", "plan.yaml", "--exit-code")
    assert done.code == 1
    assert "compared with old.yaml" in done.out
    assert "invalidates the sign-offs of supply chain and finance" in done.out
    back = run("diff", "plan.yaml", "old.yaml")
    assert "due 3 months earlier" in back.out
    assert run("diff", "plan.yaml", "plan.yaml", "--exit-code").code == 0
    missing = run("diff", "old.yaml", "none.yaml")
    assert missing.code == 2
    assert "There is no such file." in missing.err
    alone = run("diff", "plan.yaml")
    assert alone.code == 2
    assert "kamctl diff OLD NEW" in alone.err


def test_many_plans_and_one_that_cannot_be_read(repo: GitRepository, run: Run) -> None:
    for name in ("a", "b", "c", "d"):
        repo.write(f"{name}/plan.yaml", PLAN)
    repo.commit("All", "2026-09-01")
    repo.write("a/plan.yaml", NOW)
    repo.write("b/plan.yaml", "kamctl: [")
    (repo.folder / "c/plan.yaml").unlink()
    repo.write("e/plan.yaml", SLIPPED)
    done = run("diff", ".")
    assert done.code == 2
    assert "a/plan.yaml" in done.out
    assert "This plan has been deleted." in done.out
    assert "This plan is new." in done.out
    assert "d/plan.yaml" not in done.out
    assert "Fix b/plan.yaml first." in done.err
    plans = json.loads(run("diff", ".", "--format", "json").out)["plans"]
    assert [(one["path"], one.get("plan")) for one in plans] == [
        ("a/plan.yaml", None), ("c/plan.yaml", "gone"), ("e/plan.yaml", "new"),
    ]  # fmt: skip
    assert "## Groupe Lactéa" in run("diff", ".", "--format", "markdown").out


def test_a_plan_with_errors_is_compared_as_far_as_it_is_understood(
    repo: GitRepository, run: Run
) -> None:
    repo.commit_file(
        "plan.yaml", PLAN.replace("attitude: critic", "attitude: grumpy"), "2026-09-01"
    )
    repo.write("plan.yaml", PLAN)
    done = run("diff", "plan.yaml")
    assert done.code == 0
    assert "had an error at that time" in done.err
    assert "Dieter Weiss: now critic" in done.out


def test_of_two_files_the_one_with_errors_is_named(repo: GitRepository, run: Run) -> None:
    repo.write("old.yaml", PLAN.replace("attitude: critic", "attitude: grumpy"))
    repo.write("new.yaml", PLAN)
    for files in (("old.yaml", "new.yaml"), ("new.yaml", "old.yaml")):
        notes = [one for one in run("diff", *files).err.splitlines() if "not compared" in one]
        assert notes == ["old.yaml has an error: its unreadable parts are not compared."]


def test_a_name_steers_no_terminal(repo: GitRepository, run: Run) -> None:
    repo.commit_file("plan.yaml", PLAN, "2026-09-01", "A \x1b[31mred\x1b[0m word")
    repo.write(
        "plan.yaml",
        PLAN.replace("Dieter Weiss, attitude: critic", '"D\\e[31mW", attitude: neutral'),
    )
    for words in (("diff", "plan.yaml"), ("history", "plan.yaml")):
        assert "\x1b" not in run(*words).out


@pytest.mark.parametrize("command", ["diff", "history"])
def test_a_name_is_shown_as_it_is(
    repo: GitRepository, run: Run, terminal: Callable[[int], None], command: str
) -> None:
    named = PLAN.replace("Groupe Lactéa", json.dumps(HOSTILE))
    assert named != PLAN
    repo.commit_file("plan.yaml", named, "2026-09-01", "[bold]All[/] :smile: of it")
    for columns in (0, 120):
        if columns:
            terminal(columns)
        text = run(command, "plan.yaml").out
        assert text.startswith(HARMLESS)
        assert "[bold]All[/] :smile: of it" in text


@pytest.mark.parametrize("language", languages())
def test_history_in_a_pipe(
    story: GitRepository, run: Run, snapshot_file: SnapshotFile, language: str
) -> None:
    done = run("history", "lactea.plan.yaml", "--lang", language)
    assert (done.code, done.err) == (0, "")
    assert done.out == snapshot_file("txt")


@pytest.mark.parametrize("columns", [30, 40, 80, 120])
@pytest.mark.parametrize("language", languages())
def test_history_fits_a_terminal(
    story: GitRepository, run: Run, terminal: Callable[[int], None], columns: int, language: str
) -> None:
    terminal(columns)
    text = run("history", "lactea.plan.yaml", "--lang", language).out
    assert too_long(text, columns) == []
    assert "\x1b" not in text
    _, table, note = text.split("\n\n")
    assert note.startswith("*")
    head, rule, *rows = table.splitlines()
    commit = head.index(translator(language)("Commit"))
    assert set(rule) == {"─"}
    assert [line for line in rows if line[commit - 2 : commit].strip()] == []
    assert len([line for line in rows if "2026  " in line]) == 5


def test_history_for_others(story: GitRepository, run: Run, snapshot_file: SnapshotFile) -> None:
    assert run("history", ".", "--format", "markdown").out == snapshot_file("md")
    data = json.loads(run("history", ".", "--format", "json").out)
    assert [one["day"][5:] for one in data["commits"]] == [
        "09-01", "09-20", "10-10", "10-20", "11-10",
    ]  # fmt: skip
    assert data["commits"][-1]["slipped"][0]["name"] == "SO1"
    assert {one["stage_met"] for one in data["commits"]} == {False}
    table = run("history", ".", "--format", "csv").out.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["stage_met"] for row in rows} == {"false"}
    assert [row["slipped"] for row in rows] == [
        "", "", "A1 2027-02-28", "", "SO1 2027-09-30; A1 2027-03-31",
    ]  # fmt: skip
    since = run("history", ".", "--since", "2026-10-15", "--format", "json").out
    assert len(json.loads(since)["commits"]) == 2


def test_a_spreadsheet_runs_nothing(repo: GitRepository, run: Run) -> None:
    repo.commit_file("plan.yaml", PLAN, "2026-09-01", "=HYPERLINK(1)")
    assert "'=HYPERLINK" in run("history", "plan.yaml", "--format", "csv").out


@pytest.mark.parametrize(
    "words",
    [
        ("history", "-"),
        ("history", "none.yaml"),
        ("history", "."),
        ("diff", "-"),
        ("diff", "none.yaml"),
        ("diff", "plan.yaml", "--since", "-x"),
        ("diff", "plan.yaml", "--since", "nowhere"),
        ("validate", "--since", "nowhere"),
        ("validate", "-", "--since", "HEAD"),
        ("render", "review", "-", "--since", "HEAD", "-o", "-"),
        ("render", "review", "plan.yaml", "--since", "nowhere"),
    ],
)
def test_what_cannot_be_done_is_said(repo: GitRepository, run: Run, words: tuple[str, ...]) -> None:
    repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    repo.write("other/plan.yaml", PLAN)
    done = run(*words)
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith("error: ") or "error KAM001" in done.err


def test_a_plan_that_vanishes(
    repo: GitRepository, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kamctl.history import changed_files

    repo.commit_file("a/plan.yaml", PLAN, "2026-09-01")
    repo.commit_file("b/plan.yaml", PLAN, "2026-09-02")
    repo.write("a/plan.yaml", NOW)
    repo.write("b/plan.yaml", NOW)
    real = changed_files._unchanged

    def gone(root: Path, name: bytes, *more: Any) -> bool:
        found = real(root, name, *more)
        if name.startswith(b"a/"):
            (root / "a/plan.yaml").unlink()
        return found

    monkeypatch.setattr(changed_files, "_unchanged", gone)
    done = run("diff", ".")
    assert done.code == 2
    assert "There is no such file." in done.err
    assert "b/plan.yaml" in done.out


def test_validate_only_what_changed(repo: GitRepository, run: Run) -> None:
    for name in ("a", "b"):
        repo.write(f"{name}/plan.yaml", PLAN)
    repo.commit("All", "2026-09-01")
    done = run("validate", "--since", "HEAD", *TODAY)
    assert done.code == 0
    assert "No plan has changed since HEAD." in done.err
    repo.write("b/plan.yaml", PLAN.replace("attitude: critic", "attitude: grumpy"))
    done = run("validate", "--since", "HEAD", "--format", "json", *TODAY)
    assert done.code == 1
    data = json.loads(done.out)
    assert [one["path"] for one in data["plans"]] == ["b/plan.yaml"]
    missing = run("validate", "none.yaml", "--since", "HEAD")
    assert missing.code == 2


def test_a_day_in_the_future_is_refused(story: GitRepository, run: Run) -> None:
    """Of it, “nothing has changed since” would be said."""
    for command in (("diff",), ("render", "review")):
        done = run(*command, "lactea.plan.yaml", "--since", "9999-01-01")
        assert done.code == 2
        assert "1 January 9999 is in the future." in done.err


def test_a_file_that_is_not_there_needs_no_fix(story: GitRepository, run: Run) -> None:
    done = run("diff", "lactea.plan.yaml", "missing.yaml")
    assert done.code == 2
    assert "There is no such file." in done.err
    assert "Fix missing.yaml first" not in done.err


# --- The review -----------------------------------------------------------------------------------


def test_the_last_review_is_where_it_begins(story: GitRepository, run: Run) -> None:
    done = run("render", "review", "lactea.plan.yaml", "--format", "markdown", "-o", "-", *TODAY)
    assert "Since 14\N{NO-BREAK SPACE}October 2026" in done.out
    assert "due 2 months later" not in done.out


@pytest.mark.parametrize("review", ["", "  - {date: 2026-11-23, kind: quarterly}\n"])
def test_the_first_review_begins_with_the_first_version(
    story: GitRepository, run: Run, review: str
) -> None:
    reviews = "  - {date: 2026-10-14, kind: quarterly}\n"
    assert reviews in NOW
    story.write("lactea.plan.yaml", NOW.replace(reviews, review))
    done = run("render", "review", "lactea.plan.yaml", "--format", "markdown", "-o", "-", *TODAY)
    assert done.code == 0, done.err
    output = done.out.replace("\N{NO-BREAK SPACE}", " ")
    assert "Since 1 September 2026, when the plan was first saved\n" in output


def test_open_decisions_come_back_and_closed_ones_do_not(story: GitRepository, run: Run) -> None:
    review = "  - {date: 2026-10-14, kind: quarterly}\n"
    decided = """  - date: 2026-10-14
    kind: quarterly
    decisions:
      - {text: Trial first, due: 2026-11-01, owner: claire}
      - {text: Visit the plants, due: 2027-02-28}
      - Write to the board.
      - {text: Count the stops, due: 2026-11-01, status: done}
      - {text: Rent a hall, status: dropped}
      - {text: Ask for leave, done_on: 2026-11-02}
"""
    story.write("lactea.plan.yaml", NOW.replace(review, decided))
    team = ("--for", "account-team", "--format", "markdown", "-o", "-", *TODAY)
    output = run("render", "review", "lactea.plan.yaml", *team).out.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    asked = output.partition("Decisions needed")[2].partition("##")[0]
    assert [line for line in asked.splitlines() if "Decided on" in line] == [
        "3. Decided on 14 October 2026, overdue since 1 November 2026: “Trial first”. "
        "Status to confirm with Claire Morel.",
        "4. Decided on 14 October 2026, due on 28 February 2027: “Visit the plants”. "
        "Status to confirm.",
        "5. Decided on 14 October 2026 and still open: “Write to the board”. Status to confirm.",
    ]


def test_git_is_younger_than_the_last_review(story: GitRepository, run: Run) -> None:
    first = NOW.replace("  - {date: 2026-10-14, kind: quarterly}\n", "  - {date: 2026-01-15}\n")
    assert first != NOW
    story.write("lactea.plan.yaml", first)
    form = ("--format", "markdown", "-o", "-")
    done = run("render", "review", "lactea.plan.yaml", *form, *TODAY)
    assert done.code == 0, done.err
    output = done.out.replace("\N{NO-BREAK SPACE}", " ")
    assert "when the plan was first saved (last review: 15 January 2026)" in output
    done = run("render", "review", "lactea.plan.yaml", "--since", "2026-02-01", *form, *TODAY)
    output = done.out.replace("\N{NO-BREAK SPACE}", " ")
    assert "when the plan was first saved (requested: 1 February 2026)" in output
    compared = run("diff", "lactea.plan.yaml", "--since", "2026-01-15")
    assert compared.code == 0, compared.err
    assert "since its first commit (git has nothing before 2026-01-15)" in " ".join(
        compared.out.split()
    )
    (plan,) = json.loads(
        run("diff", "lactea.plan.yaml", "--since", "2026-01-15", "--format", "json").out
    )["plans"]
    assert plan["compared_with"]["first_commit"] is True
    whole = run("history", "lactea.plan.yaml", "--format", "json").out
    since = ("--since", "2026-01-15")
    assert run("history", "lactea.plan.yaml", *since, "--format", "json").out == whole
    assert run("diff", *since).code == 0


def test_no_review_names_a_commit(story: GitRepository, run: Run) -> None:
    words = ("--since", "HEAD~3", "--format", "markdown", "-o", "-", *TODAY)
    for audience in ("everyone", "finance", "executive", "sponsor", "legal", "account-team"):
        done = run("render", "review", "lactea.plan.yaml", "--for", audience, *words)
        assert "Mara Dekker" not in done.out
        assert "Less, and later" not in done.out
        seen = "Dieter Weiss: critic → neutral" in done.out
        assert seen is (audience == "account-team")


def test_reviews_for_all_readers(story: GitRepository, run: Run) -> None:
    words = ("--for", "all", "--since", "HEAD~3", "-o", "out", *TODAY)
    done = run("render", "review", ".", *words)
    assert done.code == 0, done.err
    names = {one.name for one in Path("out").iterdir()}
    assert "lactea-review-for-finance.html" in names
    assert "index.html" in names
    story.write("new.plan.yaml", PLAN.replace("id: lactea", "id: new"))
    done = run("render", "review", ".", *words)
    assert done.code == 2
    assert "new.plan.yaml is not in git yet" in done.err


def test_nothing_in_the_review_is_an_address_or_a_script(story: GitRepository, run: Run) -> None:
    story.write("lactea.plan.yaml", NOW.replace("Dieter Weiss", "<script>x</script>"))
    words = ("--for", "account-team", "--since", "HEAD~3", "-o", "-", *TODAY)
    page = run("render", "review", "lactea.plan.yaml", *words).out
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.findall(r'(?:src|href)="(?!data:)[^"]', page)


def test_a_sign_off_that_was_removed_is_told(repo: GitRepository, run: Run) -> None:
    from kamctl.signoffs.signoff import as_line

    objection = signed(
        PLAN,
        "kamctl align record plan.yaml SO1 --for finance --decision object --note No. "
        "--on 2026-09-21",
    )
    whole = f"{entries()}{as_line(objection)}\n"
    repo.commit_file("plan.yaml", PLAN, "2026-09-01", "The plan")
    repo.commit_file("signoffs.yaml", whole, "2026-09-21", "Finance objects")
    signs = run("diff", "plan.yaml", "--since", "HEAD~1").out
    assert "    ✗ finance objected on 21 Sept 2026" in signs
    assert "    ✓ supply chain agreed on 19 Sept 2026" in signs
    assert "KAM018" not in run("validate", "plan.yaml", *TODAY).out
    repo.write("signoffs.yaml", entries())
    sentence = "an objection of finance (21 Sept 2026) was removed from the sign-off file"
    for command in (["diff", "plan.yaml"], ["diff"]):
        done = run(*command)
        assert sentence in done.out
        assert "agreed on" not in done.out
    done = run("validate", "plan.yaml", *TODAY)
    assert "signoffs.yaml:1:1 error KAM018" in done.out
    assert (
        "The sign-off by Paulo Ferreira (SO1, finance) of 21 September 2026 was removed" in done.out
    )
    # What the plan does not have any more may be taken out.
    other = PLAN.replace("- function: finance", "- function: legal")
    repo.write("plan.yaml", other)
    assert "KAM018" in run("validate", "plan.yaml", *TODAY).out  # the same is asked of another
    repo.write("plan.yaml", other.replace("Accept 60 days.", "Review the contract."))
    assert "KAM018" not in run("validate", "plan.yaml", *TODAY).out
    repo.write("plan.yaml", PLAN)
    repo.commit("Finance agrees", "2026-09-22")
    assert "error KAM018" in run("validate", "plan.yaml", *TODAY).out
    assert sentence in run("diff", "plan.yaml", "--since", "HEAD~1").out
    review = run("render", "review", "plan.yaml", "--since", "HEAD~1", "-o", "-").out
    assert "objection of finance" in review
