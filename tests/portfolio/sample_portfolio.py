"""Portfolios for tests: the bench's plans, made as different from each other as real ones are."""

from __future__ import annotations

import random
import re
from pathlib import Path

from bench.plans import make_plans
from kamctl.signoffs.signoff_file import signoffs_path
from tests.signing import append, signed

WORKSPACE = """
kamctl: 1
company: Corvane
tiers:
  strategic: {tools: [customer, stakeholders, position, opportunities]}
  key: {tools: [customer]}
  target: {}
custom:
  account:
    region: {type: choice, choices: [North, South, West]}
"""
_NOISE = re.compile(r" (?:plant|line|valve|cycle|water|stock|forecast|trial|award|stop) 0\.\d+")
_OWNERS = (
    "Claire Morel",
    "Jean Petit",
    "Ana Sousa",
    "Ole Lund",
    "Mia Roth",
    "Tom Hale",
    "Ida Berg",
)
_STAGES = ("draft", "shared", "shared", "aligned")
_SPONSORS = ("Thomas Berger", "Eva Lindgren", "Marc Dubois")
_COUNTRIES = ("[FR]", "[FR, DE]", "[DE]", "[NO, PL]", "[ES]")
_DEALS = ("Sensors for four plants", "Valves for a new line", "Service for Iberia")
_FUNCTIONS = ("supply-chain", "research-development", "finance", "local-sales")
_PARENTS = ("Northfold", "Saint-Aubin", "Grupo Vega")


def write_sample_portfolio(folder: Path, count: int, seed: int = 7) -> list[Path]:
    """Write a workspace of `count` accounts: tiers, owners, stages, groups and figures vary."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kamctl.yaml").write_text(WORKSPACE, encoding="utf-8")
    plans = make_plans(folder / "accounts", count, seed)
    for number, path in enumerate(plans):
        text = _NOISE.sub("", path.read_text(encoding="utf-8")).replace("Groupe ", "")
        owner = chance.choice(_OWNERS)
        old = text.partition("{id: claire, name: ")[2].partition(",")[0]
        text = text.replace(f"name: {old},", f"name: {owner}, email: {_address(owner)},", 1)
        text = text.replace("  id: lactea\n", f"  id: account-{number}\n", 1)
        text = text.replace("allocation: 60%", f"allocation: {chance.choice((5, 10, 20))}%", 1)
        more = f"  tier: {chance.choice(('strategic', 'key', 'key', 'target'))}\n"
        more += f"  attractiveness: {chance.choice(('low', 'medium', 'high'))}\n"
        more += f"  strength: {chance.choice(('low', 'medium', 'high'))}\n"
        more += f"  custom: {{region: {chance.choice(('North', 'South', 'West'))}}}\n"
        if chance.random() < 0.2:
            more += f"  parent: {chance.choice(_PARENTS)}\n"
        text = text.replace("  tier: strategic\n", more, 1)
        text = text.replace("  stage: shared\n", f"  stage: {chance.choice(_STAGES)}\n", 1)
        if chance.random() < 0.4:
            text = text.replace("severity: blocking", "severity: comment")
        if chance.random() < 0.3:
            text = text.replace("next_review: 2027-01-20", "next_review: 2026-11-10", 1)
        if chance.random() < 0.2:
            text = text.replace("currency: EUR", "currency: NOK", 1)
        if chance.random() < 0.5:
            text = text.replace("due: 2026-10-31, status: planned", "due: 2027-04-30")
        if chance.random() < 0.6:
            text = text.replace("value: 29, on", "value: 33, on").replace(
                "value: 91, on", "value: 97, on"
            )
        sold = re.search(r"year: 2025, turnover: ([0-9_]+)", text)
        assert sold is not None
        now = int(int(sold[1].replace("_", "")) * chance.uniform(0.8, 1.1))
        text = text.replace(sold[0], f"year: 2025, turnover: {now}", 1)
        text = text.replace("[FR, DE, ES, PL, NO]", chance.choice(_COUNTRIES), 1)
        sponsor = text.partition("{id: thomas, name: ")[2].partition(",")[0]
        text = text.replace(f"name: {sponsor},", f"name: {chance.choice(_SPONSORS)},", 1)
        text += _opportunities(chance)
        path.write_text(text, encoding="utf-8", newline="\n")
        for function in _FUNCTIONS:
            if number % 2 and chance.random() < 0.6:
                decision = chance.choice(("agree", "agree", "agree-with-conditions", "object"))
                command = (
                    f"kamctl align record plan.yaml SO1 --for {function} --decision {decision}"
                )
                append(signoffs_path(path), signed(text, command))
    return plans


def _opportunities(chance: random.Random) -> str:
    """Write the section of up to three opportunities, one of them decided."""
    lines = [
        f"  - {{title: {title}, value: {chance.randrange(50, 900)}000, "
        f"probability: {chance.choice((20, 40, 75))}%, close: 2027-0{chance.randrange(1, 9)}-15}}"
        for title in _DEALS[: chance.randrange(3)]
    ]
    if lines:
        lines.append("  - {title: Pilot in Kempten, value: 90000, probability: 100%, stage: won}")
    return "\n".join(["opportunities:", *lines, ""]) if lines else ""


def _address(name: str) -> str:
    return name.lower().replace(" ", ".") + "@corvane.example"
