"""The values of a plan as people type them: shown so, and read with the reader of plans.

What is shown is read again as the same value. What cannot be read stays the text that was typed:
the plan's own reader then says what is wrong with it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import PydanticCustomError

from kamctl.document.source import CONTROL
from kamctl.i18n.catalog import translator
from kamctl.i18n.characters import MINUS
from kamctl.i18n.formats import Formats
from kamctl.i18n.locales import decimal_mark
from kamctl.i18n.text_normalization import single_spaced, single_spaced_lines
from kamctl.plan.amounts import Conventions, Doubt, is_currency, read_amount
from kamctl.plan.code_names import COUNTRIES, code_named
from kamctl.plan.date_forms import both_readings, is_year, iso_date
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.value_synonyms import value_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.plan.fields import PlanField
    from kamctl.plan.values import FigureValidator

_LINE_END: Final = re.compile("\r\n?")
_PERCENT: Final = "%"
_PLAN_FIGURE: Final = re.compile(
    r"(?<![\w.,])(?P<number>[0-9][0-9_]*(?:\.[0-9]+)?)(?:(?P<percent>%)|(?P<letters>[kM]))?(?!\w)",
    re.ASCII,
)
"""A figure as a plan has it: 1_200_000, 1.2M, 34.5%."""
FIGURE_KINDS: Final = frozenset({"amount", "percent", "number"})
"""The kinds of fields that hold a figure."""


def has_invisible(text: str) -> bool:
    """Tell whether a typed text has characters that `cleaned` leaves out and nobody sees."""
    return CONTROL(_LINE_END.sub("\n", text)) is not None


def cleaned(text: str) -> str:
    """Return a typed text with the line ends of plans, without what nobody can have meant.

    Blanks around it and characters that no plan may hold are left out.
    """
    text = _LINE_END.sub("\n", text)
    while (found := CONTROL(text)) is not None:
        text = text[: found.start()] + text[found.end() :]
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def lines_of(text: str) -> list[str]:
    """Return the texts of a field that takes several, one a line."""
    return [line.strip() for line in cleaned(text).split("\n") if line.strip()]


def is_alike(one: str, other: str) -> bool:
    """Tell whether two texts of a field are the same but for blanks that nobody sees."""
    return single_spaced_lines(cleaned(one)) == single_spaced_lines(cleaned(other))


class FieldTexts:
    """Shows and reads values, as the language and the currency of one plan have it."""

    def __init__(self, conventions: Conventions) -> None:
        self.conventions = conventions
        language = conventions.language
        self._formats = Formats(language, translator(language), conventions.currency)

    # --- What is shown ------------------------------------------------------------------------

    def shown(self, field: PlanField, value: Any, unit: str = "") -> str:
        """Return a value as people type it; `unit` is that of the measure it belongs to."""
        if value is None:
            return ""
        if isinstance(value, dict):
            return self.shown(field, self.wording(value))
        if isinstance(value, list):
            return "\n".join(self.shown(field, one, unit) for one in value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str):
            text = value.strip("\n") if field.kind == "text" else value
            return self._date(text) if field.kind == "date" else text
        return self._figure(field, value, unit) if field.kind in FIGURE_KINDS else str(value)

    def wording(self, texts: dict[str, Any]) -> Any:
        """Return a text that is written for each language in that of the plan, else the first."""
        return texts.get(self.conventions.language, next(iter(texts.values()), None))

    def country(self, code: str) -> str:
        """Return the name of a country."""
        return self._formats.country(code)

    def with_figures(self, text: str) -> str:
        """Return a text whose figures are written as people type them, not as a plan has them."""
        return _PLAN_FIGURE.sub(self._as_typed, text)

    def _as_typed(self, found: re.Match[str]) -> str:
        number = Decimal(found["number"].replace("_", ""))
        if found["percent"]:
            return self._formats.percent(number, 9)
        written = self._formats.number(number, exact=True)
        if found["letters"]:
            blank = "" if self.conventions.decimal_point else "\N{NO-BREAK SPACE}"
            written += f"{blank}{found['letters']}"
        is_read = not isinstance(read_amount(written, self.conventions), Doubt)
        return written if is_read else found[0]  # in 1,500M the comma can begin the decimals

    def _figure(self, field: PlanField, value: float, unit: str) -> str:
        # What a company counts in a field of its own may be a year.
        ways = self._ways_of_writing(
            Decimal(str(value)),
            field.kind,
            is_grouped=field.figure is not None,
        )
        for written in ways:
            if self._number(field, written, unit) == value:
                return written
        return str(value)

    def _ways_of_writing(self, value: Decimal, kind: str, *, is_grouped: bool) -> Iterable[str]:
        mark = decimal_mark(self.conventions.language)
        digits = f"{value:f}"
        if "." in digits:
            digits = digits.rstrip("0").rstrip(".")
        plain = digits.replace("-", MINUS).replace(".", mark)
        if kind == "percent":
            yield self._formats.percent(value, 9)
            yield f"{plain}\N{NO-BREAK SPACE}%"
            yield f"{plain}0\N{NO-BREAK SPACE}%"  # three decimals could group thousands
            return
        if is_grouped:
            number = self._formats.number(value, exact=True)
            if kind == "amount" and re.search(r"\.[0-9]$", digits):
                number += "0"  # cents have two digits
            yield number
        yield plain
        yield f"{plain}0"

    def _date(self, written: str) -> str:
        """Return a date in words, if it is read again as it was written; else as it was."""
        try:
            date = PlanDate.parse(written)
        except PydanticCustomError:
            return written
        words = self._formats.date(date).replace("\N{NO-BREAK SPACE}", " ")
        return words if iso_date(words, self.conventions.language) == date.text else written

    # --- What is typed ------------------------------------------------------------------------

    def readings(self, field: PlanField, text: str) -> tuple[str, ...]:
        """Return the dates that a text such as 03/04/2027 can be; none where it can be one only."""
        days = both_readings(cleaned(text)) if field.kind == "date" else None
        return tuple(map(self._date, days or ()))

    def read(self, field: PlanField, text: str, before: Any = None, unit: str = "") -> Any:
        """Return the value that a text means, None for none; the text where it cannot be read.

        `before` is what is in the field now: its style stays.
        """
        text = cleaned(text)
        if not text:
            return None
        if "\n" in text and field.kind != "text":
            text = single_spaced(text)
        if field.kind in FIGURE_KINDS:
            number = self._number(field, text, unit)
            return text if number is None else _in_style(field, number, before)
        match field.kind:
            case "text":
                ends = isinstance(before, str) and before.endswith("\n")
                return f"{text}\n" if ends else text
            case "date":
                return iso_date(text, self.conventions.language) or text
            case "choice":
                return text if text in field.values else value_for(text, field.values) or text
            case "country":
                return self._country(text)
            case "year" if is_year(text):
                return int(text)
            case _:
                return text

    def _country(self, text: str) -> str:
        if text.upper() in COUNTRIES:
            return text.upper()
        return code_named(text, COUNTRIES, self.conventions.language) or text

    def _number(self, field: PlanField, text: str, unit: str) -> float | int | None:
        """Read a figure; None where the plan's reader would not."""
        texts = [text]
        if field.kind == "percent" and _PERCENT not in text:
            texts.append(f"{text}%")
        for one in texts:
            found = self._read(field.figure, one)
            if isinstance(found, Doubt) and found.kind == "share":
                return None  # 0.34 may be 34% or 0.34%
            if isinstance(found, Doubt) and is_currency(unit, self.conventions.currency):
                found = read_amount(one, self.conventions)
            if not isinstance(found, Doubt):
                return _within_limits(found, field.figure)
        return None

    def _read(self, figure: FigureValidator | None, text: str) -> Decimal | Doubt:
        if figure is None:
            return read_amount(text, self.conventions, alone=True)
        return figure.read(text, self.conventions)


def _within_limits(found: Decimal, figure: FigureValidator | None) -> float | int | None:
    """Return a number if it is within the limits of its kind, else None."""
    number = int(found) if found == found.to_integral_value() else float(found)
    try:
        if figure is not None:
            figure.checked(number)
    except PydanticCustomError:
        return None
    return number


def _in_style(field: PlanField, number: float, before: Any) -> Any:
    """Return a figure as a plan has it: a percentage with its sign, unless it had none before."""
    if field.kind != "percent":
        return number
    is_bare = isinstance(before, int | float) and not isinstance(before, bool)
    if is_bare and (abs(number) >= 1 or number == 0):
        return number
    return f"{Decimal(str(number)):f}%"
