"""A portfolio as a company has it: accounts that differ as real ones do, and two quarters of work.

The same seed makes the same plans and the same past. To look at one:

    python -m bench.portfolio FOLDER --plans 100 --past
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench.git import git
from bench.plans import MODEL, TODAY

WEEKS: Final = 26
_NAMES: Final = (
    "Alpengut",
    "Baltfrost",
    "Cidrerie",
    "Dolomiti",
    "Elbmilch",
    "Fjordis",
    "Galicia",
    "Karst",
    "Lorient",
    "Moravia",
    "Norrland",
    "Piemont",
    "Rhodan",
    "Savoie",
    "Tatra",
    "Vosges",
)
_KINDS: Final = ("Dairies", "Foods", "Brewing", "Pharma", "Paper", "Chemicals", "Water", "Sugar")
_GROUPS: Final = ("Nordmilch Holding", "Groupe Armor", "Van Dael International")
_MANAGERS: Final = (
    "Claire Morel",
    "Jonas Weber",
    "Sofia Rossi",
    "Liam Byrne",
    "Anna Nowak",
    "Hugo Martin",
    "Eva Lindholm",
    "Pedro Alves",
    "Marie Dupont",
    "Karl Huber",
    "Ingrid Berg",
    "Tom Janssen",
    "Lucia Vega",
    "Paul Novak",
    "Nora Haas",
)
_SPONSORS: Final = (
    "Thomas Berger",
    "Helen Strand",
    "Marc Girard",
    "Ute Lang",
    "Andrea Bruni",
    "Piet de Vries",
)
_OPTIONAL: Final = ("swot", "buying", "whitespace", "competitors", "risks", "relations")
_TIERS: Final = ("strategic", "strategic", "key", "key", "key", "growth")
_STAGES: Final = ("draft", "draft", "shared", "shared", "shared", "aligned", "validated")
_AMOUNT: Final = re.compile(r"\b\d{1,3}(?:_\d{3})+\b")
_SPEND: Final = re.compile(r"customer_spend: ([\d_]+)")
_PAST: Final = re.compile(r"(year: 202[34], )turnover: ([\d_]+)")
_READING: Final = re.compile(r"readings: \[(\{value: (\d+), on: [-\d]+\})\]")
_SECTION: Final = re.compile(r"^(?=[a-z]+:)", re.MULTILINE)

Edit = Callable[[str, random.Random, dt.date], str]


def make_portfolio(folder: Path, count: int, seed: int = 2026) -> list[Path]:
    """Write a workspace with `count` plans below `folder`; return their files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kamctl.yaml").write_text(_WORKSPACE, encoding="utf-8", newline="\n")
    chance = random.Random(seed)
    model = MODEL.read_text(encoding="utf-8")
    made = []
    for number in range(count):
        path = folder / "accounts" / f"account-{number:05}" / "plan.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(_account(model, chance, number), encoding="utf-8", newline="\n")
        made.append(path)
    return made


_WORKSPACE: Final = """\
kamctl: 1
company: Corvane
accounts: accounts
tiers:
  strategic: {tools: [swot, whitespace, stakeholders, position]}
  key: {tools: [stakeholders, position]}
  growth: {}
"""


def _account(model: str, chance: random.Random, number: int) -> str:
    """Return one plan: another customer, size and team, as complete as its manager has made it."""
    name = f"{chance.choice(_NAMES)} {chance.choice(_KINDS)}"
    tier = chance.choice(_TIERS)
    group = f"  parent: {chance.choice(_GROUPS)}\n" if chance.random() < 0.12 else ""
    text = model.replace("Groupe Lactéa", f"{name} {number}").replace("Lactéa", name)
    text = text.replace("  id: lactea\n", f"  id: account-{number:05}\n{group}")
    text = text.replace("tier: strategic", f"tier: {tier}")
    text = text.replace("stage: shared", f"stage: {chance.choice(_STAGES)}")
    text = text.replace("Claire Morel", _MANAGERS[number % len(_MANAGERS)])
    text = text.replace("Thomas Berger", chance.choice(_SPONSORS))
    # One size for all amounts of an account: figures made one by one contradict each other.
    size = chance.lognormvariate(0, 0.9)
    text = _AMOUNT.sub(lambda amount: f"{max(1000, round(int(amount[0]) * size, -3)):_.0f}", text)
    text = _market(text, chance)
    text = _incomplete(text, chance)
    decider = f"Hélène Mercier {number}" if number % 9 else "Ana Prieto"
    text = text.replace("Hélène Mercier", decider)
    text = text.replace("attitude: supporter", f"attitude: {chance.choice(_ATTITUDES)}")
    review = TODAY + dt.timedelta(days=chance.randrange(-40, 120))
    text = text.replace("next_review: 2027-01-20", f"next_review: {review}")
    for due in ("2026-10-31", "2027-01-31", "2027-06-30", "2027-02-15"):
        moved = dt.date.fromisoformat(due) + dt.timedelta(days=chance.randrange(-60, 200))
        text = text.replace(f"due: {due}", f"due: {moved}")
    if chance.random() < 0.6:
        text = text.replace("severity: blocking", "severity: condition")
    for given in ("2 engineers for 9 months", "0.5 planner"):
        text = text.replace(given, f"{chance.randrange(1, 6)} {given.partition(' ')[2]}")
    left_out = {one for one in _OPTIONAL if chance.random() < 0.2}
    sections = _SECTION.split(text)
    text = "".join(one for one in sections if one.partition(":")[0] not in left_out)
    tools = [one for one in _TOOLS if one not in left_out]
    return re.sub(r"tools: \[.*\]", f"tools: [{', '.join(tools)}]", text)


