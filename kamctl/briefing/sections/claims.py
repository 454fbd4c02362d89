"""Claims about the customer and the market, each with how far it can be trusted and who said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Cell, Fact, Table
from kamctl.i18n.marked_text import capitalized, ended, is_ended, joined
from kamctl.plan import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing.anchors import Anchors
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.plan.text import Claim


def claim_status(claim: Claim, formatter: PlanFormatter) -> Cell:
    """Say whether a claim is confirmed or assumed."""
    kind = "good" if claim.status == "confirmed" else "warn"
    return Cell(formatter.label(labels.CLAIM_STATUS, claim.status), kind)


def claim_source(claim: Claim, formatter: PlanFormatter) -> str:
    """Say where a claim comes from: what was read, who told us, when."""
    informant = (
        formatter.translate("according to {person}", person=formatter.name_and_title(claim.told_by))
        if claim.told_by
        else ""
    )
    parts = (formatter.text(claim.source), informant, formatter.date(claim.on))
    return joined(", ", [part for part in parts if part])


def claim_summary(claim: Claim, formatter: PlanFormatter) -> str:
    """Say a claim in a cell beside others: what is claimed, what follows, how far it is known."""
    text = [formatter.text(claim.text).rstrip("."), formatter.text(claim.so_what).rstrip(".")]
    basis = _status_and_source(claim, formatter)
    return joined("", [joined(" → ", [part for part in text if part]), " (", basis, ")"])


def claims_table(
    caption: str, what: str, claims: Sequence[Claim], anchors: Anchors, formatter: PlanFormatter
) -> Table | None:
    """Return the claims under `caption`; `what` is what each of them is."""
    _ = formatter.translate
    return table(
        caption,
        (
            what,
            _("Priority"),
            _("Trend"),
            _("Confidence"),
            _("Implication for us"),
            _("Supports"),
            _("Advocates"),
            _("Source"),
        ),
        (
            (
                formatter.text(one.text),
                formatter.label(labels.LEVELS, getattr(one, "priority", None)),
                formatter.label(labels.TRENDS, getattr(one, "trend", None)),
                claim_status(one, formatter),
                formatter.text(one.so_what),
                anchors.claims(getattr(one, "supports", ())),
                formatter.person_names(getattr(one, "who_cares", ())),
                capitalized(claim_source(one, formatter)),
            )
            for one in claims
        ),
        ids=[anchors.row_id("claim", one.id) for one in claims],
    )


def claim_facts(label: str, claim: Claim | None, formatter: PlanFormatter) -> tuple[Fact, ...]:
    """Return a single claim as a text: what is claimed, what it means, where it comes from."""
    if claim is None or not formatter.text(claim.text):
        return ()
    texts = (formatter.text(claim.text), formatter.text(claim.so_what))
    *first, last = (part for part in texts if part)
    basis = _status_and_source(claim, formatter)
    marked = joined("", [last, " (", basis, ")"])
    end = marked if is_ended(last) else ended(marked)
    return (Fact(label, joined(" ", [*map(ended, first), end])),)


def _status_and_source(claim: Claim, formatter: PlanFormatter) -> str:
    status = formatter.label_in_sentence(labels.CLAIM_STATUS, claim.status)
    return joined(", ", [part for part in (status, claim_source(claim, formatter)) if part])
