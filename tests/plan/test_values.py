"""Amounts, percentages, dates and values as people write them: read in their one meaning."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.briefing.visibility.audience import audience_names
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.formats import Formats
from kamctl.i18n.words import all_words
from kamctl.plan.amounts import Conventions, Doubt, read_amount, read_percent
from kamctl.plan.date_forms import both_readings, iso_date
from kamctl.plan.labels import (
    ATTITUDES,
    BUYING_ROLES,
    CLAIM_STATUS,
    DECISION_STATUS,
    EFFECTS,
    HEALTH,
    INFLUENCES,
    LEVELS,
    OUTCOMES,
    RESISTANCE_STATUS,
    TIERS,
    TRENDS,
    VALUE_LABELS,
    WHITESPACE,
)
from kamctl.plan.load import Loaded, load_plan
from kamctl.plan.objectives import UnitNames
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.value_synonyms import asked_value, value_for
from kamctl.plan.values import FUNCTIONS
from kamctl.signoffs.signed_content import signed_content
from kamctl.signoffs.signoff import DECISION_LABELS
from tests.running import kamctl

EN, FR, DE = Conventions("en", "EUR"), Conventions("fr", "EUR"), Conventions("de", "EUR")


def load(text: str) -> Loaded:
    return load_plan(read(Source("plan.yaml", text)))


def turnover(written: str, header: str = "currency: EUR") -> Loaded:
    return load(
        f"kamctl: 1\naccount: {{name: L}}\nplan: {{{header}}}\n"
        f"position:\n  history:\n    - year: 2025\n      turnover: {written}\n"
    )


def figure(loaded: Loaded) -> float | None:
    assert loaded.plan is not None and loaded.plan.position is not None
    return loaded.plan.position.history[0].turnover


# --- Amounts --------------------------------------------------------------------------------------

EVERYWHERE: list[tuple[str, float]] = [
    ("48 500 €", 48_500),
    ("48\u00a0500\u00a0€", 48_500),
    ("48\u202f500", 48_500),
    ("48\u2009500", 48_500),
    ("48_500 €", 48_500),
    ("1 234 567", 1_234_567),
    ("100k€", 100_000),
    ("100 k€", 100_000),
    ("100 kEUR", 100_000),
    ("100K", 100_000),
    ("1.5M", 1_500_000),
    ("€1.5M", 1_500_000),
    ("EUR 1.5 M", 1_500_000),
    ("1.2 Md€", 1_200_000_000),
    ("−40 000", -40_000),
    ("-€40 000", -40_000),
    ("€ -40 000", -40_000),
    ("+15", 15),
    ("+ 15 000", 15_000),
    ("− 40 000 €", -40_000),
    ("- €40 000", -40_000),
    ("1.234.567", 1_234_567),
    ("1,234,567", 1_234_567),
    ("1,234.5", 1234.5),
    ("1.234,5", 1234.5),
    ("1'234'567", 1_234_567),
    ("1.1M", 1_100_000),
]


@pytest.mark.parametrize("conventions", [EN, FR, DE], ids=["en", "fr", "de"])
@pytest.mark.parametrize(("written", "amount"), EVERYWHERE)
def test_what_has_one_meaning_in_every_language(
    written: str, amount: float, conventions: Conventions
) -> None:
    found = read_amount(written, conventions)
    assert not isinstance(found, Doubt)
    assert float(found) == amount


@pytest.mark.parametrize(
    ("written", "english", "french"),
    [
        ("€48,500", 48_500, Doubt("two_readings", "€48500", "€48.5")),
        ("1,500", 1_500, Doubt("two_readings", "1500", "1.500")),
        ("1,500M", Doubt("two_readings", "1500M", "1.5M"), Doubt("two_readings", "1500M", "1.5M")),
        (
            "1.500 €",
            Doubt("two_readings", "1500 €", "1.5 €"),
            Doubt("two_readings", "1500 €", "1.5 €"),
        ),
        ("1,5 M€", Doubt("decimals", "1.5 M€"), 1_500_000),
        ("-1,5m", Doubt("decimals", "-1.5m"), Doubt("letters", "-1,5 M")),
        ("1,50", Doubt("decimals", "1.50"), 1.5),
        ("1 234,567", Doubt("decimals", "1234.567"), 1234.567),
        ("0,125", Doubt("decimals", "0.125"), 0.125),
        ("5.2m", 5_200_000, Doubt("letters", "5.2 M")),
        ("€1.2bn", 1_200_000_000, Doubt("letters", "€1.2 Md")),
        ("2bn €", 2_000_000_000, Doubt("letters", "2 Md €")),
        ("+15 %", Doubt("percent"), Doubt("percent")),
        ("34%", Doubt("percent"), Doubt("percent")),
        ("$100k", Doubt("currency", "$", "EUR"), Doubt("currency", "$", "EUR")),
        ("100 CHF", Doubt("currency", "CHF", "EUR"), Doubt("currency", "CHF", "EUR")),
        ("200-500", Doubt("range"), Doubt("range")),
        ("200 – 500 k€", Doubt("range"), Doubt("range")),
        ("8/10", Doubt("score"), Doubt("score")),
        ("12 34", Doubt("no_number"), Doubt("no_number")),
        ("1 000_000", Doubt("no_number"), Doubt("no_number")),
        ("1,23,456", Doubt("no_number"), Doubt("no_number")),
        ("1.2.3", Doubt("no_number"), Doubt("no_number")),
        ("--5", Doubt("no_number"), Doubt("no_number")),
        ("(95 000 €)", Doubt("parentheses", "-95 000 €"), Doubt("parentheses", "-95 000 €")),
        ("(-5)", Doubt("no_number"), Doubt("no_number")),
        ("(about 5)", Doubt("no_number"), Doubt("no_number")),
        ("-5-", Doubt("no_number"), Doubt("no_number")),
        ("€5€", Doubt("no_number"), Doubt("no_number")),
        ("5 XQZ", Doubt("no_number"), Doubt("no_number")),
        ("about 5", Doubt("no_number"), Doubt("no_number")),
        ("nan", Doubt("no_number"), Doubt("no_number")),
        ("٣", Doubt("no_number"), Doubt("no_number")),
    ],
)
def test_language_and_currency_decide(
    written: str, english: float | Doubt, french: float | Doubt
) -> None:
    for conventions, meant in ((EN, english), (FR, french)):
        found = read_amount(written, conventions)
        assert (found if isinstance(found, Doubt) else float(found)) == meant


def test_a_currency_needs_one_in_the_plan() -> None:
    assert read_amount("5 €", Conventions()) == Doubt("no_currency", "€", "EUR")
    assert read_amount("5 ¥", Conventions("en", "CNY")) == 5


@pytest.mark.parametrize(
    ("written", "currency"),
    [("US$ 450", "USD"), ("450 $US", "USD"), ("A$450", "AUD"), ("450 $CA", "CAD"), ("C$450", "CAD"),
     ("HK$ 450", "HKD"), ("R$ 450", "BRL"), ("NZ$450", "NZD"), ("S$450", "SGD")],
)  # fmt: skip
def test_the_dollar_of_a_country(written: str, currency: str) -> None:
    assert read_amount(written, Conventions("en", currency)) == 450
    assert isinstance(read_amount(written, Conventions("en", "EUR")), Doubt)


@pytest.mark.parametrize(
    ("written", "header", "words"),
    [
        ("1,500", "language: fr", "The number is ambiguous: write 1500 or 1.5"),
        ("100k$", "currency: EUR", "the plan's currency, EUR"),
        ("100k$", "language: fr", "`currency: USD` under `plan:`"),
        ("1,5 M€", "currency: EUR", "the decimal separator is a point: 1.5"),
        ("1,2 Mio", "currency: CHF", "Write 1.2M."),
        ("1.5 millions", "currency: CHF, language: fr", "Write 1.5M."),
        ("1,5 milliard €", "currency: EUR, language: fr", "Write 1,5Md€."),
        ("Fr. 180'000", "currency: CHF", "Write CHF 180'000."),
        ("180'000 Fr.", "currency: CHF", "Write 180'000 CHF."),
        ("48 500 euros", "currency: CHF", "the plan's currency, CHF"),
        ("1.2 Mio of it", "currency: CHF", "without other words"),
        ("200-500", "currency: EUR", "This is a range"),
        ("1e18", "currency: EUR", "Correct the figure"),
        ("1e-20", "currency: EUR", "Correct the figure"),
        ("-1e-300", "currency: EUR", "Correct the figure"),
        ("'0.0000000001'", "currency: EUR", "Correct the figure"),
        (".inf", "currency: EUR", "Write the figure"),
    ],
)
def test_why_an_amount_is_not_read(written: str, header: str, words: str) -> None:
    loaded = turnover(written, header)
    (finding,) = loaded.findings
    assert words in str(finding.hint)
    assert figure(loaded) is None


def test_two_spellings_of_one_amount_are_signed_alike() -> None:
    def signed(budget: str, target: str, due: str, unit: str = "hubs") -> Any:
        loaded = load(
            "kamctl: 1\naccount: {name: L}\nplan: {currency: EUR, language: fr}\n"
            f"objectives:\n  - id: S\n    statement: Win.\n    due: {due}\n    measures:\n"
            f"      - name: M\n        unit: {unit}\n        target:\n          value: {target}\n"
            "    directions:\n      - function: finance\n        impact:\n          budget:\n"
            f"            amount: {budget}\n"
        )
        assert not loaded.findings and loaded.plan is not None
        return signed_content(loaded.plan, loaded.plan.objectives[0], "finance")

    plain = signed("-1_500_000", "1200.5", "2027-06-30")
    assert signed("−1,5 M€", "1\u202f200,5", "2027-S1") == plain
    assert signed("-1 500 k€", "+1200.5", "2027-H1") == plain
    # The singular is a word of its own, and what a reader sees of one: it is signed too.
    assert signed("-1 500 k€", "+1200.5", "2027-H1", "{one: hub, other: hubs}") != plain
    assert signed("-1 501 k€", "1200.5", "2027-H1") != plain


@given(
    st.integers(-(10**12), 10**12),
    st.sampled_from(["", "_", " ", "\u00a0", "\u202f", "\u2009", "'"]),
    st.sampled_from(["{}", "{} €", "€{}", "{}\u00a0EUR"]),
    st.booleans(),
    st.sampled_from([EN, FR, DE]),
)
def test_amounts_round_trip(
    amount: int, between: str, around: str, minus: bool, conventions: Conventions
) -> None:
    digits = f"{abs(amount):_}".replace("_", between)
    sign = ("−" if minus else "-") if amount < 0 else ""
    assert read_amount(sign + around.format(digits), conventions) == amount


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(languages()))
def test_what_kamctl_writes_it_reads(amount: Decimal, language: str) -> None:
    written = Formats(language, translator(language), "EUR").money(float(amount))
    assert read_amount(written, Conventions(language, "EUR")) == amount


HOSTILE = st.one_of(
    st.text(max_size=30),
    st.text("0123456789.,' _-+−€$kMm%/\u00a0\u202fEURde", max_size=12),
    st.from_regex(r"[-+]?[0-9]{1,4}([.,][0-9]{1,4}){0,3}", fullmatch=True),
)


@given(HOSTILE, st.sampled_from([EN, FR, DE]))
def test_any_text_is_read_rightly_or_not_at_all(text: str, conventions: Conventions) -> None:
    found = read_amount(text, conventions)
    if isinstance(found, Doubt):
        return
    digits = [sign for sign in text if sign.isdecimal()]
    assert digits and all(sign.isascii() for sign in digits)
    shown = [sign for sign in f"{abs(found):f}" if sign.isdecimal()]
    # No digit is lost, added or moved: only zeros at the ends come and go.
    assert "".join(digits).strip("0") == "".join(shown).strip("0")
    assert (found < 0) <= any(sign in text for sign in "-−")


@given(HOSTILE, st.sampled_from([EN, FR]))
def test_any_percentage_is_read_rightly_or_not_at_all(text: str, conventions: Conventions) -> None:
    found = read_percent(f"{text}%", conventions)
    if not isinstance(found, Doubt):
        plain = text.strip().replace("−", "-")
        assert found == Decimal(plain.replace(",", ".") if conventions is FR else plain)


@pytest.mark.parametrize(
    ("written", "language", "points"),
    [
        ("+15 %", "en", 15),
        ("−2.5 %", "en", -2.5),
        ("12,5 %", "fr", 12.5),
        ("12,5 %", "en", None),
        ("1,500 %", "fr", None),
        ("100%", "en", 100),
        ("130%", "en", None),
        ("-30%", "en", -30),
    ],
)
def test_a_margin(written: str, language: str, points: float | None) -> None:
    loaded = load(
        f"kamctl: 1\naccount: {{name: L}}\nplan: {{language: {language}}}\n"
        f"position:\n  history:\n    - year: 2025\n      margin: '{written}'\n"
    )
    assert loaded.plan is not None and loaded.plan.position is not None
    assert loaded.plan.position.history[0].margin == points
    assert bool(loaded.findings) == (points is None)


def test_a_share_of_wallet_is_finite() -> None:
    for spend in ("0", "5e-324", "-3"):
        loaded = turnover(f"9e17\n      customer_spend: {spend}")
        assert loaded.plan is not None and loaded.plan.position is not None
        assert loaded.plan.position.history[0].share_of_wallet is None


def test_a_quantity_takes_no_unit() -> None:
    measured = (
        "kamctl: 1\naccount: {{name: L}}\nplan: {{currency: EUR}}\nobjectives:\n  - id: S\n"
        "    statement: W.\n    measures:\n      - name: M\n        unit: M€\n"
        "        target: {{value: {0}}}\n"
    )
    assert not load(measured.format("1 200.5")).findings
    for scaled in ("5M", "5 €", "5 M€"):
        assert load(measured.format(scaled)).findings


@pytest.mark.parametrize("unit", ["EUR", "€"])
@pytest.mark.parametrize(
    ("written", "amount"), [("48 500 €", 48_500), ("100k€", 100_000), ("1.5 M€", 1_500_000)]
)
def test_a_measure_in_the_currency_takes_amounts(unit: str, written: str, amount: int) -> None:
    loaded = load(
        "kamctl: 1\naccount: {name: L}\nplan: {currency: EUR}\nobjectives:\n  - id: S\n"
        f"    statement: W.\n    measures:\n      - name: M\n        unit: {unit}\n"
        f"        baseline: {{value: {written}}}\n        target: {{value: {written}}}\n"
        f"        readings: [{{value: {written}}}]\n"
    )
    assert loaded.plan is not None and not loaded.findings
    (measure,) = loaded.plan.objectives[0].measures
    assert measure.baseline and measure.target
    points = (measure.baseline, measure.target, *measure.readings)
    assert [point.value for point in points] == [amount] * 3


def test_a_measure_in_another_currency_takes_none() -> None:
    text = (
        "kamctl: 1\naccount: {name: L}\nplan: {currency: EUR}\nobjectives:\n  - id: S\n"
        "    statement: W.\n    measures: [{name: M, unit: USD, target: {value: 100k$}}]\n"
    )
    assert load(text).findings
    assert load(text.replace("USD", "EUR")).findings


# --- Dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2027/01/20", "2027-01-20"),
        ("2028-1-5", "2028-01-05"),
        ("31/12/2027", "2027-12-31"),
        ("12/31/2027", "2027-12-31"),
        ("12 mars 2027", "2027-03-12"),
        ("1er mars 2027", "2027-03-01"),
        ("12 March 2027", "2027-03-12"),
        ("March 12, 2027", "2027-03-12"),
        ("déc. 2027", "2027-12"),
        ("mai 2027", "2027-05"),
        ("fin 2027", "2027-12-31"),
        ("end of 2027", "2027-12-31"),
        ("fin février 2028", "2028-02-29"),
        ("12.2027", "2027-12"),
        ("S1 2026", "2026-S1"),
        ("H2 2026", "2026-H2"),
        ("2e trimestre 2027", "2027-Q2"),
        ("2027-03-31 00:00:00", "2027-03-31"),
        ("2027\u201103\u201131", "2027-03-31"),
        ("“2027-03-31”", "2027-03-31"),
        ("« 31/03/2027 »", "2027-03-31"),
        ("‘12 March 2027’", "2027-03-12"),
        ("„2027-03-31“", "2027-03-31"),
        ("“2027-03-31", None),
        ("03/04/2027", None),
        ("30 février 2027", None),
        ("2027-S3", None),
        ("FY26", None),
        ("2027", None),
        ("31/12/27", None),
        ("début 2027", None),
        ("2027-03-31 14:30", None),
        ("2026-12-31 or 2027", None),
    ],
)
def test_what_a_date_can_mean_only(written: str, meant: str | None) -> None:
    assert iso_date(written) == meant


def test_day_or_month_first() -> None:
    assert both_readings("03/04/2027") == ("2027-04-03", "2027-03-04")
    assert both_readings("05/05/2027") is None
    assert both_readings("31/04/2027") is None


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("03/04/2027", "2027-04-03 or 2027-03-04"),
        ("fin 2027", "Write 2027-12-31"),
        ("FY26", "Fiscal years end on different days"),
        ("2027-02-30", "the last day of that month is 2027-02-28"),
        ("31.6.2027", "the last day of that month is 2027-06-30"),
        ("31/06/2027", "the last day of that month is 2027-06-30"),
        ("30 février 2028", "the last day of that month is 2028-02-29"),
        ("20270631", "the last day of that month is 2027-06-30"),
        ("31.13.2027", "a half-year such as 2027-H1"),
        ("2027", "If you mean its last day, write 2027-12-31"),
        ("31/12/27", "four digits"),
        ("20270331", "Write 2027-03-31"),
        ("soon", "a half-year such as 2027-H1"),
    ],
)
def test_each_slip_in_a_date_has_its_hint(written: str, hint: str) -> None:
    (finding,) = load(
        f"kamctl: 1\naccount: {{name: L}}\nplan: {{next_review: {written}}}\n"
    ).findings
    assert hint in str(finding.hint)
    assert str(finding.message) == f"“{written}” is not a date."


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("2027", "If you mean its first day, write 2027-01-01"),
        ("FY26", "write the first day, for example 2027-04-01"),
    ],
)
def test_a_start_is_meant_by_its_first_day(written: str, hint: str) -> None:
    (finding,) = load(
        f"kamctl: 1\naccount: {{name: L}}\nplan: {{period: {{start: {written}}}}}\n"
    ).findings
    assert hint in str(finding.hint)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2026-S1", "2026-01-01", "2026-06-30"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
    ],
)
def test_half_years(written: str, first: str, last: str) -> None:
    date = PlanDate.parse(written)
    assert (str(date.first), str(date.day)) == (first, last)
    assert date == PlanDate.parse(written.replace("S", "H"))
    half = written[-1]
    assert Formats("en", translator("en")).date(date) == f"H{half} 2026"
    assert Formats("fr", translator("fr")).date(date) == f"S{half} 2026"


@given(
    st.dates(min_value=dt.date(1000, 1, 1)),
    st.sampled_from(
        ["{0:%Y}/{0:%m}/{0:%d}", "{0:%Y}-{0.month}-{0.day}", "{0.day}.{0.month}.{0:%Y}"]
    ),
)
def test_dates_round_trip(day: Any, form: str) -> None:
    assert iso_date(form.format(day)) == day.isoformat()


@given(st.one_of(st.text(max_size=30), st.text("0123456789/.- QHSfinmars", max_size=14)))
def test_any_text_is_a_date_of_the_calendar_or_none(text: str) -> None:
    if (found := iso_date(text)) is not None:
        assert PlanDate.parse(found)
        assert (
            found[:4] in text.translate(dict.fromkeys(map(ord, "/.- "), None)) or found[:4] in text
        )


# --- Values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "allowed", "meant"),
    [
        ("haute", ("low", "medium", "high"), "high"),
        ("Élevé", ("low", "medium", "high"), "high"),
        ("moyen", ("low", "medium", "high"), "medium"),
        ("très haute", ("low", "medium", "high"), None),
        ("Finances", FUNCTIONS, "finance"),
        ("chaine logistique", FUNCTIONS, "supply-chain"),
        ("Ressources Humaines", FUNCTIONS, "human-resources"),
        ("R&D", FUNCTIONS, "research-development"),
        ("achats", FUNCTIONS, None),
        ("basse", tuple(LEVELS), "low"),
        ("Fortes", tuple(LEVELS), "high"),
        ("forte", tuple(INFLUENCES), "decisive"),
        ("Élevée", tuple(INFLUENCES), "decisive"),
        ("moyenne", tuple(INFLUENCES), "significant"),
        ("basse", tuple(INFLUENCES), "minor"),
        ("importante", tuple(INFLUENCES), None),
        ("défavorable", tuple(ATTITUDES), "critic"),
        ("Sceptiques", tuple(ATTITUDES), "critic"),
        ("skeptical", tuple(ATTITUDES), "critic"),
        ("opposée", tuple(ATTITUDES), "opponent"),
        ("positive", tuple(ATTITUDES), None),
        ("négatif", tuple(ATTITUDES), None),
        ("défavorable", tuple(EFFECTS), "negative"),
        ("non atteint", tuple(OUTCOMES), "missed"),
        ("partiellement atteinte", tuple(OUTCOMES), "partly_achieved"),
        ("annulée", tuple(DECISION_STATUS), "dropped"),
        ("ouverte", tuple(RESISTANCE_STATUS), "open"),
        ("concurrence", tuple(WHITESPACE), "competitor"),
        ("interne", tuple(WHITESPACE), "in_house"),
        ("jaune", tuple(HEALTH), "amber"),
        ("en baisse", tuple(TRENDS), "fading"),
        ("baisse", ("increase", "decrease", "hold"), "decrease"),
        ("décisionnaire", tuple(BUYING_ROLES), "decider"),
        ("boss", tuple(BUYING_ROLES), None),
        ("confidentiel", ("internal", "restricted"), "restricted"),
        ("Confirmée", tuple(CLAIM_STATUS), "confirmed"),
        ("supposée", tuple(CLAIM_STATUS), "assumed"),
    ],
)
def test_a_label_means_its_value(written: str, allowed: tuple[str, ...], meant: str | None) -> None:
    assert value_for(written, allowed) == meant


@pytest.mark.parametrize(
    ("asked", "allowed", "meant"),
    [
        ("finance", FUNCTIONS, "finance"),
        ("Finances", FUNCTIONS, "finance"),
        ("Direction financière", FUNCTIONS, "finance"),
        ("operation", FUNCTIONS, "operations"),
        ("financ", FUNCTIONS, None),
        ("financs", FUNCTIONS, None),
        ("servic", FUNCTIONS, None),
        ("service après-vent", FUNCTIONS, None),
        ("Service après-vente", FUNCTIONS, "service"),
        ("Opérationnel", FUNCTIONS, None),
        ("everyon", audience_names(FUNCTIONS), None),
        ("agree", tuple(DECISION_LABELS), "agree"),
        ("Accord", tuple(DECISION_LABELS), "agree"),
        ("agre", tuple(DECISION_LABELS), None),
        ("validat", tuple(DECISION_LABELS), None),
        ("objecte", tuple(DECISION_LABELS), "object"),
        ("Élevée", ("low", "medium", "high"), "high"),
    ],
)
def test_a_word_that_is_cut_short_is_not_what_is_asked_for(
    asked: str, allowed: tuple[str, ...], meant: str | None
) -> None:
    labels = DECISION_LABELS if "agree" in allowed else None
    assert asked_value(asked, allowed, labels) == meant


@pytest.mark.parametrize("language", languages())
def test_every_label_leads_back_to_its_value(language: str) -> None:
    say = translator(language)
    for table in VALUE_LABELS:
        for value, label in table.items():
            for written in (say(label), say(label).lower(), say(label).upper()):
                assert value_for(written, tuple(table)) == value, (written, table)
                assert asked_value(written, tuple(table)) == value, (written, table)


LISTS = [
    *map(tuple, (*VALUE_LABELS, TIERS, DECISION_LABELS)),
    FUNCTIONS,
    audience_names(FUNCTIONS),
]


@pytest.mark.parametrize("allowed", LISTS, ids=",".join)
def test_what_people_write_besides_the_labels_means_one_value(allowed: tuple[str, ...]) -> None:
    for value in allowed:
        for written in all_words().values.get(value, ()):
            shared = [other for other in allowed if written in all_words().values.get(other, ())]
            # "à faire" stands for two values: in a list that has both of them it means neither.
            assert value_for(written, allowed) == (value if shared == [value] else None)


def test_all_that_people_write_besides_the_labels_belongs_to_a_list() -> None:
    words = all_words()
    assert {*words.values, *words.near_values} <= {value for one in LISTS for value in one}


def test_what_is_only_near_a_value_is_not_certain() -> None:
    for value, near in all_words().near_values.items():
        allowed = next(one for one in LISTS if value in one)
        for written in near:
            assert value_for(written, allowed) == value
            assert value_for(written, allowed, certain=True) is None


def test_several_buying_roles() -> None:
    loaded = load(
        "kamctl: 1\naccount: {name: L}\nstakeholders:\n"
        "  - {id: a, name: A, buying_role: [technical, approver]}\n"
        "  - {id: b, name: B, buying_role: user}\n  - {id: c, name: C}\n"
        "  - {id: d, name: D, buying_role: [user, boss]}\n"
    )
    (finding,) = loaded.findings
    assert finding.pointer == "/stakeholders/3/buying_role/1"
    assert loaded.plan is not None
    roles = [one.buying_roles for one in loaded.plan.stakeholders]
    assert roles == [("technical", "approver"), ("user",), (), ("user",)]


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (0, "0 hubs", "0 hub"),
        (1, "1 hub", "1 hub"),
        (1.5, "1.5 hubs", "1,5 hub"),
        (2, "2 hubs", "2 hubs"),
        (-1, "−1 hub", "−1 hub"),
    ],
)
def test_units_in_singular_and_plural(value: float, english: str, french: str) -> None:
    unit = UnitNames(one="hub", other="hubs")
    for language, translate in (("en", english), ("fr", french)):
        formats = Formats(language, translator(language))
        assert formats.quantity(value, unit).replace("\u00a0", " ") == translate
        assert formats.quantity(value, "hubs").endswith("\u00a0hubs")


# --- Texts that say nothing -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        'buying: {contracts: [{title: ""}]}',
        'objectives: [{id: S, statement: " "}]',
        'objectives: [{id: S, statement: {en: "", fr: " "}}]',
        'objectives: [{id: S, statement: W., actions: [{title: ""}]}]',
        'objectives: [{id: S, statement: W., measures: [{name: ""}]}]',
        'opportunities: [{title: ""}]',
        'customer: {goals: [""]}',
        'customer: {goals: [{text: ""}]}',
        'reviews: [{date: 2026-10-21, decisions: [""]}]',
        'account: {name: ""}',
        'plan: {tools: [""]}',
    ],
)
def test_an_empty_text_where_one_is_needed(line: str) -> None:
    head = "kamctl: 1\n" + ("" if line.startswith("account") else "account: {name: L}\n")
    loaded = load(f"{head}{line}\n")
    assert [finding.code for finding in loaded.findings] == ["KAM013"]
    assert "is empty" in str(loaded.findings[0].message)
    assert loaded.plan is not None


@pytest.mark.parametrize(
    "line",
    [
        'account: {name: L, tier: "", customer_since: "", employees: "", countries: ""}',
        'plan: {stage: "", currency: "", language: "", next_review: " "}',
        'stakeholders: [{id: a, name: A, attitude: "", buying_role: ""}]',
        'customer: {strategy: ""}',
        'position: {history: [{year: 2025, turnover: "", margin: ""}]}',
    ],
)
def test_elsewhere_an_empty_text_is_none(line: str) -> None:
    head = "kamctl: 1\n" + ("" if line.startswith("account") else "account: {name: L}\n")
    loaded = load(f"{head}{line}\n")
    assert not loaded.findings
    assert not loaded.damaged
    assert loaded.plan is not None


def test_a_full_plan_shows_all_buying_roles_and_the_right_form_of_a_unit(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(
        "kamctl: 1\naccount: {name: L}\nstakeholders:\n"
        "  - {id: a, name: A, buying_role: [technical, approver]}\n"
        "objectives:\n  - id: S\n    statement: Win.\n    measures:\n"
        "      - name: M\n        unit: {one: hub, other: hubs}\n"
        "        baseline: {value: 1, on: 2025-12-31}\n"
        "        target: {value: 2, on: 2028-12-31}\n",
        encoding="utf-8",
    )
    done = kamctl(tmp_path, "render", "plan", "plan.yaml", "--format", "markdown", "-o", "p.md")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "p.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "Technical adviser, Approver" in page
    assert re.search(r"\b1 hub\b", page)
    assert "2 hubs" in page and "1 hubs" not in page


@pytest.mark.parametrize("written", ["Acme\\r\\nBcc: x", "Acme\\nBcc: x", "Acme\\u2028Bcc: x"])
def test_a_name_is_one_line(written: str) -> None:
    text = (
        f'kamctl: 1\naccount: {{name: "{written}"}}\n'
        f'team: [{{id: flo, name: "{written}", title: "{written}"}}]\n'
    )
    plan = load_plan(read(Source("plan.yaml", text))).plan
    assert plan is not None
    (member,) = plan.team
    assert {plan.account.name, member.name, member.title} == {"Acme Bcc: x"}
