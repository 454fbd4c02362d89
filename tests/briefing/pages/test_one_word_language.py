"""A language in which all words of the tool are one word: no page loses or mixes up anything.

Whatever picks a fact, a column or an effect by its translated label would find another one, or
none, where two labels are the same word in some language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from kamctl.briefing import formatter
from kamctl.briefing.document_kinds import PLAN_DOCUMENTS
from kamctl.briefing.pages.portfolio_page import portfolio_view
from kamctl.briefing.plan_document import build_view
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.runner import check_source
from kamctl.document.source import Source
from kamctl.i18n.catalog import Translator
from kamctl.portfolio.portfolio import build_portfolio
from kamctl.portfolio.summarize_plan import summarize_plan
from kamctl.workspace.config import NO_WORKSPACE
from tests.briefing.extreme_plans import as_yaml, crowded_plan
from tests.briefing.pages.test_snapshots import CHANGES, COMPANY, TODAY, past, report

READERS = ("account-team", "everyone", "executive", "sponsor", "finance", "supply-chain")
FOR_PROGRAMS = {"key", "keys", "id", "ids"}
"""Fields of a view that no reader sees: they are the same in every language."""
KINDS = {"good", "warn", "bad", "plain", "quiet"}


class OneWord(Translator):
    """Says the same word for everything."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.plural = lambda one, many, count: "word"

    def __call__(self, msgid: str) -> str:
        return "word"


def shape(value: Any, field: str = "", place: str = "") -> Iterator[tuple[str, Any]]:
    """Return what is left of a view without its words: how many there are of what, and where."""
    if isinstance(value, tuple):
        names = getattr(value, "_fields", [field] * len(value))
        yield place, len(value)
        for number, (name, one) in enumerate(zip(names, value, strict=True)):
            step = name if hasattr(value, "_fields") else number
            yield from shape(one, name, f"{place}/{step}")
    elif isinstance(value, str):
        yield place, value if field in FOR_PROGRAMS or value in KINDS else bool(value)
    else:
        assert value is None or isinstance(value, bool | int | float | frozenset | dt.date), value
        yield place, value


def views() -> dict[tuple[str, ...], Any]:
    """Return the views of each document, short and in full, for each reader."""
    found: dict[tuple[str, ...], Any] = {}
    crowded = check_source(Source("plan.yaml", as_yaml(crowded_plan())), NO_WORKSPACE, TODAY)
    plans = {"brewer": report("brewer"), "complete": report("complete-en"), "crowded": crowded}
    documents = [one.name for one in PLAN_DOCUMENTS]
    for document, plan, reader, length in product(documents, plans, READERS, ("short", "full")):
        is_review = document == "review"
        if is_review and plan != "complete":
            continue
        read = report("complete-en", CHANGES) if is_review else plans[plan]
        assert read.plan is not None
        found[document, plan, reader, length] = build_view(
            read, audience_for(reader), "en", document, past("en") if is_review else None,
            company=COMPANY, full=length == "full",
        )  # fmt: skip
    accounts = [summarize_plan(report(one), TODAY) for one in ("complete-en", "complete-fr")]
    together = build_portfolio(accounts, TODAY, ("strategic", "key"))
    for reader in READERS:
        found["portfolio", reader] = portfolio_view(together, audience_for(reader), "en", COMPANY)
    return found


def test_no_view_loses_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    english = views()
    monkeypatch.setattr(formatter, "translator", OneWord)
    in_one_word = views()
    assert any(len(view.objectives) > 1 for place, view in english.items() if "crowded" in place)
    for place, view in in_one_word.items():
        assert [*shape(view)] == [*shape(english[place])], place
