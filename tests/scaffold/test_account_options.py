"""A new account from its options, and from its workspace where they say nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from kamctl.document.errors import UserError
from kamctl.scaffold.account_options import (
    AccountOptions,
    account_start,
    read_account_options,
)
from kamctl.workspace.config import NO_WORKSPACE

TODAY = dt.date(2026, 11, 23)


def test_the_workspace_gives_what_no_option_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = AccountOptions(name="North Dairy")
    alone = read_account_options(options, NO_WORKSPACE, TODAY, "fr")
    assert alone.answers == {
        "language": "fr",
        "name": "North Dairy",
        "owner": None,
        "currency": "EUR",
        "tier": None,
        "tools": (),
        "start": dt.date(2027, 1, 1),
        "end": dt.date(2029, 12, 31),
    }
    assert alone.place.folder("North Dairy") == Path("north-dairy")
    workspace = replace(
        NO_WORKSPACE,
        root=tmp_path,
        language="en",
        default_currency="CHF",
        accounts_dir=tmp_path / "accounts",
    )
    known = read_account_options(options, workspace, TODAY, "fr")
    assert (known.answers["language"], known.answers["currency"]) == ("en", "CHF")
    assert known.place.folder("North Dairy") == Path("accounts/north-dairy")
    chosen = replace(options, currency="usd", account_id="nd", parent=Path("x"))
    given = read_account_options(chosen, workspace, TODAY, "fr")
    assert given.answers["currency"] == "USD"
    start = account_start(given.answers, given.place, workspace)
    assert (start.id, given.place.folder(start.name)) == ("nd", Path("x/nd"))


def test_all_that_is_wrong_is_named_at_once() -> None:
    options = AccountOptions(currency="gold", tools="chess", start="soon")
    with pytest.raises(UserError) as error:
        read_account_options(options, NO_WORKSPACE, TODAY, "en")
    for wrong in ("gold", "chess", "soon"):
        assert f"“{wrong}”" in str(error.value)


def test_an_account_needs_a_name() -> None:
    known = read_account_options(AccountOptions(), NO_WORKSPACE, TODAY, "en")
    with pytest.raises(UserError, match="name is missing"):
        account_start(known.answers, known.place, NO_WORKSPACE)


def test_one_end_of_the_period_gives_the_other() -> None:
    given = AccountOptions(end="2029", language="en")
    assert [key for key in ("language", "name", "start", "end") if given.is_given(key)] == [
        "language",
        "start",
        "end",
    ]
