"""Which columns of a company's CRM exports mean what: `crm:` in `kamctl.yaml`."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from kamctl.plan.base import Part
from kamctl.plan.values import Name

YEAR_PATTERN = "^(19|20|21)[0-9]{2}$"

CrmSystemName = Literal["salesforce", "dynamics", "hubspot"]
"""The CRM systems whose columns kamctl knows."""


class CrmAccountColumns(Part):
    """The headings of the columns of accounts in a CRM export."""

    id: Name | None = Field(None, description="The account's id.", examples=["Customer no."])
    name: Name | None = Field(None, description="The account's name.", examples=["Customer"])
    owner: Name | None = Field(None, description="Who owns it.", examples=["Account manager"])
    tier: Name | None = Field(None, description="Its tier.", examples=["Segment"])
    industry: Name | None = Field(None, description="Its industry.", examples=["Sector"])
    city: Name | None = Field(None, description="The city of the head office.", examples=["City"])
    country: Name | None = Field(
        None, description="The country of the head office.", examples=["Country"]
    )
    website: Name | None = Field(None, description="Its website.", examples=["Web"])
    employees: Name | None = Field(
        None, description="How many people work there.", examples=["Headcount"]
    )
    parent: Name | None = Field(None, description="Its parent company.", examples=["Group"])
    turnover: dict[Annotated[str, StringConstraints(pattern=YEAR_PATTERN)], Name] = Field(
        {},
        description="What the account bought from us: the column of each year. A CRM's annual "
        "revenue is usually the customer's own and belongs nowhere in a plan.",
        examples=[{"2026": "Sales 2026"}],
    )


class CrmContactColumns(Part):
    """The headings of the columns of contacts in a CRM export."""

    id: Name | None = Field(None, description="The contact's id.", examples=["Contact no."])
    account_id: Name | None = Field(
        None, description="The id of the account.", examples=["Customer no."]
    )
    account: Name | None = Field(None, description="The account's name.", examples=["Customer"])
    first_name: Name | None = Field(None, description="The first name.", examples=["Given name"])
    last_name: Name | None = Field(None, description="The last name.", examples=["Surname"])
    name: Name | None = Field(
        None, description="First and last name, where they are in one column.", examples=["Contact"]
    )
    title: Name | None = Field(None, description="The job title.", examples=["Position"])
    unit: Name | None = Field(None, description="The department.", examples=["Division"])
    email: Name | None = Field(None, description="The e-mail address.", examples=["Mail"])
    phone: Name | None = Field(None, description="The phone number.", examples=["Telephone"])


class CrmOpportunityColumns(Part):
    """The headings of the columns of opportunities in a CRM export."""

    id: Name | None = Field(None, description="The opportunity's id.", examples=["Deal no."])
    account_id: Name | None = Field(
        None, description="The id of the account.", examples=["Customer no."]
    )
    account: Name | None = Field(None, description="The account's name.", examples=["Customer"])
    title: Name | None = Field(None, description="What the opportunity is.", examples=["Deal"])
    value: Name | None = Field(None, description="Its value.", examples=["Order value"])
    currency: Name | None = Field(
        None, description="The currency of the value.", examples=["Currency"]
    )
    probability: Name | None = Field(None, description="How likely it is.", examples=["Chance"])
    stage: Name | None = Field(None, description="The sales stage.", examples=["Phase"])
    close: Name | None = Field(None, description="When it is decided.", examples=["Decision"])
    closed: Name | None = Field(
        None, description="Whether it is closed: new ones are left out.", examples=["Done"]
    )


class CrmMapping(Part):
    """Which columns of a CRM export mean what, and how its dates and numbers are written."""

    system: CrmSystemName | None = Field(
        None,
        description="The CRM whose columns are known besides those named here.",
        examples=["salesforce"],
    )
    locale: Name | None = Field(
        None,
        description="How dates and decimals are written: a language, with a country where it "
        "matters.",
        examples=["fr", "en-US"],
    )
    probability: Literal["percent", "share"] | None = Field(
        None,
        description="How a probability of 40% is written: percent is 40, share is 0.4 (default: "
        "as the system does, else percent).",
        examples=["share"],
    )
    accounts: CrmAccountColumns = Field(
        CrmAccountColumns.model_construct(),
        description="The columns of accounts.",
        examples=[{"tier": "Segment", "turnover": {"2026": "Sales 2026"}}],
    )
    contacts: CrmContactColumns = Field(
        CrmContactColumns.model_construct(),
        description="The columns of contacts.",
        examples=[{"unit": "Division"}],
    )
    opportunities: CrmOpportunityColumns = Field(
        CrmOpportunityColumns.model_construct(),
        description="The columns of opportunities.",
        examples=[{"value": "Order value"}],
    )
