"""The pages of `kamctl edit`: every one opens, changes nothing by itself, and says what it does."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import threading
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kamctl.document.changes import Entry
from kamctl.signoffs.party_status import STATE_LABELS
from kamctl.web.editing.field_keys import field_key
from kamctl.web.start_page import NewPlan
from tests.paths import EXAMPLES, ROOT
from tests.repositories import GitRepository
from tests.web.editing_site import DAY, Site, edited

OBJECTIVE = Entry({"id": "SO1"})
DUE = field_key(("objectives", OBJECTIVE, "due"))
STATEMENT = field_key(("objectives", OBJECTIVE, "statement"))
STATEMENT_TEXT = (
    "Make Corraline the lead packaging partner of all 22 Velopar hubs by the end of 2028."
)
TEAM = field_key(("team",))


def copied(example: str, folder: Path) -> Path:
    """Copy an example, and return its plan."""
    shutil.copytree(ROOT / "examples" / example, folder, dirs_exist_ok=True)
    return folder / "plan.yaml"


def content(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder."""
    return {
        str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()
    }


def words(html: str) -> str:
    """Return the text that people read on a page."""
    html = re.sub(r"<(style|script)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return copied("complete-en", tmp_path / "velopar")


@pytest.fixture
def site(plan: Path) -> Iterator[Site]:
    with edited(plan.parent, plan) as found:
        yield found


def pages(site: Site) -> Iterator[tuple[str, str]]:
    """Open the first page and all that links lead to; give each address and its text."""
    left, seen = [""], set()
    while left:
        address = left.pop().partition("#")[0].removeprefix("./")
        if address in seen or address.startswith(("http", "mailto", "../")):
            continue
        seen.add(address)
        status, text = site.get(address)
        assert status == 200, address
        yield address, text
        left += [unescape(one) for one in re.findall(r'<a [^>]*?href="([^"]*)"', text)]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_page_opens_and_changes_no_byte(example: str, tmp_path: Path) -> None:
    plan = copied(example, tmp_path)
    before = content(tmp_path)
    with edited(tmp_path, plan) as site:
        opened = list(pages(site))
    assert len(opened) > 15
    assert content(tmp_path) == before
    of_files = re.compile(r"\byaml\b|\bgit\b|`|" + re.escape(str(tmp_path)), re.IGNORECASE)
    assert [(at, of_files.findall(words(text))) for at, text in opened
            if of_files.search(words(text))] == []  # fmt: skip


def test_a_field_is_saved_and_all_beside_it_is_renewed(site: Site, plan: Path) -> None:
    before = plan.read_text(encoding="utf-8")
    assert "lead packaging partner" in site.get("page")[1]
    old = STATEMENT_TEXT
    new = old.replace("lead", "only")
    done = site.post("commit", key=STATEMENT, old=old, new=new, page=field_key(("objectives",)))
    assert done["saved"]
    assert done["value"] == new
    after = plan.read_text(encoding="utf-8")
    assert after == before.replace(old, new)
    assert "only packaging partner" in site.get("page")[1]
    assert "only packaging partner" in done["parts"]["findings-list"]
    assert "Undo : Statement" in words(done["parts"]["bar"])
    undone = site.post("undo")
    assert undone["message"] == "Undone: Statement"
    assert plan.read_text(encoding="utf-8") == before


def test_what_cannot_be_read_is_held_back(site: Site, plan: Path) -> None:
    before = plan.read_bytes()
    shown = site.get(f"parts?key={field_key(('objectives', OBJECTIVE))}".replace('"', "%22"))
    assert shown[0] == 200
    done = site.post("commit", key=DUE, old=_value(site, DUE), new="some day")
    assert not done["saved"]
    assert "some day" in words(done["outcome"])
    assert 'class="error"' in done["outcome"]
    assert plan.read_bytes() == before


def test_the_same_field_changed_elsewhere_is_shown_side_by_side(site: Site, plan: Path) -> None:
    old = _value(site, STATEMENT)
    theirs = old.replace("lead", "first")
    text = plan.read_text(encoding="utf-8").replace(old, theirs)
    plan.write_text(text, encoding="utf-8")
    done = site.post("commit", key=STATEMENT, old=old, new=old.replace("lead", "only"))
    assert not done["saved"]
    shown = words(done["outcome"])
    for part in ("Yours", "Theirs", "Original value", "only packaging", "first packaging"):
        assert part in shown
    assert plan.read_text(encoding="utf-8") == text
    kept = site.post("commit", key=STATEMENT, old=theirs, new=old.replace("lead", "only"))
    assert kept["saved"]


def test_another_field_changed_elsewhere_is_kept_and_told(site: Site, plan: Path) -> None:
    text = plan.read_text(encoding="utf-8")
    assert "Velopar Group" in text
    plan.write_text(text.replace("name: Velopar Group", "name: Velopar SE", 1), encoding="utf-8")
    old = _value(site, STATEMENT)
    done = site.post("commit", key=STATEMENT, old=old, new=old.replace("lead", "only"))
    assert done["saved"]
    assert any("Velopar SE" in one for one in done["meanwhile"])
    after = plan.read_text(encoding="utf-8")
    assert "Velopar SE" in after
    assert "only packaging" in after


def test_entries_are_added_moved_and_removed(site: Site, plan: Path) -> None:
    done = site.post("insert", key=TEAM, values='{"name": "Ana Ruiz"}')
    assert done["saved"]
    assert "Ana Ruiz" in words(site.get(_path(done["go"]))[1])
    ruiz, mara = (
        field_key(("team", Entry({"id": "ruiz"}))),
        field_key(("team", Entry({"id": "mara"}))),
    )
    assert done["key"] == ruiz
    assert site.post("move", key=ruiz, before=mara)["saved"]
    text = plan.read_text(encoding="utf-8")
    assert text.index("Ana Ruiz") < text.index("Mara Dekker")
    assert site.post("remove", key=ruiz)["saved"]
    assert "Ana Ruiz" not in plan.read_text(encoding="utf-8")
    assert site.get(f"part?key={_quoted(ruiz)}")[0] == 303  # gone: back to the overview


def test_a_meeting_is_recorded(site: Site, plan: Path) -> None:
    for _ in range(2):  # by two pages that were open
        assert site.post("begin-meeting", page="meeting")["saved"]
    assert plan.read_text(encoding="utf-8").count("date: 2026-11-23") == 1
    text = site.get("meeting?objective=SO1")[1]
    assert "Saskia Vermeer" in words(text)
    key = re.search(r'class="field choices"[^>]*data-key="([^"]*)"', text)
    assert key is not None
    present = site.post("commit", key=unescape(key[1]), old="", new="mara\nsaskia")
    assert present["saved"]
    print_ = re.search(
        r'name="party" value="supply-chain"><input type="hidden" name="fingerprint" value="(.*?)"',
        text,
    )
    assert print_ is not None
    sent = {"objective": "SO1", "party": "supply-chain", "fingerprint": print_[1]}
    assert site.post("restate", **sent, words="We deliver within a day.")["saved"]
    assert "We deliver within a day." in plan.read_text(encoding="utf-8")
    refused = site.post("sign", **sent, note="", page="meeting")
    assert refused["message"] == "Choose a decision first."
    signed = site.post("sign", **sent, decision="agree", note="")
    assert signed["saved"], signed
    last = plan.with_name("signoffs.yaml").read_text(encoding="utf-8").splitlines()[-1]
    assert '"saskia"' in last or "by: saskia" in last
    assert "agree" in last
    changed = site.post("sign", **sent | {"fingerprint": "x"}, decision="agree", note="")
    assert not changed["saved"]
    assert "changed while it was on screen" in changed["message"]
    written = plan.read_text(encoding="utf-8")
    assert "2026-11-23" in written
    assert re.search(r"participants:\s*(\[mara, saskia\]|\n\s*- mara)", written)


def test_the_customer_confirms_the_text_that_was_shown(site: Site, plan: Path) -> None:
    text = site.get("meeting?objective=SO1")[1]
    assert "Confirmed by the customer Jonas Brandt" in words(text)
    print_ = re.search(
        r'data-post="confirm">\s*<input[^>]*><input type="hidden" name="fingerprint" value="(.*?)"',
        text,
    )
    assert print_ is not None
    sent = {"objective": "SO1", "fingerprint": print_[1], "how": "Minutes", "on": ""}
    done = site.post("confirm", **sent, by="okafor", page="meeting")
    assert done["saved"], done
    assert "by: okafor" in plan.read_text(encoding="utf-8")
    assert ", 23" in words(site.get("meeting?objective=SO1")[1])
    assert not site.post("confirm", **sent | {"fingerprint": "x"}, by="okafor")["saved"]


def test_a_date_with_two_readings_is_asked_back(site: Site) -> None:
    done = site.post("commit", key=DUE, old=_value(site, DUE), new="03/04/2028")
    assert "“03/04/2028” can be two dates. Which one do you mean?" in words(done["outcome"])
    assert re.findall(r'data-fix="(.*?)"', done["outcome"]) == ["3 April 2028", "4 March 2028"]


def test_a_stage_needs_what_it_asks_for(site: Site, plan: Path) -> None:
    text = words(site.get("stage")[1])
    assert "4 requirements are not met" in text
    assert not site.post("stage", stage="validated")["saved"]
    assert site.post("stage", stage="shared")["saved"]
    assert "stage: shared" in plan.read_text(encoding="utf-8")
    assert "Shared" in words(site.get("")[1])


def test_a_section_is_added(tmp_path: Path) -> None:
    plan = copied("first-draft", tmp_path)
    with edited(tmp_path, plan) as site:
        page = f"part?key={_quoted(field_key(('swot',)))}"
        assert "Use this section" in words(site.get(page)[1])
        assert site.post("add-section", name="swot")["saved"]
        assert "Use this section" not in words(site.get(page)[1])
    assert "\nswot:" in plan.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("tool", "marked"), [("version", "version"), ("meeting", "meeting"), ("[", "./"), ("x", "./")]
)
def test_the_page_that_is_open_stays_marked(site: Site, tool: str, marked: str) -> None:
    parts = json.loads(site.get(f"parts?key=&tool={_quoted(tool)}")[1])["parts"]
    shown = parts["bar"] + parts["nav"]
    assert re.findall(r'href="([^"]*)" aria-current', shown) == [marked]


