"""The columns that kamctl knows of each CRM, and those that a workspace adds."""

from __future__ import annotations

import tomllib
from typing import get_args

import pytest

from kamctl.document.errors import UserError
from kamctl.exchange.crm import columns as module
from kamctl.exchange.crm.columns import KINDS, crm_columns, find_columns, plain_heading
from kamctl.workspace import crm_mapping
from kamctl.workspace.crm_mapping import CrmMapping, CrmSystemName

SYSTEMS = get_args(CrmSystemName)
MODELS = {
    "accounts": crm_mapping.CrmAccountColumns,
    "contacts": crm_mapping.CrmContactColumns,
    "opportunities": crm_mapping.CrmOpportunityColumns,
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_system_has_all_fields_and_no_heading_twice(system: str) -> None:
    found = crm_columns(system, {})
    for kind in KINDS:
        headings = found.headings[kind]
        assert set(headings) == set(MODELS[kind].model_fields) - {"turnover"}, kind
        plain = [one for names in headings.values() for one in {*map(plain_heading, names)}]
        twice = {one for one in plain if plain.count(one) > 1}
        assert not twice, kind


def test_each_system_names_its_sources() -> None:
    path = module.__file__.replace("columns.py", "systems.toml")
    with open(path, "rb") as file:  # noqa: PTH123
        table = tomllib.load(file)
    assert tuple(table) == ("closed_words", *SYSTEMS)
    for one in (table[system] for system in SYSTEMS):
        assert len(one["sources"]) >= 3
        assert all(link.startswith("https://") for link in one["sources"])


@pytest.mark.parametrize(
    ("system", "headings", "kind", "unused"),
    [
        ("salesforce", "Id,Name,AnnualRevenue", "accounts", ["AnnualRevenue"]),
        ("salesforce", "Id,AccountId,Name,StageName,CloseDate,Amount", "opportunities", []),
        ("salesforce", "Id,AccountId,LastName,FirstName,Email", "contacts", []),
        ("salesforce", "Account Name,Billing City,Fax", "accounts", ["Fax"]),
        ("salesforce", "Nom du compte;Nom de l’opportunité;Étape;Montant", "opportunities", []),
        ("salesforce", "Prénom;Nom;Nom du compte;Téléphone", "contacts", []),
        (
            "dynamics",
            "(Do Not Modify) Opportunity;(Do Not Modify) Row Checksum;Topic;Est. revenue;Account",
            "opportunities",
            ["(Do Not Modify) Row Checksum"],
        ),
        ("dynamics", "(Do Not Modify) Account;Account Name;Main Phone", "accounts", ["Main Phone"]),
        ("hubspot", "Record ID;Deal Name;Deal Stage;Amount;Close Date", "opportunities", []),
        ("hubspot", "Record ID;Company name;Company Domain Name", "accounts", []),
        ("hubspot", "Record ID;First Name;Last Name;Associated Company IDs", "contacts", []),
    ],
)
def test_what_a_table_is(system: str, headings: str, kind: str, unused: list[str]) -> None:
    row = headings.split(";" if ";" in headings else ",")
    found = find_columns(row, crm_columns(system, {}))
    assert found is not None
    assert (found.kind, found.unused) == (kind, unused)


def test_of_two_columns_for_a_field_the_name_of_the_interface_counts() -> None:
    found = find_columns(["Account Name", "Name", "Id"], crm_columns("salesforce", {}))
    assert found is not None
    assert (found.places["name"], found.unused) == (1, ["Account Name"])


def test_no_table_of_a_crm() -> None:
    assert find_columns(["Date", "Sum"], crm_columns("salesforce", {})) is None


def test_a_mapping_comes_before_its_system() -> None:
    mapping = CrmMapping.model_validate(
        {"system": "hubspot", "accounts": {"name": "Firma", "turnover": {"2026": "Umsatz"}}}
    )
    found = crm_columns("ours", {"ours": mapping})
    assert found.headings["accounts"]["name"] == ["Firma"]
    assert found.headings["accounts"]["turnover.2026"] == ["Umsatz"]
    assert found.probability == "share"
    alone = crm_columns("ours", {"ours": CrmMapping.model_validate({})})
    assert (alone.probability, alone.headings["contacts"]) == ("percent", {})


def test_no_such_crm() -> None:
    with pytest.raises(UserError) as refused:
        crm_columns("salesfroce", {})
    assert "salesforce" in str(refused.value.hint)
