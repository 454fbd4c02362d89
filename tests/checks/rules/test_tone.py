"""KAM308: what takes a customer for one's own or blames colleagues, and what only looks like it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from kamctl.checks.engine.runner import check_source
from kamctl.document.finding import Finding
from kamctl.document.source import Source
from kamctl.workspace.config import NO_WORKSPACE, Workspace, parse_workspace


def findings(wording: str, workspace: Workspace = NO_WORKSPACE) -> list[Finding]:
    """Return what KAM308 says of a response that says `wording`."""
    text = (
        "kamctl: 1\naccount: {name: L}\nobjectives:\n  - id: SO1\n    statement: Win.\n"
        "    directions:\n      - function: finance\n        resistances:\n"
        f"          - {{concern: C, response: {json.dumps(wording)}}}\n"
    )
    report = check_source(Source("plan.yaml", text), workspace, dt.date(2026, 11, 23))
    return [finding for finding in report.findings if finding.code == "KAM308"]


def quoted_words(wording: str) -> list[str]:
    """Return what KAM308 quotes of it."""
    return [
        str(finding.message).partition("”")[0].removeprefix("“") for finding in findings(wording)
    ]


@pytest.mark.parametrize(
    ("wording", "words"),
    [
        ("Grow my customer's share.", "my customer"),
        ("MY ACCOUNT comes first.", "MY ACCOUNT"),
        ("Two of my own key accounts wait for it.", "my own key accounts"),
        ("A promise to my\nbiggest client.", "my biggest client"),
        ("Doubler la part de mon client.", "mon client"),
        ("Un de mes grands comptes attend.", "mes grands comptes"),
        ("J'ai dit à mon client que cela irait.", "mon client"),
        ("Mes clients attendent.", "Mes clients"),
    ],
)
def test_the_customer_is_everyones(wording: str, words: str) -> None:
    assert quoted_words(wording) == [words]


@pytest.mark.parametrize(
    "wording",
    [
        "Our customer comes first.",
        "Ask my account manager, and my customer service colleagues.",
        "My account plan is late; the economy client is not.",
        "It stands on my account page, and the invoice has my customer number.",
        "My account login, my account settings and my customer portal are new.",
        "He said: “my customer wants it by March”.",
        "« mon client », dit-il, et nous disons notre client.",
        'They call it "my account".',
        "They call it 'my account', and don't ask for ‘my client’.",
        "Voir mon compte-rendu et mon compte rendu du 12 mai.",
        "Je parle pour mon compte; cela vient sur mon compte.",
        "Des programmes clients, les mêmes clients.",
        "Tommy customers, dummy accounts.",
    ],
)
def test_what_only_looks_like_ones_own(wording: str) -> None:
    assert quoted_words(wording) == []


@pytest.mark.parametrize(
    ("wording", "words"),
    [
        ("Finance always blocks.", "Finance always blocks"),
        ("Finance refuses, as always.", "Finance refuses, as always"),
        ("As usual, legal says no.", "As usual, legal says no"),
        ("The R&D team never listens.", "R&D team never listens"),
        ("Head office doesn’t care about Spain.", "Head office doesn’t care"),
        ("They just don't care.", "They just don't care"),
        ("The supply chain is simply too stubborn.", "supply chain is simply too stubborn"),
        ("With such lazy colleagues nothing moves.", "lazy colleagues"),
        ("Purchasing people never answer.", "Purchasing people never answer"),
        ("HR drags its feet.", "HR drags its feet"),
        ("The ill will of finance is known.", "ill will"),
        ("La finance bloque toujours.", "La finance bloque toujours"),
        ("Le juridique refuse, comme d’habitude.", "Le juridique refuse, comme d’habitude"),
        ("Comme toujours, la logistique freine.", "Comme toujours, la logistique freine"),
        ("Le siège ne répond jamais.", "Le siège ne répond jamais"),
        ("La R&D n'écoute jamais.", "R&D n'écoute jamais"),
        ("Le SAV traîne les pieds.", "SAV traîne les pieds"),
        ("Ils s'en fichent.", "s'en fichent"),
        ("C'est de la mauvaise volonté.", "mauvaise volonté"),
        ("La compta est vraiment incompétente.", "compta est vraiment incompétente"),
        ("Des équipes têtues.", "équipes têtues"),
    ],
)
def test_blame_is_named(wording: str, words: str) -> None:
    assert quoted_words(wording) == [words]


@pytest.mark.parametrize(
    "wording",
    [
        "Quality always checks the batch before it leaves.",
        "Finance always needs the figures by the 5th.",
        "Finance has never seen the contract; the plants never stop.",
        "Deliver as usual, and meet as always in March.",
        "They don't care about price, they care about uptime.",
        "We were too stubborn on the price, and incompetent with the forms.",
        "Stubborn deposits in the pipes; a lazy valve; obstinate fouling.",
        "There is no ill will; they bear us no ill will on this.",
        "Finance is always there when a claim blocks a payment.",
        "It never helps to call late. Service never sleeps.",
        "Finance is not useless stock's owner.",
        "I said “finance always blocks”, and that was unfair.",
        "La finance vérifie toujours les marges, comme d'habitude en mars.",
        "La finance n'a jamais vu le contrat.",
        "Sans mauvaise volonté de leur part ; c'était notre mauvaise volonté.",
        "Le client s'en fiche ; on s'en fiche.",
        "Un délai incompressible, des taches obstinées.",
        "Toujours livrer, jamais promettre.",
        "Le contrôle de gestion ne fait jamais d'avance de trésorerie.",
        "Lone surrogate \ud800 never breaks it",
    ],
)
def test_what_is_no_blame(wording: str) -> None:
    assert quoted_words(wording) == []


@pytest.mark.parametrize(
    ("wording", "hint"),
    [
        ("My customer waits.", "Write “Our customer”: the customer is the whole company's."),
        ("Ask my key accounts.", "Write “our key accounts”: the customer is the whole company's."),
        ("Pour mes clients.", "Write “nos clients”: the customer is the whole company's."),
        (
            "Finance always blocks my customer.",
            "Write “our customer”: the customer is the whole company's.",
        ),
        (
            "Finance always blocks.",
            "State what happened and what they need from us, so that it can be answered.",
        ),
    ],
)
def test_what_to_write_instead(wording: str, hint: str) -> None:
    assert [str(finding.hint) for finding in findings(wording)] == [hint]


def test_the_companys_own_expressions_are_not_turned_round() -> None:
    settled = "checks: {KAM308: {personal: [my baby], blaming: [bean counters]}}\n"
    workspace = parse_workspace(Source("kamctl.yaml", settled), Path())
    (own,) = findings("They are my\n baby, said to the bean counters.", workspace)
    assert str(own.message).startswith("“my baby” leaves out")
    assert str(own.hint) == "Reword it to include them: the plan is shared."
    (blame,) = findings("Ask the Bean Counters.", workspace)
    assert str(blame.message).startswith("“Bean Counters” blames colleagues")
    (known,) = findings("Ask my customer.", workspace)
    assert str(known.message).startswith("“my customer” leaves out")
    assert findings("The bean counters' table: “my baby”. Lemmy baby, beans.", workspace)
    assert not findings("“My baby”, he says. Lemmy babysits; bean counterstrike.", workspace)
