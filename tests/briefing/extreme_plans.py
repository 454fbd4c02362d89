"""Plans at the edge of what people write: too long, too many, in other scripts, full of markup."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

LONG: Final = (
    "Everything about the way in which the plants are supplied has to be agreed anew. " * 250
)
TEXTS: Final[Mapping[str, str]] = {
    "20,000 characters": LONG[:20_000],
    "20,000 characters without a space": "Lieferkettensorgfaltspflicht" * 715,
    "right to left": "تسليم كل مركز في غضون يوم واحد بحلول نهاية عام ٢٠٢٨ 12 % (Corvane) שלום",
    "right-to-left override": "invoice \u202egpj.exe\u202c \u2066inside\u2069 \u200fend",
    "emoji": "👩‍🔬🏳️‍🌈 Zero ⏱️ stops 🇫🇷🇩🇪 " + "🚚" * 80,
    "wide script": "交货可靠性和供应链管理" * 30,
    "combining marks": ("Z" + "\u0351\u0342\u0363" * 4) * 40,
    "invisible": "zero\u200bwidth\u2060\ufeff soft\u00adhyphen \u2028 line \u2029 paragraph",
    "formula": '=HYPERLINK("http://evil.example";"x") +1 -1 @SUM(A1:A9) =cmd|\' /C calc\'!A0',
    "math": "$\\frac{1}{0}$ \\(x\\) $$y$$ %100 \\input{secret}",
    "HTML": "</style></title><script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;",
    "Markdown": "# h\n\n| a | b |\n|---|---|\n\n```js\nx\n```\n[x](javascript:alert(1)) ![i](http://e.example/i)",
    "Mermaid": 'gantt\n  A :done, a1, 2027-01-01, 3d;%%{init: {"theme":"x"}}%% -->|x| B["y"] end',
    "Jinja": "{{ 7 * 7 }} {% include 'secret' %} {# x #} %s %(x)s {0} {__class__}",
    "quotes": "\"'`«»“”‘’ \\ / \\n \\u0000 --> ]]> <!-- -->",
    "one character": "x",
}
"""Kinds of texts that a plan may hold, by what is odd about them."""


def as_yaml(plan: Mapping[str, Any]) -> str:
    """Write a plan as YAML: JSON is YAML, with what YAML cannot hold as it is escaped."""
    text = json.dumps(plan, ensure_ascii=False)
    for odd in "\x7f\x85\u2028\u2029\ufeff":
        text = text.replace(odd, f"\\u{ord(odd):04x}")
    return text


def crowded_plan(
    text: str = "A sentence of an ordinary length that ends with a full stop.",
    *,
    objectives: int = 2,
    functions: int = 9,
    people: int = 12,
    name: str | None = None,
    reports_to: Callable[[int], int | None] = lambda place: (place - 1) // 3 if place else None,
) -> dict[str, Any]:
    """Return a plan with `text` wherever there is one, and with many of everything."""
    name = text if name is None else name
    names = [
        "finance", "supply-chain", "operations", "research-development", "legal", "local-sales",
        "quality", "service", "marketing", "information-technology", "human-resources",
    ][:functions]  # fmt: skip
    return {
        "kamctl": 1,
        "account": {
            "id": "crowded", "name": name, "industry": text, "headquarters": text, "summary": text,
            "parent": text, "website": "https://crowded.example", "countries": ["FR", "DE"],
            "relationship": {"now": "cooperative", "target": "interdependent", "by": "2028-12-31",
                             "gap": text},
        },
        "plan": {
            "stage": "shared", "owner": "m0", "sponsor": "m1", "currency": "EUR",
            "period": {"start": "2026-01-01", "end": "2028-12-31"}, "next_review": "2027-01-20",
        },
        "team": [
            {"id": f"m{place}", "name": name, "title": text, "email": "a.b@c.example",
             "function": function}
            for place, function in enumerate(["sales", "executive", *names])
        ],
        "customer": {
            "business_model": {"text": text, "so_what": text, "source": text},
            "goals": [
                {"id": f"G{place}", "text": text, "so_what": text, "source": text,
                 "told_by": "p0", "on": "2026-05", "status": "confirmed", "priority": "high"}
                for place in range(6)
            ],
            "needs": [{"id": "N0", "text": text, "so_what": text, "trend": "rising"}],
        },
        "swot": {
            key: [{"id": f"{key[0]}{place}", "text": text, "so_what": text, "source": text}
                  for place in range(10)]
            for key in ("strengths", "weaknesses", "opportunities", "threats")
        },
        "stakeholders": [
            {
                "id": f"p{place}", "name": f"{name} {place}", "title": text, "unit": name,
                "influence": ("decisive", "significant", "minor")[place % 3],
                "attitude": ("champion", "supporter", "neutral", "critic", "opponent")[place % 5],
                "covered_by": [f"m{place % (functions + 2)}"], "next_step": text,
                "our_part": text, "their_need": text,
            }
            | ({} if (boss := reports_to(place)) is None else {"reports_to": f"p{boss}"})
            for place in range(people)
        ],
        "position": {
            "history": [
                {"year": year, "turnover": 1_000_000 * (year - 2010), "margin": "31.5%",
                 "customer_spend": 60_000_000, "volume": 1000 + year}
                for year in range(2015, 2026)
            ],
            "targets": [
                {"year": year, "turnover": 2_000_000 * (year - 2015), "customer_spend": 70_000_000,
                 "volume": 2 * year}
                for year in range(2026, 2030)
            ],
        },
        "whitespace": {
            "offerings": [f"{name} {place}" for place in range(6)],
            "units": [f"{name} {place}" for place in range(8)],
            "cells": [
                {"unit": f"{name} {place % 8}", "offering": f"{name} {place % 6}",
                 "status": "open", "spend": 900_000, "potential": 100_000 * place, "note": text}
                for place in range(20)
            ],
        },
        "objectives": [
            {
                "id": f"SO{number}", "statement": f"{text} ({number})", "due": "2028-12-31",
                "status": "in_progress", "owner": "m0", "decider": "m1",
                "serves": [f"G{(number + place) % 6}" for place in range(4)],
                "customer_gain": text, "our_gain": text, "strategy": text,
                "scope": {"units": [name], "countries": ["FR"]},
                "economics": {"investment": 400_000, "yearly_margin_gain": 250_000, "note": text},
                "measures": [
                    {"name": text, "unit": name[:30], "baseline": {"value": 10, "on": "2025-12-31"},
                     "target": {"value": -97.5, "on": "2027-12-31"},
                     "readings": [{"value": -12, "on": "2026-09-30"}]}
                    for _ in range(4)
                ],
                "directions": [
                    {
                        "function": function, "leader": f"m{place + 2}", "ask": text, "gain": text,
                        "impact": {"budget": {"effect": "negative", "amount": -180_000,
                                              "note": text}},
                        "mitigation": text, "their_need": text, "our_adjustment": text,
                        "restatement": {"text": text, "by": f"m{place + 2}", "on": "2026-10-14"},
                        "resistances": [{"concern": text, "our_part": text, "response": text}],
                    }
                    for place, function in enumerate(names)
                ],
                "actions": [
                    {"id": f"A{number}_{place}", "title": text, "owner": "m0",
                     "start": "2026-09-01", "due": f"2027-{place + 1:02}-28", "status": "planned",
                     **({"after": [f"A{number}_{place - 1}"]} if place else {})}
                    for place in range(7)
                ],
            }
            for number in range(objectives)
        ],
        "risks": [
            {"text": text, "threatens": ["SO0"] if objectives else [], "likelihood": "high",
             "impact": "high", "response": text, "owner": "m0"}
            for _ in range(6)
        ],
    }  # fmt: skip


def plan_in_many_scripts(**few: int) -> dict[str, Any]:
    """Return a plan in which each text is odd in another way than the one before."""
    odd = itertools.cycle(TEXTS.values())
    names = itertools.cycle(text[:120] for text in TEXTS.values())

    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: filled(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [filled(inner) for inner in value]
        if value == "(text)":
            return next(odd)[:4000]
        return value.replace("(name)", next(names)) if "(name)" in str(value) else value

    made: dict[str, Any] = filled(crowded_plan("(text)", name="(name)", **few))
    return made
