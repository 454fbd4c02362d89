"""A date of a plan: a day, a month, a quarter or a half-year."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from kamctl.i18n.localized import formats_for
from kamctl.i18n.message import Localized, Translate
from kamctl.plan.months import last_of_month

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII).fullmatch
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII).fullmatch
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])", re.ASCII).fullmatch
_HALF = re.compile(r"([0-9]{4})-[HS]([12])", re.ASCII).fullmatch
_DAY_OF_CALENDAR = (
    "^(?!0000)([0-9]{4}-("
    "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    "|02-(0[1-9]|1[0-9]|2[0-8]))"
    "|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$"
)
"""The days that exist, leap years and all: a schema has no other way to say so."""
_DATE_SCHEMA: JsonSchemaValue = {
    "anyOf": [
        {"type": "string", "format": "date", "pattern": _DAY_OF_CALENDAR},
        {"type": "string", "pattern": "^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])$"},
        {"type": "string", "pattern": "^(?!0000)[0-9]{4}-Q[1-4]$"},
        {"type": "string", "pattern": "^(?!0000)[0-9]{4}-[HS][12]$"},
    ]
}


@dataclass(frozen=True, slots=True)
class PlanDate(Localized):
    """A date of a plan: a day, a month, a quarter or a half-year.

    `text` is what was written, a half-year always as `2027-H1`; `day` its last day, which is what
    it means when compared. A sentence writes it in words.
    """

    text: str
    day: dt.date

    def say(self, translate: Translate) -> str:
        """Write it as exactly as it is known: 12 March 2027, March 2027, Q1 2027."""
        return formats_for(translate).date(self)

    @property
    def precision(self) -> Literal["day", "month", "quarter", "half"]:
        """How exactly the date is known."""
        if len(self.text) > len("2027-03"):
            return "day"
        if "Q" in self.text:
            return "quarter"
        return "half" if "H" in self.text else "month"

    @property
    def first(self) -> dt.date:
        """The first day it can mean."""
        match self.precision:
            case "day":
                return self.day
            case "month":
                return self.day.replace(day=1)
            case "quarter":
                return self.day.replace(month=self.day.month - 2, day=1)
            case "half":
                return self.day.replace(month=self.day.month - 5, day=1)

    @classmethod
    def parse(cls, value: object) -> "PlanDate":
        """Read `2027-03-31`, `2027-03`, `2027-Q1`, `2027-H1` or, as in French, `2027-S1`.

        Raises:
            PydanticCustomError: of type `plan_date`, for anything else.
        """
        date = _date(value) if isinstance(value, str) else None
        if date is None:
            raise PydanticCustomError("plan_date", "not a date")
        return date

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _: CoreSchema, __: GetJsonSchemaHandler) -> Any:
        return _DATE_SCHEMA

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def _date(text: str) -> PlanDate | None:
    try:
        if match := _DAY(text):
            return PlanDate(text, dt.date(*map(int, match.groups())))
        if match := _MONTH(text):
            return PlanDate(text, last_of_month(int(match[1]), int(match[2])))
        if match := _QUARTER(text):
            return PlanDate(text, last_of_month(int(match[1]), int(match[2]) * 3))
        if match := _HALF(text):
            half = int(match[2])
            return PlanDate(f"{match[1]}-H{half}", last_of_month(int(match[1]), half * 6))
    except ValueError:
        return None
    return None