def test_a_version_is_saved_without_git(site: Site, plan: Path) -> None:
    assert "first version" in words(site.get("version")[1])
    assert site.post("save-version", note="Before the meeting", page="version")["saved"]
    assert len(list((plan.parent / "versions").iterdir())) == 2
    assert "Nothing has changed" in words(site.get("version")[1])


def test_whom_git_does_not_know_is_asked_who_they_are(repo: GitRepository) -> None:
    plan = copied("first-draft", repo.folder)
    repo.git("config", "user.useConfigOnly", "true")
    with edited(repo.folder, plan) as site:
        page = site.get("version")[1]
        assert 'name="author"' in page and 'name="email"' in page
        refused = site.post("save-version", note="", page="version")
        assert not refused["saved"] and "name and e-mail address" in refused["message"]
        who = {"author": "Ana  Ruiz", "email": "ana@corvane.example"}
        assert site.post("save-version", note="", page="version", **who)["saved"]
    assert repo.git("log", "-1", "--format=%an <%ae>") == "Ana Ruiz <ana@corvane.example>"


def test_a_plan_that_cannot_be_changed_is_shown_with_the_reason(tmp_path: Path) -> None:
    plan = copied("complete-en", tmp_path)
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("account:\n", "account: &a\n", 1), encoding="utf-8")
    with edited(tmp_path, plan) as site:
        assert "This plan can only be read for now" in words(site.get("")[1])
        page = site.get(f"part?key={_quoted(field_key(('account',)))}")[1]
        assert " readonly" in page
        assert '<button type="button"' not in page
        key = field_key(("account", "name"))
        assert not site.post("commit", key=key, old="Velopar Group", new="X")["saved"]
    assert "name: X" not in plan.read_text(encoding="utf-8")


