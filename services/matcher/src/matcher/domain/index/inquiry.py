"""One need put to the index, under one context and profile."""

from dataclasses import dataclass

from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.index.arrays import Cells, Ints, Places
from matcher.domain.index.line_rows import LineRows
from matcher.domain.index.offer_index import OfferIndex
from matcher.domain.index.offer_rows import OfferRows
from matcher.domain.index.outlook import Outlook


@dataclass(frozen=True)
class Inquiry:
    """What the steps of a search pass on to each other besides what they found."""

    need: Need
    index: OfferIndex
    outlook: Outlook

    @property
    def context(self) -> Context:
        """What holds on the day."""
        return self.outlook.context

    @property
    def offers(self) -> OfferRows:
        """The rows of offers."""
        return self.index.offers

    @property
    def lines(self) -> LineRows:
        """The rows of lines."""
        return self.index.lines

    def of_offers(self, column: str, rows: Places) -> Cells:
        """Return one column of some offers."""
        return self.index.offers.table[column][rows]

    def points_of(self, facet: str) -> Ints:
        """Return the points of each distinct side of the offers for the need."""
        return self.outlook.of_facet(facet, self.need, self.index.offers.sides[facet].records)
