"""KAM121 and KAM122: statements and gains as people in a hurry write them, and near misses."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.runner import check_source
from kamctl.document.finding import Severity
from kamctl.document.source import Source
from kamctl.workspace.config import NO_WORKSPACE
from tests.paths import ROOT
from tests.untranslated import UNTRANSLATED

TODAY = dt.date(2026, 11, 23)
ONLY_OURS = [
    "Sell more pumps to Acme.",
    "Selling more pumps to Acme.",
    "SELL MORE PUMPS TO ACME.",
    "Sell them more pumps by 2027.",
    "Cross-sell sensors in Germany.",
    "Make my numbers",
    "Make our numbers.",
    "Hit our numbers in Germany by 2028.",
    "Hit this year’s targets.",
    "Our numbers first!",
    "Grow our turnover with Acme to EUR 10 m by 2028.",
    "Raise our share of wallet at Acme from 23 % to 36 % by the end of 2028.",
    "Win 40 % share of their spend by 2028.",
    "Reach EUR 10 m turnover with Acme by 2028.",
    "Reach €10m turnover with Acme by 2028.",
    "Reach EUR 10 million of sales at Acme by the end of 2028.",
    "Grow to EUR 10 m revenue at Acme.",
    "Hit a 30 % margin with Acme by 2028.",
    "Win a 36 % share of wallet at Acme.",
    "Reach a turnover of EUR 10 m with Acme by 2028.",
    "EUR 10 m turnover with Acme by 2028.",
    "10 % more turnover by 2028.",
    "Reach EUR 10 m turnover with them by 2028.",
    "Double our sales with them by 2028.",
    "Atteindre 10 M€ de chiffre d'affaires chez Acme en 2028.",
    "10 M€ de CA chez Acme d'ici 2028.",
    "Réaliser 20 % de marge chez Acme.",
    "Double our sales.",
    "Increase turnover by 20 %",
    "Increase turnover×2 by 2027",
    "Meet the quota and get the bonus.",
    "Get my bonus.",
    "Win more business.",
    "To grow our business with Acme.",
    "Faire mes objectifs et toucher ma prime.",
    "Faire nos objectifs et toucher nos primes.",
    "Augmenter notre chiffre d’affaires chez Acme de 20 % d’ici fin 2028.",
    "AUGMENTER NOTRE CHIFFRE D'AFFAIRES",
    "Vendre davantage chez Acme d'ici 2028.",
    "Leur vendre plus de pompes en 2027.",
    "Développer les ventes",
    "Gagner des parts de marché en 2027",
    "Earn my 12 000 € bonus in 2027.",
    "Earn our €12,000 bonus in 2027.",
    "Win my 12 000 € turnover target.",
    "Hit 110 % of quota by 2028.",
    "Hit 110% of the sales target in 2028.",
    "Get my promotion by 2028.",
    "Earn a pay rise in 2027.",
    "Toucher mes 12 000 € de prime en 2027.",
    "Toucher ma prime de 12 000 € en 2027.",
    "Atteindre 110 % du quota d'ici 2028.",
    "Réaliser 110 % de mes objectifs en 2027.",
    "Obtenir ma promotion d'ici 2028.",
    "Décrocher une augmentation de salaire en 2027.",
]
INDEFINITE = [
    "Grow.",
    "GROW",
    "Win-win",
    "Be the preferred supplier.",
    "BE THE PREFERRED SUPPLIER.",
    "Be the Preferred Supplier Of Acme.",
    "Become Acme’s partner of choice",
    "Be their number 1 supplier.",
    "Be supplier no. 1, 24/7",
    "Be 100 % reliable.",
    "Improve the relationship.",
    "Devenir le fournisseur préféré.",
    "Devenir leur partenaire n° 1.",
    "Être le 1er choix du groupe.",
]
DEFINITE = [
    "Become their one partner for cleaning by the end of 2028.",
    "Become their one partner for hygienic valves.",
    "Win the trust of the plants in Germany.",
    "Win the trust of the German plants.",
    "Be the partner for all plants in Norway.",
    "Reach zero line stops in all fourteen plants.",
    "Help their sales team sell more yoghurt by 2028.",
    "Double Acme's sales of yoghurt by 2028.",
    "Help Acme reach EUR 10 m turnover in Germany by 2028.",
    "Acme reaches EUR 10 m turnover with yoghurt by 2028.",
    "Reach EUR 10 m turnover for Acme's new yoghurt by 2028.",
    "Reach EUR 10 m turnover by cutting the water use of 14 plants.",
    "Reach 97 % of sales orders delivered on the day in 14 plants.",
    "Cut 3 margin stages out of the supply of the plants in Germany.",
    "Réaliser 20 % de la marge de leurs usines avec nos vannes.",
    "Aider Acme à atteindre 10 M€ de chiffre d'affaires en Allemagne.",
    "Double our sales in Germany and become the only supplier whose valves clean themselves.",
    "Grow our turnover at Acme by cutting their water use by 25 %.",
    "Reach our common goals for water by 2028.",
    "Deliver the volumes the plants need within a day from 2027.",
    "Make the number of stops fall to 2 a week",
    "Devenir leur partenaire unique pour les vannes hygiéniques.",
    "Gagner la confiance des usines allemandes.",
    "Réduire de moitié les déchets d'Acme.",
    "Faire du nettoyage de leurs 14 usines notre affaire commune d'ici 2028.",
    "Atteindre 97 % de livraisons à l'heure dans leurs usines en 2027.",
    "Raise line uptime at Acme to 110 %.",
    "Raise the output of the lines to 200 %.",
    "Reach 98 % of target uptime in 14 plants.",
    "Run our spring promotion of yoghurt in 14 stores.",
    "Atteindre 98 % de l'objectif de disponibilité dans 14 usines.",
    "Réussir notre promotion des yaourts dans 14 magasins.",
    "Porter la disponibilité des lignes à 110 %.",
]
EMPTY_GAINS = [
    "More.",
    "MORE",
    "Win-win partnership",
    "Win-Win Partnerships",
    "A true win-win partnership for both parties.",
    "A 100 % win\N{NON-BREAKING HYPHEN}win partnership",
    "Better quality and better service",
    "Added value and synergies for everybody",
    "Peace of mind",
    "Partenariat gagnant-gagnant",
    "Un partenariat gagnant-gagnant et durable",
    "Plus de valeur ajoutée pour le client",
    "UNE RELATION DE CONFIANCE À LONG TERME",
    "De meilleurs prix et services",
    "More value for money and trust",
    "Peace of mind, everywhere and always",
    "Un meilleur rapport qualité-prix et la confiance",
    "La tranquillité d'esprit, partout et toujours",
]
CONCRETE_GAINS = [
    "A quarter less water per litre",
    "25 % less water",
    "One catalogue for all plants",
    "Fewer line stops and better service",
    "A partnership that ends the line stops",
    "Un quart d'eau en moins par litre",
    "Moins d’arrêts de ligne la nuit",
    "Less money tied up in stock",
    "Un rapport mensuel par usine",
    "Un partenariat qui divise les arrêts par deux",
    "毎月の水の使用量を減らす",
]


def report(statement: str, gain: str, name: str = "Acme") -> PlanReport:
    plan = f"""kamctl: 1
