"""A workspace inside another one: it inherits what is configured above, and may not loosen it.

What it may change is how things look and what new plans start with. What counts as agreed, checked
or required it may only tighten; where it would loosen something, the rule from above stays, and
that is reported (KAM804). Checks are merged in `kamctl.checks.engine.settings`, by the same rule.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kamctl.i18n.message import message
from kamctl.plan.values import FUNCTIONS
from kamctl.workspace.config import Loosened, Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kamctl.document.span import KeyPath
    from kamctl.workspace.model import ColleagueQuestion, CustomField, Tier


def inherit(above: Workspace, own: Workspace) -> Workspace:
    """Return the workspace `own` with what it inherits from the one `above` it."""
    own_keys = _OwnKeys(own)
    signatures, loosened = _merged_signatures(above, own, own_keys)
    functions = above.functions
    if own_keys.has("functions"):
        functions, more = _merged_functions(above, own)
        loosened += more
    tiers, more = _merged_tiers(above, own)
    loosened += more
    custom, more = _merged_custom_fields(above, own)
    loosened += more
    if own.exclude:
        loosened.append(
            Loosened(
                ("exclude",),
                message(
                    "The plans here are still checked: only the outermost workspace can "
                    "exclude plans."
                ),
            )
        )
    branded = own_keys.has("branding", "name") or own_keys.has("company")
    return replace(
        own,
        above=above,
        loosened=tuple(loosened),
        exclude=(),
        company=own.company or above.company,
        language=own.language or above.language,
        default_currency=own.default_currency or above.default_currency,
        functions=functions,
        tiers=tiers,
        custom=custom,
        questions=_merged_questions(above, own),
        crm={**above.crm, **own.crm},
        shown_name=own.shown_name if branded else above.shown_name,
        accent=own.accent or above.accent,
        figures=own.figures or above.figures,
        logo=own.logo or above.logo,
        footer=own.footer or above.footer,
        slides_template=own.slides_template or above.slides_template,
        # The names of layouts are those of a template: they go with it.
        slides_layouts=own.slides_layouts
        if own.slides_template or own.slides_layouts
        else above.slides_layouts,
        templates=own.templates if _has_templates(own, own_keys) else above.templates,
        **signatures,
    )


class _OwnKeys:
    """What the file of a workspace says itself."""

    def __init__(self, workspace: Workspace) -> None:
        value = workspace.document.value if workspace.document is not None else None
        self.value: Any = value if isinstance(value, dict) else {}

    def has(self, *path: str) -> bool:
        """Tell whether the file has a key at a path."""
        value = self.value
        for key in path:
            if not isinstance(value, dict) or key not in value:
                return False
            value = value[key]
        return True


def _has_templates(own: Workspace, own_keys: _OwnKeys) -> bool:
    return own_keys.has("templates") or (own.templates is not None and own.templates.is_dir())


def _merged_signatures(
    above: Workspace, own: Workspace, own_keys: _OwnKeys
) -> tuple[dict[str, Any], list[Loosened]]:
    """Merge who may sign with which key: as above, where anything about it is configured there."""
    loosened = []
    required = above.signatures_required or own.signatures_required
    if required and not own.signatures_required and own_keys.has("signatures", "required"):
        loosened.append(
            Loosened(
                ("signatures", "required"),
                message("The parent workspace requires signatures."),
            )
        )
    signers, people = own.allowed_signers, own.signature_people
    if above.signatures_required or above.allowed_signers or above.signature_people:
        if signers is not None and signers != above.allowed_signers:
            loosened.append(
                Loosened(
                    ("signatures", "allowed_signers"),
                    message("The keys of the parent workspace are used."),
                )
            )
        if people and dict(people) != dict(above.signature_people):
            loosened.append(
                Loosened(
                    ("signatures", "people"),
                    message("The parent workspace defines who signs with which address."),
                )
            )
        signers, people = above.allowed_signers, above.signature_people
    merged = {
        "signatures_required": required,
        "allowed_signers": signers,
        "signature_people": people,
    }
    return merged, loosened


def _merged_functions(above: Workspace, own: Workspace) -> tuple[tuple[str, ...], list[Loosened]]:
    if above.functions == FUNCTIONS:
        return own.functions, []
    new = [one for one in own.functions if one not in above.functions]
    if not new:
        return own.functions, []
    text = message(
        "The parent workspace has no function {functions}.", functions=", ".join(sorted(new))
    )
    kept = tuple(one for one in own.functions if one in above.functions)
    return kept or above.functions, [Loosened(("functions",), text)]


def _merged_tiers(above: Workspace, own: Workspace) -> tuple[dict[str, Tier], list[Loosened]]:
    loosened: list[Loosened] = []
    merged = dict(above.tiers)
    for name, tier in own.tiers.items():
        base = above.tiers.get(name)
        if base is None:
            merged[name] = tier
            continue
        loosened += _weaker_tier(("tiers", name), base, tier)
        ages = [one for one in (base.max_age_days, tier.max_age_days) if one is not None]
        merged[name] = tier.model_copy(
            update={
                "tools": tuple(dict.fromkeys((*base.tools, *tier.tools))),
                "max_age_days": min(ages, default=None),
            }
        )
    return merged, loosened


def _weaker_tier(path: KeyPath, base: Tier, tier: Tier) -> Iterator[Loosened]:
    missing = [tool for tool in base.tools if tool not in tier.tools]
    if missing and tier.model_fields_set & {"tools"}:
        yield Loosened(
            (*path, "tools"),
            message(
                "The parent workspace also requires these tools: {tools}.", tools=", ".join(missing)
            ),
        )
    if base.max_age_days is not None and (tier.max_age_days or 0) > base.max_age_days:
        yield Loosened(
            (*path, "max_age_days"),
            message("The parent workspace allows at most {days} days.", days=base.max_age_days),
        )


def _merged_questions(above: Workspace, own: Workspace) -> tuple[ColleagueQuestion, ...]:
    """Return the questions of both; of two with one id, that of the workspace below."""
    return tuple({one.id: one for one in (*above.questions, *own.questions)}.values())


def _merged_custom_fields(
    above: Workspace, own: Workspace
) -> tuple[dict[str, Mapping[str, CustomField]], list[Loosened]]:
    """Return the fields of both; one that both declare is that of the workspace above."""
    loosened: list[Loosened] = []
    merged: dict[str, Mapping[str, CustomField]] = dict(above.custom)
    for place, fields in own.custom.items():
        base = above.custom.get(place, {})
        merged[place] = {**fields, **base}
        loosened += (
            Loosened(
                ("custom", place, name),
                message("The parent workspace declares the field `{name}` differently.", name=name),
            )
            for name, field in fields.items()
            if name in base and field != base[name]
        )
    return merged, loosened
