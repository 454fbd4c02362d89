"""What each section of a plan that may be left out is for, in ten words at most."""

from __future__ import annotations

from typing import Final

from kamctl.i18n.message import message

SECTIONS: Final = {
    "customer": message("The customer's business: model, goals, initiatives and needs"),
    "swot": message("Strengths, weaknesses, opportunities and threats"),
    "stakeholders": message("The customer's people: role, influence and attitude"),
    "buying": message("How the customer buys: criteria, process and contracts"),
    "position": message("Revenue and share of wallet: history and targets"),
    "whitespace": message("Untapped potential, by customer unit and offering"),
    "competitors": message("Competitors at this account, and our response"),
    "opportunities": message("Deals in progress, and the objective each supports"),
    "risks": message("Risks, and how each is mitigated"),
    "reviews": message("Account reviews and the decisions taken"),
}