account: {{name: {name}}}
plan: {{stage: shared}}
whitespace: {{offerings: [Hygienic valves, Pumps, Vannes hygiéniques], units: [Germany, Group]}}
objectives:
  - id: SO1
    statement: {json.dumps(statement, ensure_ascii=False)}
    customer_gain: {json.dumps(gain, ensure_ascii=False)}
"""
    return check_source(Source("plan.yaml", plan), NO_WORKSPACE, TODAY)


def found(report: PlanReport, code: str) -> list[str]:
    assert report.plan is not None
    return [str(one.message) for one in report.findings if one.code == code]


@pytest.mark.parametrize("statement", ONLY_OURS)
def test_it_speaks_only_of_what_we_sell_or_earn(statement: str) -> None:
    assert found(report(statement, ""), "KAM121") == [
        "The statement is only about what we sell or earn."
    ]


@pytest.mark.parametrize("statement", INDEFINITE)
def test_it_names_nothing_definite(statement: str) -> None:
    assert found(report(statement, ""), "KAM121") == [
        "The statement names no figure, date, place or offering."
    ]


@pytest.mark.parametrize("statement", DEFINITE)
def test_it_says_more(statement: str) -> None:
    assert found(report(statement, ""), "KAM121") == []


def test_a_figure_in_the_name_of_the_account_is_none_of_the_statement() -> None:
    assert found(report("Grow with Studio 3.", "", "Studio 3"), "KAM121")


def test_a_sentence_in_another_language_is_not_asked_for_figures_in_words() -> None:
    plan = f"""kamctl: 1
