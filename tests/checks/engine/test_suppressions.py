"""Comments that set findings aside: what leaves the findings, and what comes back."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml

from kamctl.checks.engine.code_index import unknown_entry
from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.registry import registry
from kamctl.checks.engine.runner import CheckOptions, check_source
from kamctl.checks.engine.suppressions import suppressions
from kamctl.document.document import Document
from kamctl.document.finding import Severity
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.plan.plan_metadata import Stage
from kamctl.workspace.config import NO_WORKSPACE

TODAY = dt.date(2026, 11, 23)
LOADERS = [
    pytest.param(loader, id=loader.__name__)
    for loader in (yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
]
PLAN = """kamctl: 1
account: {name: L}
objectives:
  - id: SO1COMMENT
    statement: Win.
  - id: SO2
    statement: Keep.
"""


def check(text: str, today: dt.date = TODAY) -> PlanReport:
    return check_source(Source("plan.yaml", text), NO_WORKSPACE, today, CheckOptions(Stage.SHARED))


def with_comment(comment: str) -> str:
    return PLAN.replace("COMMENT", f"  # kamctl: {comment}")


def codes_of(report: PlanReport, objective: str) -> set[str]:
    return {finding.code for finding in report.findings if finding.objective == objective}


# --- What leaves, and what comes back -------------------------------------------------------------


def test_what_is_ignored_is_told_with_its_reason() -> None:
    report = check(with_comment("ignore KAM104 until 2027-Q1 because she starts in May"))
    assert "KAM104" not in codes_of(report, "SO1")
    assert "KAM104" in codes_of(report, "SO2")
    (aside,) = report.suppressed
    assert aside.finding.code == "KAM104"
    assert aside.finding.severity is Severity.ERROR
    assert aside.finding.objective == "SO1"
    assert (aside.reason, aside.until) == ("she starts in May", "2027-Q1")
    line = report.source.lines[aside.span.line - 1]
    assert line[aside.span.column - 1 : aside.span.end_column - 1].startswith("# kamctl: ignore")
    assert aside.span.end_column == len(line) + 1


def test_all_but_what_is_ignored_remains() -> None:
    before = check(PLAN.replace("COMMENT", ""))
    after = check(with_comment("ignore KAM104 because she starts in May"))
    assert codes_of(before, "SO1") - codes_of(after, "SO1") == {"KAM104"}
    assert len(before.findings) == len(after.findings) + 1
    assert before.errors == after.errors + 1


def test_what_is_ignored_leaves_the_checklist() -> None:
    before = check(PLAN.replace("COMMENT", "")).objectives
    after = check(with_comment("ignore KAM104, KAM103 because she starts in May")).objectives
    assert (after[0].met, after[0].required) == (before[0].met, before[0].required - 2)
    assert after[0].excused_count == 2
    missing = {todo.code for todo in before[0].missing}
    assert missing - {todo.code for todo in after[0].missing} == {"KAM103", "KAM104"}
    assert sum(of for _, _, of in after[0].by_stage) == after[0].required
    assert after[1] == before[1]


@pytest.mark.parametrize(("days", "is_set_aside"), [(0, True), (1, False)])
def test_after_its_last_day_it_comes_back(days: int, is_set_aside: bool) -> None:
    text = with_comment("ignore KAM104 until 2026-11-23 because she starts in May")
    report = check(text, TODAY + dt.timedelta(days))
    assert ("KAM104" in codes_of(report, "SO1")) is not is_set_aside
    assert bool(report.suppressed) is is_set_aside
    assert ("KAM902" in {finding.code for finding in report.findings}) is not is_set_aside
    checklist = {todo.code for todo in report.objectives[0].missing}
    assert ("KAM104" in checklist) is not is_set_aside


def test_one_comment_for_the_whole_file_sets_all_of_a_kind_aside() -> None:
    text = "# kamctl: ignore KAM104 because she starts in May\n" + PLAN.replace("COMMENT", "")
    report = check(text)
    assert "KAM104" not in {finding.code for finding in report.findings}
    assert [aside.finding.objective for aside in report.suppressed] == ["SO1", "SO2"]


def test_without_a_reason_it_is_ignored_and_the_lack_is_told() -> None:
    report = check(with_comment("ignore KAM104"))
    assert "KAM104" not in codes_of(report, "SO1")
    assert [aside.reason for aside in report.suppressed] == [""]
    assert "KAM902" in {finding.code for finding in report.findings}


# --- Messages -------------------------------------------------------------------------------------


def comment_findings(comment: str) -> list[tuple[str, str]]:
    return [
        (str(finding.message), str(finding.hint))
        for finding in check(with_comment(comment)).findings
        if finding.code == "KAM901"
    ]


@pytest.mark.parametrize("name", ["KAM001", "kam013", "KAM016", "yaml-syntax"])
def test_what_cannot_be_read_cannot_be_ignored(name: str) -> None:
    (only,) = comment_findings(f"ignore {name} because we are in a hurry")
    assert only[0] == f"{name} cannot be ignored."
    assert "read" in only[1]


@pytest.mark.parametrize("name", ["KAM901", "KAM902", "idle-suppression"])
def test_the_comments_themselves_cannot_be_ignored(name: str) -> None:
    (only,) = comment_findings(f"ignore {name} because we are in a hurry")
    assert only[0] == f"{name} cannot be ignored."
    assert "comment" in only[1]


def test_a_slip_of_the_pen_is_guessed() -> None:
    (only,) = comment_findings("ignore one-ownr because we are in a hurry")
    assert only == ("Unknown check “one-ownr”.", "Did you mean KAM104 (one-owner)?")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("KAM7", "Checks that begin with it: KAM701 (overdue), KAM702 "),
        ("kam40", "Checks that begin with it: KAM401 (sourced), KAM402 "),
        ("70", "Checks that begin with it: KAM701 (overdue), KAM702 "),
        ("over", "Checks that begin with it: KAM701 (overdue), KAM703 (overloaded)."),
        ("KAM", "`kamctl checks` lists all checks."),
        ("KAM999", "`kamctl checks` lists all checks."),
    ],
)
def test_a_beginning_names_the_checks_that_have_it(typed: str, hint: str) -> None:
    error = unknown_entry(typed)
    assert str(error.message) == f"Unknown check “{typed}”."
    assert str(error.hint).startswith(hint)


def test_the_form_that_is_shown_is_understood() -> None:
    (only,) = comment_findings("ignroe KAM104 because we are in a hurry")
    form = only[1].partition(": ")[2]
    (one,) = suppressions(read(Source("plan.yaml", f"kamctl: 1  {form}\n")))
    assert [named.code for named in one.checks] == ["KAM117"]
    assert one.last_day is not None
    assert one.reason


@pytest.mark.parametrize(
    ("order", "until", "reason"),
    [
        ("ignore KAM104", "", ""),
        ("ignore KAM104 because x", "", "x"),
        ("IGNORE KAM104 UNTIL 2027-03 BECAUSE X", "2027-03", "X"),
        ("ignore KAM104 until 2027-03-31, because: x; y", "2027-03-31", "x; y"),
        ("ignore KAM104 because x, until 2027-03-31", "2027-03-31", "x, until 2027-03-31"),
        ("ignore KAM104 because x until spring", "", "x until spring"),
        ("ignore KAM104 until 2027-Q1 because x until 2027-03", "2027-Q1", "x until 2027-03"),
        ("ignore KAM104 until spring because x", "spring", "x"),
        ("ignore KAM104 because # kamctl: ignore KAM103", "", "# kamctl: ignore KAM103"),
    ],
)
def test_what_a_comment_says(order: str, until: str, reason: str) -> None:
    document = read(Source("plan.yaml", f"kamctl: 1  # kamctl: {order} \t\n"))
    (one,) = suppressions(document)
    assert [named.code for named in one.checks] == ["KAM104"]
    assert (one.until, one.reason) == (until, reason)


def test_every_check_can_be_named_by_code_and_by_name() -> None:
    for check_ in registry():
        names = f"{check_.code}, {check_.code.lower()}, {check_.name}"
        document = read(Source("plan.yaml", f"kamctl: 1  # kamctl: ignore {names}\n"))
        (one,) = suppressions(document)
        assert {named.code for named in one.checks} == {check_.code}
        for named, span, _ in one.checks:
            line = document.source.lines[0]
            assert line[span.column - 1 : span.end_column - 1] == named


# --- Places in a document -------------------------------------------------------------------------

TEXTS = """# top
kamctl: 1  # one
account:
  name: "a # b"  # two
  summary: |  # three
    # four
    five # six

  # seven
  industry: 'x
    # eight'  # nine
  parent: a#b
