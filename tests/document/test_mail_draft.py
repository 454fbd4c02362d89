"""E-mail drafts: a mail program reads what was written; no text writes a header of its own."""

from __future__ import annotations

from email import message_from_bytes, policy
from urllib.parse import parse_qs, urlsplit

import pytest

from kamctl.document.errors import UserError
from kamctl.document.mail_draft import mail_draft, mailbox
from kamctl.document.mailto import LONGEST_LINK, mailto_link


def test_a_draft_is_read_as_it_was_written() -> None:
    recipient = mailbox("Zoë “Z” Brünn, Vertrieb", " zoe@braeu.example ")
    subject, text = "Bräu & Söhne: 3 questions " + "é" * 200, "Bonjour,\n\n.\nÀ demain\u00a0!\n"
    data = mail_draft(recipient, subject, text, "fr")
    data.decode("ascii")
    assert max(map(len, data.split(b"\r\n"))) <= 78
    mail = message_from_bytes(data, policy=policy.default)
    assert mail["Subject"] == subject
    (to,) = mail["To"].addresses
    assert (to.display_name, to.addr_spec) == ("Zoë “Z” Brünn, Vertrieb", "zoe@braeu.example")
    assert (mail["X-Unsent"], mail["From"], mail["Date"]) == ("1", None, None)
    assert mail["Content-Language"] == "fr"
    body = mail.get_body()
    assert body is not None
    assert body.get_content() == text.replace("\n", "\r\n")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_no_line_end_gets_into_a_header(end: str) -> None:
    with pytest.raises(UserError) as refused:
        mail_draft(None, f"Hello{end}Bcc: all@x.example", "", "en")
    assert "“Hello Bcc: all@x.example”" in str(refused.value.message)
    assert mailbox("Paulo", f"paulo@x.example{end}Bcc: all@x.example") is None
    named = mailbox(f"Paulo{end}Bcc: all@x.example", "paulo@x.example")
    data = mail_draft(named, "Hello", "", "en")
    assert message_from_bytes(data, policy=policy.default)["Bcc"] is None


@pytest.mark.parametrize("count", [1, 3, 40])
def test_a_link_stays_short_enough(count: int) -> None:
    parts = [[f"Objective {number}: {'é' * 40}", "I agree: "] for number in range(count)]
    link = mailto_link("mailto:a@x.example", "Qualité & prix", parts)
    assert len(link) < LONGEST_LINK
    query = parse_qs(urlsplit(link).query)
    assert query["subject"] == ["Qualité & prix"]
    lines = query["body"][0].split("\r\n")
    assert lines[:2] == parts[0]
    kept = [line for line in lines if line.startswith("Objective")]
    assert kept == [part[0] for part in parts[: len(kept)]]
    assert len(kept) == min(count, 6)
    assert mailto_link("mailto:a@x.example", "é" * 500, parts) == "mailto:a@x.example"
