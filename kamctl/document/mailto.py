"""`mailto:` links: the mail program opens a message to complete."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_LINK: Final = 2000
"""Characters of a link; e-mail programs and browsers cut or refuse longer ones."""
_LINE_END: Final = "%0D%0A"


def mailto_link(link: str, subject: str, parts: Iterable[Iterable[str]]) -> str:
    """Return a `mailto:` link to an address with a subject and a body to complete.

    The body has `parts` of some lines each, with an empty line behind each; the last ones are left
    out where the link would be too long, in the end also the subject.
    """
    bodies = accumulate(
        ("".join(f"{quote(line)}{_LINE_END}" for line in part) for part in parts),
        lambda before, part: f"{before}{_LINE_END}{part}",
    )
    with_subject = f"{link}?subject={quote(subject)}"
    found = [link, with_subject, *(f"{with_subject}&body={body}" for body in bodies)]
    return next(one for one in reversed(found) if len(one) < LONGEST_LINK or one == link)
