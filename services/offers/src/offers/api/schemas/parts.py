"""The parts that only an offer's document has; unknown fields are refused and named."""

from uuid import UUID

from pydantic import Field, StrictBool

from shared.http.documents import Part
from shared.measures import ExactNumber


class DonorDocument(Part):
    """Who offers. `organisation` is the key that the donor's tokens carry."""

    organisation: str = Field(examples=["marking_fund"])
    name: str = Field(examples=["Marking Fund"])
    kind: str = Field(description="a kind of donor of the vocabulary", examples=["multi_donor_fund"])


class LineDocument(Part):
    """One kind of help. Send `id` back when amending, so that the line keeps its ledger."""

    id: UUID | None = None
    categories: tuple[str, ...] = Field(description="keys of the assistance vocabulary", examples=[["marking"]])
    modalities: tuple[str, ...] = Field(
        default=(), description="forms of help; empty = not said", examples=[["equipment"]]
    )
    unit: str | None = Field(default=None, description="what all quantities of the line count", examples=["machine"])
    currency: str | None = Field(
        default=None, description="ISO 4217, of the amounts or of `unit_cost`", examples=["EUR"]
    )
    pledged: ExactNumber | None = Field(default=None, description="null = no total is named", examples=[10])
    smallest_share: ExactNumber | None = Field(default=None, description="the least that one match takes")
    largest_share: ExactNumber | None = Field(default=None, description="the most that one match takes")
    divisible: StrictBool = True
    unit_cost: ExactNumber | None = Field(default=None, examples=[61000.5])
    description: str = ""


class EligibilityDocument(Part):
    """Who may benefit: `everyone`, or the States, regions and groups named; exclusions come off both."""

    everyone: StrictBool = False
    states: tuple[str, ...] = Field(default=(), description="ISO 3166 alpha-3", examples=[["KEN"]])
    regions: tuple[str, ...] = Field(default=(), examples=[["africa"]])
    groups: tuple[str, ...] = Field(default=(), examples=[["ecowas", "ldc"]])
    excluded_states: tuple[str, ...] = ()


class CeilingDocument(Part):
    """The most that one State may receive: in a unit that a line counts in, with its currency for money."""

    amount: ExactNumber = Field(examples=[100000])
    unit: str = Field(examples=["money"])
    currency: str | None = Field(default=None, examples=["EUR"])