def test_a_plan_that_breaks_keeps_its_name_and_its_language(tmp_path: Path) -> None:
    plan = copied("complete-fr", tmp_path)
    with edited(tmp_path, plan) as site:
        text = plan.read_text(encoding="utf-8")
        plan.write_text(text.replace("account:\n", "account: [\n", 1), encoding="utf-8")
        page = site.get("")[1]
        assert '<html lang="fr">' in page
        assert "<h1>Groupe Éloria</h1>" in page


def test_nothing_is_claimed_of_a_plan_that_cannot_be_read(tmp_path: Path) -> None:
    plan = copied("complete-en", tmp_path)
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("team:\n", "team: [\n", 1), encoding="utf-8")
    with edited(tmp_path, plan) as site:
        shown = words(site.get("")[1])
    assert "Whoever changed the file can correct it" in shown
    assert "The file of this plan, line" in shown
    for false in ("Nothing is open", "Sections complete", "Not started", str(tmp_path)):
        assert false not in shown


def test_a_plan_whose_name_was_removed_can_still_be_filled_in(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("kamctl: 1\naccount: {name: N}\n")
    with edited(tmp_path, plan) as site:
        assert site.post("commit", key=field_key(("account", "name")), old="N", new="")["saved"]
        assert "Account" in words(site.get("")[1])
        assert site.post("commit", key=field_key(("account", "name")), old="", new="M")["saved"]


def test_the_overview_asks_the_question_of_the_field(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(
        "kamctl: 1\naccount: {name: N}\nobjectives: [{id: SO1, statement: TBD}]\n"
    )
    with edited(tmp_path, tmp_path / "plan.yaml") as site:
        text = words(site.get("")[1])
        assert "What do we want to achieve with this customer?" in text


def test_the_overview_names_the_signoff_that_is_missing(tmp_path: Path, root: Path) -> None:
    """Who decides is known: what is missing is the answer of that person, given in a meeting."""
    example = root / "examples" / "complete-en"
    for name in ("plan.yaml", "signoffs.yaml"):
        (tmp_path / name).write_bytes((example / name).read_bytes())
    with edited(tmp_path, tmp_path / "plan.yaml") as site:
        card = site.get("")[1].partition("next-title")[2].partition("</section>")[0]
    assert "Next step Ruth Adeyemi (the decider) has not validated the current text." in words(card)
    assert "Record the answer" in words(card)
    assert "Who decides?" not in card


def test_only_the_meeting_records_a_confirmation(site: Site, plan: Path) -> None:
    objective = field_key(("objectives", OBJECTIVE))
    text = site.get(f"part?key={quote(objective)}")[1]
    assert "Jonas Brandt, Chief Operating Officer, 14 October 2026" in words(text).replace(
        "\xa0", " "
    )
    assert 'href="meeting?objective=SO1#confirm-by"' in text
    by = field_key(("objectives", OBJECTIVE, "customer_confirmation", "by"))
    assert by not in unescape(text)
    yaml = plan.read_text(encoding="utf-8")
    plan.write_text(yaml.replace("{by: brandt, on", "{by: nobody, on"), encoding="utf-8")
    findings = site.get()[1].partition('id="findings-list"')[2]
    assert re.search(r'href="meeting\?objective=SO1#confirm-by"[^>]*>[^<]*nobody', findings)


def test_a_long_menu_is_searched(site: Site, plan: Path) -> None:
    people = "".join(f"  - {{id: p{n}, name: Ana Ruiz {n // 2}}}\n" for n in range(60))
    text = plan.read_text(encoding="utf-8").replace("team:\n", f"team:\n{people}")
    plan.write_text(text, encoding="utf-8")
    page = site.get(f"part?key={quote(field_key(('plan',)))}")[1]
    owner = re.search(r'<input [^>]*list="(\S+)-list"[^>]*value="Mara Dekker"', page)
    assert owner is not None
    menu = page.partition(f'<datalist id="{owner[1]}-list">')[2].partition("</datalist>")[0]
    assert '<option value="Ana Ruiz 7 (p14)" data-value="p14">' in menu
    assert '<option value="Mara Dekker" data-value="mara">' in menu


def test_a_decision_elsewhere_is_news_to_open_pages(site: Site, plan: Path) -> None:
    opened = re.search(r'data-version="(\d+)"', site.get("meeting")[1])
    assert opened is not None
    signoffs = plan.with_name("signoffs.yaml")
    signoffs.write_text(signoffs.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    site.get("meeting")
    assert json.loads(site.get("parts?key=")[1])["version"] == int(opened[1]) + 1


def test_a_meeting_shows_who_has_not_decided(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(
        "kamctl: 1\naccount: {name: N}\nplan: {stage: shared}\n"
        "team: [{id: paul, name: Paul Ferrand, function: executive}]\n"
        "objectives: [{id: SO1, statement: Win the tender of 2028, decider: paul}]\n"
    )
    with edited(tmp_path, tmp_path / "plan.yaml") as site:
        text = words(site.get("meeting")[1])
        assert "Paul Ferrand No decision yet" in text


def test_a_meeting_shows_the_wording_in_the_language_of_the_plan(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "kamctl: 1\naccount: {name: Norrvik}\nplan: {language: de}\n"
        "objectives:\n  - {id: SO1, statement: {fr: Garder les sites., de: Alle Werke halten.}}\n",
        encoding="utf-8",
    )
    with edited(tmp_path, plan) as site:
        text = words(site.get("meeting")[1])
    assert "Alle Werke halten." in text
    assert "Garder les sites." not in text


def test_a_plan_is_started(tmp_path: Path) -> None:
    answers = {"name": "North Dairy", "owner": "Claire Martin", "language": "en",
               "currency": "eur", "start": "2027", "end": "2029"}  # fmt: skip
    with edited(tmp_path) as site:
        assert "Start a plan" in words(site.get("")[1])
        assert '<option value="USD">US Dollar (USD)</option>' in site.get("")[1]
        wrong = site.post(
            "new", **answers | {"name": " ", "currency": "franc", "start": "03/04/2027"}
        )
        assert not wrong["saved"]
        assert set(wrong["problems"]) == {"name", "currency", "start"}
        assert "3 April 2027 or 4 March 2027" in wrong["problems"]["start"].replace("\xa0", " ")
        assert list(tmp_path.iterdir()) == []
        done = site.post("new", **answers)
        assert done["saved"]
        assert "North Dairy" in words(site.get(done["go"])[1])
        assert site.post("new", **answers)["problems"].keys() == {"name"}
        assert "North Dairy" in words(site.get("")[1])
    text = (tmp_path / "north-dairy" / "plan.yaml").read_text(encoding="utf-8")
    assert "Claire Martin" in text
    assert "EUR" in text


def test_a_plan_is_started_in_a_folder_that_is_there(tmp_path: Path) -> None:
    """As on the command line: only another plan is in the way."""
    answers = {"name": "North Dairy", "owner": "", "language": "en", "currency": "EUR",
               "start": "2027", "end": "2029"}  # fmt: skip
    notes = tmp_path / "north-dairy" / "notes.txt"
    notes.parent.mkdir()
    notes.write_text("Call Ben.", encoding="utf-8")
    created, problems = NewPlan(tmp_path, DAY, "en").created(answers)
    assert (created, problems) == (str(notes.with_name("plan.yaml")), {})
    again, problems = NewPlan(tmp_path, DAY, "en").created(answers)
    assert again is None
    assert problems == {"name": "There is already a plan for a customer of this name."}


def test_a_plan_is_started_while_the_list_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {"owner": "Claire Martin", "language": "en", "currency": "EUR",
               "start": "2027", "end": "2029"}  # fmt: skip
    exists = Path.exists
    started: list[threading.Thread] = []
    with edited(tmp_path) as site:
        assert site.post("new", name="North Dairy", **answers)["saved"]

        def looked_for(path: Path, **options: bool) -> bool:
            if path.parent.name == "north-dairy" and not started:
                new = {"name": "South Dairy", **answers}
                started.append(threading.Thread(target=site.post, args=("new",), kwargs=new))
                started[0].start()
                started[0].join(0.3)
            return exists(path, **options)

        monkeypatch.setattr(Path, "exists", looked_for)
        assert site.get("")[0] == 200
        started[0].join()
        assert {"North Dairy", "South Dairy"} <= set(re.findall(r"\w+ Dairy", site.get("")[1]))


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("en", "1 January 2027", "31 December 2029"),
        ("fr", "1er janvier 2027", "31 décembre 2029"),
    ],
)
def test_the_period_of_a_new_plan_is_in_words(
    tmp_path: Path, language: str, first: str, last: str
) -> None:
    new = NewPlan(tmp_path, dt.date(2026, 11, 23), language)
    likely = {one.name: one.value for one in new.questions()}
    assert (likely["start"], likely["end"]) == (first, last)
    plan, problems = new.created(likely | {"name": "North Dairy"})
    assert not problems
    assert plan is not None
    text = Path(plan).read_text(encoding="utf-8")
    assert "2027-01-01" in text
    assert "2029-12-31" in text


def test_the_plans_below_a_folder_are_listed(tmp_path: Path) -> None:
    for name in ("complete-en", "complete-fr", "typical-mistakes"):
        copied(name, tmp_path / name)
    with edited(tmp_path) as site:
        text = site.get("")[1]
        assert "Velopar Group Aligned" in words(text)
        assert "Baltfrost Shared (incomplete)" in words(text)
        links = re.findall(r'href="(plan/[^"]+)"', text)
        assert len(links) == 3
        for link in links:
            status, page = site.get(link)
            assert status == 200
            assert 'href="../../"' in page  # the way back to the list
            assert ("Shared (incomplete)" in words(page)) is ("Baltfrost" in page)
        assert site.get("plan/000000000000/")[0] == 404


def test_the_style_knows_the_states_of_agreement() -> None:
    style = (ROOT / "templates/edit/style.css.j2").read_text(encoding="utf-8")
    styled = set(re.findall(r"\.state-line\.([\w-]+)", style))
    assert styled
    assert styled <= set(STATE_LABELS)


def test_a_plan_in_french_is_asked_in_french(tmp_path: Path) -> None:
    plan = copied("complete-fr", tmp_path)
    with edited(tmp_path, plan) as site:
        text = site.get("")[1]
        assert '<html lang="fr">' in text
        assert "Objectifs" in words(text)
        assert "Sections complete" not in words(text)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("part?key=nonsense", 404),
        ("question?key=[]", 303),
        ("question?key=%5B%22account%22%2C%22name%22%5D&section=nonsense", 404),
        ("question?key=%5B%22account%22%2C%22name%22%5D&section=1", 404),
        ("part", 303),
        ("part?key=%5B%22plan%22%2C%22stage%22%5D", 303),
        ("commit", 405),
        ("nothing", 404),
        ("plan.yaml", 404),
    ],
)
def test_a_page_that_there_is_not(site: Site, path: str, expected: int) -> None:
    assert site.get(path)[0] == expected


