"""Where a line of a page does not end."""

from __future__ import annotations

import pytest

from kamctl.briefing.engine.html import render_html

PLAN = """
kamctl: 1
account: {{name: A}}
objectives:
  - id: SO1
    statement: {text}
    scope: {{countries: [FR], offerings: [Valves]}}
    actions: [{{id: A1, title: Visit, due: 2026-12-15}}]
"""


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("Reach 95 % by May.", "en", "Reach 95~% by May."),
        ("Sell 5 percent more.", "en", "Sell 5 percent more."),
        ("Lose −€5 or 5 − 3.", "en", "Lose −\N{WORD JOINER}€5 or 5 − 3."),
        ("Lose −₹20,000.", "en", "Lose −\N{WORD JOINER}₹20,000."),
        ("A.", "en", "France&nbsp;·"),
        ("A.", "en", 'class="day">15~Dec 2026'),
        ("A.", "fr", 'class="day">15~déc. 2026'),
        ("Line 7", "en", "Line~7"),
        ("Line 7 for Éloria 12", "en", "Line 7 for Éloria~12"),
        ("Order 7000", "en", "Order 7000"),
    ],
)
def test_dates_percentages_and_numbered_names_stay_on_one_line(
    brief, text: str, language: str, shown: str
) -> None:
    page = render_html(brief(PLAN.format(text=text), "account-team", language), kind="briefing")
    assert f"{shown.replace('~', chr(160))}<" in page
