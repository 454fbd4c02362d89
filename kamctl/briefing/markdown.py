"""A briefing as Markdown for GitHub, GitLab and wikis; nothing in the plan becomes markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kamctl import __version__
from kamctl.briefing.pictures.mermaid import mermaid
from kamctl.briefing.templates import environment

if TYPE_CHECKING:
    from kamctl.briefing.view import Briefing, Link

MARK = '[kamctl]: # "made by kamctl '
"""What a text of ours carries under its title, unseen, so that it may be written over."""

_BLANKS = re.compile(r"[ \t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_MARKS = re.compile(r"[\\`*_\[\]<>&|~$]")
_AT_START = re.compile(r"^(?:[-+](?=[ \-+]|$)|=|#)")
_LIST_NUMBER = re.compile(r"^([0-9]{1,9})([.)])(?= |$)")
_SCHEME = re.compile(r"(?i)(https?|ftp|mailto|xmpp):")
_WWW = re.compile(r"(?i)\b(www)\.")
_ADDRESS = re.compile(r"(?<=\S)@(?=\S)")


class Safe(str):
    """Markdown made here, of escaped parts."""

    __slots__ = ()


def render_markdown(view: Briefing) -> str:
    """Return `view` as Markdown."""
    env = environment(view.language, autoescape=False, finalize=_finalize)
    env.filters["link"] = _link
    env.filters["mermaid"] = lambda picture: Safe(mermaid(picture))
    env.globals["safe"] = Safe
    text = env.get_template("briefing.md.j2").render(view=view, version=__version__)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def escape(text: str) -> str:
    """Return `text` as one line of Markdown that reads as exactly that text."""
    line = _CONTROLS.sub("", _BLANKS.sub(" ", text)).strip()
    line = _MARKS.sub(r"\\\g<0>", line)
    line = _SCHEME.sub(r"\1\\:", line)
    line = _WWW.sub(r"\1\\.", line)
    # GitHub makes a link of anything that looks like an address, escaped or not.
    line = _ADDRESS.sub("&#64;", line)
    line = _AT_START.sub(r"\\\g<0>", line)
    return _LIST_NUMBER.sub(r"\1\\\2", line)


def _link(link: Link) -> Safe:
    if not link.url:
        return Safe(escape(link.text))
    target = re.sub(r"[()\\ <>|`*_\[\]]", lambda match: f"%{ord(match[0]):02X}", link.url)
    return Safe(f"[{escape(link.text)}]({target})")


def _finalize(value: Any) -> str:
    if isinstance(value, Safe):
        return value
    if value is None:
        message = "a template printed nothing where it meant a value"
        raise ValueError(message)
    return escape(str(value))
