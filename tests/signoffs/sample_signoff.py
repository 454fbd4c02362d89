"""A sign-off that is whole, to be varied."""

from __future__ import annotations

from typing import Any

from kamctl.plan.person_names import plain_name
from kamctl.signoffs.fingerprint import fingerprint
from kamctl.signoffs.signoff import Signoff, sealed

PAULO = "Paulo Ferreira"


def signoff(**values: Any) -> Signoff:
    """Return a sign-off of version 2; with `version=1`, as that version wrote them."""
    version = values.get("version", 2)
    signed: dict[str, Any] = {
        "statement": {"en": "Become their partner."},
        "due": "2028-12-31",
    }
    if version > 1:
        name = values.get("name", PAULO)
        signed["signer"] = {"name": plain_name(name), "email": "paulo@corvane.example"}
    signed = values.get("signed", signed)
    known: dict[str, Any] = {
        "on": "2026-11-24T10:12:03Z",
        "objective": "SO1",
        "by": "paulo",
        "decision": "agree",
        "account": "lactea",
        "function": "finance",
        "signed": signed,
        "fingerprint": fingerprint(signed, version),
    }
    if version > 1:
        known |= {
            "name": PAULO,
            "email": "paulo@corvane.example",
            "recorded_by": "Claire Morel <claire@corvane.example>",
        }
    return sealed(Signoff(**(known | values)))
