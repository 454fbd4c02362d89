"""The pages of the checks: they say what and why, in every language, and their examples do so."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from hatch_build import compile_catalog
from kamctl.checks.engine.code_index import IndexedCode, entries
from kamctl.checks.engine.cross_plan import check_across_plans
from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.registry import Check, registry
from kamctl.checks.engine.rule_docs import PAGES_DOMAIN, Page, is_bullet_list, parse_page
from kamctl.checks.engine.runner import CheckOptions, check_source
from kamctl.cli.console import Color
from kamctl.document import error_codes
from kamctl.document.error_codes import ErrorCode
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.i18n import catalog as words
from kamctl.plan.load import load_plan
from kamctl.reports.check_page import CheckList, page_markdown, page_text, page_values
from kamctl.reports.terminal_text import plain_spaces
from kamctl.workspace.config import Workspace
from tests.conftest import ROOT
from tests.generated import CHECKS_COLUMNS, DOCS, LOCALE, page_msgids, run_kamctl
from tests.signing import story, workspace_of
from tests.terminal import piped, shown, too_long, uncolored

TODAY = dt.date(2026, 11, 23)
LANGUAGES = words.languages()
OTHERS = LANGUAGES[1:]
CHECKS = [
    pytest.param(check, language, id=f"{check.code}-{language}")
    for check in registry()
    for language in LANGUAGES
]
SHOWN = [
    pytest.param(problem, language, id=f"{problem.code}-{language}")
    for problem in error_codes.ERROR_CODES
    if parse_page(problem.page).example
    for language in LANGUAGES
]
ENTRIES = [
    pytest.param(entry, language, id=f"{entry.code}-{language}")
    for entry in entries()
    for language in LANGUAGES
]
TRANSLATED = [
    pytest.param(entry, language, id=f"{entry.code}-{language}")
    for entry in entries()
    for language in OTHERS
]
_CODE = re.compile(r"`[^`]+`")
_TITLE = re.compile(r"[\"«]([^\"»]+)[\"»]")
_KEY = re.compile(r"(?:^ *|- |[{,] *)(\w+):(?= |$)", re.MULTILINE)
_FIGURE = re.compile(r"\d[\d.]*\d|\d")


def translated_page(docstring: str, language: str) -> Page:
    """Return the page that a docstring makes, in a language."""
    return parse_page(docstring).translated(words.translator(language, PAGES_DOMAIN))


def whole(fragment: str) -> str:
    """Add to an example what every plan has."""
    head = "" if fragment.startswith("kamctl:") else "kamctl: 1\n"
    if not any(line.startswith("account:") for line in fragment.splitlines()):
        head += "account: {name: Lactea}\n"
    return head + fragment + "\n"


def report_on(check: Check, example: str) -> PlanReport:
    """Check an example, with the workspace and the sign-offs that its comments tell of."""
    plan_text = story(example, whole)
    workspace = workspace_of(plan_text.workspace, plan_text.above)
    if plan_text.plans:
        return among(plan_text.plans, check, workspace)
    source = Source("plan.yaml", plan_text.plan)
    return check_source(
        source, workspace, TODAY, CheckOptions(check.stage), signoffs=plan_text.signoffs
    )


def among(plans: Mapping[str, str], check: Check, workspace: Workspace) -> PlanReport:
    """Check several plans by themselves and together; tell it all as of the first."""
    reports = [
        check_source(
            Source(name, text), workspace, TODAY, CheckOptions(check.stage, cross_plan=True)
        )
        for name, text in plans.items()
    ]
    across = check_across_plans(
        [one.cross_plan_facts for one in reports if one.cross_plan_facts], TODAY, workspace
    )
    found = [finding for one in (*reports, across) if one for finding in one.findings]
    return replace(reports[0], findings=tuple(found))


@pytest.mark.parametrize(("check", "language"), CHECKS)
def test_a_page_says_what_and_why(check: Check, language: str) -> None:
    translated = translated_page(check.page, language)
    assert translated.summary.endswith(".")
    assert translated.why
    assert translated.example
    assert translated.instead
    assert translated.example != translated.instead


@pytest.mark.parametrize(("check", "language"), CHECKS)
def test_the_example_fails(check: Check, language: str) -> None:
    report = report_on(check, translated_page(check.page, language).example)
    assert report.plan is not None
    found = [finding for finding in report.findings if finding.code == check.code]
    assert found, [str(finding.message) for finding in report.findings]
    read = [f for f in report.findings if f.code < "KAM014"]
    assert not read, [str(finding.message) for finding in read]


@pytest.mark.parametrize(("check", "language"), CHECKS)
def test_the_fixed_example_does_not(check: Check, language: str) -> None:
    report = report_on(check, translated_page(check.page, language).instead)
    assert report.plan is not None
    assert check.code not in {finding.code for finding in report.findings}
    read = [f for f in report.findings if f.code < "KAM014"]
    assert not read, [str(finding.message) for finding in read]


@pytest.mark.parametrize(("problem", "language"), SHOWN)
def test_the_examples_of_the_reader_do_as_they_say(problem: ErrorCode, language: str) -> None:
    translated = translated_page(problem.page, language)
    found = load_plan(read(Source("plan.yaml", translated.example + "\n"))).findings
    assert {(one.code, one.severity) for one in found} == {(problem.code, problem.severity)}
    assert load_plan(read(Source("plan.yaml", translated.instead + "\n"))).findings == ()


@pytest.mark.parametrize("check", [pytest.param(one, id=one.code) for one in registry()])
def test_options_are_explained(check: Check) -> None:
    for option in check.options:
        assert option.name.isidentifier() and option.name.islower()
        assert option.meaning.endswith(".")


# In every language


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalog_has_all_that_the_pages_say_and_nothing_else(language: str) -> None:
    from babel.messages.pofile import read_po

    with (LOCALE / language / "LC_MESSAGES" / f"{PAGES_DOMAIN}.po").open("rb") as file:
        there = [one for one in read_po(file) if one.id]
    assert [one.id for one in there if one.fuzzy] == []
    assert sorted(set(page_msgids()) - {one.id for one in there if one.string}) == []
    assert sorted({one.id for one in there} - set(page_msgids())) == [], "said nowhere"


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_was_left_in_english(language: str) -> None:
    """Some examples are the same in all languages: names, figures, dates and keys."""
    translated = words.translator(language, PAGES_DOMAIN)
    prose = [one for one in page_msgids() if "\n" not in one and one not in CHECKS_COLUMNS]
    assert len(prose) > 200
    assert [
        one for one in prose if " " in one and translated(one) == one and _KEY.search(one) is None
    ] == []


@pytest.mark.parametrize(("entry", "language"), TRANSLATED)
def test_code_stays_as_it_is(entry: IndexedCode, language: str) -> None:
    translated = words.translator(language, PAGES_DOMAIN)
    for msgid in (*entry.page.msgids, *(option.meaning for option in entry.options)):
        if "\n" not in msgid:
            assert Counter(_CODE.findall(translated(msgid))) == Counter(_CODE.findall(msgid))


@pytest.mark.parametrize(("entry", "language"), TRANSLATED)
def test_an_example_has_the_same_keys(entry: IndexedCode, language: str) -> None:
    own, translated = entry.page, translated_page(entry.docstring, language)
    assert _keys(translated.example) == _keys(own.example)
    assert _keys(translated.instead) == _keys(own.instead)


def _keys(example: str) -> Counter[str]:
    """Count the keys of an example; a tier is named by the company, in its own language."""
    return Counter(_KEY.findall(re.sub(r"^(tiers:\n +)\w+:", r"\1…", example, flags=re.MULTILINE)))


@pytest.mark.parametrize(("entry", "language"), TRANSLATED)
def test_what_is_cited_is_cited_in_every_language(entry: IndexedCode, language: str) -> None:
    own, translated = _cited(entry.page.why), _cited(translated_page(entry.docstring, language).why)
    assert bool(own) == bool(translated)
    assert Counter(_titles(translated)) >= Counter(_titles(own))
    assert Counter(_FIGURE.findall(translated)) == Counter(_FIGURE.findall(own))
    for name in re.findall(r"\b[A-Z]\. [A-Z][a-z]\w+", own):
        assert name in translated.replace("\u00a0", " ")


def _cited(text: str) -> str:
    found = re.search(r"\bSources?[\u00a0\u202f]?: (.+)$", text, re.DOTALL)
    return found[1] if found else ""


def _titles(text: str) -> Iterator[str]:
    """Return the titles in a text, without what each language does to their signs."""
    for title in _TITLE.findall(text.replace("“", '"').replace("”", '"')):
        if len(title.split()) > 2:
            yield re.sub(r"[\s\u00a0\u202f]", "", title.replace("’", "'"))


@pytest.mark.parametrize("entry", [pytest.param(one, id=one.code) for one in entries()])
def test_french_is_set_as_french(entry: IndexedCode) -> None:
    translated = words.translator("fr", PAGES_DOMAIN)
    for msgid in (*entry.page.msgids, *(option.meaning for option in entry.options)):
        text = translated(msgid)
        if "\n" in msgid or _KEY.search(msgid):  # an example: only its texts are French
            assert not re.search(r"\w'\w", re.sub(r"^#.*$", "", text, flags=re.MULTILINE)), text
            continue
        prose = _CODE.sub("x", text)
        assert not re.search("['\"“”]", prose), prose
        assert not re.search(r" (?:[:;!»%]|\?(?!\?))|« ", prose), prose
        assert not re.search(r"[^\u00a0\u202f][;!»]|«[^\u00a0\u202f]", prose), prose


@pytest.mark.parametrize(("entry", "language"), ENTRIES)
def test_a_page_fits_a_terminal(entry: IndexedCode, language: str) -> None:
    parse_page = page_text(entry, language=language)
    for columns in (40, 80):
        text = shown(parse_page, columns)
        assert text.startswith(f"{entry.code} {entry.name}\n\n")
        blocks = [plain_spaces(block.plain) for block in parse_page if block.no_wrap]
        code = {line for block in blocks for line in block.splitlines()}
        assert set(too_long(text, columns)) <= code <= set(text.splitlines())
    plain = piped(parse_page)
    assert "\n\n\n" not in plain
    assert plain.split() == text.split()


def test_yaml_is_highlighted_where_there_is_color() -> None:
    entry = next(one for one in entries() if one.code == "KAM104")
    colored = shown(page_text(entry, highlighted=True), 80, Color.ALWAYS)
    plain = shown(page_text(entry), 80, Color.ALWAYS)
    assert colored.count("\x1b[") > plain.count("\x1b[") + 10
    assert uncolored(colored) == uncolored(plain) == shown(page_text(entry), 80)


def test_nobody_waits_for_a_lexer_without_color(tmp_path: Path) -> None:
    code = (
        "import sys; from kamctl.cli.main import load_all_commands\n"
        "try: load_all_commands().main(['explain', 'KAM104'])\n"
        "finally: print('pygments.lexers' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr.split()[-1]) == (0, "False"), done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", [20, 40, 80, 120])
def test_the_list_fits_a_terminal(language: str, columns: int) -> None:
    text = shown([CheckList(entries(), off=frozenset({"KAM104"}), language=language)], columns)
    assert too_long(text, columns) == []
    assert [one.code for one in entries() if f"  {one.code} " not in text] == []
    rows = [line for line in text.splitlines() if re.match(r"  KAM\d{3} ", line)]
    starts = {re.match(r"  KAM\d+  \S+ +", line).end() for line in rows if columns > 40}  # type: ignore[union-attr]
    assert len(starts) == (columns > 40)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_has_a_line_for_each_check_in_a_pipe(language: str) -> None:
    translated = words.translator(language, PAGES_DOMAIN)
    text = piped([CheckList(entries(), off=frozenset(), language=language)])
    lines = [line.split(maxsplit=2) for line in text.splitlines() if line.startswith("  KAM")]
    assert lines == [[one.code, one.name, translated(one.page.summary)] for one in entries()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_page_in_the_docs(language: str) -> None:
    folder = DOCS / "checks" / ("" if language == "en" else language)
    codes = {entry.code for entry in entries()}
    assert {file.stem for file in folder.glob("KAM*.md")} == codes
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert [code for code in codes if f"[{code}]({code}.md)" not in listed] == []
    for file in folder.glob("*.md"):
        links = re.search(r"^\[.+$", file.read_text(encoding="utf-8"), re.MULTILINE)
        assert links is not None
        led = [(folder / link).resolve() for link in re.findall(r"\((\S+)\)", links[0])]
        assert len(led) == len(LANGUAGES) - 1 == len(set(led) - {file.resolve()})
        assert {(place.name, place.is_file()) for place in led} == {(file.name, True)}


def test_another_language_is_a_folder_with_a_catalog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    entry = next(one for one in entries() if one.code == "KAM104")
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    po += f'msgid "{entry.page.summary}"\nmsgstr "Eine Person verantwortet das Ziel."\n'
    (folder / "pages.po").write_text(po, encoding="utf-8")
    (folder / "pages.mo").write_bytes(compile_catalog(folder / "pages.po"))
    monkeypatch.setattr(words, "LOCALE_DIR", tmp_path)
    words.translator.cache_clear()
    try:
        assert "\n\nEine Person verantwortet das Ziel.\n" in page_markdown(entry, "de")
        assert page_values(entry, "de")["summary"] == "Eine Person verantwortet das Ziel."
        assert page_values(entry, "de")["why"] == entry.page.why
    finally:
        words.translator.cache_clear()


# What a docstring becomes


def test_paragraphs_are_one_line_each_and_a_list_keeps_its_lines() -> None:
    translated = parse_page(
        """One sentence
        on two lines.

        A paragraph
        on two lines.

        - a point
          that goes on
        - another

        Why:
            Because
            of this.

            And of that.

        Example:
            a: 1

            b: 2

        Instead:
            a: 2
        """
    )
    assert translated == Page(
        "One sentence on two lines.",
        "A paragraph on two lines.\n\n- a point\n  that goes on\n- another",
        "Because of this.\n\nAnd of that.",
        "a: 1\n\nb: 2",
        "a: 2",
    )
    assert list(translated.msgids) == [
        "One sentence on two lines.",
        "A paragraph on two lines.",
        "- a point\n  that goes on\n- another",
        "Because of this.",
        "And of that.",
        "a: 1\n\nb: 2",
        "a: 2",
    ]
    assert (
        translated.translated(str.upper).more
        == "A PARAGRAPH ON TWO LINES.\n\n- A POINT\n  THAT GOES ON\n- ANOTHER"
    )
    assert not is_bullet_list("A text - with a dash.")


def test_what_is_not_there_is_not_translated() -> None:
    """An empty msgid is the head of a catalog."""
    translated = parse_page("One sentence.")
    assert list(translated.msgids) == ["One sentence."]
    assert translated.translated(lambda msgid: f"<{msgid}>") == Page(
        "<One sentence.>", "", "", "", ""
    )


# As a reader calls them


def test_a_page_is_shown_in_the_language_asked_for(tmp_path: Path) -> None:
    text = run_kamctl(["explain", "one-owner", "--lang", "fr"], tmp_path)
    assert text.startswith("KAM104 one-owner\n\nUne personne de l’équipe")
    assert "\nPourquoi\n" in text and "\nPar exemple\n" in text and "\nCorrigé\n" in text
    assert "À faire avant l’étape « partagé », puis erreur." in text
    (values,) = json.loads(
        run_kamctl(["explain", "KAM104", "--format", "json", "--lang", "fr"], tmp_path)
    )
    assert values["language"] == "fr"
    assert values["name"] == "one-owner"
    assert values["summary"].startswith("Une personne")
    assert values["family"] == "Objectifs stratégiques"


def test_the_list_is_shown_in_the_language_asked_for(tmp_path: Path) -> None:
    (tmp_path / "kamctl.yaml").write_text(
        "kamctl: 1\ncompany: Corvane\nchecks: {one-owner: off}\n", encoding="utf-8"
    )
    text = run_kamctl(["checks", "--lang", "fr"], tmp_path)
    assert "Objectifs stratégiques\n" in text
    assert "désactivé ici. Une personne" in " ".join(text.split())
    values = json.loads(run_kamctl(["checks", "--format", "json", "--lang", "fr"], tmp_path))
    assert {one["language"] for one in values} == {"fr"}
    assert [one["name"] for one in values if one["off_here"]] == ["one-owner"]
