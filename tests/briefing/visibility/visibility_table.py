"""Who may see what: reads `who_sees_what.yaml`, the table that a person can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

from kamctl.briefing.visibility.audience import ACCOUNT_TEAM, EVERYONE, Audience, audience_for

AUDIENCES: Final = {
    "everyone": EVERYONE,
    "executive": "executive",
    "sponsor": "sponsor",
    "finance": "finance",
    "supply-chain": "supply-chain",
    "operations": "operations",
    "research-development": "research-development",
    "local-sales": "local-sales",
    "legal": "legal",
    "others": "service",
    "account-team": ACCOUNT_TEAM,
}
"""The audiences as the table calls them; `others` are functions without a rule of their own."""
DOCUMENTS: Final = {
    "briefing": "briefing",
    "onepage": "one-pager",
    "plan": "full plan",
    "review": "review",
    "portfolio": "portfolio",
}
"""The documents, each with what `docs/who-sees-what.md` calls it."""
TABLE_FILE: Final = Path(__file__).with_name("who_sees_what.yaml")


def audience_called(name: str) -> Audience:
    """Return the audience that the table calls so."""
    return audience_for(AUDIENCES[name])


def read_table() -> dict[str, dict[str, set[str]]]:
    """Return, by field and document, the audiences that see the field there."""
    rows: dict[str, Any] = yaml.safe_load(TABLE_FILE.read_text(encoding="utf-8"))
    return {field: _row(field, row) for field, row in rows.items()}


def _row(field: str, row: Any) -> dict[str, set[str]]:
    """Read a row: `nobody`, or a cell for each document in which somebody sees the field."""
    cells = {} if row == "nobody" else row
    assert isinstance(cells, dict), f"{field}: {row} (nobody, or documents)"
    assert set(cells) <= set(DOCUMENTS), f"{field}: {sorted(set(cells) - set(DOCUMENTS))}"
    return {document: readers(cells.get(document, "nobody")) for document in DOCUMENTS}


def readers(who: str) -> set[str]:
    """Read a cell of the table: `all`, `nobody`, or names; `not` takes some out again."""
    named, _, out = who.partition(" not ")
    known = {"all": set(AUDIENCES), "nobody": set()}
    taken = {part.strip() for part in out.split(",") if part.strip()}
    names = known.get(named.strip(), {part.strip() for part in named.split(",")})
    assert names | taken <= set(AUDIENCES), who
    return names - taken


def cell(names: set[str]) -> str:
    """Write a cell, as short as it goes."""
    missing = [name for name in AUDIENCES if name not in names]
    there = [name for name in AUDIENCES if name in names]
    if not there:
        return "nobody"
    if not missing:
        return "all"
    return f"all not {', '.join(missing)}" if len(missing) <= 3 else ", ".join(there)


def line(field: str, row: dict[str, set[str]]) -> str:
    """Write a row of the table."""
    cells = []
    for document in DOCUMENTS:
        who = cell(row.get(document, set()))
        if who != "nobody":
            cells.append(f'{document}: "{who}"' if "," in who else f"{document}: {who}")
    return f'"{field}": ' + ("{" + ", ".join(cells) + "}" if cells else "nobody")
