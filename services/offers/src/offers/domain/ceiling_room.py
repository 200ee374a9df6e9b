"""What the States of a match may still have under an offer's ceiling, while the match's claims are charged to them."""

from decimal import Decimal

from offers.domain.ceiling import Ceiling
from offers.domain.charges import Charge, in_equal_parts
from offers.domain.demand import Claim
from offers.domain.line import OfferLine
from offers.domain.line_room import MONEY
from offers.domain.offer import Offer
from offers.domain.shortfall import Shortfall, ShortfallCode
from shared.statements.standings import NOTHING


class CeilingRoom:
    """The rooms of some States under one offer: its accounts without what this match itself counts there already."""

    def __init__(self, offer: Offer, states: tuple[str, ...], own: dict[str, Decimal]) -> None:
        self._offer = offer
        self._ceiling = offer.per_state_ceiling
        self._rooms: dict[str, Decimal] = {}
        if self._ceiling is not None:
            taken = {account.state: account.engaged for account in offer.accounts}
            for state in states:
                elsewhere = taken.get(state, NOTHING) - own.get(state, NOTHING)
                self._rooms[state] = max(self._ceiling.amount - elsewhere, NOTHING)

    def use(self, charges: tuple[Charge, ...]) -> None:
        """Count charges that are taken."""
        for charge in charges:
            if charge.state in self._rooms:
                self._rooms[charge.state] -= charge.amount

    def charge(self, claim: Claim, line: OfferLine, figure: Decimal) -> tuple[Charge, ...] | Shortfall:
        """Charge a claim to the States in equal parts, or say why that cannot be."""
        if self._ceiling is None:
            return ()
        amount = self._amount(claim, line, figure, self._ceiling)
        if amount is None:
            return self._problem("ceiling_not_comparable", claim, None)
        charges = in_equal_parts(amount, self._rooms)
        if charges is None:
            return self._problem("state_ceiling_reached", claim, amount)
        self.use(charges)
        return charges

    def _amount(self, claim: Claim, line: OfferLine, figure: Decimal, ceiling: Ceiling) -> Decimal | None:
        if claim.charged is not None:
            return claim.charged
        same_currency = ceiling.unit != MONEY or ceiling.currency == line.currency
        return figure if figure == NOTHING or (line.unit == ceiling.unit and same_currency) else None

    def _problem(self, code: ShortfallCode, claim: Claim, asked: Decimal | None) -> Shortfall:
        ceiling = self._ceiling
        return Shortfall(
            code=code,
            offer_id=self._offer.id,
            line_id=claim.line_id,
            component_id=claim.component_id,
            state=next(iter(self._rooms)) if len(self._rooms) == 1 else None,
            asked=asked,
            remaining=None if asked is None else sum(self._rooms.values(), NOTHING),
            unit=None if ceiling is None else ceiling.unit,
            currency=None if ceiling is None else ceiling.currency,
        )
