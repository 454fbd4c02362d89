"""What is said when no PDF could be made."""

from __future__ import annotations

from kamctl.document.errors import UserError
from kamctl.i18n.message import Message, message
from kamctl.pdf.browsers import VARIABLE


def timed_out(browser: str, seconds: float) -> UserError:
    """Say that a browser was stopped."""
    return no_pdf(
        message("{browser} took longer than {seconds} s", browser=browser, seconds=int(seconds))
    )


def no_pdf(reason: str | Message) -> UserError:
    """Say that no PDF has come out; `reason` is ours, or what another program has said."""
    cause = reason.strip().rstrip(".") if isinstance(reason, str) else reason
    return UserError(
        message("The PDF could not be generated: {reason}.", reason=cause), printing_hint()
    )


def printing_hint() -> Message:
    """Say how to get a PDF all the same."""
    return message(
        "Generate an HTML page (-o name.html), open it in any browser and print it to PDF. "
        "Set {variable} to the browser that kamctl should use.",
        variable=VARIABLE,
    )


def last_output_line(output: bytes) -> str:
    """Return the last that a browser has said, for people to look up."""
    lines = output.decode("utf-8", "replace").split("\n")
    return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "")
