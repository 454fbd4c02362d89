"""Portfolios for tests: the bench's plans, made as different from each other as real ones are."""

from __future__ import annotations

import random
import re
from pathlib import Path

from bench.plans import make_plans

WORKSPACE = """
kamctl: 1
company: Corvane
tiers:
  strategic: {tools: [customer, stakeholders, position, opportunities]}
  key: {tools: [customer]}
  target: {}
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
        path.write_text(text, encoding="utf-8", newline="\n")
    return plans


def _address(name: str) -> str:
    return name.lower().replace(" ", ".") + "@corvane.example"
