"""What an e-mail says: who sent it, when, and its text, written in plain text or in HTML."""

from __future__ import annotations

import datetime as dt
import re
from email.errors import InvalidHeaderDefect
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from email.message import EmailMessage, MIMEPart

QUOTED: Final = ">"
"""What a line begins with that quotes another message, once for each level."""
UNREADABLE_MAIL: Final = (
    *(ValueError, LookupError, AttributeError, TypeError, RecursionError),
    OverflowError,  # a date that has no day in UTC
)
"""What Python's parser of headers and bodies raises for a badly broken e-mail."""
LONGEST_HEADER: Final = 500
_QUOTED_NAME: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_IN_ANGLES: Final = re.compile(r"<\s*([^<>\s]*)\s*>")
_BLOCKS: Final = frozenset({"address", "article", "blockquote", "br", "div", "h1", "h2", "h3", "h4",
                            "hr", "li", "ol", "p", "pre", "section", "table", "td", "tr",
                            "ul"})  # fmt: skip
_SILENT: Final = frozenset({"head", "script", "style", "template", "title"})


def sender_of(mail: EmailMessage) -> str:
    """Return the one address that an e-mail is from; nothing where there are several or none.

    Where an address is written as the name, `a@x <b@y>`, it is that in angle brackets.
    """
    headers = mail.get_all("From", [])
    addresses = [one.addr_spec for header in headers for one in header.addresses]
    if any(isinstance(one, InvalidHeaderDefect) for header in headers for one in header.defects):
        # Python's parser would take the name for the address, and leave out the rest.
        written = " ".join(text for name, text in mail.raw_items() if name.lower() == "from")
        addresses = _IN_ANGLES.findall(_QUOTED_NAME.sub("", written))
    if len(addresses) != 1 or "@" not in addresses[0] or len(addresses[0]) > LONGEST_HEADER:
        return ""
    return valid_text(addresses[0])


def date_of(mail: EmailMessage) -> str:
    """Return when an e-mail was sent, in UTC; nothing where it does not say."""
    when = getattr(mail.get("Date"), "datetime", None)
    if when is None:
        return ""
    if when.tzinfo is None:  # “-0000”: in UTC, from an unknown place
        when = when.replace(tzinfo=dt.UTC)
    return str(when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def text_of_part(body: MIMEPart) -> str:
    """Return the text of a part of an e-mail; of HTML what is read of it."""
    text = _content(body)
    return text_of_html(text) if body.get_content_subtype() == "html" else text


def text_of_html(html: str) -> str:
    """Return what is read of HTML, with lines where blocks are; quoted blocks begin with `>`."""
    reader = _HtmlText()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)


def valid_text(text: str) -> str:
    """Put a question mark where bytes were no text."""
    return text.encode("utf-8", errors="replace").decode()


def _content(body: MIMEPart) -> str:
    try:
        return str(body.get_content())
    except LookupError:  # an encoding that Python does not know
        data = body.get_payload(decode=True)
        return data.decode("utf-8", errors="replace") if isinstance(data, bytes) else ""


class _HtmlText(HTMLParser):
    """The text of an HTML e-mail, with lines where blocks are; quoted blocks are marked."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.quoted = 0
        self.silent = 0

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        """Note where a block begins."""
        self.quoted += tag == "blockquote"
        self.silent += tag in _SILENT
        if tag in _BLOCKS:
            self._line()

    def handle_endtag(self, tag: str) -> None:
        """Note where a block ends."""
        self.quoted = max(0, self.quoted - (tag == "blockquote"))
        self.silent = max(0, self.silent - (tag in _SILENT))
        if tag in _BLOCKS:
            self._line()

    def handle_data(self, data: str) -> None:
        """Take a text; line ends in it are blanks."""
        if not self.silent:
            self.parts.append(" ".join(data.split("\n")))

    def _line(self) -> None:
        self.parts.append("\n" + QUOTED * self.quoted)
