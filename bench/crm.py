"""The exports of a CRM: what `kamctl import crm` is measured on."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

ACCOUNTS: Final = 2_600
CONTACTS_EACH: Final = 4
_FIRST: Final = ("Hélène", "Paul", "Anna", "Jürgen", "Sofia", "Marc", "Nadia", "Tom", "Inès")
_LAST: Final = ("Mercier", "Weiß", "Rossi", "Smith", "Durand", "Novák", "Silva", "Berg")


def make_exports(folder: Path) -> list[Path]:
    """Write the tables of accounts, contacts and opportunities as Salesforce exports them."""
    folder.mkdir(exist_ok=True)
    numbers = range(ACCOUNTS)
    return [
        _table(
            folder / "accounts.csv",
            "Account ID,Account Name,Account Owner,Industry,Billing City,Employees,Fax",
            [
                (_id("001", at), f"North Dairy & Söhne {at}", _name(at), "Dairy", "Köln", at, "x")
                for at in numbers
            ],
        ),
        _table(
            folder / "contacts.csv",
            "Contact ID,Account ID,First Name,Last Name,Title,Email",
            [
                (_id("003", at * CONTACTS_EACH + person), _id("001", at), *_names(at + person),
                 "Director, Supply", f"c{person}@north-{at}.example")
                for at in numbers
                for person in range(CONTACTS_EACH)
            ],
        ),
        _table(
            folder / "opportunities.csv",
            "Opportunity ID,Account ID,Opportunity Name,Stage,Amount,Probability (%),Close Date",
            [
                (_id("006", at * 2 + deal), _id("001", at), f"Filling line {deal}", "Proposal",
                 f"{10_000 + at}.00", 40, "2027-06-30")
                for at in numbers
                for deal in range(at % 3)
            ],
        ),
    ]  # fmt: skip


def _table(path: Path, headings: str, rows: list[tuple[object, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(headings.split(","))
        writer.writerows(rows)
    return path


def _id(prefix: str, number: int) -> str:
    return f"{prefix}{number:012}AAA"


def _names(number: int) -> tuple[str, str]:
    return _FIRST[number % len(_FIRST)], _LAST[number % len(_LAST)]


def _name(number: int) -> str:
    return " ".join(_names(number))