@pytest.mark.parametrize("fields", [{}, {"key": "x"}, {"key": STATEMENT, "old": "x"}])
def test_a_change_that_is_not_whole_is_refused(site: Site, fields: dict[str, str]) -> None:
    with pytest.raises(AssertionError, match="400"):
        site.post("commit", **fields)


@pytest.mark.parametrize("page", ['["team",[1]]', '["team",-1]', "[[[["])
def test_a_change_for_a_page_that_there_is_not_is_not_made(
    site: Site, plan: Path, page: str
) -> None:
    before = plan.read_bytes()
    with pytest.raises(AssertionError, match="400"):
        site.post("commit", key=STATEMENT, old=STATEMENT_TEXT, new="Less.", page=page)
    assert plan.read_bytes() == before


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ('["team"]', "[1]"),
        ('["team"]', '{"name":1}'),
        ('["team"]', "[" * 100_000),
    ],
)
def test_an_entry_that_there_cannot_be_is_refused(
    site: Site, plan: Path, key: str, values: str
) -> None:
    before = plan.read_bytes()
    with pytest.raises(AssertionError, match="400"):
        site.post("insert", key=key, values=values)
    assert plan.read_bytes() == before


@pytest.mark.parametrize("news", ["9" * 5000, "x", "-1"])
def test_a_count_that_is_none_is_zero(site: Site, news: str) -> None:
    assert site.get(f"parts?key=&news={news}")[0] == 200


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("commit", "nonsense"),
        ("insert", '["plan","owner"]'),
        ("insert", '["team",{"id":"mara"}]'),
        ("insert", '["kamctl"]'),
        ("insert", ""),
        ("insert", "[]"),
    ],
)
def test_a_field_that_is_unknown_is_refused_in_words(
    site: Site, plan: Path, path: str, key: str
) -> None:
    before = plan.read_bytes()
    done = site.post(path, key=key, old="", new="x", values="{}")
    assert not done["saved"]
    assert "not known" in done["message"]
    assert plan.read_bytes() == before


