"""An e-mail that refuses is no evidence of an agreement: in which words it does."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from kamctl.briefing.plan_document import build_view
from kamctl.briefing.visibility.audience import audience_for
from kamctl.i18n.catalog import languages
from kamctl.signoffs.evidence_objection import objection_in
from tests.checks.rules.test_cases import report_on

REFUSES = (
    ("I do not agree.", "do not agree"),
    ("Claire, I don’t agree to 60 days.", "don't agree"),
    ("We cannot accept this.", "cannot accept"),
    ("I can't really support that text", "can't really support"),
    ("Finance will not sign.", "will not sign"),
    ("This is not acceptable to us.", "not acceptable"),
    ("Not yet agreed.", "Not yet agreed"),
    ("I disagree", "disagree"),
    ("We strongly object: the risk is ours.", "We strongly object"),
    ("No.", "No"),
    ("No, 60 days is too long.", "No"),
    ("No\n\nPaulo", "No"),
    ("No - too long", "No"),
    ("I object because: 60 days is too long", "I object"),
    ("I agree to this text:\nI object because: 60 days is too long\nMy question:", "I object"),
    ("I agree to this text: \nI object because:\nToo long.\nMy question: ", "I object"),
    ("Je ne suis pas d’accord.", "pas d'accord"),
    ("Pas du tout d'accord", "Pas du tout d'accord"),
    ("Nous n'acceptons pas 60 jours.", "n'acceptons pas"),
    ("Je ne donne pas mon accord.", "ne donne pas mon accord"),
    ("Je ne peux pas valider ce texte.", "pas valider"),
    ("Je ne le valide pas.", "ne le valide pas"),
    ("Je m’y oppose.", "Je m'y oppose"),
    ("Nous refusons.", "Nous refusons"),
    ("Désaccord complet de ma part.", "Désaccord"),
    ("Non, c’est trop long.", "Non"),
    ("Je donne mon accord sur ce texte :\nMon objection : 60 jours, c’est trop.", "Mon objection"),
)
AGREES = (
    "I agree.",
    "Agreed: 60 days.",
    "Yes, and I do not see why anybody would not agree.",
    "No objections from finance.",
    "No problem, go ahead.",
    "No further comments.",
    "No change needed.",
    "Non-conformités traitées.",
    "I do not object.",
    "I don't disagree.",
    "SO1: I agree. SO2: I do not agree.",
    "SO1: yes\nSO2: no, too early",
    "I agree to this text: 60 days\nI agree on this condition:\nI object because:\nMy question:",
    "I agree to this text:\n60 days are fine.\nI object because:\nMy question:",
    "I do not agree with the wording, but accept the objective.",
    "I know that the plants did not sign last year.\nApproved.",
    "Notably good work. Noted.",
    "D’accord pour 60 jours.",
    "Oui.",
    "Pas d’objection de notre part.",
    "Je n’ai pas d’objection.",
    "Nonobstant le délai, je valide.",
    "SO1 : d’accord. SO2 : pas d’accord.",
    "Je donne mon accord sur ce texte : 60 jours\nMon objection :\nMa question :",
    "See the attachment.",
    "",
)


@pytest.mark.parametrize(("quote", "words"), REFUSES)
@pytest.mark.parametrize("decision", ["agree", "validate"])
def test_words_that_refuse(quote: str, words: str, decision: str) -> None:
    assert objection_in(quote, decision) == words


@pytest.mark.parametrize("quote", AGREES)
def test_words_that_do_not(quote: str) -> None:
    assert objection_in(quote, "agree") == ""


@pytest.mark.parametrize("quote", [quote for quote, _ in REFUSES])
@pytest.mark.parametrize("decision", ["object", "agree_with_conditions"])
def test_what_is_recorded_as_said_is_evidence(quote: str, decision: str) -> None:
    assert objection_in(quote, decision) == ""


# --- The answer that a briefing prepares ----------------------------------------------------------

PLAN = """kamctl: 1
account: {name: Acme}
plan: {stage: shared, owner: ana}
objectives:
  - id: SO1
    statement: Win 3 plants.
    directions: [{function: finance, leader: petra, ask: Accept 60 days.}]
team:
  - {id: petra, name: Petra Lang, function: finance, email: petra@acme.example}
  - {id: ana, name: Ana Sousa, function: sales, email: ana@acme.example}
"""


@pytest.mark.parametrize("language", languages())
def test_the_prepared_answer_is_understood_wherever_it_is_completed(language: str) -> None:
    view = build_view(report_on({"plan": PLAN}), audience_for("finance"), language)
    assert view.request is not None and view.request.email is not None
    body = parse_qs(urlsplit(view.request.email.url).query)["body"][0]
    heading, *lines = body.strip().splitlines()
    assert len(lines) == 4
    refused = []
    for place in range(len(lines)):
        completed = [f"{line} 60" if at == place else line for at, line in enumerate(lines)]
        refused.append(bool(objection_in("\n".join([heading, *completed]), "agree")))
    assert refused == [False, False, True, False]
    assert objection_in(body, "agree") == "", "nothing was answered"


# --- Where that is said ---------------------------------------------------------------------------


def test_it_is_no_evidence_of_what_was_recorded() -> None:
    command = (
        "kamctl align record plan.yaml SO1 --for finance --decision agree "
        "--evidence 'I do not agree.eml'"
    )
    validated = PLAN.replace("stage: shared", "stage: validated")
    report = report_on({"plan": validated, "before": PLAN, "signed": [command]})
    (party,) = report.agreement[0].functions
    assert party.assurance == "recorded"
    (found,) = [str(one.message) for one in report.findings if one.code == "KAM322"]
    assert "the e-mail refuses: “do not agree”" in found
