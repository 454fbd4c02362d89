"""People who leave or are removed, and days at the ends of the calendar: on every surface."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.paths import LACTEA_PLAN
from tests.running import kamctl_here

LACTEA = LACTEA_PLAN.read_text(encoding="utf-8")
TODAY = "2026-11-23"
SURFACES = (
    ("validate", "plan.yaml", "--todo"),
    ("next", "plan.yaml"),
    ("status", "."),
    ("align", "status", "plan.yaml"),
    ("align", "ask", "plan.yaml", "--for", "all"),
    ("render", "briefing", "plan.yaml", "--for", "account-team", "--format", "markdown", "-o", "-"),
    ("render", "briefing", "plan.yaml", "--for", "finance", "--format", "markdown", "-o", "-"),
    ("render", "onepage", "plan.yaml", "--format", "markdown", "-o", "-"),
    ("render", "plan", "plan.yaml", "--format", "markdown", "-o", "-"),
    ("render", "portfolio", ".", "--format", "markdown", "-o", "-"),
)
MEMBERS = re.findall(r"  - \{id: (\w+), name: [^,]+, title", LACTEA)


def output_of(folder: Path, *words: str, today: str = TODAY) -> str:
    done = kamctl_here(folder, *words, "--today", today)
    assert done.returncode in (0, 1, 2), done.stderr
    output = done.stdout + done.stderr
    assert "Traceback" not in output and "KAM000" not in output and "bug in kamctl" not in output, (
        output
    )
    return output.replace("\N{NO-BREAK SPACE}", " ")


def written(folder: Path, text: str) -> Path:
    (folder / "plan.yaml").write_text(text, encoding="utf-8", newline="\n")
    return folder


def test_the_members_are_known() -> None:
    assert MEMBERS == ["claire", "thomas", "nadia", "erik", "paulo", "ines", "jan"]


@pytest.mark.parametrize("who", [*MEMBERS, "mercier", "weiss"])
def test_somebody_who_is_removed_is_never_none(tmp_path: Path, who: str) -> None:
    text = re.sub(rf"  - \{{id: {who}, name.*\n", "", LACTEA)
    text = re.sub(rf"  - id: {who}\n(?:    .*\n)+", "", text)
    assert text != LACTEA
    folder = written(tmp_path, text)
    for words in SURFACES:
        assert "None" not in output_of(folder, *words), words


@pytest.mark.parametrize("successor", [", successor: ana", ""])
@pytest.mark.parametrize("who", [*MEMBERS, "mercier", "vidal"])
def test_no_hint_sends_to_somebody_who_has_left(tmp_path: Path, who: str, successor: str) -> None:
    line = re.search(rf"id: {who}(, |\n +)name: ([^,\n]+)", LACTEA)
    assert line is not None
    left = f"{line[0]}{line[1]}left: 2026-09-01"
    gone = left + successor.replace(", ", line[1])
    text = LACTEA.replace(line[0], gone.replace("ana", "ana" if who in MEMBERS else "bea"))
    text = text.replace("team:\n", "team:\n  - {id: ana, name: Ana Sousa}\n")
    text = text.replace("stakeholders:\n", "stakeholders:\n  - {id: bea, name: Bea Nunes}\n")
    text = text.replace("told_by: vidal\n", "told_by: vidal\n      status: assumed\n")
    folder = written(tmp_path, text)
    output = output_of(folder, "validate", "plan.yaml", "--stage", "validated")
    hints = [one for one in output.splitlines() if one.startswith("  →") and line[2] in one]
    known = (f"successor of {line[2]}", f"`successor:` of {line[2]}")
    assert [one for one in hints if not any(word in one for word in known)] == []


@pytest.mark.parametrize("who", MEMBERS)
def test_nobody_is_sent_to_a_colleague_who_has_left(tmp_path: Path, who: str) -> None:
    line = re.search(rf"  - \{{id: {who}, name: ([^,]+),.*\n", LACTEA)
    assert line is not None
    name = line[1]
    gone = line[0].replace("}\n", ", left: 2026-09-01, successor: ana}\n")
    folder = written(tmp_path, LACTEA.replace(line[0], f"{gone}  - {{id: ana, name: Ana Sousa}}\n"))
    output = output_of(folder, "next", "plan.yaml")
    for advice in ("Ask", "Talk with", "See to"):
        assert f"{advice} {name}" not in output
    assert "None" not in output
    asked = output_of(folder, "align", "ask", "plan.yaml", "--for", "all")
    assert f"To: {name}" not in asked and f"\n{name},\n" not in asked
    found = output_of(folder, "validate", "plan.yaml", "--stage", "validated")
    assert "KAM506" in found
    for expected in (f"the request to {name}", f"{name} has not signed off", f"{name} (the "):
        assert expected not in found
    for kind in ("briefing", "onepage"):
        words = ("plan.yaml", "--for", "finance", "--format", "markdown", "-o", "-")
        assert f"Write to {name}" not in output_of(folder, "render", kind, *words)


def test_whoever_has_taken_over_is_named(tmp_path: Path) -> None:
    nadia = "{id: nadia, name: Nadia Rahmani, title: Supply Chain Director, function: supply-chain}"
    gone = nadia.replace("}", ", left: 2026-09-01, successor: ana}")
    text = LACTEA.replace(nadia, f"{gone}\n  - {{id: ana, name: Ana Sousa, left: 2026-10-01}}")
    folder = written(tmp_path, text)
    nobody = kamctl_here(
        folder, "align", "ask", "plan.yaml", "--for", "supply-chain", "--today", TODAY
    )
    assert nobody.returncode == 2
    assert "Nadia Rahmani has left, and no successor is named" in nobody.stderr
    assert "the successor of Nadia Rahmani (left)" in output_of(
        folder, "align", "status", "plan.yaml"
    )
    written(tmp_path, text.replace(", left: 2026-10-01", ""))
    assert "To: Ana Sousa" in output_of(
        folder, "align", "ask", "plan.yaml", "--for", "supply-chain"
    )
    assert "Ana Sousa (for Nadia Rahmani, who left)" in output_of(
        folder, "align", "status", "plan.yaml"
    )
    assert "Reassign the responsibilities of Nadia Rahmani." in output_of(
        folder, "next", "plan.yaml"
    )


def test_a_contact_who_has_left_is_history(tmp_path: Path) -> None:
    text = LACTEA.replace(
        "  - id: mercier\n", "  - id: mercier\n    left: 2026-10-25\n    next_step: Call her soon\n"
    )
    folder = written(tmp_path, text)
    found = output_of(folder, "validate", "plan.yaml")
    assert "KAM201" not in found  # told_by still points to somebody
    assert "left (25 October 2026) and has no successor" in found
    team = ("plan.yaml", "--format", "markdown", "-o", "-")
    whole = output_of(folder, "render", "plan", *team)
    assert "Left 25 Oct 2026" in whole
    assert "Call her soon" not in whole
    assert "according to Hélène Mercier" in whole
    assert "Mercier" not in output_of(folder, "render", "onepage", *team)


@pytest.mark.parametrize("today", ["9999-12-31", "0001-01-01"])
def test_the_ends_of_the_calendar(tmp_path: Path, today: str) -> None:
    ends = LACTEA.replace("next_review: 2027-01-20", f"next_review: {today}")
    ends = ends.replace("due: 2028-12-31", f"due: {today}", 1)
    for text in (LACTEA, ends):
        folder = written(tmp_path, text)
        for words in SURFACES:
            output_of(folder, *words, today=today)
