"""All open offers of one part of the table, as arrays over their lines; a change writes the rows of one offer."""

from collections.abc import Mapping

from matcher.domain.affinity import POINTS, affinity
from matcher.domain.context import Context
from matcher.domain.index.arrays import is_exact
from matcher.domain.index.line_rows import Answered, LineRows
from matcher.domain.index.offer_rows import OfferRows
from matcher.domain.index.wording import writes_once_in_each
from matcher.domain.supply import Offer


class OfferIndex:
    """Holds nothing that depends on the day: the same rows serve every context with the same vocabulary."""

    def __init__(self, context: Context, branches: Mapping[str, frozenset[str]]) -> None:
        self._context = context
        self._branches = branches
        self.offers = OfferRows()
        self.lines = LineRows(self._answered)

    @property
    def size(self) -> int:
        """Bytes of all arrays, with the room they keep for growth, and of the dictionary of words."""
        return self.offers.size + self.lines.size

    def put(self, offer: Offer) -> None:
        """Write an offer that has no rows; one that is not open gets none, and neither does a line that is used up."""
        if offer.status != "open":
            return
        row = self.offers.add(offer, is_apart=_is_apart(offer))
        for line in offer.lines:
            if line.remaining != 0:
                self.lines.add(row, line, offer.ceiling)

    def drop(self, offer: Offer) -> None:
        """Take away the rows of an offer, given as it was put."""
        if offer.status != "open":
            return
        row = self.offers.row_of(offer.offer_id)
        self.lines.release(row)
        self.offers.release(row, offer)

    def copy(self) -> "OfferIndex":
        """Return an index of its own with the same rows."""
        twin = OfferIndex(self._context, self._branches)
        twin.offers, twin.lines = self.offers.copy(), self.lines.copy()
        return twin

    def _answered(self, categories: tuple[str, ...]) -> Answered:
        lone = frozenset[str]()
        near = set(categories).union(*(self._branches.get(category, lone) for category in categories))
        return {asked: POINTS[affinity(asked, categories, self._context)[0]] for asked in near}


def _is_apart(offer: Offer) -> bool:
    """Say whether 64 bits, or one run of words, cannot tell the offer exactly."""
    ceiling = offer.ceiling
    if not writes_once_in_each(offer.texts):
        return True
    if ceiling is not None and (not ceiling.amount or not is_exact(ceiling.amount)):
        return True
    amounts = (each for line in offer.lines for each in (line.remaining, line.smallest_share, line.largest_share))
    return not all(is_exact(amount) for amount in amounts)
