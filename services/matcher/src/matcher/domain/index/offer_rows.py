"""The offers that may match, as rows: what their hard conditions and their marks turn on."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import numpy as np

from matcher.domain.index.areas import AreaSets
from matcher.domain.index.arrays import Places, end_cell, start_cell
from matcher.domain.index.distinct import Examples
from matcher.domain.index.facets import FACETS
from matcher.domain.index.outlook import LOW
from matcher.domain.index.postings import Postings
from matcher.domain.index.table import Table
from matcher.domain.index.wording import Wording
from matcher.domain.supply import Offer

_COLUMNS: Final = {
    "high": np.uint64,
    "low": np.uint64,
    "areas": np.uint16,
    "start": np.int32,
    "end": np.int32,
    "words_from": np.uint32,
    "words": np.uint16,
    "is_apart": np.bool_,
    "has_ceiling": np.bool_,
    **dict.fromkeys(FACETS, np.uint8),
}


class OfferRows:
    """One row for each offer; a column named like a facet holds the number of the offer's side.

    An offer that is apart is found by its categories, States and days, and judged outside the arrays.
    """

    def __init__(self) -> None:
        self.table = Table(**_COLUMNS)
        self.area_sets = AreaSets()
        self.naming: Postings[str] = Postings()
        self.excluding: Postings[str] = Postings()
        self.wording = Wording()
        self.sides = {name: Examples[Offer]() for name in FACETS}

    @property
    def size(self) -> int:
        """Bytes of all arrays and of the dictionary of words."""
        parts = (self.table, self.area_sets, self.naming, self.excluding, self.wording)
        return sum(part.size for part in parts)

    def add(self, offer: Offer, *, is_apart: bool) -> int:
        """Write an offer and return its row."""
        eligibility = offer.eligibility
        begin, words = self.wording.add(offer.texts)
        row = self.table.add(
            high=offer.offer_id.int >> 64,
            low=offer.offer_id.int & LOW,
            areas=self.area_sets.number(frozenset(eligibility.areas), everyone=eligibility.everyone),
            start=start_cell(offer.window.start),
            end=end_cell(offer.window.end),
            words_from=begin,
            words=words,
            is_apart=is_apart,
            has_ceiling=offer.ceiling is not None,
            **{name: self._side(name, offer) for name in FACETS},
        )
        self.naming.add(row, set(eligibility.states))
        self.excluding.add(row, set(eligibility.excluded_states))
        return row

    def release(self, row: int, offer: Offer) -> None:
        """Give the row of an offer back."""
        self.naming.discard(row, set(offer.eligibility.states))
        self.excluding.discard(row, set(offer.eligibility.excluded_states))
        words = int(self.table["words"][row])
        self.table.release(row)
        if self.wording.release(words):
            rows = np.flatnonzero(self.table["words"])
            begins, counts = (self.table[name][rows].astype(np.int64) for name in ("words_from", "words"))
            self.table["words_from"][rows] = self.wording.closed_up(begins, counts)

    def row_of(self, offer_id: UUID) -> int:
        """Return the row of an offer that has one."""
        same = self.table["low"] == np.uint64(offer_id.int & LOW)
        same &= self.table["high"] == np.uint64(offer_id.int >> 64)
        same &= self.table["end"] > 0  # rows that were given back hold nothing but 0
        return int(np.flatnonzero(same)[0])

    def ids(self, rows: Places) -> Sequence[UUID]:
        """Return the identifiers of the offers in some rows."""
        halves = zip(self.table["high"][rows].tolist(), self.table["low"][rows].tolist(), strict=True)
        return [UUID(int=high << 64 | low) for high, low in halves]

    def copy(self) -> "OfferRows":
        """Return rows of their own with the same offers."""
        twin = OfferRows()
        twin.table, twin.area_sets = self.table.copy(), self.area_sets.copy()
        twin.naming, twin.excluding = self.naming.copy(), self.excluding.copy()
        twin.wording = self.wording.copy()
        twin.sides = {name: sides.copy() for name, sides in self.sides.items()}
        return twin

    def _side(self, name: str, offer: Offer) -> int:
        facet = FACETS[name]
        return self.sides[name].number(facet.of(offer), lambda: facet.example(offer))