@pytest.mark.parametrize(
    ("key", "before"),
    [
        ('["account","name"]', ""),
        ('["account","name"]', '["account","tier"]'),
        ('["objectives",{"id":"SO1"}]', '["account","tier"]'),
        ('["objectives",{"id":"SO1"}]', '["team",{"id":"saskia"}]'),
        ("", ""),
    ],
)
def test_only_an_entry_moves_and_only_in_its_list(
    site: Site, plan: Path, key: str, before: str
) -> None:
    text = plan.read_bytes()
    done = site.post("move", key=key, before=before)
    assert (done["saved"], plan.read_bytes()) == (False, text)
    assert "not known" in done["message"]


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("commit", {"key": STATEMENT, "old": STATEMENT_TEXT, "new": f"{STATEMENT_TEXT}\ud800"}),
        ("commit", {"key": "\udc00", "old": "", "new": "x"}),
        ("commit", {"key": '["account","custom","\\ud800"]', "old": "", "new": "x"}),
        ("move", {"key": '["team",{"id":"\\ud800"}]', "before": ""}),
        ("insert", {"key": '["account"]', "values": '{"name":"\\ud800"}'}),
        ("answers", {"text": "\ud800"}),
        ("commit", {"key": STATEMENT, "old": STATEMENT_TEXT, "new": STATEMENT_TEXT, "\ud800": ""}),
    ],
)
def test_half_a_character_is_left_out(
    site: Site, plan: Path, path: str, fields: dict[str, str]
) -> None:
    before = plan.read_bytes()
    site.post(path, **fields)
    assert plan.read_bytes() == before


