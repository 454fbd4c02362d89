"""The pages of the reader's problems: each says what and why, and its examples do as they say."""

from __future__ import annotations

import pytest

from kamctl.checks.engine.rule_docs import parse_page
from kamctl.document import error_codes
from kamctl.document.error_codes import ErrorCode
from kamctl.document.finding import Finding, Severity
from kamctl.document.limits import MAX_DEPTH, MAX_NODES
from kamctl.document.reader import read
from kamctl.document.source import MAX_BYTES, Source
from kamctl.i18n.message import message
from kamctl.plan.load import load_plan
from kamctl.plan.model import FORMAT_VERSION

NO_TEXT_CAN_SHOW_IT = {
    error_codes.UNREADABLE,
    error_codes.NOT_UTF8,
    error_codes.TOO_LARGE,
    error_codes.SIGNOFF_DAMAGED,  # nobody writes these lines by hand
    error_codes.SIGNOFF_CHANGED,
    error_codes.SIGNOFFS_ALONE,
    error_codes.BAD_TEMPLATE,  # a company writes it, not in a plan
    error_codes.INVISIBLE_BLANK,  # nobody can see it
    error_codes.CONFLICT_MARKERS,  # git's own tools would take the page for a conflict
}
EVERY = [pytest.param(problem, id=problem.code) for problem in error_codes.ERROR_CODES]
SHOWN = [
    pytest.param(problem, id=problem.code)
    for problem in error_codes.ERROR_CODES
    if problem not in NO_TEXT_CAN_SHOW_IT
]


def findings(example: str) -> tuple[Finding, ...]:
    """Read an example as it stands: each is a whole small plan."""
    return load_plan(read(Source("plan.yaml", example + "\n"))).findings


@pytest.mark.parametrize("problem", EVERY)
def test_a_page_says_what_and_why(problem: ErrorCode) -> None:
    page = parse_page(problem.page)
    assert page.summary.endswith(".")
    assert page.summary == problem.meaning
    assert page.why


@pytest.mark.parametrize("problem", SHOWN)
def test_the_example_has_the_problem(problem: ErrorCode) -> None:
    found = findings(parse_page(problem.page).example)
    assert {finding.code for finding in found} == {problem.code}
    assert {finding.severity for finding in found} == {problem.severity}


@pytest.mark.parametrize("problem", SHOWN)
def test_the_corrected_example_has_none(problem: ErrorCode) -> None:
    page = parse_page(problem.page)
    assert page.instead
    assert page.instead != page.example
    assert findings(page.instead) == ()


@pytest.mark.parametrize("problem", sorted(NO_TEXT_CAN_SHOW_IT, key=lambda one: one.code))
def test_what_no_text_can_show_has_no_example(problem: ErrorCode) -> None:
    page = parse_page(problem.page)
    assert (page.example, page.instead) == ("", "")


def test_the_limits_are_those_that_hold() -> None:
    limits = f"{MAX_BYTES // 1024 // 1024} MB, {MAX_NODES:,} values and {MAX_DEPTH} levels"
    assert limits in parse_page(error_codes.TOO_LARGE.page).more
    assert (
        f"reads format version {FORMAT_VERSION}." in parse_page(error_codes.WRONG_VERSION.page).more
    )


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes = [problem.code for problem in error_codes.ERROR_CODES]
    assert codes == sorted(set(codes))
    assert len({problem.name for problem in error_codes.ERROR_CODES}) == len(codes)


def test_a_finding_weighs_what_its_kind_does_unless_told_otherwise() -> None:
    text = message("Here.")
    assert error_codes.SYNTAX.found("plan.yaml", text).severity is Severity.ERROR
    assert error_codes.CUT_TEXT.found("plan.yaml", text).severity is Severity.WARNING
    softer = error_codes.SYNTAX.found("plan.yaml", text, severity=Severity.TODO)
    assert softer.severity is Severity.TODO
