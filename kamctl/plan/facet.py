"""What a field of the plan says about itself."""

from typing import NamedTuple

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


class Facet(NamedTuple):
    """What readers call a field, in which unit it counts, and whether a sign-off covers it.

    It is in the field's annotation, so that a field is described in one place: the full plan,
    the comparison of two plans and the JSON Schema read it from there.
    """

    label: str
    """The heading of the field: a msgid in sentence case."""
    unit: str = ""
    """What a figure counts, where its type does not say so (an amount is in the plan's currency, a
    percentage in points): a msgid with `{value}` in it."""
    signed: bool = False
    """Whether a sign-off covers the field: a change then invalidates the sign-off.

    A request for a sign-off reads it. The signed content itself is written out, field by field, in
    `signoffs/signed_content.py`; a test holds it against this."""
    question: str = ""
    """What to ask whoever fills it in, where the label is not enough: a msgid."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"title": self.label, **handler(schema)}
