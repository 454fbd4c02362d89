"""`kamctl.yaml`: what is wrong in it is found, all at once and at its place."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kamctl.checks.engine.settings import settings
from kamctl.checks.engine.workspace_findings import workspace_findings
from kamctl.document.errors import InvalidFile
from kamctl.document.finding import Severity
from kamctl.document.source import Source
from kamctl.plan.plan_metadata import Stage
from kamctl.workspace import discovery
from kamctl.workspace.config import NO_WORKSPACE, Workspace, parse_workspace, read_workspace
from kamctl.workspace.discovery import find_workspace, is_excluded, read_workspace_of
from kamctl.workspace.files import workspace_file, workspace_files
from kamctl.workspace.inheritance import inherit
from kamctl.workspace.model import CustomField, Tier

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))


def workspace(text: str, root: Path = Path("house")) -> Workspace:
    return parse_workspace(Source("kamctl.yaml", text), root)


def findings(text: str) -> InvalidFile | None:
    try:
        workspace(text)
    except InvalidFile as bad:
        return bad
    return None


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases(case: dict[str, Any]) -> None:
    bad = findings(case["text"])
    found = bad.findings if bad else ()
    assert [f"{one.code} {one.span.line}:{one.span.column}" for one in found] == case.get(
        "found", []
    )
    assert all(one.hint for one in found)
    output = "\n".join(f"{one.message}\n{one.hint}" for one in found)
    assert [words for words in case.get("words", []) if words not in output] == []


def test_every_key_has_its_effect() -> None:
    (text,) = (case["text"] for case in CASES if case["name"] == "every key")
    workspace_folder = workspace(text, Path("house"))
    assert workspace_folder.company == "Corvane"
    assert workspace_folder.shown_name == "Corvane Equipment"
    assert workspace_folder.accounts_dir == Path("house/clients/large")
    assert workspace_folder.default_language == "fr"
    assert workspace_folder.default_currency == "EUR"
    assert workspace_folder.functions == ("executive", "sales", "purchasing")
    assert workspace_folder.tiers == {
        "strategic": Tier(tools=("customer", "risks"), max_age_days=180),
        "standard": Tier(),
    }
    assert {name: rule.severity for name, rule in workspace_folder.checks.items()} == {
        "KAM101": "off",
        "one-owner": "warning",
        "kam103": "todo",
    }
    assert list(workspace_folder.custom) == [
        "plan",
        "account",
        "stakeholder",
        "objective",
        "action",
    ]
    assert workspace_folder.custom["account"]["crm_number"] == CustomField()
    assert workspace_folder.custom["account"]["region"].choices == ("north", "south")
    assert (workspace_folder.accent, workspace_folder.figures) == ("#0b6e4f", "#7a3b69")
    assert (workspace_folder.logo, workspace_folder.footer) == (Path("house/logo.svg"), "Internal")
    assert workspace_folder.templates == Path("house/house/pages")


@pytest.mark.parametrize("text", ["", "# soon\n", "kamctl: 1\n", "company:\ntiers:\n"])
def test_what_settles_nothing_is_like_no_workspace(text: str) -> None:
    workspace_folder = workspace(text)
    for name in ("company", "functions", "tiers", "custom", "accent", "default_language"):
        assert getattr(workspace_folder, name) == getattr(NO_WORKSPACE, name)


def test_the_name_on_briefings_is_the_company_unless_branding_says_otherwise() -> None:
    assert workspace("company: A\n").shown_name == "A"
    assert workspace("company: A\nbranding: {name: B}\n").shown_name == "B"


def test_what_the_checks_find_is_told_with_the_rest() -> None:
    bad = findings(
        "zzz: 1\nchecks:\n  KAM999: off\n  KAM101: {max_words: x, severety: off}\n"
        "  kam101: off\n  KAM103: loud\n"
    )
    assert bad is not None
    assert [f"{one.code} {one.span.line}:{one.span.column}" for one in workspace_findings(bad)] == [
        "KAM010 1:1",
        "KAM010 3:3",
        "KAM011 4:23",
        "KAM010 4:26",
        "KAM004 5:3",
        "KAM012 6:11",
    ]


def test_the_checks_add_nothing_where_they_are_in_order() -> None:
    bad = findings("zzz: 1\nchecks: {KAM103: off}\n")
    assert bad is not None
    assert len(workspace_findings(bad)) == 1
    other = InvalidFile(bad.findings)
    assert workspace_findings(other) == bad.findings


def test_what_is_wrong_travels_between_processes() -> None:
    bad = findings("zzz: 1\nchecks: {KAM999: off}\n")
    assert bad is not None
    there = pickle.loads(pickle.dumps(bad))
    assert isinstance(there, InvalidFile)
    assert [one.pointer for one in workspace_findings(there)] == ["/zzz", "/checks/KAM999"]


# --- The file on disk -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        ("company: Société".encode("latin-1"), "KAM002", "UTF-8"),
        ("company: A".encode("utf-16"), "KAM002", "UTF-16"),
        (b"\x89PNG\r\n\x1a\n\x00\x01", "KAM001", "a company's settings"),
        (b"# " + b"x" * 2_100_000, "KAM007", "page or two"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, data: bytes, code: str, words: str) -> None:
    (tmp_path / "kamctl.yaml").write_bytes(data)
    with pytest.raises(InvalidFile) as caught:
        read_workspace(tmp_path / "kamctl.yaml")
    (finding,) = caught.value.findings
    assert finding.code == code
    assert words in f"{finding.message} {finding.hint}"


def test_a_folder_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "kamctl.yaml").mkdir()
    with pytest.raises(InvalidFile) as caught:
        find_workspace(tmp_path)
    (finding,) = caught.value.findings
    assert finding.code == "KAM001"
    assert "This is a folder" in str(finding.message)


def test_a_link_that_leads_nowhere_is_no_missing_workspace(tmp_path: Path) -> None:
    try:
        (tmp_path / "kamctl.yaml").symlink_to(tmp_path / "gone")
    except OSError:
        pytest.skip("no links here")
    with pytest.raises(InvalidFile):
        find_workspace(tmp_path)


def test_accounts_may_not_leave_by_a_link(tmp_path: Path) -> None:
    workspace_folder = tmp_path / "house"
    workspace_folder.mkdir()
    try:
        (workspace_folder / "away").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    with pytest.raises(InvalidFile, match="is outside"):
        workspace("accounts: away\n", workspace_folder)


def test_the_file_is_named_as_seen_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a" / "kamctl.yaml"
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    file.write_text("zzz: 1\n", encoding="utf-8")
    for here, name in (
        (tmp_path, "a/kamctl.yaml"),
        (tmp_path / "a", "kamctl.yaml"),
        (tmp_path / "a" / "b" / "c", "../../kamctl.yaml"),
        (tmp_path / "other", file.as_posix()),
    ):
        monkeypatch.chdir(here)
        with pytest.raises(InvalidFile) as caught:
            read_workspace(file)
        assert caught.value.findings[0].file == name


def test_it_is_read_once_for_all_plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kamctl.yaml").write_text("company: A\n", encoding="utf-8")
    times: list[Path] = []

    def counted(path: Path) -> Workspace:
        times.append(path)
        return read_workspace(path)

    monkeypatch.setattr(discovery, "read_workspace", counted)
    workspaces = {
        find_workspace(tmp_path / "accounts" / f"{number}" / "plan.yaml") for number in range(2_000)
    }
    assert len(workspaces) == 1
    assert times == [tmp_path / "kamctl.yaml"]


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert workspace_file(tmp_path / "a" / "b") is None
    (tmp_path / "kamctl.yaml").write_text("company: Outer\n", encoding="utf-8")
    (tmp_path / "a" / "kamctl.yaml").write_text("company: Inner\n", encoding="utf-8")
    assert find_workspace(tmp_path / "a" / "b" / "plan.yaml").company == "Inner"
    assert workspace_file(tmp_path / "a" / "b") == tmp_path / "a" / "kamctl.yaml"
    assert workspace_file(tmp_path) == tmp_path / "kamctl.yaml"


def test_a_workspace_in_another_inherits(tmp_path: Path) -> None:
    inner = tmp_path / "accounts" / "north"
    inner.mkdir(parents=True)
    (tmp_path / "kamctl.yaml").write_text(
        "company: Corvane\ncurrency: EUR\nlanguage: fr\n"
        "tiers: {strategic: {tools: [customer], max_age_days: 180}}\n"
        "checks: {KAM103: error}\n"
        "signatures: {required: true, allowed_signers: keys, people: {a@x.example: Ann Lee}}\n"
        'branding: {accent: "#0b6e4f"}\n',
        encoding="utf-8",
    )
    (inner / "kamctl.yaml").write_text(
        "currency: CHF\nchecks: {KAM103: off, one-owner: off}\nsignatures: {required: false}\n"
        "tiers: {strategic: {tools: [risks], max_age_days: 360}}\n",
        encoding="utf-8",
    )
    for workspace_folder in (find_workspace(inner / "plan.yaml"), read_workspace_of(inner)):
        assert (
            workspace_folder.root == inner
            and workspace_folder.company == "Corvane"
            and workspace_folder.accent == "#0b6e4f"
        )
        assert (workspace_folder.default_currency, workspace_folder.default_language) == (
            "CHF",
            "fr",
        )
        assert (
            workspace_folder.signatures_required
            and workspace_folder.allowed_signers == tmp_path / "keys"
        )
        assert workspace_folder.signature_people == {"a@x.example": "Ann Lee"}
        assert workspace_folder.tiers["strategic"].tools == ("customer", "risks")
        assert workspace_folder.tiers["strategic"].max_age_days == 180
        here = settings(workspace_folder)
        assert not here.off
        assert {one.path for one in (*workspace_folder.loosened, *here.loosened)} == {
            ("signatures", "required"),
            ("tiers", "strategic", "tools"),
            ("tiers", "strategic", "max_age_days"),
            ("checks", "KAM103", "severity"),
            ("checks", "one-owner", "severity"),
        }
    assert list(workspace_files(inner)) == [inner / "kamctl.yaml", tmp_path / "kamctl.yaml"]


def test_a_workspace_inherits_only_inside_its_repository(tmp_path: Path) -> None:
    """A `kamctl.yaml` left in the home folder decides on no repository below it."""
    repository = tmp_path / "corvane"
    inner = repository / "accounts" / "north"
    inner.mkdir(parents=True)
    (repository / ".git").mkdir()
    (repository / ".git" / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    (tmp_path / "kamctl.yaml").write_text("zzz: stray\n", encoding="utf-8")
    with pytest.raises(InvalidFile):
        find_workspace(inner / "plan.yaml")
    find_workspace_anew()
    (tmp_path / "kamctl.yaml").write_text("company: Stray\nexclude: [north]\n", encoding="utf-8")
    (inner / "kamctl.yaml").write_text("currency: CHF\n", encoding="utf-8")
    for workspace_folder in (find_workspace(inner / "plan.yaml"), read_workspace_of(inner)):
        assert (workspace_folder.company, workspace_folder.default_currency) == (None, "CHF")
    assert list(workspace_files(inner)) == [inner / "kamctl.yaml"]
    assert not is_excluded(inner / "plan.yaml")
    (repository / "kamctl.yaml").write_text("company: Corvane\n", encoding="utf-8")
    find_workspace_anew()
    for workspace_folder in (find_workspace(inner / "plan.yaml"), read_workspace_of(inner)):
        assert (workspace_folder.company, workspace_folder.default_currency) == ("Corvane", "CHF")
    assert list(workspace_files(inner)) == [inner / "kamctl.yaml", repository / "kamctl.yaml"]


def test_an_empty_folder_of_that_name_is_no_repository(tmp_path: Path) -> None:
    """For git neither: it would take the company's rules from the plans beside it."""
    inner = tmp_path / "north"
    (inner / ".git").mkdir(parents=True)
    (inner / "kamctl.yaml").write_text("currency: CHF\n", encoding="utf-8")
    (tmp_path / "kamctl.yaml").write_text("signatures: {required: true}\n", encoding="utf-8")
    assert find_workspace(inner / "plan.yaml").signatures_required


