"""What an answer means as a value of the plan, and whether the plan says the same already."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kamctl.plan.amounts import Conventions, Doubt, read_amount, read_percent
from kamctl.plan.date_forms import iso_date
from kamctl.plan.labels import labels_of
from kamctl.plan.text import Claim, texts_of
from kamctl.plan.value_synonyms import value_for

if TYPE_CHECKING:
    from decimal import Decimal

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.plan.fields import PlanField

_ALIKE: Final = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"}
)


class AnswerValue(NamedTuple):
    """An answer as it is written into the plan, and as it is compared with the plan."""

    written: Any
    plain: str


def answer_value(
    field: PlanField, answer: str, conventions: Conventions, plan_language: str
) -> AnswerValue:
    """Read an answer with the conventions of the language of its question.

    What cannot be read is taken as it is: the plan then says what is wrong with it. A text in
    another language than the plan's is written as one of that language.
    """
    match field.kind:
        case "amount":
            amount = read_amount(answer, conventions)
            if not isinstance(amount, Doubt):
                return AnswerValue(_number(amount), _plain_number(float(amount)))
        case "percent":
            points = read_percent(answer, conventions)
            if not isinstance(points, Doubt):
                return AnswerValue(f"{_number(points)}%", _plain_number(float(points)))
        case "date":
            date = iso_date(answer, conventions.language) or answer.strip()
            return AnswerValue(date, comparable_text(date))
        case "choice":
            value = value_for(answer, field.values) or answer.strip()
            return AnswerValue(value, comparable_text(value))
    is_plan_language = conventions.language == plan_language
    text = answer if is_plan_language else {conventions.language: answer}
    return AnswerValue(text, comparable_text(answer))


def _number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


def _plain_number(value: float) -> str:
    return f"{value:.12g}"


def comparable_text(text: str) -> str:
    """Return a text without what a mail program changes: blanks, quotes, dashes, capitals."""
    plain = unicodedata.normalize("NFKC", text).translate(_ALIKE).casefold()
    return re.sub(r"\s+", " ", plain).strip().rstrip(".")


def plain_texts(value: Any) -> frozenset[str]:
    """Return what a value of the plan says, to compare answers with it: a text in each language."""
    if value is None:
        return frozenset()
    if isinstance(value, tuple):
        return frozenset().union(*map(plain_texts, value))
    if isinstance(value, Claim):
        return plain_texts(value.text)
    if isinstance(value, float | int):
        return frozenset({_plain_number(float(value))})
    if isinstance(value, str | dict):
        return frozenset(map(comparable_text, texts_of(value))) - {""}
    return frozenset({comparable_text(str(value))})


def claims_in(value: Any) -> tuple[Claim, ...]:
    """Return the claims that a field of the plan holds: one, several, or none."""
    found = value if isinstance(value, tuple) else (value,)
    return tuple(one for one in found if isinstance(one, Claim))


def shown_value(formatter: PlanFormatter, field: PlanField, value: Any) -> str:
    """Write the value of a field as readers do; lists of claims are not shown."""
    if value is None or isinstance(value, tuple):
        return ""
    if isinstance(value, Claim):
        return formatter.text(value.text)
    match field.kind:
        case "amount":
            return formatter.money(value)
        case "percent":
            return formatter.percent(value)
        case "date":
            return formatter.date(value)
        case "choice":
            return formatter.label(labels_of(field.values), value)
        case _:
            return formatter.text(value)


def value_labels(formatter: PlanFormatter, field: PlanField) -> tuple[str, ...]:
    """Return the values to choose from, as readers call them; none where answers are typed."""
    labels = labels_of(field.values)
    return tuple(formatter.label(labels, one) if labels else one for one in field.values)
