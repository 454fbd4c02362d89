"""Sign-offs that somebody removed: reported for as long as git knows of them, on each surface."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable

import pytest

from kamctl.checks.engine.runner import BATCH_PLANS
from kamctl.document.errors import UserError
from kamctl.git import removed_lines as log
from kamctl.i18n.message import message
from kamctl.signoffs.signoff import as_line
from tests.comparison.test_difference import PLAN
from tests.repositories import CommandResult, GitRepository
from tests.signing import signed

Run = Callable[..., CommandResult]
TODAY = ("--today", "2026-11-23")
_RECORD = "kamctl align record plan.yaml SO1 --for finance"
AGREED = as_line(signed(PLAN, f"{_RECORD} --decision agree --on 2026-09-19")) + "\n"
OBJECTED = as_line(signed(PLAN, f"{_RECORD} --decision object --note No. --on 2026-09-21")) + "\n"
SENTENCE = (
    "The sign-off by Paulo Ferreira (SO1, finance) of 21 September 2026 was removed from this "
    "file. Decision: objection."
)


@pytest.fixture
def signed_plan(repo: GitRepository) -> GitRepository:
    """A plan to which finance objected after it had agreed."""
    repo.commit_file("plan.yaml", PLAN, "2026-09-01", "The plan")
    repo.commit_file("signoffs.yaml", AGREED + OBJECTED, "2026-09-22", "Finance objects")
    return repo


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def removals(run: Run, *files: str) -> list[tuple[str, str, str]]:
    """Return the file, the message and the hint of each sign-off that is reported as removed."""
    done = run("validate", *(files or (".",)), *TODAY, "--format", "json")
    return [
        (one["path"], one["message"], one["hint"])
        for one in json.loads(plain(done.out))["findings"]
        if one["code"] == "KAM018" and re.search("was removed|missing here", one["message"])
    ]


def test_a_committed_removal_names_entry_commit_and_author(
    signed_plan: GitRepository, run: Run
) -> None:
    assert removals(run) == []
    commit = signed_plan.commit_file("signoffs.yaml", AGREED, "2026-10-01", "Tidy up")
    signed_plan.commit_file("other.txt", "x", "2026-10-02")
    ((file, text, hint),) = removals(run)
    assert (file, text) == ("signoffs.yaml", SENTENCE)
    assert f"Mara Dekker removed it in commit {commit[:10]} on 1 October 2026." in hint
    assert f"`git show {commit[:10]}`" in hint
    # Restored, it is no finding any more.
    signed_plan.commit_file("signoffs.yaml", AGREED + OBJECTED, "2026-10-03", "Restore it")
    assert removals(run) == []


def test_each_surface_reports_it(signed_plan: GitRepository, run: Run) -> None:
    def errors() -> object:
        done = run("status", ".", *TODAY, "--format", "json")
        return json.loads(done.out)["accounts"][0]["findings"]["errors"]

    before = errors()
    signed_plan.commit_file("signoffs.yaml", AGREED, "2026-10-01", "Tidy up")
    assert errors() == before + 1
    account = json.loads(run("status", ".", *TODAY, "--format", "json").out)["accounts"][0]
    assert not account["stage_met"]
    assert "1 error in the sign-off file" in [one["text"] for one in account["reasons"]]
    page = run(
        "render", "portfolio", "--for", "everyone", "-o", "-", "--format", "markdown", *TODAY
    )
    assert "| Shared (incomplete) |" in page.out
    markdown = run("status", ".", *TODAY, "--format", "markdown")
    assert re.search(r" shared +[0-9]+/[0-9]+\* ", run("status", ".", *TODAY).out)
    for done in (markdown, run("align", "status", ".", *TODAY), run("next", ".", *TODAY)):
        assert "hared (incomplete)" in done.out, done.out
    for command in (("align", "status"), ("next",)):
        (one,) = json.loads(run(*command, ".", *TODAY, "--format", "json").out)["plans"]
        assert (one["stage"], one["stage_met"]) == ("shared", False)
    assert SENTENCE in plain(run("next", ".", *TODAY, "--format", "json").out)
    done = run("align", "status", ".", *TODAY)
    for text in (done.err, run("validate", "plan.yaml", *TODAY).out):
        assert SENTENCE in " ".join(text.split())


def test_the_whole_file_is_missed(signed_plan: GitRepository, run: Run) -> None:
    (signed_plan.folder / "signoffs.yaml").unlink()
    assert len(removals(run)) == 2
    signed_plan.commit("No sign-offs", "2026-10-01")
    found = removals(run, "plan.yaml")
    assert [one[0] for one in found] == ["signoffs.yaml"] * 2
    assert all("Mara Dekker removed it" in hint for _, _, hint in found)


def test_a_plan_that_moves_takes_its_past_with_it(signed_plan: GitRepository, run: Run) -> None:
    signed_plan.write("zürich north/plan.yaml", PLAN)
    signed_plan.write("zürich north/signoffs.yaml", AGREED)
    signed_plan.commit("A copy", "2026-10-01")
    assert removals(run, "zürich north/plan.yaml") == []  # that of the first plan is still there
    signed_plan.git("rm", "-q", "plan.yaml", "signoffs.yaml")
    commit = signed_plan.commit("Moved", "2026-10-02")
    ((file, text, hint),) = removals(run)
    assert (file, text) == ("zürich north/signoffs.yaml", SENTENCE)
    assert commit[:10] in hint
    # Moved whole, nothing is missing; what is removed later in the new place is.
    signed_plan.commit_file("zürich north/signoffs.yaml", AGREED + OBJECTED, "2026-10-03")
    assert removals(run) == []
    signed_plan.commit_file("zürich north/signoffs.yaml", AGREED, "2026-10-04")
    assert [one[0] for one in removals(run)] == ["zürich north/signoffs.yaml"]


def test_what_a_merge_drops_is_missed(repo: GitRepository, run: Run) -> None:
    repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    repo.commit_file("signoffs.yaml", AGREED, "2026-09-20")
    repo.git("checkout", "-q", "-b", "finance")
    repo.commit_file("signoffs.yaml", AGREED + OBJECTED, "2026-09-22", "Finance objects")
    assert removals(run) == []
    repo.git("checkout", "-q", "main")
    assert removals(run) == []  # what is on another branch only is not missing here
    repo.git("merge", "-q", "-s", "ours", "finance", "-m", "Merge", day="2026-10-01")
    ((_, text, hint),) = removals(run)
    assert text == SENTENCE
    assert repo.git("rev-parse", "--short=10", "HEAD") in hint


def test_who_merges_is_not_who_removed(signed_plan: GitRepository, run: Run) -> None:
    signed_plan.git("checkout", "-q", "-b", "work")
    signed_plan.commit_file("other.txt", "x", "2026-09-25")
    signed_plan.git("checkout", "-q", "main")
    commit = signed_plan.commit_file("signoffs.yaml", AGREED, "2026-10-01", "Tidy up")
    signed_plan.git("checkout", "-q", "work")
    signed_plan.git("merge", "-q", "main", "-m", "Merge", day="2026-10-02")
    ((_, _, hint),) = removals(run)
    assert commit[:10] in hint


def test_attributes_and_settings_hide_nothing(signed_plan: GitRepository, run: Run) -> None:
    signed_plan.write(".gitattributes", "signoffs.yaml -diff\n")
    signed_plan.git("config", "diff.noprefix", "true")
    signed_plan.git("config", "log.diffMerges", "off")
    signed_plan.git("config", "color.diff", "always")
    signed_plan.commit_file("signoffs.yaml", AGREED, "2026-10-01", "Tidy up")
    assert len(removals(run)) == 1


def test_a_replaced_commit_hides_nothing(signed_plan: GitRepository, run: Run) -> None:
    commit = signed_plan.commit_file("signoffs.yaml", AGREED, "2026-10-01", "Tidy up")
    fresh = signed_plan.git("commit-tree", f"{commit}^{{tree}}", "-m", "All there ever was")
    signed_plan.git("replace", commit, fresh)
    assert len(removals(run)) == 1


def test_a_graft_hides_nothing(signed_plan: GitRepository, run: Run) -> None:
    commit = signed_plan.commit_file("signoffs.yaml", AGREED, "2026-10-01", "Tidy up")
    signed_plan.write(".git/info/grafts", f"{commit}\n")
    assert len(removals(run)) == 1


def test_a_file_that_is_beside_no_plan_hides_nothing(repo: GitRepository, run: Run) -> None:
    """The sign-offs of plan.yaml are in signoffs.yaml; plan.signoffs.yaml is of another plan."""
    repo.write("plan.signoffs.yaml", AGREED + OBJECTED)
    repo.commit_file("plan.yaml", PLAN, "2026-09-22")
    repo.commit_file("signoffs.yaml", AGREED, "2026-10-01")
    assert len(removals(run)) == 1


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("diff.orderFile", "nowhere", "failed to read orderfile"),
        ("core.repositoryFormatVersion", "9", "Expected git repo version"),
    ],
)
def test_where_git_cannot_say_it_is_reported(
    signed_plan: GitRepository, run: Run, setting: str, value: str, reason: str
) -> None:
    signed_plan.commit_file("signoffs.yaml", AGREED, "2026-10-01", "Tidy up")
    signed_plan.git("config", setting, value)
    log.removed_lines.cache_clear()
    done = run("validate", ".", *TODAY, "--format", "json")
    (found,) = [one for one in json.loads(done.out)["findings"] if one["code"] == "KAM018"]
    assert found["severity"] == "warning"
    assert found["message"].startswith("Removed sign-offs cannot be detected: git cannot open ")
    assert reason in found["message"]


def test_without_git_it_is_reported(
    signed_plan: GitRepository, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_plan.commit_file("signoffs.yaml", AGREED, "2026-10-01", "Tidy up")
    log.removed_lines.cache_clear()
    monkeypatch.setenv("PATH", "")
    assert unknown(run) == [
        "Removed sign-offs cannot be detected: Changes are read from git, which is not installed."
    ]


@pytest.mark.skipif(os.name != "posix", reason="names of POSIX")
def test_a_former_folder_forges_no_line(repo: GitRepository, run: Run) -> None:
    repo.commit_file("a\n\x1b[31mNo errors/plan.yaml", PLAN, "2026-09-01")
    repo.commit_file("a\n\x1b[31mNo errors/signoffs.yaml", OBJECTED, "2026-09-22")
    repo.git("rm", "-q", "-r", "a\n\x1b[31mNo errors")
    repo.commit_file("b/plan.yaml", PLAN, "2026-10-01")
    text = run("validate", ".", *TODAY).out
    assert "KAM018" in text and "No errors/signoffs.yaml" in text
    assert "\x1b" not in text
    assert not any(line.lstrip("· ").startswith("[31m") for line in text.splitlines())


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_link_to_nowhere_is_no_empty_file(signed_plan: GitRepository, run: Run) -> None:
    (signed_plan.folder / "signoffs.yaml").unlink()
    (signed_plan.folder / "signoffs.yaml").symlink_to("nowhere")
    done = run("validate", ".", *TODAY)
    assert done.code == 2
    assert "KAM001" in done.out
    assert "it is a link to a file that does not exist" in done.out


@pytest.mark.parametrize(("committed", "missed"), [("2026-10-01", 0), ("2026-11-15", 1)])
def test_what_was_from_the_future_may_be_removed(
    repo: GitRepository, run: Run, committed: str, missed: int
) -> None:
    later = as_line(signed(PLAN, f"{_RECORD} --decision object --note No. --on 2026-11-10"))
    repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    repo.commit_file("signoffs.yaml", AGREED + later + "\n", "2026-09-22")
    repo.commit_file("signoffs.yaml", AGREED, committed)
    assert len(removals(run)) == missed


def test_a_commit_that_is_dated_back_hides_nothing(signed_plan: GitRepository, run: Run) -> None:
    signed_plan.commit_file("signoffs.yaml", AGREED, "2026-09-02", "Before it was signed")
    assert len(removals(run)) == 1


@pytest.mark.parametrize(
    ("decision", "missed"),
    [("object --note Never.", 0), ("agree", 1), ("agree_with_conditions --note X.", 1)],
)
def test_what_was_given_again_may_be_removed(
    signed_plan: GitRepository, run: Run, decision: str, missed: int
) -> None:
    again = as_line(signed(PLAN, f"{_RECORD} --decision {decision} --on 2026-10-02"))
    signed_plan.commit_file("signoffs.yaml", f"{AGREED}{again}\n", "2026-10-03", "Ask again")
    assert len(removals(run)) == missed
    signed_plan.commit_file("signoffs.yaml", f"{again}\n", "2026-10-04", "Only the last one")
    assert len(removals(run)) == missed


STATEMENT = "Become the one partner for cleaning at 14 plants."
ASK = "ask: Accept 60 days."


def test_what_the_plan_does_not_have_may_be_removed(signed_plan: GitRepository, run: Run) -> None:
    signed_plan.commit_file("signoffs.yaml", AGREED, "2026-10-01", "Tidy up")
    other = PLAN.replace("- function: finance", "- function: legal")
    signed_plan.write("plan.yaml", other.replace(ASK, "ask: Review the framework contract."))
    assert removals(run) == []
    # A plan that begins as a copy of another's leaves the sign-offs there.
    signed_plan.commit_file("signoffs.yaml", AGREED + OBJECTED, "2026-10-02")
    signed_plan.write("plan.yaml", PLAN)
    signed_plan.write("north/plan.yaml", PLAN)
    signed_plan.write("north/signoffs.yaml", AGREED + OBJECTED)
    signed_plan.commit("A copy", "2026-10-03")
    signed_plan.write("north/plan.yaml", PLAN.replace("id: lactea", "id: north"))
    signed_plan.commit_file("north/signoffs.yaml", "", "2026-10-04", "Of another account")
    assert removals(run) == []


@pytest.mark.parametrize(
    ("was", "now", "hint"),
    [
        ("- function: finance", "- function: legal", "What was signed is now SO1 (legal)."),
        ("id: SO1", "id: GROWTH", "What was signed is now GROWTH (finance)."),
        ("id: lactea", "id: another", "It was given for lactea. If the account was renamed, add"),
        ("id: lactea", "id: another", '`formerly: ["lactea"]` under `account:`'),
    ],
)
@pytest.mark.parametrize("also", [(), (STATEMENT, "Become the one partner for cleaning.")])
def test_another_id_does_not_hide_what_was_removed(
    signed_plan: GitRepository, run: Run, was: str, now: str, hint: str, also: tuple[str, ...]
) -> None:
    renamed = PLAN.replace(was, now)
    if also:
        renamed = renamed.replace(*also)
    signed_plan.write("plan.yaml", renamed)
    assert removals(run) == []  # the lines are there
    signed_plan.commit_file("signoffs.yaml", "", "2026-10-01", "New ids")
    found = removals(run)
    assert [text for _, text, _ in found if "objection" in text] == [SENTENCE]
    assert len(found) == 2  # the agreement, too: who gave it would not know that it is gone
    assert all(hint in one[2] for one in found)
    # Once the function has answered as it is now, whatever it says, nothing is missing.
    record = _RECORD.replace(was.removeprefix("- ").split(": ")[1], now.split(": ")[1])
    again = signed(renamed, f"{record} --decision agree --on 2026-10-02")
    signed_plan.commit_file("signoffs.yaml", as_line(again) + "\n", "2026-10-03")
    assert removals(run) == []


def test_an_objective_that_is_another_one_is_not_taken_for_it(
    signed_plan: GitRepository, run: Run
) -> None:
    other = PLAN.replace("id: SO1", "id: SO9").replace(STATEMENT, "Sell at 14 plants.")
    signed_plan.write("plan.yaml", other.replace(ASK, "ask: Insure the stock."))
    signed_plan.commit_file("signoffs.yaml", "", "2026-10-01", "A new objective")
    assert removals(run) == []


@pytest.mark.parametrize("left", ["nothing", "the file", "the file, and a part of it in the copy"])
def test_a_move_does_not_hide_what_was_dropped(
    signed_plan: GitRepository, run: Run, left: str
) -> None:
    signed_plan.git("rm", "-q", "plan.yaml")
    signed_plan.write("zürich/plan.yaml", PLAN)
    if left == "nothing":
        signed_plan.git("rm", "-q", "signoffs.yaml")
    elif left != "the file":
        signed_plan.write("zürich/signoffs.yaml", AGREED)
    signed_plan.commit("Moved", "2026-10-02")
    found = removals(run, "zürich/plan.yaml")
    assert [(file, text) for file, text, _ in found if "objection" in text] == [
        (
            "zürich/signoffs.yaml",
            SENTENCE.replace(
                "was removed from this file", "was in signoffs.yaml and is missing here"
            ),
        )
    ]
    signed_plan.commit_file("zürich/signoffs.yaml", AGREED + OBJECTED, "2026-10-03", "All of it")
    assert removals(run, "zürich/plan.yaml") == []


def test_a_plan_renamed_beside_its_signoffs(signed_plan: GitRepository, run: Run) -> None:
    signed_plan.git("mv", "plan.yaml", "north.plan.yaml")
    assert removals(run) == []  # those beside it say so: KAM019
    signed_plan.commit_file("north.signoffs.yaml", AGREED, "2026-10-02", "A part of them")
    ((file, text, _),) = removals(run)
    assert file == "north.signoffs.yaml"
    assert "was in signoffs.yaml and is missing here. Decision: objection." in text
    assert "KAM019" in run("validate", ".", *TODAY).out


@pytest.mark.parametrize("how", ["a sparse checkout", "the plan", "the plan and its sign-offs"])
def test_what_is_only_not_on_disk_is_not_offered_to_another_plan(
    signed_plan: GitRepository, run: Run, how: str
) -> None:
    signed_plan.commit_file(
        "north/plan.yaml", PLAN.replace("id: lactea", "id: north"), "2026-10-01"
    )
    if how == "a sparse checkout":
        signed_plan.git("sparse-checkout", "set", "--no-cone", "/north/")
    else:
        (signed_plan.folder / "plan.yaml").unlink()
    if how == "the plan and its sign-offs":
        (signed_plan.folder / "signoffs.yaml").unlink()
    assert not (signed_plan.folder / "plan.yaml").exists()
    assert removals(run) == []
    if how != "a sparse checkout":
        signed_plan.commit("It is gone", "2026-10-02")
        assert [one[0] for one in removals(run)] == ["north/signoffs.yaml"] * 2


def test_where_git_fails_in_between_it_is_reported_and_not_kept(
    signed_plan: GitRepository, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_plan.git("rm", "-q", "plan.yaml")
    signed_plan.write("north/plan.yaml", PLAN)
    signed_plan.write("north/signoffs.yaml", AGREED)
    signed_plan.commit("Moved", "2026-10-02")
    real = log.Repository.objects

    def slow(self: log.Repository, names: list[bytes]) -> object:
        if names[0] != b"HEAD":
            raise UserError(message("git has not responded"))
        return real(self, names)

    with monkeypatch.context() as patched:
        patched.setattr(log.Repository, "objects", slow)
        done = run("validate", ".", *TODAY, "--format", "json")
    (found,) = [one for one in json.loads(done.out)["findings"] if one["code"] == "KAM018"]
    assert found["message"] == "Removed sign-offs cannot be detected: git has not responded"
    assert len(removals(run)) == 1


def test_a_text_for_a_folder_that_does_not_exist_yet(
    signed_plan: GitRepository, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_plan.git("rm", "-q", "plan.yaml")
    signed_plan.commit("The sign-offs stay", "2026-10-02")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PLAN.encode())))
    found = removals(run, "-", "--stdin-filename", "new/plan.yaml")
    assert [one[0] for one in found] == ["new/signoffs.yaml"] * 2


def test_git_is_asked_once_for_many_plans(
    repo: GitRepository, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        repo.write(f"{number}/plan.yaml", PLAN)
        repo.write(f"{number}/signoffs.yaml", AGREED + OBJECTED)
    repo.commit("Plans", "2026-09-22")
    for number in range(12):
        repo.write(f"{number}/signoffs.yaml", AGREED)
    repo.commit("Tidy up", "2026-10-01")
    asked = []
    real = log.Repository.run

    def counted(self: log.Repository, *words: str | bytes, **rest: object) -> bytes:
        asked.append(words[0])
        return real(self, *words, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(log.Repository, "run", counted)
    log.removed_lines.cache_clear()
    assert len(removals(run)) == 12
    assert asked.count("log") == 1
    assert len(asked) < 6


def test_git_is_not_asked_again_for_each_batch_of_plans(
    repo: GitRepository, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most plans have no sign-offs yet; that the last commit has none of them is known at once."""
    for number in range(2 * BATCH_PLANS + 1):
        repo.write(f"{number}/plan.yaml", PLAN)
    repo.commit("Plans", "2026-09-22")
    asked = []
    real = log.Repository.run

    def counted(self: log.Repository, *words: str | bytes, **rest: object) -> bytes:
        asked.append(words[0])
        return real(self, *words, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(log.Repository, "run", counted)
    assert removals(run) == []
    assert sorted(map(str, asked)) == ["log", "ls-files", "ls-tree", "rev-parse"]


def test_a_shallow_clone_says_what_it_can(
    signed_plan: GitRepository, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_plan.commit_file("signoffs.yaml", AGREED, "2026-10-01", "Tidy up")
    source = signed_plan.folder.as_uri()
    signed_plan.git("clone", "-q", "--depth", "1", source, "../shallow")
    signed_plan.git("clone", "-q", "--depth", "2", source, "../deeper")
    monkeypatch.chdir(signed_plan.folder.parent / "shallow")
    assert removals(run) == []
    assert unknown(run) == [
        "Removed sign-offs cannot be detected: this is a shallow clone, with recent history only."
    ]
    monkeypatch.chdir(signed_plan.folder.parent / "deeper")
    assert len(removals(run)) == len(unknown(run)) == 1


@pytest.mark.skipif(os.name != "posix", reason="links")
@pytest.mark.parametrize(("target", "is_known"), [("log.yaml", False), ("signoffs.yaml", True)])
def test_a_link_hides_nothing(
    signed_plan: GitRepository, run: Run, target: str, is_known: bool
) -> None:
    """Git keeps the link; what is removed from another file is no sign-off for it."""
    signed_plan.write(f"elsewhere/{target}", AGREED + OBJECTED)
    (signed_plan.folder / "signoffs.yaml").unlink()
    (signed_plan.folder / "signoffs.yaml").symlink_to(f"elsewhere/{target}")
    signed_plan.commit("Link it", "2026-10-01")
    signed_plan.commit_file(f"elsewhere/{target}", AGREED, "2026-10-02", "Tidy up")
    assert bool(unknown(run)) is not is_known
    assert len(removals(run)) == 1  # it was removed from the file that is a link now


def unknown(run: Run) -> list[str]:
    """Return why removed sign-offs cannot be detected."""
    done = run("validate", ".", *TODAY, "--format", "json")
    return [
        one["message"]
        for one in json.loads(plain(done.out))["findings"]
        if one["message"].startswith("Removed sign-offs cannot be detected")
    ]
