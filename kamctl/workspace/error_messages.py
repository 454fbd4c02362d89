"""What pydantic's errors mean in `kamctl.yaml`: its own cases; the others are those of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from kamctl.document import error_codes
from kamctl.document.span import KeyPath, dotted
from kamctl.i18n.message import Message, message
from kamctl.i18n.nearest import did_you_mean_one_of, did_you_mean_to_write
from kamctl.plan.answer_fields import answer_fields
from kamctl.plan.error_messages import explain_value, explain_version
from kamctl.plan.explanation import Explanation
from kamctl.plan.schema_lookup import keys_at
from kamctl.plan.values import FUNCTIONS
from kamctl.workspace.model import WORKSPACE_VERSION, CheckSeverity, Config

if TYPE_CHECKING:
    from kamctl.plan.schema_lookup import Root

_MISMATCH = "string_pattern_mismatch"
_FORMS = {
    "tiers": "strategic: {tools: [customer]}",
    "checks": "one-sentence: warning",
    "custom": "region: {type: text}",
    "crm": "corvane: {system: salesforce}",
}
_FILES: Final = {"logo": "logo.svg", "template": "company.pptx"}
"""Examples of the files that settings name, by the last key."""


COLORS: Final[tuple[KeyPath, ...]] = (("branding", "accent"), ("branding", "figures"))
"""The places of a color: without quotes, YAML takes it for a comment."""


def explain_setting(path: KeyPath, error: Any, root: Root = Config) -> Explanation:
    """Explain the value at `path` of the workspace file; `error` is one of pydantic's."""
    kind, top = error["type"], path[0] if path else ""
    blank = isinstance(error.get("input"), str) and not error["input"].strip()
    if kind == "extra_forbidden":
        return _unknown_key(path)
    if path == ("kamctl",):
        return _version(error["input"])
    if top == "checks" and kind == "literal_error":
        return _severity(path, error["input"])
    if path in COLORS and kind == _MISMATCH and not blank:
        return _color(error["input"])
    if top == "functions" and kind == _MISMATCH and not blank:
        return _function(error["input"])
    if kind == "answer_place" and not blank:
        return _answer_place(error["input"])
    if kind == "dict_type":
        return _entries(path)
    if kind == "too_short":
        return _no_items(path)
    return explain_value(path, error, root)


def _unknown_key(path: KeyPath) -> Explanation:
    key, known = str(path[-1]), keys_at(path[:-1], Config)
    where = (
        message("`{path}`", path=dotted(path[:-1]))
        if len(path) > 1
        else message("the workspace file")
    )
    return Explanation(
        error_codes.UNKNOWN_KEY,
        message("`{key}` is not a key of {where}.", key=key, where=where),
        did_you_mean_to_write(
            key, known, message("Possible keys: {known}.", known=", ".join(known))
        ),
    )


def later_version(value: object) -> bool:
    """Tell whether `value` is the number of a later format, whose keys nobody knows yet."""
    return isinstance(value, int) and not isinstance(value, bool) and value > WORKSPACE_VERSION


def _version(value: object) -> Explanation:
    other = message("This workspace file has format version {version}.", version=value)
    return explain_version(value, WORKSPACE_VERSION, other)


def _severity(path: KeyPath, value: object) -> Explanation:
    allowed = get_args(CheckSeverity)
    likely = value if isinstance(value, str) else ""
    if isinstance(value, bool):
        value, likely = ("true", "on") if value else ("false", "off")
    text = (
        message("“{value}” is not a valid severity for a check.", value=value)
        if isinstance(value, str | int | float)
        else message("`{path}` should be a severity or a group of keys.", path=dotted(path))
    )
    or_group = message(
        "Allowed: {allowed}; or a group of keys such as {form}.",
        allowed=", ".join(allowed),
        form="{severity: warning, from: aligned}",
    )
    hint = did_you_mean_one_of(likely, allowed, None if path[-1] == "severity" else or_group)
    problem = error_codes.BAD_VALUE if isinstance(value, str) else error_codes.WRONG_TYPE
    return Explanation(problem, text, hint)


def _color(value: str) -> Explanation:
    return Explanation(
        error_codes.BAD_VALUE,
        message("“{value}” is not a valid color.", value=value),
        message(
            "Write # and six characters from 0 to 9 and a to f, in quotes: {form}.",
            form='"#0b6e4f"',
        ),
    )


def hidden_color(color: str) -> Explanation:
    """Explain a color without quotes: YAML takes it for a comment."""
    return Explanation(
        error_codes.BAD_VALUE,
        message("The color is read as a comment: in YAML, # begins a comment."),
        message("Put it in quotes: {form}.", form=f'"{color}"'),
    )


def _answer_place(value: str) -> Explanation:
    return Explanation(
        error_codes.BAD_VALUE,
        message("“{value}” is not a field that an answer can fill.", value=value),
        did_you_mean_to_write(
            value,
            answer_fields(),
            message("Use a field such as {known}.", known="customer.needs, swot.weaknesses"),
        ),
    )


def _function(value: str) -> Explanation:
    written = value.strip().lower().replace(" ", "-").replace("_", "-")
    return Explanation(
        error_codes.BAD_VALUE,
        message("“{value}” cannot be the name of a function.", value=value),
        did_you_mean_to_write(
            written,
            FUNCTIONS,
            message("Use lowercase letters, digits and hyphens, for example supply-chain."),
        ),
    )


def _entries(path: KeyPath) -> Explanation:
    return Explanation(
        error_codes.WRONG_TYPE,
        message("`{path}` should be a group of keys.", path=dotted(path)),
        message("Write one line for each, for example `{form}`.", form=_FORMS[str(path[0])]),
    )


def _no_items(path: KeyPath) -> Explanation:
    return Explanation(
        error_codes.BAD_VALUE,
        message("`{path}` is empty.", path=dotted(path)),
        message("Put at least one between the brackets, or remove the line."),
    )


def no_choices(path: KeyPath) -> Explanation:
    """Explain a field of type choice that has none."""
    return Explanation(
        error_codes.MISSING_KEY,
        message("`{path}` is a choice without choices.", path=dotted(path)),
        message("Add `{form}`.", form="choices: [one, another]"),
    )


def unused_choices(path: KeyPath, kind: str) -> Explanation:
    """Explain choices of a field whose type is another."""
    return Explanation(
        error_codes.BAD_VALUE,
        message(
            "`{path}` has no effect with the type {kind}.", path=dotted(path), kind=f"`{kind}`"
        ),
        message("Write `type: choice`, or remove the choices."),
    )


def outside_workspace(path: KeyPath, named: str) -> Explanation:
    """Explain a folder or a file that is named at `path` and is not in the workspace."""
    if path[-1] in _FILES:
        return Explanation(
            error_codes.BAD_VALUE,
            message("The file “{file}” is outside the workspace.", file=named),
            message(
                "Put it in the workspace, and write its path from there, such as `{file}`.",
                file=_FILES[str(path[-1])],
            ),
        )
    return Explanation(
        error_codes.BAD_VALUE,
        message("The folder “{folder}” is outside the workspace.", folder=named),
        message("Use a folder inside it, for example `{folder}`.", folder=path[-1]),
    )


def no_keys() -> tuple[Message, Message]:
    """Say that a file holds no group of keys."""
    return (
        message("The workspace file must start with keys such as `kamctl: 1` and `company:`."),
        message("Run `kamctl init workspace` in a new folder to see an example."),
    )
