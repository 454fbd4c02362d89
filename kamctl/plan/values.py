"""The scalar values of a plan: dates, percentages, amounts, ids."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import (
    AllowInfNan,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Strict,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from kamctl.plan.codes import Country, Currency, Language

__all__ = ["Country", "Currency", "Language"]

ID_PATTERN = "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
FUNCTION_PATTERN = "^[a-z][a-z0-9-]{0,63}$"
FUNCTIONS = (
    "executive",
    "sales",
    "local-sales",
    "finance",
    "supply-chain",
    "operations",
    "research-development",
    "quality",
    "service",
    "marketing",
    "legal",
    "information-technology",
    "human-resources",
)
"""The functions of a company; a workspace may have its own."""

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Function = Annotated[
    str,
    StringConstraints(pattern=FUNCTION_PATTERN),
    Field(
        json_schema_extra=lambda schema: schema.update(
            anyOf=[{"enum": list(FUNCTIONS)}, {"pattern": schema.pop("pattern")}]
        )
    ),
]
Name = Annotated[str, StringConstraints(pattern=r"[^ \t\r\n]")]
"""A text that is not blank."""
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:_[0-9]{3})+(?:\.[0-9]*)?", re.ASCII).fullmatch


class _Grouped:
    """Lets digits grouped by threes be a number in quotes too: `"4_100_000"`.

    Other programs read `4_100_000` without quotes as text, the language servers of editors among
    them: the schema must not call it wrong.
    """

    def __init__(self, *, whole: bool = False) -> None:
        self.whole = whole

    def __call__(self, value: object) -> object:
        if isinstance(value, str) and _GROUPED(value):
            digits = value.replace("_", "")
            return int(digits) if self.whole and "." not in digits else float(digits)
        return value

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> Any:
        return {
            "anyOf": [handler(schema["schema"]), _COUNT_SCHEMA if self.whole else _GROUPED_SCHEMA]
        }


_GROUPED_SCHEMA: JsonSchemaValue = {
    "type": "string",
    "pattern": "^[-+]?[0-9]{1,3}(_[0-9]{3})+(\\.[0-9]*)?$",
}
_COUNT_SCHEMA: JsonSchemaValue = {"type": "string", "pattern": "^\\+?[0-9]{1,3}(_[0-9]{3})+$"}

Number = Annotated[float, Strict(), AllowInfNan(False), _Grouped()]
Count = Annotated[int, Strict(), Field(ge=0), _Grouped(whole=True)]
"""How many of something; underscores may group the digits: 11_000."""
Amount = Number
"""An amount in the plan's currency; underscores may group the digits: 4_100_000."""
Year = Annotated[int, Strict(), Field(ge=1900, le=2200)]
Level = Literal["low", "medium", "high"]
CustomScalar = str | Annotated[bool, Strict()] | Annotated[int, Strict()] | Number
CustomValue = CustomScalar | tuple[CustomScalar, ...]
Custom = dict[Id, CustomValue]
"""The house's own fields."""

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII).fullmatch
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII).fullmatch
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])", re.ASCII).fullmatch
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
    ]
}

_PERCENT = re.compile(r"(-?[0-9]{1,9}(?:\.[0-9]{1,9})?)[ \u00a0\u202f]?%", re.ASCII).fullmatch
_PERCENT_SCHEMA: JsonSchemaValue = {
    "type": "string",
    "pattern": "^-?[0-9]{1,9}(\\.[0-9]{1,9})?[ \\u00a0\\u202f]?%$",
}


@dataclass(frozen=True, slots=True)
class PlanDate:
    """A date as people know it: a day, a month or a quarter.

    `text` is what was written; `day` its last day, which is what it means when compared.
    """

    text: str
    day: dt.date

    @property
    def precision(self) -> Literal["day", "month", "quarter"]:
        """How exactly the date is known."""
        if "Q" in self.text:
            return "quarter"
        return "month" if len(self.text) == len("2027-03") else "day"

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

    @classmethod
    def parse(cls, value: object) -> "PlanDate":
        """Read `2027-03-31`, `2027-03` or `2027-Q1`.

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
            return PlanDate(text, _last_day(int(match[1]), int(match[2])))
        if match := _QUARTER(text):
            return PlanDate(text, _last_day(int(match[1]), int(match[2]) * 3))
    except ValueError:
        return None
    return None


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


class _Percent:
    """Reads `34%`, `34 %` or 34 as 34.0; a bare number below 1 could mean either, so is refused."""

    def __init__(self, low: float | None, high: float | None) -> None:
        self.low, self.high = low, high

    def __call__(self, value: object) -> float:
        if isinstance(value, str) and (match := _PERCENT(value)):
            points = float(match[1])
        elif isinstance(value, int | float) and not isinstance(value, bool):
            points = float(value)
            if not -1e9 < points < 1e9:
                raise PydanticCustomError("percent", "not a percentage")
            if 0 < abs(points) < 1:
                raise PydanticCustomError("percent_or_fraction", "below one")
        else:
            raise PydanticCustomError("percent", "not a percentage")
        if (self.low is not None and points < self.low) or (
            self.high is not None and points > self.high
        ):
            raise PydanticCustomError("percent_range", "out of range")
        return points

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self)

    def __get_pydantic_json_schema__(self, _: CoreSchema, __: GetJsonSchemaHandler) -> Any:
        whole: JsonSchemaValue = {"type": "number", "minimum": 1, "exclusiveMaximum": 1e9}
        minus: JsonSchemaValue = {"type": "number", "maximum": -1, "exclusiveMinimum": -1e9}
        if self.low == 0 and self.high == 100:
            text = {
                "type": "string",
                "pattern": "^(-?0+(\\.0+)?|0*(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]{1,9})?))"
                "[ \\u00a0\\u202f]?%$",
            }
            return {"anyOf": [text, whole | {"maximum": 100}, {"const": 0}]}
        return {"anyOf": [_PERCENT_SCHEMA, whole, minus, {"const": 0}]}


Percent = Annotated[float, _Percent(None, None)]
"""A percentage, in points: 34 %, written `34%`, is 34.0."""
PercentOfWhole = Annotated[float, _Percent(0, 100)]
"""A percentage between 0 and 100 %."""


class _Quantity:
    """Reads a number, or a percentage as its points."""

    def __call__(self, value: object) -> float:
        if isinstance(value, str):
            if match := _PERCENT(value):
                return float(match[1])
            if _GROUPED(value):
                return float(value.replace("_", ""))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            number = float(value)
            if number - number == 0:  # neither infinite nor not-a-number
                return number
        raise PydanticCustomError("quantity", "not a number")

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self)

    def __get_pydantic_json_schema__(self, _: CoreSchema, __: GetJsonSchemaHandler) -> Any:
        return {"anyOf": [{"type": "number"}, _PERCENT_SCHEMA, _GROUPED_SCHEMA]}


Quantity = Annotated[float, _Quantity()]
"""What a measure counts: a number in the measure's unit."""
