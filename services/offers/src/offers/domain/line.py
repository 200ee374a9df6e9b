"""One kind of help within an offer, and the four numbers of its ledger."""

from dataclasses import dataclass
from decimal import Decimal

from offers.domain.identifiers import LineId


@dataclass(frozen=True, kw_only=True)
class LineDetails:
    """What the donor says of one line; an `id` continues that line, without one it is new.

    All quantities are in `unit`; the unit money means amounts in `currency`, and on any other line `currency` is
    that of `unit_cost`. `pledged` None = the donor names no total. `modalities` empty = the form of help is not said.
    """

    categories: tuple[str, ...]
    modalities: tuple[str, ...] = ()
    unit: str | None = None
    currency: str | None = None
    pledged: Decimal | None = None
    smallest_share: Decimal | None = None
    largest_share: Decimal | None = None
    divisible: bool = True
    unit_cost: Decimal | None = None
    description: str = ""
    id: LineId | None = None


@dataclass(eq=False, kw_only=True)
class OfferLine:
    """A line with its ledger: pledged, reserved, committed and delivered are quantities in `unit`, never mixed.

    Help moves from reserved to committed to delivered, so each quantity stands in exactly one of the three.
    """

    id: LineId
    position: int
    categories: tuple[str, ...]
    modalities: tuple[str, ...] = ()
    unit: str | None = None
    currency: str | None = None
    pledged: Decimal | None = None
    smallest_share: Decimal | None = None
    largest_share: Decimal | None = None
    divisible: bool = True
    unit_cost: Decimal | None = None
    description: str = ""
    reserved: Decimal = Decimal(0)
    committed: Decimal = Decimal(0)
    delivered: Decimal = Decimal(0)

    def details(self) -> LineDetails:
        """Return what the donor said, with this line's id: handing it back changes nothing."""
        return LineDetails(
            id=self.id,
            categories=self.categories,
            modalities=self.modalities,
            unit=self.unit,
            currency=self.currency,
            pledged=self.pledged,
            smallest_share=self.smallest_share,
            largest_share=self.largest_share,
            divisible=self.divisible,
            unit_cost=self.unit_cost,
            description=self.description,
        )

    def restate(self, details: LineDetails, position: int) -> None:
        """Take over what the donor now says; the identity and the ledger stay."""
        self.position = position
        self.categories = details.categories
        self.modalities = details.modalities
        self.unit = details.unit
        self.currency = details.currency
        self.pledged = details.pledged
        self.smallest_share = details.smallest_share
        self.largest_share = details.largest_share
        self.divisible = details.divisible
        self.unit_cost = details.unit_cost
        self.description = details.description
