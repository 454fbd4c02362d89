"""Plans to measure with: one of real size, and as many others like it as are wanted."""

from __future__ import annotations

import datetime as dt
import random
import re
from pathlib import Path

import yaml

_ROOT = Path(__file__).parents[1]
MODEL = _ROOT / "tests" / "data" / "lactea" / "plan.yaml"
"""The plan that others are made like."""
EXAMPLE = _ROOT / "examples" / "complete-en" / "plan.yaml"
TODAY = dt.date(2026, 11, 23)
"""The day that the plans are written for."""
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML's loader in C, where it is installed: what kamctl is measured beside."""

_CUSTOMERS = ("Alpengut", "Baltfrost", "Cidrerie", "Dolomiti", "Elbmilch", "Fjordis", "Galicia")
_FIRST = ("Anna", "Bruno", "Chloé", "Dirk", "Elif", "Farid", "Greta", "Hugo", "Ilse", "João")
_LAST = ("Albrecht", "Bernard", "Costa", "Duval", "Eriksen", "Fontaine", "Gruber", "Horvat")
_WORDS = ("plant", "line", "valve", "cycle", "water", "stock", "forecast", "trial", "award", "stop")
_PEOPLE = ("Claire Morel", "Thomas Berger", "Nadia Rahmani", "Erik Lindqvist", "Paulo Ferreira")
_AMOUNT = re.compile(r"\b\d{1,3}(?:_\d{3})+\b")
_TEXT = re.compile(
    r"\b(text|so_what|ask|gain|note|title|name|concern|response|mitigation|strategy|their_need"
    r"|our_part|our_gain|our_adjustment|customer_gain|en|fr): ([A-Z]\w+)(?= )"
)
_PAST_DAY = re.compile(r"\b(202[0-6]-0[1-9])-\d\d\b")


def make_plans(folder: Path, count: int, seed: int = 2026) -> list[Path]:
    """Write `count` plans into folders below `folder`: same shape, other names, figures, texts."""
    model = MODEL.read_text(encoding="utf-8")
    chance = random.Random(seed)
    made = []
    for number in range(count):
        path = folder / f"account-{number:04}" / "plan.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(_varied(model, chance, number), encoding="utf-8", newline="\n")
        made.append(path)
    return made


def _varied(model: str, chance: random.Random, number: int) -> str:
    text = model.replace("Lactéa", f"{chance.choice(_CUSTOMERS)} {number}")
    # With one id, the checks across plans would report them all.
    text = text.replace("  id: lactea\n", f"  id: account-{number}\n")
    for person in _PEOPLE:
        text = text.replace(person, f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {number}")
    # One size for all amounts of an account: figures made one by one contradict each other.
    size = chance.uniform(0.2, 5)
    text = _AMOUNT.sub(lambda amount: f"{round(int(amount[0]) * size, -3):_.0f}", text)
    text = _PAST_DAY.sub(lambda day: f"{day[1]}-{chance.randrange(1, 29):02}", text)
    return _TEXT.sub(lambda match: f"{match[0]} {chance.choice(_WORDS)} {chance.random()}", text)
