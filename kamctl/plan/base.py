"""What every part of a plan has in common."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of the plan: unknown keys are errors, values never change once read.

    Schemas are built once, from the whole plan, when the first plan is read: built part by part
    they would cost every command tens of milliseconds.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
