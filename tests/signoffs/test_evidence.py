"""The answer by e-mail: read from whatever a mail program saves, refused where it is none."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamctl.document.errors import UserError
from kamctl.plan.team import Member
from kamctl.signoffs import evidence as module
from kamctl.signoffs.evidence import evidence_in
from kamctl.signoffs.evidence_validity import check_sender, check_time
from kamctl.signoffs.fingerprint import fingerprint
from kamctl.signoffs.signoff import LONGEST_QUOTE, Evidence, Signoff

PAULO = Member(id="paulo", name="Paulo Ferreira", email="Paulo.Ferreira@corvane.example")


def mail(text: str = "Agreed: 60 days.\n", html: str = "", **headers: str) -> bytes:
    made = EmailMessage()
    known = {
        "From": "Paulo Ferreira <paulo.ferreira@corvane.example>",
        "To": "claire.morel@corvane.example",
        "Date": "Tue, 24 Nov 2026 11:12:03 +0100",
        "Message-ID": "<42@corvane.example>",
        "Subject": "Re: Lactéa, SO1",
    }
    for name, value in (known | headers).items():
        if value:
            made[name] = value
    if text:
        made.set_content(text)
    if html and text:
        made.add_alternative(html, subtype="html")
    elif html:
        made.set_content(html, subtype="html")
    return bytes(made)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "reply.eml"


def test_an_answer(file: Path) -> None:
    data = mail()
    file.write_bytes(data)
    assert evidence_in(file) == Evidence(
        sender="paulo.ferreira@corvane.example",
        date="2026-11-24T10:12:03Z",
        message_id="<42@corvane.example>",
        quote="Agreed: 60 days.",
        sha256=hashlib.sha256(data).hexdigest(),
    )


@pytest.mark.parametrize(
    ("text", "html", "quote"),
    [
        ("Oui, d’accord — pour 60 jours.", "", "Oui, d’accord — pour 60 jours."),
        ("Yes.\n\nOn Monday, Claire wrote:\n> Accept 60 days?\n", "", "Yes."),
        ("Yes.\n\nOn Monday, Claire wrote:\n\n> Accept?\n\n> 60 days\n", "", "Yes."),
        ("My condition:\nClaire wrote:\n> Accept\n\n> 60 days?\n", "", "My condition:"),
        ("Yes:\n60 days.\n\nClaire wrote:\n> a\nThanks", "", "Yes:\n60 days.\n\nThanks"),
        ("I object to this:\n> 14 plants\n\nMarc", "", "I object to this:\n\nMarc"),
        ("I object to what you wrote:\n> a\n", "", "I object to what you wrote:"),
        ("I agree to this text:\n> a\n", "", "I agree to this text:"),
        ("Oui.\nLe 3 mai 2026 à 10:12, Claire Morel\na écrit :\n> a\n", "", "Oui."),
        ("Oui.\nClaire Morel a écrit :\n> a\n", "", "Oui."),
        ("Ja.\nAm 3. Mai schrieb Claire <claire@corvane.example>:\n> a\n", "", "Ja."),
        ("Yes.", "<p>Something else</p>", "Yes."),
        ("", "<style>p {}</style><p>Yes,&nbsp;60.</p><p>Paulo</p>", "Yes,\u00a060.\n\nPaulo"),
        ("", "<p>Yes.</p><blockquote>Accept<br>60 days?</blockquote>", "Yes."),
        ("Yes. " * 2000, "", None),
    ],
)  # fmt: skip
def test_the_text_of_the_answer(file: Path, text: str, html: str, quote: str | None) -> None:
    file.write_bytes(mail(text, html))
    shown = evidence_in(file).quote
    if quote is None:
        assert len(shown) <= LONGEST_QUOTE and shown.endswith("…")
        assert evidence_in(file).is_quote_shortened
    else:
        assert shown == quote


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"kamctl: 1\naccount: {name: X}\n",
        b"\x00\xff\xfe",
        mail("On Monday, Claire wrote:\n\n> Accept 60 days?\n"),
        mail(From=""),
        mail(From="a@corvane.example, b@corvane.example", Sender="a@corvane.example"),
        mail(From="nobody"),
        mail(Date=""),
        mail(Date="yesterday"),
        mail("> Accept 60 days?\n"),
        mail(" \n"),
        mail(**{"Auto-Submitted": "auto-replied"}),
    ],
)
def test_what_is_no_answer_is_refused(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    with pytest.raises(UserError):
        evidence_in(file)


def test_what_is_no_file_or_too_large_is_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UserError, match="There is no file"):
        evidence_in(file)
    with pytest.raises(UserError, match="is a folder"):
        evidence_in(file.parent)
    file.write_bytes(mail() + b"x" * 100)
    monkeypatch.setattr(module, "LARGEST_EVIDENCE", 200)
    with pytest.raises(UserError, match="larger than"):
        evidence_in(file)


@pytest.mark.parametrize(
    ("sender", "found"),
    [
        ("paulo@corvane.example <evil@x.example>", "evil@x.example"),
        ("paulo@corvane.example\r\n <evil@x.example>", "evil@x.example"),
        ("paulo@corvane.example (Paulo) <evil@x.example>", "evil@x.example"),
        ("paulo@corvane.example <paulo@corvane.example>", "paulo@corvane.example"),
        ('"<paulo@corvane.example>" <evil@x.example>', "evil@x.example"),
        ("Ferreira, Paulo <paulo@corvane.example>", "paulo@corvane.example"),
        ("paulo@corvane.example <evil@x.example>, <b@x.example>", None),
        ("paulo@corvane.example <>", None),
    ],
)
def test_a_name_that_is_an_address_is_not_the_sender(
    file: Path, sender: str, found: str | None
) -> None:
    rest = "Date: Tue, 24 Nov 2026 11:12:03 +0100\r\n\r\nAgreed.\r\n"
    file.write_bytes(f"From: {sender}\r\n{rest}".encode())
    if found is None:
        with pytest.raises(UserError, match="not an e-mail with one sender"):
            evidence_in(file)
    else:
        assert evidence_in(file).sender == found


def test_from_another_address_it_is_refused() -> None:
    own = Evidence("paulo.ferreira@CORVANE.example", "0" * 64)
    check_sender(own, PAULO)
    with pytest.raises(UserError, match="not from Paulo Ferreira"):
        check_sender(Evidence("paulo@elsewhere.example", "0" * 64), PAULO)
    with pytest.raises(UserError, match="no e-mail address in the plan"):
        check_sender(own, PAULO.model_copy(update={"email": None}))


HEADERS = st.text(st.characters(min_codepoint=1, max_codepoint=0x2FF), max_size=60)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.one_of(
    st.binary(),
    st.tuples(HEADERS, HEADERS, HEADERS, st.text()).map(
        lambda parts: (
            f"From: {parts[0]}\r\nDate: {parts[1]}\r\nContent-Type: {parts[2]}\r\n"
            f"Message-ID: <1@x>\r\n\r\n{parts[3]}"
        ).encode(errors="replace")
    ),
    st.tuples(st.sampled_from(["text/html", "text/plain", "multipart/mixed; boundary=x",
                               "message/rfc822"]),
              st.sampled_from(["x-unknown", "utf-7", "utf-16", "base64", "ascii"]), st.binary())
    .map(lambda parts: (
        f"From: p@x.example\r\nMessage-ID: <1@x>\r\n"
        f"Content-Type: {parts[0]}; charset={parts[1]}\r\n"
        f"Content-Transfer-Encoding: {parts[1]}\r\n\r\n"
    ).encode() + parts[2]),
))  # fmt: skip
def test_whatever_a_file_holds_is_read_or_refused(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    try:
        found = evidence_in(file)
    except UserError:
        return
    assert "@" in found.sender and found.quote and len(found.quote) <= LONGEST_QUOTE
    assert "\n" not in found.message_id
    for text in (found.sender, found.message_id, found.quote):
        text.encode()


def test_a_date_that_cannot_be(file: Path) -> None:
    file.write_bytes(mail(Date="Fri, 31 Dec 9999 23:00:00 -1200"))
    with pytest.raises(UserError, match="not an e-mail with one sender and a date"):
        evidence_in(file)


SENT = Evidence("a@b.example", "0" * 64, "2026-11-24T10:00:00Z", "<42@b.example>", "Yes.")


NOW: dict[str, Any] = {"statement": {"en": "As it is"}, "signer": {"name": "paulo"}}
OTHER: dict[str, Any] = {"statement": {"en": "As it was"}, "signer": {"name": "paulo"}}
"""The text as it is, and another one."""


def given_on(on: str, evidence: Evidence | None = None, function: str = "finance") -> Signoff:
    return Signoff(
        on=on,
        objective="SO1",
        by="paulo",
        decision="agree",
        function=function,
        fingerprint=fingerprint(OTHER),
        evidence=evidence,
    )


@pytest.mark.parametrize(
    ("given", "today", "refused"),
    [
        ((), "2026-11-24", ""),
        ((), "2026-11-23", "in the future"),
        ((), "2027-11-23", ""),
        ((), "2027-11-25", "more than a year ago"),
        ([given_on("2026-11-20T10:00:00Z")], "2026-11-24", ""),
        (
            [given_on("2026-11-24T11:00:00Z")],
            "2026-11-24",
            "older than the sign-off of 24\N{NO-BREAK SPACE}Nov",
        ),
        ([given_on("2026-11-24T11:00:00Z", None, "legal")], "2026-11-24", ""),
        (
            [given_on("2026-11-20T10:00:00Z", SENT)],
            "2026-11-24",
            "recorded on 20\N{NO-BREAK SPACE}November 2026",
        ),
        (
            [given_on("2026-11-20T10:00:00Z", replace(SENT, sha256="1" * 64))],
            "2026-11-24",
            "recorded on 20\N{NO-BREAK SPACE}November 2026",
        ),
        (
            [given_on("2026-11-20T10:00:00Z", replace(SENT, message_id="<7@b.example>"))],
            "2026-11-24",
            "recorded on 20\N{NO-BREAK SPACE}November 2026",
        ),
        (
            [given_on("2026-11-20T10:00:00Z", replace(SENT, message_id="", sha256="1" * 64))],
            "2026-11-24",
            "",
        ),
    ],
)
def test_an_answer_to_another_text(given: list[Signoff], today: str, refused: str) -> None:
    now = dt.datetime.fromisoformat(f"{today}T12:00:00Z")
    if not refused:
        check_time(SENT, "finance", "agree", NOW, given, now)
        return
    with pytest.raises(UserError, match=refused):
        check_time(SENT, "finance", "agree", NOW, given, now)
    if given:  # the same text may be signed twice with it, also where the address is new
        check_time(SENT, "finance", "agree", OTHER, given, now)
        signer = {"name": "paulo", "email": "paulo@corvane.example"}
        check_time(SENT, "finance", "agree", OTHER | {"signer": signer}, given, now)


ANOTHER = replace(SENT, sha256="1" * 64, message_id="<7@b.example>")


@pytest.mark.parametrize(
    ("objection", "decision", "is_refused"),
    [
        (given_on("2026-11-24T11:00:00Z"), "agree", True),
        (given_on("2026-11-24T11:00:00Z"), "object", False),
        (given_on("2026-11-24T09:00:00Z"), "agree", False),
        (
            given_on("2026-11-24T11:00:00Z", replace(ANOTHER, date="2026-11-24T10:30:00Z")),
            "agree",
            True,
        ),
        (
            given_on("2026-11-24T11:00:00Z", replace(ANOTHER, date="2026-11-24T09:00:00Z")),
            "agree",
            False,
        ),
    ],
)
def test_an_answer_takes_nothing_back_that_came_later(
    objection: Signoff, decision: str, is_refused: bool
) -> None:
    """On the same text, an e-mail from before an objection does not undo it."""
    now = dt.datetime.fromisoformat("2026-11-24T12:00:00Z")
    given = [replace(objection, decision="object")]
    if not is_refused:
        check_time(SENT, "finance", decision, OTHER, given, now)
        return
    with pytest.raises(UserError, match="the objection of 24\N{NO-BREAK SPACE}November 2026"):
        check_time(SENT, "finance", decision, OTHER, given, now)


@pytest.mark.parametrize(
    ("before", "now", "is_refused"),
    [
        ("object", "agree", True),
        ("object", "agree_with_conditions", True),
        ("agree_with_conditions", "agree", True),
        ("agree", "object", False),
        ("agree", "agree_with_conditions", False),
        ("object", "object", False),
    ],
)
def test_one_answer_is_no_objection_and_then_an_agreement(
    before: str, now: str, is_refused: bool
) -> None:
    given = [replace(given_on("2026-11-24T11:00:00Z", SENT), decision=before)]  # type: ignore[arg-type]
    moment = dt.datetime.fromisoformat("2026-11-24T12:00:00Z")
    if not is_refused:
        check_time(SENT, "finance", now, OTHER, given, moment)
        return
    with pytest.raises(UserError, match="with another decision"):
        check_time(SENT, "finance", now, OTHER, given, moment)


def test_one_answer_of_decider_and_sponsor_is_to_one_text() -> None:
    """Where they are one person, their e-mail counts for the text that it was recorded for."""
    now = dt.datetime.fromisoformat("2026-11-24T12:00:00Z")
    signed = given_on("2026-11-24T11:00:00Z", SENT)
    as_decider = replace(signed, function=None, role="decider", email=SENT.sender)
    with pytest.raises(UserError, match="for another text"):
        check_time(SENT, "sponsor", "validate", NOW, [as_decider], now)
    check_time(SENT, "sponsor", "validate", NOW, [replace(as_decider, email="c@b.example")], now)
    check_time(SENT, "sponsor", "validate", OTHER, [as_decider], now)
