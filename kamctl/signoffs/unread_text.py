"""Nobody signs or confirms a text that is shown with a part left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.document import error_codes
from kamctl.document.error_codes import CUT_AT_HASH
from kamctl.document.errors import UserError
from kamctl.document.finding import Severity
from kamctl.document.reader import read
from kamctl.i18n.message import message
from kamctl.plan.fields import fields_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kamctl.document.finding import Finding
    from kamctl.document.source import Source
    from kamctl.document.span import KeyPath

_NOT_READ = tuple(
    one.code
    for one in (
        error_codes.UNKNOWN_KEY,
        error_codes.WRONG_TYPE,
        error_codes.BAD_VALUE,
        error_codes.MISSING_KEY,
    )
)
"""What is wrong with a part of the plan that is left out."""
_CONTAINERS = frozenset({"objectives", "objectives[].id", "plan"})
"""What is not signed itself: entries with parts that are, and the id an objective goes by."""


def check_read(
    objective: str,
    findings: Iterable[Finding],
    source: Source,
    covers: Callable[[KeyPath], bool] | None = None,
) -> None:
    """Check that the whole text of an objective was read.

    `objective` is the id of the objective, `findings` are those of the plan, `source` its text.
    `covers` tells of a path, from the objective or from `plan`, whether it is part of what is
    confirmed; by default, whether it is part of what is signed.

    Raises:
        UserError: a part could not be read, or may be cut off at a `#`.
    """
    document = read(source)
    for one in findings:
        is_cut = one.code == CUT_AT_HASH.code
        if not is_cut and (one.code not in _NOT_READ or one.severity is not Severity.ERROR):
            continue
        path = one.path_in_file
        if path[:1] == ("objectives",):
            if str(document.get((*path[:2], "id"))) != objective:
                continue
        elif path[:1] != ("plan",):
            continue
        if not (covers or _signoff_covers)(path):
            continue
        if is_cut:
            raise _cut(one)
        raise UserError(
            message(
                "A part of the text to be signed could not be read (line {line}). {what}",
                line=one.span.line,
                what=one.message,
            ),
            message("Correct it first, until `kamctl validate` reports no error there."),
        )


def _cut(finding: Finding) -> UserError:
    span = finding.span
    return UserError(
        message(
            "The text to be signed may be cut off: {place}: {what}",
            place=f"{finding.file}:{span.line}:{span.column}",
            what=finding.message,
        ),
        finding.hint,
    )


def _signoff_covers(path: KeyPath) -> bool:
    """Tell whether sign-offs cover what is at a path of the plan; an objective goes by its id."""
    place = ""
    for step in path:
        if isinstance(step, int):
            place += "[]"
            continue
        found = next((one for one in fields_at(place) if one.key == step), None)
        if found is None:  # a key that is misspelt may be one that is signed
            return True
        if not found.facet.signed and found.place not in _CONTAINERS:
            return False
        if found.kind not in ("part", "claim"):
            return True
        place = found.place
    return True
