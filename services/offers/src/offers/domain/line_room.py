"""What a match may take of one line, for all its components together; whole or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from offers.domain.demand import Claim
from offers.domain.ledger import engaged, remaining
from offers.domain.line import OfferLine
from offers.domain.offer import Offer
from offers.domain.shortfall import Shortfall, ShortfallCode
from shared.statements.standings import NOTHING

MONEY = "money"


@dataclass(frozen=True)
class LineRoom:
    """A line as one match finds it: `own` is what this match itself has engaged of it already."""

    offer: Offer
    line: OfferLine
    own: Decimal

    def free(self) -> Decimal | None:
        """Return what the match can have in all; None where the donor named no total."""
        left = remaining(self.line)
        return None if left is None else left + self.own

    def figures(self, claims: Sequence[Claim], former: Sequence[Decimal | None]) -> list[Decimal]:
        """Return what each claim takes in all, in the line's unit.

        Who named no quantity keeps its `former` figure, or takes what is left, once; so does the first claim on an
        indivisible line, which is held whole.
        """
        figures = [
            claim.quantity if claim.quantity is not None else before
            for claim, before in zip(claims, former, strict=True)
        ]
        taken = sum((figure for figure in figures if figure is not None), NOTHING)
        rest = max((self._most() or NOTHING) - taken, NOTHING)
        if None in figures:
            place = figures.index(None)
            figures[place] = rest
        elif not self.line.divisible:
            figures[0] = (figures[0] or NOTHING) + rest
        return [figure or NOTHING for figure in figures]

    def must_be_open(self) -> Iterator[Shortfall]:
        """Yield the problem of an offer that takes no new matches."""
        if self.offer.status not in {"open", "exhausted"}:
            yield Shortfall(code="offer_not_open", offer_id=self.offer.id)

    def measure_problems(self, claims: Sequence[Claim]) -> Iterator[Shortfall]:
        """Yield a problem for each quantity that is not counted as the line counts."""
        for claim in claims:
            if claim.quantity is not None and not self._counts_like(claim):
                yield self._problem("measured_otherwise", claim.quantity, claim)

    def size_problems(self, claims: Sequence[Claim], asked: Decimal) -> Iterator[Shortfall]:
        """Yield the first reason why this much cannot be taken: in use, too small a share, too large, or too much."""
        line, free = self.line, self.free()
        if not line.divisible and engaged(line) > self.own:
            yield self._problem("line_indivisible_in_use", _named(claims))
        elif free is not None and (asked > free or (free <= 0 and _named(claims) is None)):
            yield self._problem("line_exhausted", _named(claims))
        elif line.divisible and asked and line.smallest_share is not None and asked < line.smallest_share:
            yield self._problem("below_smallest_share", asked)
        elif line.divisible and line.largest_share is not None and asked > line.largest_share:
            yield self._problem("above_largest_share", asked)

    def _most(self) -> Decimal | None:
        free, largest = self.free(), self.line.largest_share
        if free is None or largest is None or not self.line.divisible:
            return free
        return min(free, largest)

    def _counts_like(self, claim: Claim) -> bool:
        same_currency = self.line.unit != MONEY or claim.currency == self.line.currency
        return claim.unit == self.line.unit and same_currency

    def _problem(self, code: ShortfallCode, asked: Decimal | None, claim: Claim | None = None) -> Shortfall:
        return Shortfall(
            code=code,
            offer_id=self.offer.id,
            line_id=self.line.id,
            component_id=None if claim is None else claim.component_id,
            asked=asked or None,
            remaining=self.free(),
            unit=self.line.unit,
            currency=self.line.currency if self.line.unit == MONEY else None,
        )


def _named(claims: Sequence[Claim]) -> Decimal | None:
    """Return the quantities that were named together, or None if none was."""
    named = [claim.quantity for claim in claims if claim.quantity is not None]
    return sum(named, NOTHING) if named else None
