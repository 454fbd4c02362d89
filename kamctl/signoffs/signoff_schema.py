"""The shape of a line of sign-offs, in each version: what may be where, down to every figure.

Everything that reads a sign-off may rely on it: a line of any other shape is reported and left out.
"""

import datetime as dt
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from kamctl.plan.amounts import LARGEST_NUMBER

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


def _figure(text: str) -> str:
    if not abs(float(text)) < LARGEST_NUMBER:
        raise ValueError("too large")
    return text


def _day(text: str) -> str:
    dt.date.fromisoformat(text)
    return text


NonEmpty = Annotated[str, StringConstraints(min_length=1)]
IsoTime = Annotated[str, AfterValidator(_time)]
IsoUtcTime = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$"
    ),
    AfterValidator(_time),
]
IsoDay = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)
]
Figure = Annotated[
    str, StringConstraints(pattern=r"^-?[0-9]+(\.[0-9]+)?$"), AfterValidator(_figure)
]
Wordings = Annotated[dict[NonEmpty, str], Field(min_length=1)]
SignoffDecision = Literal["agree", "agree_with_conditions", "object", "validate"]
SignoffRole = Literal["decider", "sponsor"]


class Strict(BaseModel):
    """Nothing is turned into something else, and nothing unknown is accepted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


class SignedPoint(Strict):
    """A value at a date."""

    value: Figure = ABSENT
    on: IsoDay = ABSENT


class SignedMeasure(Strict):
    """A measure as signed."""

    name: Wordings = ABSENT
    unit: NonEmpty = ABSENT
    unit_of_one: NonEmpty = ABSENT
    direction: NonEmpty = ABSENT
    baseline: SignedPoint = ABSENT
    target: SignedPoint = ABSENT


class SignedEffects(Strict):
    """The impact on one thing a function cares about, as signed."""

    effect: NonEmpty = ABSENT
    amount: Figure = ABSENT
    note: Wordings = ABSENT


class SignedImpact(Strict):
    """The impact on a function, as signed."""

    budget: SignedEffects = ABSENT
    resources: SignedEffects = ABSENT
    business: SignedEffects = ABSENT


class SignedPerson(Strict):
    """Somebody of the team, as signed."""

    id: NonEmpty
    name: NonEmpty = ABSENT


class SignedSigner(Strict):
    """Who signs: the name and the address, without what a corrected spelling changes."""

    name: NonEmpty
    email: NonEmpty = ABSENT


class _SignedDirection(Strict):
    function: NonEmpty
    ask: Wordings = ABSENT
    gain: Wordings = ABSENT
    impact: SignedImpact = ABSENT
    mitigation: Wordings = ABSENT
    requested: Wordings = ABSENT
    their_need: Wordings = ABSENT
    our_adjustment: Wordings = ABSENT


class SignedDirection1(_SignedDirection):
    """A direction as version 1 signed it."""

    leader: NonEmpty = ABSENT


class SignedDirection(_SignedDirection):
    """A direction as signed."""

    leader: SignedPerson = ABSENT


class _SignedObjective(Strict):
    measures: list[SignedMeasure] = ABSENT
    success_criterion: Wordings = ABSENT
    due: IsoDay = ABSENT


class SignedObjective1(_SignedObjective):
    """What was signed in version 1."""

    statement: Wordings = ABSENT
    owner: NonEmpty = ABSENT
    decider: NonEmpty = ABSENT
    sponsor: NonEmpty = ABSENT
    directions: list[SignedDirection1] = ABSENT


class SignedObjective(_SignedObjective):
    """What was signed."""

    statement: Wordings
    owner: SignedPerson = ABSENT
    decider: SignedPerson = ABSENT
    sponsor: SignedPerson = ABSENT
    directions: list[SignedDirection] = ABSENT
    currency: NonEmpty = ABSENT
    signer: SignedSigner


class EvidenceShape(Strict):
    """The answer of the person who decided, as it came."""

    sender: NonEmpty
    date: str = ""
    message_id: str = ""
    quote: str = ""
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class _Line(BaseModel):
    """What a line has in every version; what a later kamctl adds besides is kept."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True, defer_build=True)

    account: str = ""
    objective: NonEmpty
    function: Annotated[NonEmpty, Field(alias="for")] = ABSENT
    role: Annotated[SignoffRole, Field(alias="as")] = ABSENT
    by: NonEmpty
    decision: SignoffDecision
    note: str = ""
    seal: NonEmpty
    signature: Annotated[str, StringConstraints(pattern="^[ -~]*$")] = ""

    @model_validator(mode="after")
    def _for_one_party(self) -> Self:
        if bool(self.function) == bool(self.role):
            raise ValueError("party")
        if self.decision not in (FOR_ROLES if self.role else FOR_FUNCTIONS):
            raise ValueError("decision")
        return self


FOR_FUNCTIONS: Final[tuple[SignoffDecision, ...]] = ("agree", "agree_with_conditions", "object")
FOR_ROLES: Final[tuple[SignoffDecision, ...]] = ("validate", "object")


class SignoffLine1(_Line):
    """A line of version 1, which does not say so."""

    on: IsoTime
    recorded_by: str = ""
    signed: SignedObjective1 = SignedObjective1.model_construct()
    fingerprint: str = ""


class SignoffLine(_Line):
    """A line of version 2."""

    version: Literal[2]
    on: IsoUtcTime
    name: NonEmpty
    email: str = ""
    recorded_by: NonEmpty
    signed: SignedObjective
    fingerprint: Annotated[str, StringConstraints(pattern="^v2:[0-9a-f]{32}$")]
    evidence: EvidenceShape = ABSENT


def first_error(values: dict[str, Any]) -> tuple[tuple[str | int, ...], str, Any] | None:
    """Return where a line has another shape than its version has, or None.

    That is the place, what pydantic calls the fault, and the value that is there.
    """
    try:
        (SignoffLine if "version" in values else SignoffLine1).model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        return first["loc"], first["type"], first.get("input")
    return None
