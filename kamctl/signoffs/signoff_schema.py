"""The shape of a line of sign-offs, in each version: what may stand where, down to every figure.

Everything that reads a sign-off may rely on it: a line of any other shape is told and left out.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

ABSENT: Any = None
"""What is optional may be left out; it may not be there as `null`."""
LATEST: Final = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
EARLIEST: Final = dt.datetime(2, 1, 1, tzinfo=dt.UTC)
"""Times are moved to UTC: what is nearer to the ends of the calendar cannot be."""


def _time(text: str) -> str:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None or not EARLIEST < moment < LATEST:
        raise ValueError("no moment")
    return text


def _day(text: str) -> str:
    dt.date.fromisoformat(text)
    return text


Text = Annotated[str, StringConstraints(min_length=1)]
Time = Annotated[str, AfterValidator(_time)]
UtcTime = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$"
    ),
    AfterValidator(_time),
]
Day = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)
]
Figure = Annotated[str, StringConstraints(pattern=r"^-?[0-9]+(\.[0-9]+)?$")]
Wordings = Annotated[dict[Text, str], Field(min_length=1)]
Decision = Literal["agree", "agree_with_conditions", "object", "validate"]
Role = Literal["decider", "sponsor"]


class Shape(BaseModel):
    """Nothing is turned into something else, and nothing stands there that is not known."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


class Point(Shape):
    """A value at a date."""

    value: Figure = ABSENT
    on: Day = ABSENT


class Measure(Shape):
    """A measure as signed."""

    name: Wordings = ABSENT
    unit: Text = ABSENT
    unit_of_one: Text = ABSENT
    direction: Text = ABSENT
    baseline: Point = ABSENT
    target: Point = ABSENT


class Effects(Shape):
    """The impact on one thing a function cares about, as signed."""

    effect: Text = ABSENT
    amount: Figure = ABSENT
    note: Wordings = ABSENT


class Impact(Shape):
    """The impact on a function, as signed."""

    budget: Effects = ABSENT
    resources: Effects = ABSENT
    business: Effects = ABSENT


class Person(Shape):
    """Somebody of the team, as signed."""

    id: Text
    name: Text = ABSENT


class Signer(Shape):
    """Who signs: the name and the address, without what a corrected spelling changes."""

    name: Text
    email: Text = ABSENT


class _Direction(Shape):
    function: Text
    ask: Wordings = ABSENT
    gain: Wordings = ABSENT
    impact: Impact = ABSENT
    mitigation: Wordings = ABSENT
    requested: Wordings = ABSENT
    their_need: Wordings = ABSENT
    our_adjustment: Wordings = ABSENT


class Direction1(_Direction):
    """A direction as version 1 signed it."""

    leader: Text = ABSENT


class Direction(_Direction):
    """A direction as signed."""

    leader: Person = ABSENT


class _Signed(Shape):
    measures: list[Measure] = ABSENT
    success_criterion: Wordings = ABSENT
    due: Day = ABSENT


class Signed1(_Signed):
    """What was signed in version 1."""

    statement: Wordings = ABSENT
    owner: Text = ABSENT
    decider: Text = ABSENT
    sponsor: Text = ABSENT
    directions: list[Direction1] = ABSENT


class Signed(_Signed):
    """What was signed."""

    statement: Wordings
    owner: Person = ABSENT
    decider: Person = ABSENT
    sponsor: Person = ABSENT
    directions: list[Direction] = ABSENT
    currency: Text = ABSENT
    signer: Signer


class EvidenceShape(Shape):
    """The answer of the person who decided, as it came."""

    sender: Text
    date: str = ""
    message_id: str = ""
    quote: str = ""
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class _Line(BaseModel):
    """What a line has in every version; what a later kamctl adds besides is kept."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True, defer_build=True)

    account: str = ""
    objective: Text
    function: Annotated[Text, Field(alias="for")] = ABSENT
    role: Annotated[Role, Field(alias="as")] = ABSENT
    by: Text
    decision: Decision
    note: str = ""
    seal: Text
    signature: Annotated[str, StringConstraints(pattern="^[ -~]*$")] = ""

    @model_validator(mode="after")
    def _for_one_party(self) -> _Line:
        if bool(self.function) == bool(self.role):
            raise ValueError("party")
        if self.decision not in (FOR_ROLES if self.role else FOR_FUNCTIONS):
            raise ValueError("decision")
        return self


FOR_FUNCTIONS: Final[tuple[Decision, ...]] = ("agree", "agree_with_conditions", "object")
FOR_ROLES: Final[tuple[Decision, ...]] = ("validate", "object")


class Line1(_Line):
    """A line of version 1, which does not say so."""

    on: Time
    recorded_by: str = ""
    signed: Signed1 = Signed1.model_construct()
    fingerprint: str = ""


class Line(_Line):
    """A line of version 2."""

    version: Literal[2]
    on: UtcTime
    name: Text
    email: str = ""
    recorded_by: Text
    signed: Signed
    fingerprint: Annotated[str, StringConstraints(pattern="^v2:[0-9a-f]{32}$")]
    evidence: EvidenceShape = ABSENT


def first_fault(values: dict[str, Any]) -> tuple[tuple[str | int, ...], str, Any] | None:
    """Return where a line has another shape than its version has, or None.

    That is the place, what pydantic calls the fault, and the value that stands there.
    """
    try:
        (Line if "version" in values else Line1).model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        return first["loc"], first["type"], first.get("input")
    return None