account: {{name: Acme}}
objectives:
  - {{id: SO1, statement: {{{UNTRANSLATED}: Gajni ĉiujn dek kvar fabrikojn.}}}}
"""
    seen = check_source(Source("plan.yaml", plan), NO_WORKSPACE, TODAY)
    assert found(seen, "KAM121") == []


@pytest.mark.parametrize("gain", EMPTY_GAINS)
def test_a_gain_that_says_nothing(gain: str) -> None:
    assert len(found(report("Win 3 plants.", gain), "KAM122")) == 1


@pytest.mark.parametrize("gain", CONCRETE_GAINS)
def test_a_concrete_gain(gain: str) -> None:
    assert found(report("Win 3 plants.", gain), "KAM122") == []


def test_they_count_in_the_completeness() -> None:
    empty, full = (
        report("Grow.", "More.").objectives[0],
        report("Win three plants.", "A quarter less water per litre").objectives[0],
    )
    assert full.required == empty.required
    assert full.met == empty.met + 2
    assert {"KAM121", "KAM122"} == {one.code for one in empty.missing} - {
        one.code for one in full.missing
    }


def test_what_says_nothing_yet_is_not_met() -> None:
    missing = {one.code for one in report("TBD", "TBD").objectives[0].missing}
    assert {"KAM102", "KAM121", "KAM122"} <= missing


@pytest.mark.parametrize(
    "plan",
    [
        "examples/complete-en/plan.yaml",
        "examples/complete-fr/plan.yaml",
        "tests/data/lactea/plan.yaml",
    ],
)
def test_none_fires_on_plans_that_are_well_written(plan: str) -> None:
    seen = check_source(
        Source("plan.yaml", (ROOT / plan).read_text(encoding="utf-8")), NO_WORKSPACE, TODAY
    )
    fired = [
        (one.code, one.objective)
        for one in seen.findings
        if one.code in ("KAM120", "KAM121", "KAM122", "KAM315", "KAM316", "KAM317", "KAM407")
        and one.severity is not Severity.TODO
    ]
    assert fired == []


@pytest.mark.parametrize(
    ("objective", "is_removable"),
    [
        ("{id: SO1, statement: To be defined}", False),
        ("{id: SO1, statement: Win., our_gain: TBD}", True),
        ("{id: SO1, statement: Win., our_gain: {en: TBD}}", True),
        ("{id: SO1, statement: Win., measures: [{name: TBD}]}", False),
        ("{id: SO1, statement: Win., directions: [{function: finance, ask: TBD}]}", True),
        ("{id: SO1, statement: Win., actions: [{title: TBD}]}", False),
    ],
)
def test_a_required_line_is_not_to_be_removed(objective: str, is_removable: bool) -> None:
    text = f"kamctl: 1\naccount: {{name: Acme}}\nobjectives: [{objective}]\n"
    report = check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY)
    (hint,) = (str(one.hint) for one in report.findings if one.code == "KAM102")
    assert ("remove the line" in hint) == is_removable
