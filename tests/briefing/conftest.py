"""Plans to brief about, and one way to make a view of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from kamctl.briefing.document_kinds import CURRENT_DOCUMENTS
from kamctl.briefing.plan_document import build_view
from kamctl.briefing.views.briefing import BriefingView
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.runner import check_source
from kamctl.document.source import Source
from kamctl.workspace.config import NO_WORKSPACE, Workspace

KINDS = tuple(one.name for one in CURRENT_DOCUMENTS)
"""The documents that show a plan as it is."""
Brief = Callable[..., BriefingView]

PLAN = """
kamctl: 1
account:
  id: brau
  name: Bräu & Söhne
  website: https://brau.example
  summary: Family brewer, four plants.
plan:
  stage: shared
  owner: claire
  sponsor: thomas
  period: {start: 2026-01-01, end: 2028-12-31}
  currency: EUR
  next_review: 2027-01-20
team:
  - {id: claire, name: Claire Morel, function: sales, email: claire.morel@corvane.example}
  - {id: thomas, name: Thomas Berger, function: executive}
  - {id: nadia, name: Nadia Rahmani, title: Supply Chain Director, function: supply-chain}
  - {id: paulo, name: Paulo Ferreira, function: finance}
customer:
  goals:
    - id: G1
      text: {en: Fewer stops, fr: Moins d'arrêts}
      so_what: Our valves decide how long a stop lasts.
      status: confirmed
      source: Minutes
      told_by: huber
      on: 2026-05
  needs:
    - {id: N1, text: One catalogue, trend: rising}
stakeholders:
  - id: huber
    name: Anna Huber
    title: Technical Director
    influence: decisive
    attitude: critic
    covered_by: [thomas]
    next_step: Invite her to the trial
position:
  history:
    - {year: 2025, turnover: 1_200_000, customer_spend: 5_100_000, margin: 31.5%}
  targets:
    - {year: 2026, turnover: 1_500_000, customer_spend: 5_000_000}
objectives:
  - id: SO1
    statement:
      en: Keep every line running by the end of 2028.
      fr: Aucune ligne arrêtée d'ici fin 2028.
    scope: {units: [Linz, Graz]}
    due: 2028-Q4
    status: in_progress
    owner: claire
    decider: thomas
    serves: [G1, N1]
    customer_gain: Two shifts more a month.
    our_gain: EUR 0.3 m more turnover a year.
    strategy: Prove it in Linz, then roll out.
    measures:
      - name: {en: Delivery reliability, fr: Fiabilité des livraisons}
        unit: '%'
        baseline: {value: 87, on: 2025-12-31}
        target: {value: 97.5, on: 2027-12-31}
        readings: [{value: 91, on: 2026-09-30}]
    economics: {investment: 400_000, yearly_margin_gain: 250_000, cost_to_serve: 50_000}
    directions:
      - function: supply-chain
        leader: nadia
        ask: {en: Hold four weeks of valves., fr: Tenir quatre semaines de stock.}
        gain: A shared forecast.
        impact:
          business: {effect: positive, note: Fewer express shipments}
          budget: {effect: negative, amount: -180_000.5, note: Stock}
        their_need: Forecasts that hold.
        our_adjustment: Sales freezes the forecast.
        restatement: {text: We carry the stock., by: nadia, on: 2026-10-14}
        resistances:
          - concern: Last year's forecast was wrong.
            severity: condition
            raised_by: nadia
            our_part: We passed on a wish list.
            response: Only call-offs count.
            owner: claire
            due: 2026-12-15
      - function: finance
        leader: paulo
        ask: Accept 60 days.
        impact: {budget: {effect: negative, amount: -95_000}}
        resistances:
          - {concern: Our cash is short., severity: blocking, raised_by: paulo}
    actions:
      - {id: A1, title: Trial, owner: claire, due: 2026-10-31, progress: 40%, status: in_progress}
      - {id: A2, title: Roll-out, owner: nadia, due: 2027-06, status: planned, after: [A1]}
risks:
  - {text: The award goes on price, threatens: [SO1], likelihood: medium, impact: high}
"""


@pytest.fixture
def brief(today: dt.date) -> Brief:
    """Make the view of a plan given as text."""

    def make(
        text: str = PLAN,
        audience: str | None = None,
        language: str = "en",
        workspace: Workspace = NO_WORKSPACE,
        kind: str = "briefing",
        *,
        full: bool = True,
    ) -> BriefingView:
        report = check_source(Source("plan.yaml", text), workspace, today)
        reader = audience_for(audience)
        return build_view(report, reader, language, kind, company="Corvane", full=full)

    return make


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    folder: Path = tmp_path_factory.getbasetemp() / "cache"
    monkeypatch.setenv("KAMCTL_CACHE_DIR", str(folder))
