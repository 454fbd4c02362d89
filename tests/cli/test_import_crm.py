"""`kamctl import crm`: which CRM, and what comes after the import."""

from __future__ import annotations

from pathlib import Path

from tests.running import kamctl_here

ACCOUNTS = "Account ID,Account Name\n001,North Dairy\n"
MAPPING = """crm:
  ours:
    system: salesforce
"""


def test_without_a_crm_the_choices_are_named(tmp_path: Path) -> None:
    (tmp_path / "kamctl.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "a.csv").write_text(ACCOUNTS, encoding="utf-8")
    done = kamctl_here(tmp_path, "import", "crm", "a.csv", "--into", ".")
    assert (done.returncode, done.stdout) == (2, "")
    words = " ".join(done.stderr.split())
    assert "--as with one of: ours, salesforce, dynamics, hubspot" in words
    assert "kamctl.yaml" in words
    assert not (tmp_path / "north-dairy").exists()


def test_an_import_names_the_next_step(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(ACCOUNTS, encoding="utf-8")
    words = ("import", "crm", "a.csv", "--as", "salesforce", "--into", "accounts", "--yes")
    done = kamctl_here(tmp_path, *words)
    assert "1 plan created" in done.stdout
    assert done.stderr.rstrip().endswith("kamctl validate --todo accounts")
    assert "--todo" not in kamctl_here(tmp_path, *words).stderr
