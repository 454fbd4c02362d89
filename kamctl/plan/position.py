"""Section `position`: what we sell them and what they spend, by year."""

import math

from pydantic import Field

from kamctl.plan.base import Part
from kamctl.plan.values import Amount, Margin, Quantity, Year


class YearFigures(Part):
    """One year's figures. Share of wallet is never written: it is turnover / customer_spend."""

    year: Year = Field(description="The calendar or business year.", examples=[2025])
    turnover: Amount | None = Field(
        None, description="What they buy from us.", examples=[5_200_000]
    )
    customer_spend: Amount | None = Field(
        None, description="What they spend in our categories in all.", examples=[19_000_000]
    )
    margin: Margin | None = Field(
        None, description="Our margin, in percent of turnover.", examples=["33%"]
    )
    volume: Quantity | None = Field(None, description="Units sold.", examples=[12_400])

    @property
    def share_of_wallet(self) -> float | None:
        """Our share of what the customer spends in our categories, in percent."""
        if self.turnover is None or self.customer_spend is None or self.customer_spend <= 0:
            return None
        share = 100 * self.turnover / self.customer_spend
        return share if math.isfinite(share) else None


class Position(Part):
    """History and targets, year by year."""

    history: tuple[YearFigures, ...] = Field(
        (),
        description="The years behind us.",
        examples=[[{"year": 2025, "turnover": 5_200_000, "customer_spend": 19_000_000}]],
    )
    targets: tuple[YearFigures, ...] = Field(
        (),
        description="The years ahead, to the end of the plan.",
        examples=[[{"year": 2028, "turnover": 10_500_000, "customer_spend": 25_000_000}]],
    )
