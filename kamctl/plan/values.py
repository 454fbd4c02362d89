"""The scalar values of a plan: percentages, amounts, ids."""

import math
import re
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import (
    AfterValidator,
    AllowInfNan,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Strict,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from kamctl.i18n.characters import MINUS
from kamctl.i18n.control_characters import on_one_line
from kamctl.i18n.text_normalization import without_invisible
from kamctl.plan.amounts import (
    AMOUNT_PATTERN,
    AS_IN_ENGLISH,
    COUNT_PATTERN,
    LARGEST_NUMBER,
    NUMBER_PATTERN,
    PERCENT_PATTERN,
    SMALLEST_NUMBER,
    SPACES,
    Conventions,
    Doubt,
    read_amount,
    read_percent,
)
from kamctl.plan.functions import FUNCTION_NAMES

ID_PATTERN = "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
FUNCTION_PATTERN = "^[a-z][a-z0-9-]{0,63}$"
FUNCTIONS = tuple(FUNCTION_NAMES)
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
_INVISIBLE = (
    r" \t\r\n\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
NAME_PATTERN = f"[^{_INVISIBLE}]"
"""Something besides blanks and characters that nobody sees."""
INVISIBLE_PATTERN = f"^[{_INVISIBLE}]*$"
"""Nothing but these."""
Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN), AfterValidator(on_one_line)]
"""A text on one line that is not blank: something in it can be seen.

A name with line ends could look like lines of a message or of a report.
"""


def _as_seen(address: str) -> str:
    return without_invisible(address).strip()


Email = Annotated[str, AfterValidator(_as_seen)]
"""An address as it is seen: with an invisible character, as a page may have, it leads nowhere."""

_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:_[0-9]{3})+(?:\.[0-9]*)?", re.ASCII).fullmatch
_GROUPED_SCHEMA: JsonSchemaValue = {
    "type": "string",
    "pattern": "^[-+]?[0-9]{1,3}(_[0-9]{3})+(\\.[0-9]*)?$",
}
_NUMBER_SCHEMAS: tuple[JsonSchemaValue, ...] = (
    {"type": "number", "minimum": SMALLEST_NUMBER, "exclusiveMaximum": LARGEST_NUMBER},
    {"type": "number", "maximum": -SMALLEST_NUMBER, "exclusiveMinimum": -LARGEST_NUMBER},
    {"const": 0},
)


class _Grouped:
    """Lets digits grouped by threes be a number in quotes too: `"4_100_000"`.

    Other programs read `4_100_000` without quotes as text, the language servers of editors among
    them: the schema must not call it wrong.
    """

    def __call__(self, value: object) -> object:
        if isinstance(value, str) and _GROUPED(value):
            return float(value.replace("_", ""))
        return value

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> Any:
        return {"anyOf": [handler(schema["schema"]), _GROUPED_SCHEMA]}


Number = Annotated[float, Strict(), AllowInfNan(False), _Grouped()]


class FigureValidator:
    """A figure as people type it, read with the conventions of the plan; `kind` names its errors.

    A number is taken as it is; a text is read by `read`.
    """

    kind = "amount"

    def __call__(self, value: object, info: core_schema.ValidationInfo) -> float:
        if type(value) is int or type(value) is float:
            return self.checked(_plausible(value, self.kind))
        if isinstance(value, str):
            found = self.read(value, info.context or AS_IN_ENGLISH)
            if not isinstance(found, Doubt):
                return self.checked(_plausible(float(found), self.kind))
            raise PydanticCustomError(self.kind, "not a figure", {"doubt": found})
        raise PydanticCustomError(self.kind, "not a figure")

    def read(self, text: str, conventions: Conventions) -> Decimal | Doubt:
        """Return the number that `text` means, or why it means none."""
        return read_amount(text, conventions)

    def checked(self, number: float) -> float:
        """Return the number if it is within the limits of its kind.

        Raises:
            PydanticCustomError: it is not.
        """
        return number

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self)

    def __get_pydantic_json_schema__(self, _: CoreSchema, __: GetJsonSchemaHandler) -> Any:
        return {"anyOf": [*_NUMBER_SCHEMAS, {"type": "string", "pattern": AMOUNT_PATTERN}]}


