"""Values of a CRM's tables as a plan has them: read by a stated locale where they could be two."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kamctl.document.errors import UserError
from kamctl.exchange.crm.exported_tables import Formula
from kamctl.i18n.control_characters import visible_line
from kamctl.i18n.message import message
from kamctl.i18n.text_normalization import normalized_text
from kamctl.plan.amounts import LARGEST_NUMBER, SMALLEST_NUMBER, SYMBOLS
from kamctl.plan.codes import CURRENCIES
from kamctl.plan.date_forms import both_readings, is_plan_date, iso_date

if TYPE_CHECKING:
    from collections.abc import Collection

    from babel.core import Locale

    from kamctl.exchange.crm.exported_tables import CellValue
    from kamctl.i18n.message import Message

_LONGEST_TEXT: Final = 1_000
_ISO: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.*)?", re.ASCII).fullmatch
_FIGURES: Final = re.compile(
    r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[ ,]+\d{1,2}:\d{2}.*)?", re.ASCII
).fullmatch
_YEAR_FIRST: Final = re.compile(
    r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[ ,]+\d{1,2}:\d{2}.*)?", re.ASCII
).fullmatch
_PLAIN: Final = re.compile(r"[-+]?\d+(?:\.\d+)?", re.ASCII).fullmatch
_GROUPED: Final = re.compile(r"[-+]?\d{1,3}(?:([ '.,])\d{3})(?:\1\d{3})*", re.ASCII).fullmatch
_BLANKS: Final = re.compile(r"[\s\u00a0\u202f\u2009]+")
_ID: Final = re.compile(r"[\w.{}-]{1,80}", re.ASCII).fullmatch
_SHORT_ID: Final = re.compile(r"[A-Za-z0-9]{15}", re.ASCII).fullmatch
_CHECKSUM: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


class UnreadableValue(Exception):
    """A value that cannot be taken, and why."""

    def __init__(self, what: Message) -> None:
        super().__init__(str(what))
        self.what = what


class AmbiguousValue(UnreadableValue):
    """A value that could be two; `hint` says how to decide."""

    def __init__(self, what: Message, hint: Message) -> None:
        super().__init__(what)
        self.hint = hint


@dataclass(frozen=True)
class ValueReader:
    """Reads the values of tables; `locale` says how dates and decimals are written, if known."""

    locale: str | None = None

    @cached_property
    def _babel(self) -> Locale | None:
        if self.locale is None:
            return None
        from babel.core import Locale, UnknownLocaleError

        try:
            return Locale.parse(self.locale.replace("-", "_"))
        except (UnknownLocaleError, ValueError, TypeError) as error:
            raise UserError(
                message("“{locale}” is not a locale.", locale=self.locale),
                message("Use a language, with a country where it matters: fr, de, en-GB, en-US."),
            ) from error

    def check(self) -> None:
        """Refuse a locale that does not exist.

        Raises:
            UserError: there is none of that name.
        """
        _ = self._babel

    def date(self, cell: CellValue) -> str | None:
        """Return a day as a plan has it, such as 2027-03-31; None for an empty cell.

        Raises:
            UnreadableValue: it is no date, or could be two (AmbiguousValue).
        """
        if isinstance(cell, dt.date):
            return cell.isoformat()
        text = self._text(cell)
        if text is None:
            return None
        if match := _ISO(text):
            found: str | None = match[1]
        elif match := _YEAR_FIRST(text):
            found = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
        elif match := _FIGURES(text):
            found = self._in_figures(match)
        else:
            found = iso_date(text, self._babel.language if self._babel else "en")
        if found is None or not is_plan_date(found):
            raise UnreadableValue(message("“{text}” cannot be read as a date", text=text))
        return found

    def _in_figures(self, match: re.Match[str]) -> str | None:
        one, other, year = int(match[1]), int(match[3]), match[4]
        if self._babel is not None:
            pattern = self._babel.date_formats["short"].pattern
            if pattern.find("d") > pattern.find("M"):
                one, other = other, one
            return f"{year}-{other:02}-{one:02}"
        text = f"{match[1]}{match[2]}{match[3]}{match[2]}{year}"
        if readings := both_readings(text):
            raise AmbiguousValue(
                message("“{text}” can be {one} or {other}", text=text, one=readings[0],
                        other=readings[1]),
                message("Say how dates are written: --locale fr, en-GB or en-US, or `locale:` of "
                        "the mapping in kamctl.yaml."),
            )  # fmt: skip
        return iso_date(text)

    def number(self, cell: CellValue) -> float | int | None:
        """Return a number; None for an empty cell. A currency beside it is left out.

        Raises:
            UnreadableValue: it is no number, or could be two.
        """
        if isinstance(cell, bool):
            raise UnreadableValue(message("“{text}” is not a number", text=cell))
        if isinstance(cell, int | float):
            return _plain_number(Decimal(str(cell)), str(cell))
        text = self._text(cell)
        if text is None:
            return None
        digits = _without_currency(text)
        return _plain_number(self._decimal(digits, text), text)

    def _decimal(self, digits: str, text: str) -> Decimal:
        plain = _BLANKS.sub(" ", digits.replace("’", "'")).replace("\u2212", "-").strip()
        if self._babel is not None:
            symbols = self._babel.number_symbols["latn"]
            decimal, group = symbols["decimal"], symbols["group"]
            group = " " if _BLANKS.fullmatch(group) else group.replace("’", "'")
            whole, _, decimals = plain.partition(decimal)
            if not decimals or decimals.isdecimal():
                if _grouping(whole) == group:
                    whole = whole.replace(group, "")
                if _is_whole(whole):
                    return Decimal(f"{whole}.{decimals or 0}")
            match = _GROUPED(plain)
            if _PLAIN(plain) and not (match and match[1] == "."):
                return Decimal(plain)  # as the interface writes it
            raise UnreadableValue(message("“{text}” is not a number in this locale", text=text))
        if match := _GROUPED(plain):
            separator = match[1]
            if separator in ".," and plain.count(separator) == 1:
                whole, _, rest = plain.partition(separator)
                if whole.lstrip("+-") != "0":
                    raise AmbiguousValue(
                        message("“{text}” can be {one} or {other}", text=text,
                                one=f"{whole}{rest}", other=f"{whole}.{rest}"),
                        message("Say how numbers are written: --locale en or --locale fr, or "
                                "`locale:` of the mapping in kamctl.yaml."),
                    )  # fmt: skip
            else:
                return Decimal(plain.replace(separator, ""))
        return _unambiguous(plain, text)

    def percent(self, cell: CellValue, written: str) -> float | int | None:
        """Return a probability in points from 0 to 100; None for an empty cell.

        `written` says how it is written without a percent sign: `percent` or `share`.

        Raises:
            UnreadableValue: it is no percentage, or could be two.
        """
        text = None if isinstance(cell, int | float | dt.date) else self._text(cell)
        has_sign = text is not None and text.endswith("%")
        number = self.number(text[:-1].strip() if text is not None and has_sign else cell)
        if number is None:
            return None
        if not has_sign:
            if written == "share":
                number = _plain_number(Decimal(str(number)) * 100, str(cell))
            elif 0 < abs(number) < 1:
                raise AmbiguousValue(
                    message("“{text}” can be a share or a percentage", text=cell),
                    message("Say how probabilities are written: `probability: share` of the "
                            "mapping in kamctl.yaml."),
                )  # fmt: skip
        if not 0 <= number <= 100:
            raise UnreadableValue(message("“{text}” is not between 0% and 100%", text=cell))
        return number

    def text(self, cell: CellValue) -> str | None:
        """Return a text on one line; None for an empty cell.

        Raises:
            UnreadableValue: it is a formula, or longer than a text of a table.
        """
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        found = self._text(cell)
        if found is not None and len(found) > _LONGEST_TEXT:
            raise UnreadableValue(
                message("a text of {count} characters is too long", count=len(found))
            )
        return found

    def _text(self, cell: CellValue) -> str | None:
        if cell is None:
            return None
        if isinstance(cell, Formula):
            raise UnreadableValue(
                message("“{text}” is a formula, which kamctl does not compute",
                        text=visible_line(cell[:80]))
            )  # fmt: skip
        return normalized_text(visible_line(str(cell)).strip(" \u00a0\ufeff")) or None

    def identity(self, cell: CellValue) -> str | None:
        """Return an id as it is compared: of 18 characters in Salesforce, without capitals a GUID.

        Raises:
            UnreadableValue: it is no id.
        """
        text = self.text(cell)
        if text is None:
            return None
        if not _ID(text):
            raise UnreadableValue(message("“{text}” is not an id", text=text[:80]))
        if _SHORT_ID(text) and not text.isdecimal():
            return text + "".join(
                _CHECKSUM[sum(1 << at for at, one in enumerate(text[start : start + 5])
                              if "A" <= one <= "Z")]
                for start in (0, 5, 10)
            )  # fmt: skip
        return text.strip("{}").lower() if text.count("-") == 4 else text

    def identities(self, cell: CellValue) -> tuple[str, ...]:
        """Return the ids of a cell, which may have several with `;` between them."""
        text = self.text(cell)
        parts = (text or "").split(";")
        return tuple(found for part in parts if (found := self.identity(part.strip() or None)))

    def is_one_of(self, cell: CellValue, words: Collection[str]) -> bool:
        """Tell whether a cell has one of some words, in any case."""
        return (self.text(cell) or "").casefold() in words

    def currency(self, cell: CellValue) -> str | None:
        """Return a currency by its code; None where a cell has none that is known."""
        text = (self.text(cell) or "").upper()
        return text if text in CURRENCIES else None


def currencies_beside(cell: CellValue) -> tuple[str, ...]:
    """Return the codes of what is written beside a number: `EUR 1,200` has one, `¥1,200` two.

    Empty where no known currency is there.
    """
    if not isinstance(cell, str):
        return ()
    found = re.search(r"\b[A-Z]{3}\b", cell)
    if found and found[0] in CURRENCIES:
        return (found[0],)
    return next((codes for sign, codes in SYMBOLS.items() if sign in cell), ())


def _without_currency(text: str) -> str:
    signs = "|".join(map(re.escape, SYMBOLS))
    return re.sub(rf"^(?:[A-Z]{{3}}\b|{signs})|(?:\b[A-Z]{{3}}|{signs})$", "", text).strip(
        " \u00a0\u202f"
    )


def _grouping(whole: str) -> str | None:
    match = _GROUPED(whole)
    return match[1] if match else None


def _is_whole(text: str) -> bool:
    return re.fullmatch(r"[-+]?\d+", text, re.ASCII) is not None


def _unambiguous(plain: str, text: str) -> Decimal:
    """Read a number whose separators can mean one thing only."""
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        whole, decimals = plain, ""
    else:
        whole, decimals = plain[:last], plain[last + 1 :]
        if not decimals.isdecimal() or plain[last] in whole:
            raise UnreadableValue(message("“{text}” is not a number", text=text))
    separator = _grouping(whole)
    if separator:
        whole = whole.replace(separator, "")
    if not _is_whole(whole):
        raise UnreadableValue(message("“{text}” is not a number", text=text))
    return Decimal(f"{whole}.{decimals or 0}")


def _plain_number(number: Decimal, text: str) -> float | int:
    try:
        if not -Decimal(LARGEST_NUMBER) < number < Decimal(LARGEST_NUMBER):
            raise UnreadableValue(message("“{text}” is too large", text=text))
        if 0 < abs(number) < SMALLEST_NUMBER:
            raise UnreadableValue(message("“{text}” is not plausible", text=text))
    except InvalidOperation as error:  # NaN
        raise UnreadableValue(message("“{text}” is not a number", text=text)) from error
    return int(number) if number == number.to_integral_value() else float(number)
