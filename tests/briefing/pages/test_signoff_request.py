"""The message that asks for somebody's word: whatever their address, it can be sent."""

from __future__ import annotations

import datetime as dt
from email import message_from_string
from email.headerregistry import Address
from email.policy import default

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kamctl.briefing.pages.signoff_request import signoff_requests
from kamctl.checks.engine.runner import check_source
from kamctl.document.source import Source
from kamctl.plan.model import Plan
from kamctl.workspace.config import NO_WORKSPACE

TODAY = dt.date(2026, 11, 23)
TEXT = """
kamctl: 1
account: {name: L}
plan: {owner: claire, stage: shared}
team: [{id: claire, name: Claire Morel}, {id: paulo, name: Paulo Reis}]
objectives:
  - id: SO1
    statement: Become their one partner for cleaning by the end of 2028.
    directions: [{function: finance, leader: paulo, ask: Accept 60 days.}]
"""
REPORT = check_source(Source("plan.yaml", TEXT), NO_WORKSPACE, TODAY)


def receiver(email: str) -> str:
    """Return to whom the message goes where this is what stands as the address."""
    assert REPORT.plan is not None
    claire, paulo = REPORT.plan.team
    team = (claire, paulo.model_copy(update={"email": email}))
    plan: Plan = REPORT.plan.model_copy(update={"team": team})
    (request,) = signoff_requests(plan, REPORT.agreement, "en", TODAY)
    head, _, rest = request.text.partition("\n")
    assert rest.startswith("Subject: L: your sign-off")
    assert head.startswith("To: ")
    return head.removeprefix("To: ")


def test_an_address_is_beside_the_name() -> None:
    assert receiver("paulo.reis@haugen.example") == "Paulo Reis <paulo.reis@haugen.example>"


@pytest.mark.parametrize(
    "email", ["a..b@x.fr", ".a@x.fr", "a.@x.fr", "a@x..fr", "a@.x.fr", "a@x.fr.", "é@x.fr", "a@"]
)
def test_what_is_no_address_leaves_the_name_alone(email: str) -> None:
    assert receiver(email) in ("Paulo Reis", f"Paulo Reis <{email}>")
    if ".." in email:
        assert receiver(email) == "Paulo Reis"


@given(
    st.one_of(
        st.from_regex(r"\A[!-~é]{1,8}@[!-~é]{1,8}\.[a-z.]{1,3}\Z"),
        st.from_regex(r"\A[a-z.\"\\<>(),:;\[\]@ ]{0,12}@?[a-z.\[\]]{0,8}\Z"),
        st.text(max_size=20),
    )
)
@example("a..b@x.fr")
@example("a@[x.fr")
@example('"@x.fr')
@example("(@x.fr")
def test_any_address_makes_a_header_of_one_line_that_can_be_read(email: str) -> None:
    address = receiver(email)
    assert address.startswith("Paulo Reis")
    if address != "Paulo Reis":
        assert address == str(Address("Paulo Reis", addr_spec=email))
        read = message_from_string(f"To: {address}\n\n", policy=default)["To"]
        assert [one.display_name for one in read.addresses] == ["Paulo Reis"]