def test_the_whole_plan_is_not_removed(site: Site, plan: Path) -> None:
    before = plan.read_bytes()
    assert not site.post("remove", key="")["saved"]
    assert plan.read_bytes() == before


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("stage", {"stage": "done"}),
        ("add-section", {"name": "nothing"}),
        ("ask", {"person": "saskia", "form": "pdf"}),
        ("answers", {"file": "?"}),
    ],
)
def test_what_no_page_sends_is_refused(site: Site, path: str, fields: dict[str, str]) -> None:
    with pytest.raises(AssertionError, match="400"):
        site.post(path, **fields)


def test_a_bug_after_a_change_is_saved_is_not_called_a_bad_request(
    site: Site, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("kamctl.web.edit_updates.EditUpdates.changed", failing)
    with pytest.raises(AssertionError, match="500"):
        site.post("commit", key=STATEMENT, old=STATEMENT_TEXT, new="Less.")
    assert "Less." in plan.read_text(encoding="utf-8")


def _quoted(key: str) -> str:
    return quote(key)


def _path(address: str) -> str:
    return address.partition("#")[0]


def _value(site: Site, key: str) -> str:
    """Return what a page shows in a field."""
    status, text = site.get(f"question?key={_quoted(key)}")
    assert status == 200
    found: Any = re.search(r'class="field [^>]*data-old="([^"]*)"', text)
    return unescape(found[1])
