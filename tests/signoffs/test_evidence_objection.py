"""An e-mail that objects is no evidence of an agreement: in which words it does."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.briefing.plan_document import build_view
from kamctl.briefing.visibility.audience import audience_for
from kamctl.i18n.catalog import languages
from kamctl.signoffs.evidence_objection import objection_in
from tests.checks.rules.test_cases import report_on

OBJECTS = (
    ("I do not agree.", "I do not agree"),
    ("Hi Claire,\n\nI don’t agree to 60 days.\n\nPaulo", "I don't agree"),
    ("Claire, I can´t accept this.", "I can't accept"),
    ("Sorry, we cannot fully approve that text.", "we cannot fully approve"),
    ("I am not able to agree to it.", "I am not able to agree"),
    ("I disagree", "I disagree"),
    ("We strongly object: the risk is ours.", "We strongly object"),
    ("I do\n      not agree", "I do not agree"),
    ("I do not agree.\n\nFrom: Claire Morel\nSubject: do you agree?", "I do not agree"),
    ("Je ne suis pas d’accord.", "Je ne suis pas d'accord"),
    ("Bonjour,\nPas du tout d'accord.", "Pas du tout d'accord"),
    ("Nous n'acceptons pas 60 jours.", "Nous n'acceptons pas"),
    ("Je ne donne pas mon accord.", "Je ne donne pas mon accord"),
    ("Je ne peux pas valider ce texte.", "Je ne peux pas valider"),
    ("Je ne la valide pas.", "Je ne la valide pas"),
    ("Je m’y oppose.", "Je m'y oppose"),
    ("Je refuse : je m'oppose à ce texte.", "Je refuse"),
    ("No.", "No."),
    ("Hi Claire,\n\nNo.\n\nPaulo", "No."),
    ("Non !", "Non !"),
    ("Not agreed.", "Not agreed."),
    ("I refuse.", "I refuse"),
    ("Je refuse.", "Je refuse"),
    ("Refusé.", "Refusé."),
    ("Rejected", "Rejected"),
    ("Objection.", "Objection."),
    ("I do **not** agree.", "I do not agree"),
    # the prepared answer
    ("I object because: 60 days is too long", "60 days is too long"),
    ("I agree to this text:\nI object because: too long\nMy question:", "too long"),
    (
        "I agree to this text: \nI object because:\n- Terms: too long\nMy question: ",
        "- Terms: too long",
    ),
    ("Objective 1: Renew the framework agreement\nI agree to this text:\nI object because: no", ""),
    ("I agree to this text: no", "no"),
    ("I validate this text: Not agreed.", "Not agreed."),
    (
        "I agree to this text:\nI agree on this condition: until 2027\nI object because:",
        "until 2027",
    ),
    ("I agree to this text:\nI object because:\nMy question: why?", "why?"),
    (
        "Objective 1: Renew the framework agreement\nI agree to this text:\nI object because: late",
        "late",
    ),
    ("Je donne mon accord sur ce texte\u00a0:\nMon objection\u00a0: 60 jours", "60 jours"),
)
AGREES = (
    "I agree.",
    "Agreed: 60 days.",
    "No objections from finance.",
    "I do not object.",
    "I cannot disagree.",
    "I could not agree more.",
    "I cannot agree more!",
    "I withdraw my objection.",
    "My objection has been resolved, good to go.",
    "No, nothing to add.",
    "No. 1 priority for us, count us in.",
    "None of us disagree.",
    "Why would we object? Go for it.",
    "We couldn't accept 90 days; 60 days works for us.",
    "I do not agree to 90 days, but 60 days are fine.",
    "I can't sign in to the tool, so by e-mail: good to go.",
    "Looks good, but I can't confirm the date of the visit yet.",
    "Count us in.\n\nWe do not accept liability for any damage.",
    "Go for it.\nFrom: Claire\nYou wrote: I do not agree",
    "Go for it.\n-----Original Message-----\nI do not agree",
    "SO1: I agree. SO2: I do not agree.",
    "He said that I do not agree.",
    "I agree to this text: 60 days\nI agree on this condition:\nI object because:\nMy question:",
    "I agree to this text:\nTerms: 60 days\nI agree on this condition:\nI object because: n/a",
    "I agree to this text: ok\n\nObjective 2\nI agree to this text:\nI object because: late",
    "I agree with these remarks:\n1. Terms: we cannot accept more than 60 days.",
    "D’accord pour 60 jours.",
    "Pas d’objection de notre part.",
    "Je lève mon objection.",
    "Aucun désaccord.",
    "Non, rien à ajouter.",
    "Non, ça me va.",
    "Je n'étais pas d'accord avec 90 jours, mais 60 jours me conviennent.",
    "Je ne peux pas valider dans l'outil, mais ça me va.",
    "SO1 : d’accord. SO2 : pas d’accord.",
    "Je donne mon accord sur ce texte\u00a0: 60 jours\nMon objection\u00a0: aucune",
    "No\nproblem at all.",
    "Any objections? No.",
    "> Any objections?\nNo.\n\nGo ahead.",
    "I refuse to hold this up: go for it.",
    "I agree to this text:\nMy question: when do we start?",
    "I agree to this text: ok\nI agree on this condition: none\nMy question: when?",
    "I agree to this text: 60 days\nObjective 2\nI agree on this condition: until 2027",
    "See the attachment.",
    "",
)


@pytest.mark.parametrize(("quote", "words"), OBJECTS)
@pytest.mark.parametrize("decision", ["agree", "validate"])
def test_words_that_object(quote: str, words: str, decision: str) -> None:
    assert objection_in(quote, decision) == words


@pytest.mark.parametrize("quote", AGREES)
def test_words_that_do_not(quote: str) -> None:
    assert objection_in(quote, "agree") == ""


@pytest.mark.parametrize("quote", [quote for quote, _ in OBJECTS])
@pytest.mark.parametrize("decision", ["object", "agree_with_conditions"])
def test_what_is_recorded_as_it_is_written_is_evidence(quote: str, decision: str) -> None:
    assert objection_in(quote, decision) == ""


@given(st.text(max_size=4_000))
def test_any_text_is_read(quote: str) -> None:
    objection_in(quote, "agree")


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
    objecting = []
    for place in range(len(lines)):
        completed = [f"{line} 60 days" if at == place else line for at, line in enumerate(lines)]
        objecting.append(bool(objection_in("\n".join([heading, *completed]), "agree")))
    assert objecting == [False, True, True, True]
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
    assert "the e-mail says “I do not agree”" in found
