"""From the document of `kamctl.yaml` to the configuration; all that is wrong becomes findings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from kamctl.document import error_codes
from kamctl.document.finding import Finding, Severity
from kamctl.document.key_paths import is_inside, is_inside_any
from kamctl.document.span import TOP, KeyPath, Span
from kamctl.plan.schema_findings import errors_by_path, finding_at, unknown_blank_keys
from kamctl.plan.schema_lookup import values_at
from kamctl.workspace.error_messages import (
    COLORS,
    explain_setting,
    hidden_color,
    later_version,
    no_choices,
    no_keys,
    outside_workspace,
    unused_choices,
)
from kamctl.workspace.model import Config

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kamctl.document.document import Document
    from kamctl.plan.explanation import Explanation

_NAMED_ENTRIES = {("tiers", 2), ("checks", 2), ("custom", 3), ("crm", 2)}
"""Where people give the names, and how deep they are."""
_PATH_SETTINGS: tuple[KeyPath, ...] = (
    ("accounts",),
    ("templates",),
    ("branding", "logo"),
    ("slides", "template"),
)
"""The settings that hold a path: it must be inside the workspace."""
_COMMENTED_COLOR = re.compile(r"\s*:\s+(?P<color>#[0-9a-fA-F]{6})\b").match


def load_config(document: Document, root: Path) -> tuple[Config, tuple[Finding, ...]]:
    """Read the configuration in `document`, which is in the folder `root`.

    Returns:
        What can be understood of it, and what is wrong.
    """
    if document.value is None:
        return Config(), document.findings
    if not isinstance(document.value, dict):
        text, hint = no_keys()
        wrong = error_codes.WRONG_TYPE.found(
            document.source.name, text, _first_line(document), hint=hint
        )
        return Config(), (*document.findings, wrong)
    current = _with_empty_entries(document)
    config, shape = _validated(current)
    if later_version(document.value.get("kamctl")):
        # Its other keys are those of a format that is not known here.
        return config, (*document.findings, *(one for one in shape if one.path == ("kamctl",)))
    colors = list(_commented_colors(document))
    own = [*colors, *_choice_findings(document), *_outside_findings(document, root)]
    findings = (
        *_reader_findings(document, colors),
        *unknown_blank_keys(document, Config, explain_setting),
        *shape,
        *own,
    )
    return config, findings


def _reader_findings(document: Document, better: Iterable[Finding]) -> Iterator[Finding]:
    """Give what the reader found, but what `better` findings say; a cut text is an error here."""
    places = {finding.path for finding in better}
    for one in document.findings:
        if one.code == error_codes.CUT_AT_HASH.code:
            if one.path not in places:
                yield one._replace(severity=Severity.ERROR, stage=None)
        else:
            yield one


def _first_line(document: Document) -> Span:
    span = document.span(())
    return span if span.line == span.end_line else TOP


def _with_empty_entries(document: Document) -> Document:
    """Take a tier, a check or a field with nothing after it for one that asks nothing."""
    for path in document.blank:
        is_entry = (path[0], len(path)) in _NAMED_ENTRIES
        if is_entry and isinstance(
            document.get(path[:-1]), dict
        ):  # of a key twice, the first counts
            document = document.with_value(path, {})
    return document


def _validated(document: Document) -> tuple[Config, list[Finding]]:
    try:
        return Config.model_validate(document.value), []
    except ValidationError as error:
        groups = errors_by_path(document, error.errors(include_url=False, include_input=True))
    findings = [
        finding_at(document, path, errors, Config, explain_setting)
        for path, errors in groups.items()
        if not is_inside_any(path, document.damaged)
        and not _only_invalid_items(path, errors, groups)
    ]
    try:
        return Config.model_validate(document.without(groups).value), findings
    except ValidationError:  # what is left of a list may be too short
        return Config(), findings


def _only_invalid_items(path: KeyPath, errors: Sequence[Any], groups: Iterable[KeyPath]) -> bool:
    """Tell whether a list counts as empty only because none of its items can be."""
    return errors[0]["type"] == "too_short" and any(
        other != path and is_inside(other, path) for other in groups
    )


def _commented_colors(document: Document) -> Iterator[Finding]:
    """Find `accent: #0b6e4f`, which YAML takes for a key with nothing after it."""
    for path in COLORS:
        if path not in document.blank:
            continue
        key = document.key_span(path)
        match = _COMMENTED_COLOR(document.source.lines[key.line - 1][key.end_column - 1 :])
        if match:
            start, end = (key.end_column + place for place in match.span("color"))
            span = Span(key.line, start, key.line, end)
            yield _setting_finding(document, path, hidden_color(match["color"]), span)


def _choice_findings(document: Document) -> Iterator[Finding]:
    """Check each field's choices against its type; the model reports fields of another shape."""
    places = document.get(("custom",))
    for place, fields in places.items() if isinstance(places, dict) else ():
        for name, field in fields.items() if isinstance(fields, dict) else ():
            path: KeyPath = ("custom", place, name)
            if not isinstance(field, dict) or is_inside_any(path, document.damaged):
                continue
            kind, choices = field.get("type", "text"), field.get("choices")
            if kind == "choice" and choices is None:
                yield _setting_finding(document, path, no_choices(path), document.key_span(path))
            elif kind != "choice" and choices is not None and _is_field_type(kind):
                path = (*path, "choices")
                yield _setting_finding(
                    document, path, unused_choices(path, kind), document.key_span(path)
                )


def _is_field_type(value: Any) -> bool:
    return value in values_at(("custom", "account", "field", "type"), Config)


def _outside_findings(document: Document, root: Path) -> Iterator[Finding]:
    """Report paths that lead out of the workspace."""
    for path in _PATH_SETTINGS:
        named = document.get(path)
        if not isinstance(named, str) or not named.strip() or is_inside_any(path, document.damaged):
            continue
        try:
            inside = (root / named).resolve().is_relative_to(root.resolve())
        except (OSError, RuntimeError, ValueError):
            inside = False  # links in a circle, a character no path may have
        if not inside:
            yield _setting_finding(
                document, path, outside_workspace(path, named), document.span(path)
            )


def _setting_finding(
    document: Document, path: KeyPath, explanation: Explanation, span: Span
) -> Finding:
    return explanation.problem.found(
        document.source.name,
        explanation.text,
        span,
        hint=explanation.hint,
        path=path,
        pointer=document.pointer(path),
    )
