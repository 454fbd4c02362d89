"""What git has kept: found under all the names it had, and said clearly where it is not there."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kamctl.document.errors import InvalidFile, UserError
from kamctl.git.repository import Repository
from kamctl.git.revision import find_revision
from kamctl.history.changed_files import affected_plans, changed_plans
from kamctl.history.compared_plans import compare_plans, past_of
from kamctl.history.timeline import timeline
from kamctl.history.versions import file_versions, find_tracked_plan, plan_at, signoffs_name
from kamctl.signoffs.agreement_status import SignoffRules
from kamctl.workspace.config import NO_WORKSPACE
from tests.comparison.test_difference import PLAN
from tests.repositories import ME, GitRepository

LATER = PLAN.replace("due: 2027-01-31", "due: 2027-02-28")
LATEST = PLAN.replace("due: 2027-01-31", "due: 2027-03-31")
posix = pytest.mark.skipif(os.name != "posix", reason="names of bytes are POSIX only")


def texts(file: str, asked: str = "HEAD") -> list[str]:
    rules = SignoffRules(NO_WORKSPACE, dt.date(2027, 1, 1))
    found = compare_plans(file, past_of(file, asked), "en", rules).difference.changes
    return [str(one.text).replace("\u00a0", " ") for one in found]


def refused(*words: str) -> UserError:
    with pytest.raises(UserError) as found:
        past_of(*words)
    assert not isinstance(found.value, InvalidFile)
    assert found.value.hint is not None
    return found.value


def test_renames_are_followed_and_slips_are_counted(repo: GitRepository) -> None:
    first = repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    repo.commit_file("plan.yaml", LATER, "2026-10-01")
    repo.git("mv", "plan.yaml", "lactea.plan.yaml")
    repo.commit("Renamed", "2026-10-02")
    (repo.folder / "north").mkdir()
    repo.git("mv", "lactea.plan.yaml", "north/lactea.plan.yaml")
    repo.commit_file("north/lactea.plan.yaml", LATEST, "2026-10-03")
    file = "north/lactea.plan.yaml"
    slipped = "A1 Trial: due 2 months later (31 Jan 2027 → 31 Mar 2027), postponed twice"
    for asked in ("2026-09-15", "HEAD~3", first, first[:8]):
        past = past_of(file, asked)
        assert past.then.name == b"plan.yaml"
        assert texts(file, asked) == [slipped]
    assert texts(file) == []
    once = "A1 Trial: due one month later (28 Feb 2027 → 31 Mar 2027)"
    assert texts(file, "2026-10-02") == [once]
    names = [one.name.decode() for one in file_versions(Repository(repo.folder), file.encode())]
    assert names == [file, "lactea.plan.yaml", "plan.yaml", "plan.yaml"]


def test_a_date_that_was_moved_back_slips_again(repo: GitRepository) -> None:
    for month, text in enumerate((PLAN, LATER, PLAN, LATER), 6):
        repo.commit_file("plan.yaml", text, f"2026-{month:02}-01")
    assert "postponed twice" in texts("plan.yaml", "HEAD~3")[0]


@posix
def test_a_link_in_this_folder_names_no_sign_offs_elsewhere(repo: GitRepository) -> None:
    repo.write("other.plan.yaml", PLAN)
    (repo.folder / "plan.yaml").symlink_to("other.plan.yaml")
    assert signoffs_name(b"accounts/plan.yaml") == b"accounts/signoffs.yaml"


def test_a_working_copy_that_slips_once_more_is_counted(repo: GitRepository) -> None:
    repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    repo.commit_file("plan.yaml", LATER, "2026-10-01")
    repo.write("plan.yaml", LATEST)
    assert "postponed twice" in texts("plan.yaml", "HEAD~1")[0]


def test_a_rename_that_is_not_committed_yet(repo: GitRepository) -> None:
    repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    repo.git("mv", "plan.yaml", "lactea.plan.yaml")
    repo.write("lactea.plan.yaml", LATER)
    assert texts("lactea.plan.yaml") == [
        "A1 Trial: due one month later (31 Jan 2027 → 28 Feb 2027)"
    ]


def test_names_that_differ_in_capitals_only(repo: GitRepository) -> None:
    repo.commit_file("Lactea.plan.yaml", PLAN, "2026-09-01")
    (repo.folder / "Lactea.plan.yaml").unlink()
    repo.write("lactea.plan.yaml", LATER)
    assert len(texts("lactea.plan.yaml")) == 1
    if not (repo.folder / "LACTEA.plan.yaml").exists():  # a system that tells them apart
        repo.write("Lactea.plan.yaml", PLAN)
        repo.commit("Both", "2026-09-02")
        assert texts("Lactea.plan.yaml", "HEAD~1") == []
        assert texts("lactea.plan.yaml") == []


@posix
def test_a_name_that_is_no_text(repo: GitRepository) -> None:
    name = os.fsdecode(b'caf\xe9 "a".plan.yaml')
    repo.commit_file(name, PLAN, "2026-09-01")
    repo.write(name, LATER)
    assert len(texts(name)) == 1
    _, _, pairs = changed_plans(Path(), "HEAD")
    assert [one.now for one in pairs] == [name]


def test_there_is_no_repository(
    isolated_git: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    assert "not in a git repository" in str(refused("plan.yaml", "HEAD"))
    Path("R & D").mkdir()
    for file, folder in (("plan.yaml", "."), ("R & D/plan.yaml", '"R & D"')):
        Path(file).write_text(PLAN, encoding="utf-8")
        assert f"`git add {folder}`" in str(refused(file, "HEAD").hint)
    Path(".git").write_text("gitdir: /nowhere/at/all\n", encoding="utf-8")
    assert "git cannot open the repository" in str(refused("plan.yaml", "HEAD"))
    Path(".git").write_bytes(b"\xff\x00")
    assert "git cannot open the repository" in str(refused("plan.yaml", "HEAD"))


def test_there_is_no_git(
    repo: GitRepository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    fake = repo.folder / ("git.exe" if os.name == "nt" else "git")
    fake.write_text("#!/bin/sh\ntouch ran\n", encoding="utf-8")
    fake.chmod(0o755)
    # A program of that name in the folder of the plans is no git, even if the path leads there.
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", str(tmp_path / "nowhere")]))
    assert "git, which is not installed" in str(refused("plan.yaml", "HEAD"))
    # Without a repository, nobody is told to run a program that they do not have.
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "git, which is not installed" in str(refused("plan.yaml", "HEAD"))
    assert not (repo.folder / "ran").exists()


def test_nothing_is_committed_yet(repo: GitRepository) -> None:
    repo.write("plan.yaml", PLAN)
    for asked in ("HEAD", "2026-09-01", "HEAD~1"):
        assert "This repository has no commits" in str(refused("plan.yaml", asked))
    repo.commit("All", "2026-09-01")
    repo.write("new.plan.yaml", PLAN)
    assert "not in git yet" in str(refused("new.plan.yaml", "HEAD"))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("nowhere", "There is no commit “nowhere”"),
        ("-x", "is not a commit"),
        ("--output=x", "is not a commit"),
        ("", "is not a commit"),
        ("HEAD\nHEAD", "is not a commit"),
        ("HEAD..HEAD", "There is no commit"),
        ("HEAD:plan.yaml", "There is no commit"),
        ("HEAD~9", "There is no commit"),
        ("HEAD@{99}", "There is no commit"),
        ("@{99}", "There is no commit"),
        ("@{-1}", "There is no commit"),
        ("@{upstream}", "There is no commit"),
        ("2026-13-40", "There is no commit"),
    ],
)
def test_there_is_no_such_commit(repo: GitRepository, asked: str, sentence: str) -> None:
    repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    assert sentence in str(refused("plan.yaml", asked))


def test_a_date_as_people_write_it_is_offered_as_git_needs_it(repo: GitRepository) -> None:
    repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    assert "Write a date as 2026-11-15." in str(refused("plan.yaml", "15/11/2026").hint)
    assert "as 2026-11-01 or 2026-01-11." in str(refused("plan.yaml", "01/11/2026").hint)


def test_a_tag_that_is_misspelt_is_offered(repo: GitRepository) -> None:
    repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    repo.git("tag", "-a", "review-2026-q3", "-m", "Review")
    repo.write("plan.yaml", LATER)
    assert len(texts("plan.yaml", "review-2026-q3")) == 1
    assert "review-2026-q3" in str(refused("plan.yaml", "review-2026-q4").hint)


@pytest.mark.parametrize("asked", ["2026-08-31", "2026-09-01", "0001-01-01"])
def test_a_day_from_before_git_means_the_first_commit(repo: GitRepository, asked: str) -> None:
    first = repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    repo.commit_file("plan.yaml", LATER, "2026-10-01")
    past = past_of("plan.yaml", asked)
    assert (past.then.moment.id, past.then.moment.asked) == (first, asked)
    assert past.then.moment.begins
    assert texts("plan.yaml", asked) == [
        "A1 Trial: due one month later (31 Jan 2027 → 28 Feb 2027)"
    ]
    assert not past_of("plan.yaml", "2026-09-02").then.moment.begins


def test_what_changed_is_not_asked_of_a_day_from_before_git(repo: GitRepository) -> None:
    repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    with pytest.raises(UserError, match="history starts on 1\N{NO-BREAK SPACE}September 2026"):
        affected_plans(["plan.yaml"], "2026-08-31")


def test_a_plan_that_came_later(repo: GitRepository) -> None:
    repo.commit_file("readme.txt", "x", "2026-09-01")
    came = repo.commit_file("plan.yaml", PLAN, "2026-10-01")
    error = refused("plan.yaml", "HEAD~1")
    assert "did not exist yet" in str(error)
    assert came[:10] in str(error.hint)
    for asked in ("2026-09-15", "2026-08-15"):
        then = past_of("plan.yaml", asked).then
        assert (then.moment.id, then.moment.begins) == (came, True)
    assert "1\N{NO-BREAK SPACE}October 2026" in str(error.hint)


def test_a_commit_in_which_the_plan_was_broken(repo: GitRepository) -> None:
    good = repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    repo.commit_file("plan.yaml", "kamctl: 1\n  account: [\n", "2026-09-02")
    repo.commit_file("plan.yaml", "\x00\x01", "2026-09-03")
    repo.commit_file("plan.yaml", LATER, "2026-09-04")
    error = refused("plan.yaml", "HEAD~2")
    assert "cannot be read (line 2). " in str(error)
    assert good[:10] in str(error.hint)
    assert good[:10] in str(refused("plan.yaml", "HEAD~1").hint)
    assert len(texts("plan.yaml", good)) == 1
    with pytest.raises(InvalidFile):
        repo.write("plan.yaml", "kamctl: [")
        past_of("plan.yaml", good)


def test_a_shallow_copy(
    repo: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, text in enumerate((PLAN, LATER, LATEST), 1):
        repo.commit_file("plan.yaml", text, f"2026-09-0{number}")
    copy = tmp_path / "copy"
    source = repo.folder.as_uri()
    subprocess.run(["git", *ME, "clone", "-q", "--depth=2", source, str(copy)], check=True)
    monkeypatch.chdir(copy)
    assert len(texts("plan.yaml", "HEAD~1")) == 1
    for asked in ("2026-09-02", "HEAD~2"):
        assert "git fetch --unshallow" in str(refused("plan.yaml", asked).hint)
    assert "clone starts on 2\N{NO-BREAK SPACE}September 2026" in str(
        refused("plan.yaml", "2026-09-01")
    )
    steps = timeline(find_tracked_plan("plan.yaml"), NO_WORKSPACE)
    assert [one.day.day for one in steps] == [2, 3]


def test_a_detached_head_and_a_worktree(
    repo: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    repo.commit_file("plan.yaml", LATER, "2026-09-02")
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "tree"), first)
    monkeypatch.chdir(tmp_path / "tree")
    assert Path(".git").is_file()
    assert texts("plan.yaml") == []
    assert len(texts("plan.yaml", "main")) == 1


def test_a_submodule_has_a_past_of_its_own(repo: GitRepository, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    inside = GitRepository(inner)
    inside.git("init", "-q", "-b", "main")
    inside.commit_file("plan.yaml", PLAN, "2026-09-01")
    repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner), "inner")
    repo.commit("A submodule", "2026-09-02")
    repo.write("inner/plan.yaml", LATER)
    assert len(texts("inner/plan.yaml")) == 1
    assert changed_plans(Path(), "HEAD")[2] == []
    assert affected_plans(["plan.yaml", "inner/plan.yaml"], "HEAD") == ["inner/plan.yaml"]


def test_nothing_that_a_repository_names_is_run(repo: GitRepository) -> None:
    """Neither filters nor hooks, monitors, pagers or programs that compare."""
    repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    repo.write(".gitattributes", "*.yaml filter=bad diff=bad\n")
    repo.commit("Attributes", "2026-09-02")
    bad = repo.folder.parent / "bad.sh"
    bad.write_text(f"#!/bin/sh\ntouch {repo.folder}/ran\ncat\n", encoding="utf-8")
    bad.chmod(0o755)
    for name in ("filter.bad.clean", "filter.bad.smudge", "diff.bad.textconv", "diff.bad.command",
                 "diff.external", "core.pager", "core.fsmonitor", "core.sshCommand"):  # fmt: skip
        repo.git("config", name, str(bad))
    (repo.folder / "plan.yaml").write_text(LATER, encoding="utf-8", newline="\n")
    assert len(texts("plan.yaml", "HEAD~1")) == 1
    assert len(changed_plans(Path(), "HEAD~1")[2]) == 1
    assert affected_plans(["plan.yaml"], "HEAD") == ["plan.yaml"]
    timeline(find_tracked_plan("plan.yaml"), NO_WORKSPACE)
    assert not (repo.folder / "ran").exists()


def test_variables_of_a_hook_lead_nowhere_else(
    repo: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    repo.write("plan.yaml", LATER)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert len(texts("plan.yaml")) == 1


# --- Which plans changed --------------------------------------------------------------------------


def changed(asked: str = "HEAD") -> list[tuple[str | None, str | None]]:
    _, _, pairs = changed_plans(Path(), asked)
    return [(one.now, one.then and os.fsdecode(one.then)) for one in pairs]


def test_which_plans_changed(repo: GitRepository) -> None:
    for name in ("a", "b", "c", "d", ".hidden"):
        repo.write(f"{name}/plan.yaml", PLAN.replace("lactea", name.strip(".")))
    repo.write("a/signoffs.yaml", "# none\n")
    repo.write("a/note.txt", "x")
    repo.commit("All", "2026-09-01")
    assert changed() == []
    repo.write("a/note.txt", "y")
    repo.write("a/signoffs.yaml", "# none\n# at all\n")
    repo.write("b/plan.yaml", LATER)
    (repo.folder / "c" / "plan.yaml").unlink()
    repo.write("e/plan.yaml", LATEST)
    shutil.move(repo.folder / "d", repo.folder / "north")
    assert changed() == [
        ("a/plan.yaml", "a/plan.yaml"),
        ("b/plan.yaml", "b/plan.yaml"),
        (None, "c/plan.yaml"),
        ("e/plan.yaml", None),
        ("north/plan.yaml", "d/plan.yaml"),
    ]
    repo.commit("Moved", "2026-09-02")
    assert changed() == []
    repo.write("north/plan.yaml", LATER)
    assert ("north/plan.yaml", "d/plan.yaml") in changed("HEAD~1")


def test_ends_of_lines_are_no_change(repo: GitRepository) -> None:
    repo.commit_file("plan.yaml", PLAN, "2026-09-01")
    (repo.folder / "plan.yaml").write_bytes(PLAN.replace("\n", "\r\n").encode())
    assert changed() == []
    assert affected_plans(["plan.yaml"], "HEAD") == []


def test_which_plans_are_affected(repo: GitRepository) -> None:
    workspace = "company: Corvane\nsignatures: {allowed_signers: keys}\n"
    repo.write("kamctl.yaml", workspace)
    repo.write("keys", "")
    plans = [f"{name}/plan.yaml" for name in ("a", "b")]
    for one in plans:
        repo.write(one, PLAN)
    repo.commit("All", "2026-09-01")
    assert affected_plans(plans, "HEAD") == []
    repo.write("b/signoffs.yaml", "# new\n")
    assert affected_plans(plans, "HEAD") == ["b/plan.yaml"]
    repo.write("a/plan.yaml", LATER)
    assert affected_plans(plans, "HEAD") == plans
    repo.commit("Both", "2026-09-02")
    repo.write("keys", "somebody")
    assert affected_plans(plans, "HEAD") == plans
    repo.commit("Keys", "2026-09-03")
    (repo.folder / "kamctl.yaml").unlink()
    assert affected_plans(plans, "HEAD") == plans
    repo.write("kamctl.yaml", workspace)
    repo.write("a/kamctl.yaml", "company: Another\n")
    assert affected_plans(plans, "HEAD") == ["a/plan.yaml"]
    assert affected_plans(["nowhere.yaml"], "HEAD") == ["nowhere.yaml"], "whoever checks it says so"


# --- The way --------------------------------------------------------------------------------------


def test_the_way_of_a_plan(repo: GitRepository) -> None:
    repo.commit_file("plan.yaml", PLAN, "2026-09-01", "The plan")
    repo.commit_file(
        "plan.yaml", LATER.replace("29, on: 2026-09-30", "31, on: 2026-09-15"), "2026-09-20"
    )
    repo.commit_file("plan.yaml", "kamctl: [", "2026-09-21", "Broken")
    repo.commit_file("signoffs.yaml", "# none\n", "2026-09-22", "Sign-offs")
    repo.commit_file("plan.yaml", LATEST.replace("stage: shared", "stage: aligned"), "2026-10-05")
    repo.commit_file("other.txt", "x", "2026-10-06")
    steps = timeline(find_tracked_plan("plan.yaml"), NO_WORKSPACE)
    assert [(one.day.isoformat(), one.read, one.stage, one.share) for one in steps] == [
        ("2026-09-01", True, "shared", 26.0),
        ("2026-09-20", True, "shared", 31.0),
        ("2026-09-21", False, "", None),
        ("2026-09-22", False, "", None),
        ("2026-10-05", True, "aligned", 29.0),
    ]
    assert [[due.name for due in one.slipped] for one in steps] == [[], ["A1"], [], [], ["A1"]]
    assert {one.author for one in steps} == {"Mara Dekker"}
    assert steps[0].next is not None
    assert steps[0].next.day == dt.date(2027, 1, 31)
    assert 0 < steps[0].met < steps[0].required
    then = plan_at(
        find_tracked_plan("plan.yaml"), find_revision(Repository(repo.folder), "2026-09-10")
    )
    again = timeline(find_tracked_plan("plan.yaml"), NO_WORKSPACE, then=then)
    assert [one.day for one in again] == [one.day for one in steps]
    repo.write("plan.yaml", PLAN)
    last = timeline(
        find_tracked_plan("plan.yaml"), NO_WORKSPACE, then=then, today=dt.date(2026, 11, 1)
    )[-1]
    assert (last.id, last.stage, last.day) == ("", "shared", dt.date(2026, 11, 1))


def test_what_a_branch_brought_came_when_it_was_merged(repo: GitRepository) -> None:
    repo.commit_file("plan.yaml", PLAN, "2026-09-01", "The plan")
    repo.git("checkout", "-q", "-b", "nadia")
    repo.commit_file("plan.yaml", LATER, "2026-09-02", "On the branch")
    repo.git("checkout", "-q", "main")
    repo.commit_file("other.txt", "x", "2026-09-03")
    repo.git("merge", "-q", "--no-ff", "-m", "Merged", "nadia", day="2026-09-04")
    steps = timeline(find_tracked_plan("plan.yaml"), NO_WORKSPACE)
    assert [(one.day.day, one.subject, len(one.slipped)) for one in steps] == [
        (1, "The plan", 0),
        (4, "Merged", 1),
    ]
    assert len(texts("plan.yaml", "HEAD~1")) == 1
