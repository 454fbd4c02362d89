"""Section `position`: what we sell them and what they spend, by year."""

import math
from typing import Annotated

from pydantic import Field

from kamctl.i18n.message import N_
from kamctl.plan.base import Part
from kamctl.plan.facet import Facet
from kamctl.plan.values import Amount, Margin, Quantity, Year


class YearFigures(Part):
    """One year's figures. Share of wallet is never written: it is turnover / customer_spend."""

    year: Annotated[Year, Facet(N_("Year"))] = Field(
        description=N_("The calendar or fiscal year."), examples=[2025]
    )
    turnover: Annotated[Amount | None, Facet(N_("Turnover with us"))] = Field(
        None, description=N_("What they buy from us."), examples=[5_200_000]
    )
    customer_spend: Annotated[Amount | None, Facet(N_("Total spend"))] = Field(
        None, description=N_("What they spend in our categories in total."), examples=[19_000_000]
    )
    margin: Annotated[Margin | None, Facet(N_("Margin"))] = Field(
        None, description=N_("Our margin, as a percentage of turnover."), examples=["33%"]
    )
    volume: Annotated[Quantity | None, Facet(N_("Volume"))] = Field(
        None, description=N_("Units sold."), examples=[12_400]
    )

    @property
    def share_of_wallet(self) -> float | None:
        """Our share of what the customer spends in our categories, in percent."""
        if self.turnover is None or self.customer_spend is None or self.customer_spend <= 0:
            return None
        share = 100 * self.turnover / self.customer_spend
        return share if math.isfinite(share) else None


class Position(Part):
    """History and targets, year by year."""

    history: Annotated[tuple[YearFigures, ...], Facet(N_("Past years"))] = Field(
        (),
        description=N_("The past years."),
        examples=[[{"year": 2025, "turnover": 5_200_000, "customer_spend": 19_000_000}]],
    )
    targets: Annotated[tuple[YearFigures, ...], Facet(N_("Target years"))] = Field(
        (),
        description=N_("The years ahead, to the end of the plan."),
        examples=[[{"year": 2028, "turnover": 10_500_000, "customer_spend": 25_000_000}]],
    )