def _plausible(value: float, kind: str) -> float:
    """Return a number as a float.

    Raises:
        PydanticCustomError: it is infinite or not a number, or larger or nearer to zero than any
            figure of a plan.
    """
    if -LARGEST_NUMBER < value < LARGEST_NUMBER:
        if 0 < abs(value) < SMALLEST_NUMBER:
            raise PydanticCustomError("too_small", "too small")
        return float(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise PydanticCustomError(kind, "not finite")
    raise PydanticCustomError("too_large", "too large")


class _Count(FigureValidator):
    """A whole number of something, not below zero."""

    kind = "count"

    def __call__(self, value: object, info: core_schema.ValidationInfo) -> int:
        if isinstance(value, float):
            raise PydanticCustomError("count", "not whole")
        number = super().__call__(value, info)
        return value if isinstance(value, int) else int(number)

    def read(self, text: str, conventions: Conventions) -> Decimal | Doubt:
        found = read_amount(text, Conventions(conventions.language))
        return found if isinstance(found, Doubt) or found % 1 == 0 else Doubt("no_number")

    def checked(self, number: float) -> float:
        if number < 0:
            raise PydanticCustomError("below_zero", "below zero")
        return number

    def __get_pydantic_json_schema__(self, _: CoreSchema, __: GetJsonSchemaHandler) -> Any:
        whole: JsonSchemaValue = {
            "type": "integer",
            "minimum": 0,
            "exclusiveMaximum": LARGEST_NUMBER,
        }
        return {"anyOf": [whole, {"type": "string", "pattern": COUNT_PATTERN}]}


Count = Annotated[int, _Count()]
"""How many of something; blanks or underscores may group the digits: 11_000."""
Amount = Annotated[float, FigureValidator()]
"""An amount in the plan's currency, as people type it: 4_100_000, `48 500 €`, `1.5M`."""


def not_true(value: object) -> object:
    """Keep `true` from passing for 1, as it does in Python."""
    return str(value) if isinstance(value, bool) else value


def _number_for_year(value: object) -> object:
    """Refuse what is no number, with an error whose message says how a year is written."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("year", "not a year")
    return value


YEAR_VALIDATOR = BeforeValidator(_number_for_year)
"""What marks a field as a year: no other has it."""
POSSIBLE_YEARS = range(1900, 2201)
Year = Annotated[int, Strict(), Field(ge=POSSIBLE_YEARS[0], le=POSSIBLE_YEARS[-1]), YEAR_VALIDATOR]
Level = Literal["low", "medium", "high"]
LEVEL_ORDER: Final[tuple[Level, ...]] = get_args(Level)
"""The levels in ascending order."""
CustomScalar = str | Annotated[bool, Strict()] | Annotated[int, Strict()] | Number
CustomValue = CustomScalar | tuple[CustomScalar, ...]
CustomValues = dict[Id, CustomValue]
"""The company's own fields."""

_DECIMALS = "([.,][0-9]{1,9})?"
_UP_TO_HUNDRED = f"0*(100([.,]0+)?|[0-9]{{1,2}}{_DECIMALS})"


class _Percent(FigureValidator):
    """Reads `34%`, `34 %` or 34 as 34.0; a bare number below 1 could mean either, so is refused."""

    kind = "percent"

    def __init__(self, low: float | None, high: float | None) -> None:
        self.low, self.high = low, high

    def __call__(self, value: object, info: core_schema.ValidationInfo) -> float:
        points = super().__call__(value, info)
        if isinstance(value, str):
            return points
        if not -1e9 < points < 1e9:
            raise PydanticCustomError("percent", "not a percentage")
        if 0 < abs(points) < 1:
            raise PydanticCustomError("percent_or_fraction", "below one")
        return points

    def read(self, text: str, conventions: Conventions) -> Decimal | Doubt:
        return read_percent(text, conventions)

    def checked(self, number: float) -> float:
        if self.low is not None and number < self.low:
            raise PydanticCustomError("percent_range", "out of range")
        if self.high is not None and number > self.high:
            kind = "percent_range" if self.low == 0 else "percent_above"
            raise PydanticCustomError(kind, "out of range")
        return number

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(
            self,
            serialization=core_schema.plain_serializer_function_ser_schema(
                _percent_to_json, when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(self, _: CoreSchema, __: GetJsonSchemaHandler) -> Any:
        whole: JsonSchemaValue = {"type": "number", "minimum": 1, "exclusiveMaximum": 1e9}
        minus: JsonSchemaValue = {"type": "number", "maximum": -1, "exclusiveMinimum": -1e9}
        below = f"[-{MINUS}][{SPACES}]?"
        pattern = PERCENT_PATTERN
        if self.high == 100:
            whole |= {"maximum": 100}
            least = "0+([.,]0+)?" if self.low == 0 else f"[0-9]{{1,9}}{_DECIMALS}"
            pattern = f"^({below}{least}|(\\+[{SPACES}]?)?{_UP_TO_HUNDRED})[{SPACES}]?%$"
        forms = [{"type": "string", "pattern": pattern}, whole, {"const": 0}]
        return {"anyOf": forms if self.low == 0 else [*forms, minus]}


def _percent_to_json(points: object) -> object:
    """Write a percentage as it can be read again: below one, with its sign."""
    if isinstance(points, float) and 0 < abs(points) < 1:
        return f"{points:.9f}".rstrip("0") + "%"
    return points


PercentOfWhole = Annotated[float, _Percent(0, 100)]
"""A percentage between 0 and 100, in points: 34 %, written `34%`, is 34.0."""
Margin = Annotated[float, _Percent(None, 100)]
"""What is left of a whole, in percent: it can be a loss, and is never more than the whole."""


class _Quantity(FigureValidator):
    """Reads a number, or a percentage as its points."""

    kind = "quantity"
    patterns = (PERCENT_PATTERN, NUMBER_PATTERN)
    """What its texts look like, for a schema."""

    def read(self, text: str, conventions: Conventions) -> Decimal | Doubt:
        if text.rstrip().endswith("%"):
            return read_percent(text, conventions)
        return read_amount(text, conventions, alone=True)

    def __get_pydantic_json_schema__(self, _: CoreSchema, __: GetJsonSchemaHandler) -> Any:
        texts = ({"type": "string", "pattern": pattern} for pattern in self.patterns)
        return {"anyOf": [*_NUMBER_SCHEMAS, *texts]}


class _Measured(_Quantity):
    """Reads a quantity; amounts in the plan's currency have been read by the measure."""

    patterns = (PERCENT_PATTERN, AMOUNT_PATTERN)


Measured = Annotated[float, _Measured()]
"""The value of a measure: a quantity, or an amount where its unit is the plan's currency."""
Quantity = Annotated[float, _Quantity()]
"""A number in a unit of its own: a year's volume."""


def level_rank(level: str | None) -> int:
    """Return how high a level is, from 0; -1 where it is not known."""
    return LEVEL_ORDER.index(level) if level in LEVEL_ORDER else -1