def test_a_repository_without_a_workspace_is_in_the_nearest(tmp_path: Path) -> None:
    """As where each account is a repository of its own, in the folder of the workspace."""
    (tmp_path / "lactea" / ".git").mkdir(parents=True)
    (tmp_path / "kamctl.yaml").write_text("company: Corvane\n", encoding="utf-8")
    assert find_workspace(tmp_path / "lactea" / "plan.yaml").company == "Corvane"


def find_workspace_anew() -> None:
    """Let what was found be forgotten, as in a new run."""
    discovery._workspace_above.cache_clear()
    discovery._exclusions.cache_clear()


def test_a_fault_above_is_a_fault_below(tmp_path: Path) -> None:
    inner = tmp_path / "north"
    inner.mkdir()
    (tmp_path / "kamctl.yaml").write_text("zzz: 1\n", encoding="utf-8")
    (inner / "kamctl.yaml").write_text("company: Inner\n", encoding="utf-8")
    with pytest.raises(InvalidFile):
        find_workspace(inner / "plan.yaml")


NAMES = st.sampled_from(["KAM103", "KAM115", "KAM106", "KAM405", "KAM308"])
RULES = st.dictionaries(
    NAMES,
    st.fixed_dictionaries(
        {},
        optional={
            "severity": st.sampled_from(["on", "off", "error", "warning", "todo"]),
            "from": st.sampled_from(["draft", "shared", "aligned", "validated"]),
        },
    ),
)


@given(RULES, RULES, RULES)
def test_what_is_inside_is_never_weaker(
    outer: dict[str, Any], middle: dict[str, Any], inner: dict[str, Any]
) -> None:
    """Whatever three workspaces say: each check weighs at least what it weighs outside."""
    workspaces = [
        workspace(json.dumps({"checks": rules}), Path(name))
        for rules, name in ((outer, "a"), (middle, "a/b"), (inner, "a/b/c"))
    ]
    found = workspaces[0]
    for workspace_folder in workspaces[1:]:
        around, found = found, inherit(found, workspace_folder)
        here, there = settings(found), settings(around)
        weights = list(Severity)
        assert here.off <= there.off
        for check in there.running:
            for stage in Stage:
                assert weights.index(here.severity(check, stage)) <= weights.index(
                    there.severity(check, stage)
                )