_ATTITUDES: Final = ("champion", "supporter", "supporter", "neutral", "critic")
_TOOLS: Final = (
    "customer swot stakeholders buying position whitespace competitors risks".split()  # noqa: SIM905
)


def _market(text: str, chance: random.Random) -> str:
    """Vary the customer's total spend, and our turnover of the last years."""
    spend = chance.uniform(0.6, 1.8)
    text = _SPEND.sub(lambda one: f"customer_spend: {_scaled(one[1], spend)}", text)
    before = chance.uniform(0.85, 1.2)
    return _PAST.sub(lambda one: f"{one[1]}turnover: {_scaled(one[2], before)}", text)


def _scaled(amount: str, by: float) -> str:
    return f"{max(1000, round(int(amount) * by, -3)):_.0f}"


def _incomplete(text: str, chance: random.Random) -> str:
    """Leave out what this manager has not written, or has no use for."""
    if chance.random() < 0.3:  # one objective, not two
        start, end = text.index("  - id: SO2\n"), text.index("\nrisks:")
        text = text[:start].rstrip() + "\n" + text[end:]
    for pattern in (r"    economics: .*\n", r"        mitigation: .*\n", r"        gain: .*\n",
                    r"    (?:customer|our)_gain: .*\n", r"        restatement: .*\n"):  # fmt: skip
        if chance.random() < 0.25:
            text = re.sub(pattern, "", text)
    if chance.random() < 0.4:
        text = _answer(text, chance, TODAY - dt.timedelta(days=chance.randrange(300)))
    return text


# --- Two quarters --------------------------------------------------------------------------------


def _slip(text: str, chance: random.Random, _: dt.date) -> str:
    """Postpone the date of an action by some weeks."""
    found = list(re.finditer(r"(\{id: A\d[^}]*due: )([-\d]+)", text))
    if not found:
        return text
    one = chance.choice(found)
    later = dt.date.fromisoformat(one[2]) + dt.timedelta(weeks=chance.randrange(2, 9))
    return f"{text[: one.start(2)]}{later}{text[one.end(2) :]}"


def _finish(text: str, chance: random.Random, _: dt.date) -> str:
    """Set an action to done."""
    found = list(re.finditer(r"status: (planned|in_progress)(?=[^}\n]*\})", text))
    if not found:
        return text
    one = chance.choice(found)
    return f"{text[: one.start()]}status: done{text[one.end() :]}"


def _read(text: str, chance: random.Random, day: dt.date) -> str:
    """Add a reading of the first measure."""
    one = _READING.search(text)
    if one is None:
        return text
    value = int(one[2]) + chance.randrange(-2, 4)
    return f"{text[: one.end(1)]}, {{value: {value}, on: {day}}}{text[one.end(1) :]}"


def _warm(text: str, chance: random.Random, _: dt.date) -> str:
    """Change the attitude of somebody at the customer."""
    found = list(re.finditer(r"attitude: (\w+)", text))
    one = chance.choice(found)
    return f"{text[: one.start(1)]}{chance.choice(_ATTITUDES)}{text[one.end(1) :]}"


def _answer(text: str, _: random.Random, day: dt.date) -> str:
    """Add the restatement of a function."""
    mark = "        gain: Concentration risk"
    if "Sixty days" in text or mark not in text:
        return text
    answer = (
        f"        restatement: {{text: Sixty days inside the framework., by: paulo, on: {day}}}\n"
    )
    return text.replace(mark, answer + mark)


def _lower(text: str, chance: random.Random, _: dt.date) -> str:
    """Lower a target a little."""
    return re.sub(r"target: \{value: 42,", f"target: {{value: {chance.randrange(36, 42)},", text)


_WORK: Final[tuple[tuple[Edit, str], ...]] = (
    (_slip, "Move a date"),
    (_slip, "Move a date"),
    (_finish, "Done"),
    (_read, "New reading"),
    (_read, "New reading"),
    (_warm, "After the visit"),
    (_answer, "Finance has answered"),
    (_lower, "A target that can be reached"),
)


def make_past(folder: Path, files: list[Path], seed: int = 2026) -> None:
    """Put the portfolio under git with two quarters of commits, a week at a time.

    Raises:
        OSError: git is not installed.
        subprocess.CalledProcessError: it fails.
    """
    chance = random.Random(seed)
    begun = TODAY - dt.timedelta(weeks=WEEKS)
    git(folder, "init", "-q", "-b", "main")
    _commit(folder, "The portfolio as it was taken over", "Sales operations", begun)
    for week in range(1, WEEKS + 1):
        day = begun + dt.timedelta(weeks=week, days=-chance.randrange(3, 6))
        for file in chance.sample(files, max(1, len(files) // 12)):
            edit, description = chance.choice(_WORK)
            before = file.read_text(encoding="utf-8")
            after = edit(before, chance, day)
            if after != before:
                file.write_text(after, encoding="utf-8", newline="\n")
                place = int(file.parent.name.rpartition("-")[2])
                _commit(folder, description, _MANAGERS[place % len(_MANAGERS)], day)


def _commit(folder: Path, description: str, author: str, day: dt.date) -> None:
    git(folder, "add", "-A")
    when = f"{day}T09:00:00+00:00"
    address = author.lower().replace(" ", ".") + "@corvane.example"
    git(folder, "commit", "-q", "-m", description, author=f"{author} <{address}>", when=when)


def main() -> None:
    """Make a portfolio to look at."""
    parser = argparse.ArgumentParser(prog="python -m bench.portfolio", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plans", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--past", action="store_true", help="with two quarters of commits")
    asked = parser.parse_args()
    files = make_portfolio(asked.folder, asked.plans, asked.seed)
    if asked.past:
        make_past(asked.folder, files, asked.seed)


if __name__ == "__main__":
    main()
