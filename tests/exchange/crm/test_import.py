"""`kamctl import crm`: first plans, updates that lose nothing, and files that are not taken."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kamctl.checks.engine.runner import check_file
from kamctl.document import write_together
from kamctl.document.finding import Severity
from kamctl.document.writing import ChangedMeanwhile
from kamctl.exchange.crm.columns import crm_columns
from kamctl.exchange.crm.plan_import import PlanFolder
from kamctl.exchange.crm.records import CrmReader
from kamctl.exchange.crm.value_reader import ValueReader
from kamctl.workspace.config import NO_WORKSPACE
from tests.running import kamctl_here

TODAY = dt.date(2026, 11, 23)
ACCOUNTS = """\
Account ID,Account Name,Account Owner,Industry,Billing City,Billing Country,Employees,Fax
001A0000006Vm9r,Laiterie du Nord,Claire Morel,Dairy,Lille,France,1200,x
001A0000006Vm9s,Brau & Söhne,,Beer,Köln,Germany,,
001A0000006Vm9t,北海道乳業,,,,,,
"""
CONTACTS = """\
Contact ID,Account ID,First Name,Last Name,Title,Email
003A0000000aaa1,001A0000006Vm9r,Hélène,Mercier,"Director,
Supply",h.mercier@nord.example
003A0000000aaa2,001A0000006Vm9r,Paul,Mercier,,p.mercier@nord.example
003A0000000aaa3,001A0000006Vm9s,Dieter,Weiß,Einkauf,
003A0000000aaa4,001A0000006XXXX,No,One,,
"""
DEALS = """\
Opportunity ID,Account ID,Opportunity Name,Stage,Amount,Probability (%),Close Date,Closed
006A0000000bbb1,001A0000006Vm9r,Sensors for four plants,Proposal,450000.00,40,2027-06-30,0
006A0000000bbb2,001A0000006Vm9r,Won long ago,Closed Won,1.00,100,2020-01-01,1
"""
Import = Callable[..., CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Import:
    """Return what imports files of these names, as Salesforce, into `accounts`."""
    for name, text in (("a.csv", ACCOUNTS), ("c.csv", CONTACTS), ("d.csv", DEALS)):
        (tmp_path / name).write_text(text, encoding="utf-8")

    def call(*words: str, crm: str = "salesforce", yes: bool = True) -> CompletedProcess[str]:
        more = ["--yes"] if yes else []
        return kamctl_here(
            tmp_path, "import", "crm", *words, "--as", crm, "--into", "accounts", *more,
            "--today", "2026-11-23",
        )  # fmt: skip

    return call


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode("utf-8")
    assert text.count(old) == 1, text
    path.write_bytes(text.replace(old, new).encode("utf-8"))


def contents(folder: Path) -> dict[str, bytes]:
    files = (one for one in folder.rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in files}


@pytest.fixture
def accounts(tmp_path: Path, run: Import) -> Path:
    """Return the folder after a first import."""
    assert run("a.csv", "c.csv", "d.csv").returncode == 1  # a contact without an account
    return tmp_path / "accounts"


def test_first_plans(tmp_path: Path, run: Import) -> None:
    done = run("a.csv", "c.csv", "d.csv")
    assert done.returncode == 1
    assert done.stdout == "3 plans created, 0 changed.\n"
    assert "Accounts: a.csv, 3 rows (UTF-8, comma)\n  Columns not used: Fax\n" in done.stderr
    assert "3 new plans, 0 changed, 0 unchanged in accounts" in done.stderr
    assert "Amounts are taken to be in EUR" in done.stderr
    assert "c.csv, line 6: “No One” belongs to no account that was imported" in done.stderr
    folder = tmp_path / "accounts"
    plans = sorted(one.name for one in folder.iterdir() if one.is_dir())
    assert plans == ["bei-hai-dao-ru-ye", "brau-sohne", "laiterie-du-nord"]
    for plan in plans:
        report = check_file((folder / plan / "plan.yaml").as_posix(), TODAY)
        assert report.plan is not None
        assert [one for one in report.findings if one.severity is Severity.ERROR] == []
    text = (folder / "laiterie-du-nord" / "plan.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../plan.schema.json\n")
    for part in (
        "  name: Laiterie du Nord\n  id: laiterie-du-nord\n  industry: Dairy\n"
        "  headquarters: Lille, France\n  employees: 1200\n"
        "  custom:\n    crm_id: 001A0000006Vm9rIAC\n",
        "  owner: claire\n",
        "  - id: mercier\n    name: Hélène Mercier\n    title: Director, Supply\n",
        "  - id: paul-mercier\n    name: Paul Mercier\n",
        "  - title: Sensors for four plants\n    value: 450000\n    probability: 40%\n"
        "    stage: Proposal\n    close: 2027-06-30\n",
    ):
        assert part in text
    assert "Won long ago" not in text
    assert (folder / "plan.schema.json").is_file()


def test_a_row_that_a_comma_has_moved_is_not_taken(tmp_path: Path, run: Import) -> None:
    (tmp_path / "b.csv").write_text(
        "Account ID,Account Name,Industry\n"
        "001A0000006Vm9r,Nord, SA,Dairy\n001A0000006Vm9s,Sud,Beer,,\n",
        encoding="utf-8",
    )
    done = run("b.csv")
    assert done.returncode == 1
    assert "b.csv, line 2: the row has more cells than there are columns" in done.stderr
    assert [one.name for one in (tmp_path / "accounts").iterdir() if one.is_dir()] == ["sud"]


def test_a_second_import_changes_nothing(accounts: Path, run: Import) -> None:
    before = contents(accounts)
    done = run("d.csv", "c.csv", "a.csv")
    assert "0 new plans, 0 changed, 3 unchanged in accounts" in done.stderr
    assert contents(accounts) == before
    (accounts / "crm.json").unlink()  # lost: the ids in the plans are enough
    done = run("a.csv", "c.csv", "d.csv")
    assert "0 new plans, 0 changed, 3 unchanged in accounts" in done.stderr
    assert contents(accounts) == before


@pytest.mark.parametrize("stage", ["Closed Won", "closed lost", "Conclue (gagnée)", "Fermée"])
def test_a_deal_whose_stage_says_that_it_is_closed_is_left_out(
    tmp_path: Path, run: Import, stage: str
) -> None:
    lines = [line.rsplit(",", 1)[0] for line in DEALS.splitlines()]
    text = "\n".join(lines).replace("Closed Won", stage)
    (tmp_path / "d.csv").write_text(text, encoding="utf-8")
    assert run("a.csv", "d.csv").returncode == 0
    plan = (tmp_path / "accounts" / "laiterie-du-nord" / "plan.yaml").read_text("utf-8")
    assert "Sensors for four plants" in plan and "Won long ago" not in plan


@pytest.mark.parametrize(("state", "is_open"), [("0", True), ("1", False), ("2", False)])
def test_the_state_of_dynamics_says_which_deals_are_closed(
    tmp_path: Path, run: Import, state: str, is_open: bool
) -> None:
    (tmp_path / "a.csv").write_text("accountid,name,websiteurl\na-1,Nord,\n", encoding="utf-8")
    deals = (
        f"opportunityid,parentaccountid,name,estimatedvalue,statecode\nd-1,a-1,Pumps,7,{state}\n"
    )
    (tmp_path / "d.csv").write_text(deals, encoding="utf-8")
    done = run("a.csv", "d.csv", crm="dynamics")
    assert done.returncode == 0, done.stderr
    plan = (tmp_path / "accounts" / "nord" / "plan.yaml").read_text(encoding="utf-8")
    assert ("Pumps" in plan) is is_open


def test_entries_that_cannot_be_read_do_not_move_the_others(tmp_path: Path, run: Import) -> None:
    accounts, contacts = tmp_path / "a.csv", tmp_path / "c.csv"
    accounts.write_text("Account ID,Account Name\n001A0000006Vm9r,Nord\n", encoding="utf-8")
    assert run("a.csv", "c.csv").returncode == 1
    plan = tmp_path / "accounts" / "nord" / "plan.yaml"
    replaced(plan, "stakeholders:\n", "stakeholders:\n  - a text\n")
    replaced(contacts, "p.mercier@nord.example", "paul@nord.example")
    assert "1 changed" in run("a.csv", "c.csv").stdout
    text = plan.read_text(encoding="utf-8")
    assert text.index("h.mercier@nord.example") < text.index("name: Paul Mercier")
    assert text.index("name: Paul Mercier") < text.index("paul@nord.example")


def test_a_third_import_changes_only_what_changed(
    accounts: Path, tmp_path: Path, run: Import
) -> None:
    plan = accounts / "laiterie-du-nord" / "plan.yaml"
    replaced(plan, "    title: Director, Supply\n", "    title: Director, Supply   # since May\n")
    replaced(
        plan, "    stage: Proposal\n", "    stage:   'Proposal' # we hope\n    objective: SO1\n"
    )
    before = contents(accounts)
    replaced(tmp_path / "d.csv", "Proposal,450000.00,40,2027-06-30", "Won,500000.50,75,2027-07-31")
    (tmp_path / "d.csv").open("a").write(
        "006A0000000bbb3,001A0000006Vm9r,Valves,Proposal,10,10,2027-01-31,0\n"
    )
    done = run("d.csv")
    assert done.returncode == 0
    assert (
        "  accounts/laiterie-du-nord/plan.yaml\n"
        "    Sensors for four plants, Value: €450,000 → €500,000.50\n"
        "    Sensors for four plants, Probability: 40% → 75%\n"
        "    Sensors for four plants, Sales stage: Proposal → Won\n"
        "    Sensors for four plants, Close date: 30 Jun 2027 → 31 Jul 2027\n"
        "    new: Valves\n"
    ) in done.stderr
    after = contents(accounts)
    assert {one for one in after if after[one] != before[one]} == {
        "crm.json",
        "laiterie-du-nord/plan.yaml",
    }
    old = before["laiterie-du-nord/plan.yaml"].decode().splitlines()
    new = after["laiterie-du-nord/plan.yaml"].decode().splitlines()
    assert [one for one in old if one not in new] == [
        "    value: 450000",
        "    probability: 40%",
        "    stage:   'Proposal' # we hope",
        "    close: 2027-06-30",
    ]
    assert "    title: Director, Supply   # since May" in new
    assert "    stage:   'Won' # we hope" in new


def test_what_a_person_wrote_stays(accounts: Path, tmp_path: Path, run: Import) -> None:
    plan = accounts / "laiterie-du-nord" / "plan.yaml"
    replaced(plan, "    value: 450000\n", "    value: 600 k€\n")
    replaced(plan, "    close: 2027-06-30\n", "")
    replaced(plan, "  industry: Dairy\n", "  industry: {en: Milk, fr: Lait}\n")
    before = plan.read_bytes()
    unchanged = run("a.csv", "c.csv", "d.csv")
    assert "3 unchanged" in unchanged.stderr
    assert plan.read_bytes() == before
    replaced(tmp_path / "d.csv", "450000.00,40,2027-06-30", "480000,40,2027-12-31")
    replaced(tmp_path / "a.csv", "Dairy,", "Food,")
    done = run("a.csv", "d.csv")
    assert done.returncode == 1
    for conflict in (
        "Sensors for four plants, Value stays as it is\n    plan: €600,000\n    CRM:  €480,000",
        "four plants, Close date stays as it is\n    plan: nothing\n    CRM:  31 Dec 2027",
        "Industry stays as it is\n    plan: Milk\n    CRM:  Food",
    ):
        assert conflict in done.stderr
    assert plan.read_bytes() == before
    assert run("a.csv", "d.csv").returncode == 0  # it was shown; the CRM says nothing new
    assert plan.read_bytes() == before


def test_what_a_person_removed_does_not_come_back(
    accounts: Path, tmp_path: Path, run: Import
) -> None:
    plan = accounts / "laiterie-du-nord" / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    start, end = text.index("  - id: mercier\n"), text.index("  - id: paul-mercier\n")
    plan.write_text(text[:start] + text[end:], encoding="utf-8")
    replaced(tmp_path / "c.csv", "h.mercier@", "helene@")
    done = run("a.csv", "c.csv")
    assert done.returncode == 1
    assert "“Hélène Mercier” has changed in the CRM and is no longer in the plan" in done.stderr
    assert "helene@" not in plan.read_text(encoding="utf-8")


def test_a_plan_that_is_moved_or_deleted(accounts: Path, tmp_path: Path, run: Import) -> None:
    (accounts / "brau-sohne").rename(accounts / "beer")
    (accounts / "bei-hai-dao-ru-ye" / "plan.yaml").unlink()
    replaced(tmp_path / "a.csv", "Beer,", "Brewery,")
    replaced(tmp_path / "a.csv", "北海道乳業,,", "北海道乳業,,Milk")
    done = run("a.csv")
    assert "  accounts/beer/plan.yaml\n    Industry: Beer → Brewery\n" in done.stderr
    assert "1 imported account no longer has a plan: 北海道乳業" in done.stderr
    assert "industry: Brewery" in (accounts / "beer" / "plan.yaml").read_text(encoding="utf-8")
    assert not (accounts / "bei-hai-dao-ru-ye" / "plan.yaml").exists()


def test_a_new_name_keeps_the_former_one(accounts: Path, tmp_path: Path, run: Import) -> None:
    replaced(tmp_path / "a.csv", "Laiterie du Nord", "Lactéa")
    assert run("a.csv").returncode == 0
    text = (accounts / "laiterie-du-nord" / "plan.yaml").read_text(encoding="utf-8")
    assert "  name: Lactéa\n" in text
    assert "formerly:" in text and "Laiterie du Nord" in text


def test_a_plan_that_was_there_is_linked_by_its_name(tmp_path: Path, run: Import) -> None:
    plan = tmp_path / "accounts" / "mine" / "plan.yaml"
    plan.parent.mkdir(parents=True)
    text = (
        "kamctl: 1\naccount:\n  name: laiterie du nord  # ours\n  industry: Milk\n"
        "plan: {tools: [swot]}\n"
        "stakeholders:\n  - {id: hm, name: Hélène  Mercier, title: Boss}\n"
        "position:\n  history:\n    - {year: 2024, customer_spend: 9}\n"
    )
    plan.write_text(text, encoding="utf-8")
    done = run("a.csv", "c.csv", "d.csv")
    assert done.returncode == 1
    assert "2 new plans, 1 changed" in done.stderr
    assert "identified by its CRM id from now on: laiterie du nord" in done.stderr
    assert "Industry stays as it is\n    plan: Milk\n    CRM:  Dairy" in done.stderr
    assert "Account name stays as it is" in done.stderr
    after = plan.read_text(encoding="utf-8")
    assert "  name: laiterie du nord  # ours\n  industry: Milk\n" in after
    assert "crm_id: 001A0000006Vm9rIAC" in after
    assert "{id: hm, name: Hélène  Mercier, title: Boss, " in after
    assert "tools: [swot, stakeholders, opportunities]" in after
    report = check_file(plan.as_posix(), TODAY)
    assert report.plan is not None
    assert [one.name for one in report.plan.stakeholders] == ["Hélène  Mercier", "Paul Mercier"]


@pytest.mark.parametrize(
    "account",
    ["{name: Laiterie du Nord}", "{name: Nord, custom: {crm_id: 001A0000006Vm9rIAC}}"],
    ids=["by its name", "by its id"],
)
@pytest.mark.parametrize(("currency", "value"), [("USD", "USD 450000.00"), ("CNY", "¥450000.00")])
def test_a_deal_is_in_the_currency_of_a_plan_that_was_there(
    tmp_path: Path, run: Import, account: str, currency: str, value: str
) -> None:
    plan = tmp_path / "accounts" / "mine" / "plan.yaml"
    plan.parent.mkdir(parents=True)
    text = f"kamctl: 1\naccount: {account}\nplan: {{currency: {currency}}}\n"
    plan.write_text(text, encoding="utf-8")
    replaced(tmp_path / "d.csv", "450000.00", value)
    replaced(tmp_path / "d.csv", "Won long ago,Closed Won,1.00,100,2020-01-01,1",
             "Pumps,Proposal,EUR 7000,40,2027-06-30,0")  # fmt: skip
    done = run("a.csv", "d.csv")
    assert f"the value is in EUR, the plan in {currency}" in " ".join(done.stderr.split())
    assert done.stderr.count("the value is in") == 1
    after = plan.read_text(encoding="utf-8")
    assert "value: 450000" in after and "Pumps" in after and "7000" not in after


def test_two_plans_of_one_name_are_not_chosen_from(tmp_path: Path, run: Import) -> None:
    for name in ("one", "two"):
        plan = tmp_path / "accounts" / name / "plan.yaml"
        plan.parent.mkdir(parents=True)
        plan.write_text("kamctl: 1\naccount: {name: Laiterie du Nord}\n", encoding="utf-8")
    before = contents(tmp_path / "accounts")
    done = run("a.csv")
    assert done.returncode == 2
    assert "“Laiterie du Nord” can be several accounts or plans" in done.stderr
    assert "custom: {crm_id: 001A0000006Vm9rIAC}" in done.stderr
    (tmp_path / "n.csv").write_text(
        "Account Name,Account Owner,Industry\nLaiterie du Nord,,Dairy\n"
    )
    done = run("n.csv")
    assert done.returncode == 2
    assert "Export the accounts with their ids" in done.stderr and "None" not in done.stderr
    assert contents(tmp_path / "accounts") == before


def test_a_copy_of_a_plan_is_not_taken_for_it(accounts: Path, run: Import) -> None:
    (accounts / "crm.json").unlink()
    shutil.copytree(accounts / "brau-sohne", accounts / "copy")
    before = contents(accounts)
    done = run("a.csv")
    assert done.returncode == 2
    assert "have the CRM id 001A0000006Vm9sIAC of “Brau & Söhne”" in done.stderr
    assert "accounts/brau-sohne/plan.yaml, accounts/copy/plan.yaml" in " ".join(done.stderr.split())
    assert contents(accounts) == before


def test_a_file_in_the_place_of_the_folder(tmp_path: Path, run: Import) -> None:
    (tmp_path / "accounts").write_text("x", encoding="utf-8")
    done = run("a.csv")
    assert done.returncode == 2
    assert done.stderr.startswith("error: accounts is a file, not a folder.")


def test_a_plan_that_cannot_be_read_is_left_alone(
    accounts: Path, tmp_path: Path, run: Import
) -> None:
    plan = accounts / "laiterie-du-nord" / "plan.yaml"
    plan.write_text("kamctl: [\n", encoding="utf-8")
    replaced(tmp_path / "a.csv", "Dairy,", "Food,")
    replaced(tmp_path / "a.csv", "Beer,", "Brewery,")
    replaced(tmp_path / "d.csv", "450000.00", "EUR 450000.00")
    done = run("a.csv", "d.csv")
    assert done.returncode == 1
    assert "accounts/laiterie-du-nord/plan.yaml was not changed" in done.stderr
    assert plan.read_text(encoding="utf-8") == "kamctl: [\n"
    assert "Brewery" in (accounts / "brau-sohne" / "plan.yaml").read_text(encoding="utf-8")


def test_turnover_by_year(accounts: Path, tmp_path: Path, run: Import) -> None:
    (tmp_path / "kamctl.yaml").write_text(
        "crm:\n  ours:\n    system: salesforce\n    locale: fr\n    accounts:\n"
        "      turnover: {2025: CA 2025, 2026: CA 2026}\n",
        encoding="utf-8",
    )
    table = tmp_path / "t.csv"
    table.write_bytes(
        "ID du compte;Nom du compte;CA 2026;CA 2025\n"
        "001A0000006Vm9r;Laiterie du Nord;1 300 000,50;1 200 000\n".encode("cp1252")
    )
    assert run("t.csv", crm="ours").returncode == 0
    plan = accounts / "laiterie-du-nord" / "plan.yaml"
    report = check_file(plan.as_posix(), TODAY)
    assert report.plan is not None and report.plan.position is not None
    figures = [(one.year, one.turnover) for one in report.plan.position.history]
    assert figures == [(2025, 1_200_000), (2026, 1_300_000.5)]
    table.write_bytes(table.read_bytes().replace(b"1 300 000,50", b"1 400 000"))
    done = run("t.csv", crm="ours")
    assert "Turnover with us 2026: €1,300,000.50 → €1,400,000" in done.stderr


def test_turnover_after_a_year_that_cannot_be_read(
    accounts: Path, tmp_path: Path, run: Import
) -> None:
    (tmp_path / "kamctl.yaml").write_text(
        "crm:\n  ours:\n    system: salesforce\n    accounts:\n"
        "      turnover: {2025: Year 2025, 2026: Year 2026}\n",
        encoding="utf-8",
    )
    table = tmp_path / "t.csv"
    heading = "Account ID,Account Name,Year 2025,Year 2026\n001A0000006Vm9r,Laiterie du Nord,"
    table.write_text(f"{heading},5\n", encoding="utf-8")
    assert run("t.csv", crm="ours").returncode == 0
    plan = accounts / "laiterie-du-nord" / "plan.yaml"
    replaced(plan, "  history:\n", "  history:\n    - a text\n")
    table.write_text(f"{heading}4,6\n", encoding="utf-8")
    assert run("t.csv", crm="ours").returncode == 0
    history = plan.read_text(encoding="utf-8").partition("history:")[2].replace(" ", "")
    assert history.startswith("\n-atext\n-year:2025\nturnover:4\n-year:2026\nturnover:6\n")


def test_a_mapping_with_an_error_is_named_by_its_line(tmp_path: Path, run: Import) -> None:
    (tmp_path / "kamctl.yaml").write_text(
        "crm:\n  ours:\n    accounts:\n      naem: Firma\n", encoding="utf-8"
    )
    done = run("a.csv", crm="ours")
    assert done.returncode == 2
    assert "kamctl.yaml:4:7 error KAM010 unknown-key" in done.stderr
    assert "Did you mean `name`?" in done.stderr


def test_custom_fields_that_the_workspace_lists(tmp_path: Path, run: Import) -> None:
    config = tmp_path / "kamctl.yaml"
    config.write_text("custom:\n  stakeholder: {newsletter: {type: yes_no}}\n", encoding="utf-8")
    done = run("a.csv", "c.csv")
    assert done.returncode == 2
    assert "`custom: {stakeholder: {crm_id: }}`" in done.stderr
    assert not (tmp_path / "accounts").exists()
    assert run("a.csv").returncode == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"version": 9, "accounts": []}',
        '{"version": 1, "accounts": [{"id": "1", "plan": "../x/plan.yaml", "fields": {}, '
        '"contacts": {}, "opportunities": {}}]}',
        '{"version": 1, "accounts": [{"id": "1", "plan": "..\\\\x/plan.yaml", "fields": {}, '
        '"contacts": {}, "opportunities": {}}]}',
        '{"version": 1, "accounts": [{"id": "1", "plan": "x", "fields": [], "contacts": {}, '
        '"opportunities": {}}]}',
        pytest.param("[" * 100_000, id="nested"),
    ],
)
def test_a_record_that_kamctl_did_not_write(tmp_path: Path, run: Import, text: str) -> None:
    (tmp_path / "accounts").mkdir()
    (tmp_path / "accounts" / "crm.json").write_text(text, encoding="utf-8")
    done = run("a.csv")
    assert done.returncode == 2
    assert "accounts/crm.json cannot be read" in done.stderr
    assert len(contents(tmp_path / "accounts")) == 1


def test_it_asks_before_it_writes(tmp_path: Path, run: Import) -> None:
    done = run("a.csv", yes=False)
    assert done.returncode == 2
    assert "3 new plans" in done.stderr and "Add --yes" in done.stderr
    assert not (tmp_path / "accounts").exists()
    assert "Nothing was written." in run("a.csv", "--dry-run").stderr
    assert not (tmp_path / "accounts").exists()


def test_all_or_nothing(
    accounts: Path, tmp_path: Path, run: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced(tmp_path / "a.csv", "Dairy,", "Food,")
    (tmp_path / "a.csv").open("a").write("001A0000006Vm9u,Newcomer,,,,,,\n")
    before = contents(accounts)
    write = write_together.write_atomically

    def full(path: Path, *arguments: object, **settings: object) -> None:
        if path.parent.name == "newcomer":
            raise OSError(28, "No space left on device", str(path))
        write(path, *arguments, **settings)  # type: ignore[arg-type]

    monkeypatch.setattr(write_together, "write_atomically", full)
    folder = PlanFolder(accounts, NO_WORKSPACE, TODAY)
    columns = crm_columns("salesforce", {})
    reader = CrmReader(columns, ValueReader(), folder.names, (), folder.currency)
    proposal = folder.proposal(reader.read([str(tmp_path / "a.csv")]))
    assert len(proposal.files) == 2
    with pytest.raises(OSError, match="No space"):
        folder.write(proposal)
    assert contents(accounts) == before
    monkeypatch.undo()
    replaced(accounts / "laiterie-du-nord" / "plan.yaml", "Dairy", "Drinks")
    between = contents(accounts)
    with pytest.raises(ChangedMeanwhile):
        folder.write(proposal)
    assert contents(accounts) == between
