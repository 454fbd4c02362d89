"""Arguments in another order than a command takes them, or as options: the right one is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.running import kamctl

RIGHT = {
    "align record SO1 acme --for finance --decision agree":
        "align record acme SO1 --for finance --decision agree",
    "align restate SO1 acme/plan.yaml --for finance --text x":
        "align restate acme/plan.yaml SO1 --for finance --text x",
    "align confirm SO1 acme --by ann": "align confirm acme SO1 --by ann",
    "plan stage shared acme": "plan stage acme shared",
    "add acme risks": "add risks acme",
    "answers reply.txt acme": "answers acme reply.txt",
    "import xlsx acme.xlsx acme": "import xlsx acme.xlsx --into acme",
    "import xlsx acme/plan.yaml acme.xlsx": "import xlsx --into acme/plan.yaml acme.xlsx",
    "import crm a.csv b.csv acme --as hubspot": "import crm a.csv b.csv --into acme --as hubspot",
    # what is an argument, typed as an option
    "init account --name Acme --no-input": "init account Acme --no-input",
    "init account --no-input --name=Acme": "init account --no-input Acme",
    "align record --objective SO1 --for finance --plan acme":
        "align record acme SO1 --for finance",
    "add --plan=acme --section risks": "add risks acme",
    "validate --plan acme --stage shared": "validate acme --stage shared",
    "explain --code KAM101": "explain KAM101",
}  # fmt: skip


@pytest.mark.parametrize("typed", RIGHT)
def test_the_command_is_shown_in_the_right_order(tmp_path: Path, typed: str) -> None:
    plan = tmp_path / "acme" / "plan.yaml"
    plan.parent.mkdir()
    plan.write_text("kamctl: 1\naccount: {name: Acme}\n", encoding="utf-8")
    (tmp_path / "reply.txt").write_text("A reply\n", encoding="utf-8")
    done = kamctl(tmp_path, *typed.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert re.findall(r"Run: kamctl (.*)", done.stderr) == [RIGHT[typed]]


@pytest.mark.parametrize(
    "typed",
    ["init account --name", "init account --name=", "init account --name A --name B"],
)
def test_what_is_not_clear_gets_the_help(tmp_path: Path, typed: str) -> None:
    done = kamctl(tmp_path, *typed.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert "Run: " not in done.stderr and "kamctl init account --help" in done.stderr


@pytest.mark.parametrize("typed", ["import crm a.csv acme/plan.yaml", "render site acme"])
def test_no_command_is_shown_that_would_be_refused_or_mean_something_else(
    tmp_path: Path, typed: str
) -> None:
    """The folder of a CRM is no plan; the folder of a plan is not the one of its site."""
    plan = tmp_path / "acme" / "plan.yaml"
    plan.parent.mkdir()
    plan.write_text("kamctl: 1\naccount: {name: Acme}\n", encoding="utf-8")
    done = kamctl(tmp_path, *typed.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert "Run: " not in done.stderr and "For example: " in done.stderr


@pytest.mark.parametrize(
    "typed",
    [
        "{}",
        "plan stage shared {}",
        "import xlsx {} y",
        "align record {} {}",
        "add {} {}",
        "render {}",
        "answers {} {}",
    ],
)
def test_a_word_may_be_longer_than_any_name(tmp_path: Path, typed: str) -> None:
    done = kamctl(tmp_path, *typed.replace("{}", "x" * 300).split())
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert "→" in done.stderr