team: [
  {id: a,  # ten
   name: A
  },  # eleven
  {id: b, name: B}, {id: c,  # twelve
    name: C},
]  # thirteen
# fourteen
"""


def place_of(text: str, word: str) -> tuple[int, int]:
    number, line = next(
        (number, line) for number, line in enumerate(text.split("\n"), 1) if f"# {word}" in line
    )
    return number, line.index(f"# {word}") + 1


@pytest.fixture(params=LOADERS)
def document(request: pytest.FixtureRequest) -> Document:
    """The texts, read by each of PyYAML's parsers."""
    return read(Source("plan.yaml", TEXTS), loader=request.param)


@pytest.mark.parametrize(
    "word",
    ["top", "one", "two", "three", "seven", "nine", "ten", "eleven", "twelve", "thirteen"],
)
def test_a_comment_is_no_text(document: Document, word: str) -> None:
    assert not document.is_text(*place_of(TEXTS, word))


@pytest.mark.parametrize("word", ["b", "four", "six", "eight"])
def test_a_text_is_no_comment(document: Document, word: str) -> None:
    assert document.is_text(*place_of(TEXTS, word))


def test_plain_texts_and_keys_are_text(document: Document) -> None:
    assert document.is_text(12, TEXTS.split("\n")[11].index("#") + 1)
    assert document.is_text(2, 1)  # a key


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("top", 1, 21),
        ("one", 2, 2),
        ("two", 4, 4),
        ("three", 5, 7),
        ("seven", 10, 11),
        ("nine", 10, 11),
        ("ten", 14, 16),
        ("eleven", 14, 16),
        ("twelve", 17, 18),
        ("thirteen", 13, 19),
        ("fourteen", 20, 20),
    ],
)
def test_a_comment_is_about_what_begins_there(
    document: Document, word: str, first: int, last: int
) -> None:
    lines = document.lines_about(*place_of(TEXTS, word))
    assert (lines.start, lines.stop - 1) == (first, last)


def test_a_comment_in_an_empty_file_is_about_all_of_it() -> None:
    document = read(Source("plan.yaml", "# nothing\n# yet\n"))
    assert document.lines_about(1, 1) == range(1, 4)
    assert not document.is_text(1, 1)


def test_an_alias_is_no_text_with_a_style() -> None:
    document = read(Source("plan.yaml", "a: &x 1\nb: *x  # one\n"))
    assert not document.is_text(2, 8)
    assert document.is_text(2, 4)
