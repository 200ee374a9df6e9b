"""Triangular co-operation: one offer's money pays another's delivery, and the two count once (BMS7 103)."""

from dataclasses import dataclass

from matcher.domain.amounts import MONEY, ONE, divided_up
from matcher.domain.context import Context
from matcher.domain.packages.ledger import Ledger, allowed, whole_units
from matcher.domain.packages.package import Path
from matcher.domain.packages.ways import BOTH, DELIVERS, FUNDS, Way
from matcher.domain.rates import Conversion, conversion


@dataclass(frozen=True)
class Price:
    """What one unit of the provider's line costs, and the ways between the two currencies."""

    each: int
    there: Conversion
    back: Conversion

    def affordable(self, money: int) -> int:
        """Return the quantity that so much of the funder's money pays."""
        return self.there.down(money) * ONE // self.each

    def of(self, quantity: int) -> int:
        """Return what the quantity costs in the funder's currency, rounded up."""
        return self.back.up(divided_up(quantity * self.each, ONE))


def may_pay(funder: Way, provider: Way) -> bool:
    """Say whether the one funds others, the other delivers for others, and both serve the same component."""
    return (
        funder.component is provider.component
        and funder.offer is not provider.offer
        and funder.offer.delivery_model in {FUNDS, BOTH}
        and provider.offer.delivery_model in {DELIVERS, BOTH}
        and funder.is_money
        and not provider.is_money
    )


def price_between(funder: Way, provider: Way, context: Context) -> Price | None:
    """Return the price, or None where the unit's cost, the money's amount, or a rate between the two is not known."""
    line, money = provider.line, funder.line
    if not line.unit_cost or money.unit != MONEY or money.remaining is None:
        return None
    there = conversion(context.rates, money.currency, line.currency, context.today)
    back = conversion(context.rates, line.currency, money.currency, context.today)
    return None if there is None or back is None else Price(line.unit_cost, there, back)


def lay_path(funder: Way, provider: Way, ledger: Ledger, context: Context) -> Path | None:
    """Take what the money pays of what is delivered, as one path; None where it pays nothing."""
    price = price_between(funder, provider, context)
    if not provider.is_measured:
        paid = price is None or price.affordable(ledger.money_of(funder)) > 0
        return Path(funder, provider, None, None) if paid else None
    quantity, cost = _measured(funder, provider, ledger, price)
    if not quantity:
        return None
    ledger.take(provider, quantity)
    if cost is not None:
        ledger.spend(funder, cost)
    return Path(funder, provider, quantity, cost)


def _measured(funder: Way, provider: Way, ledger: Ledger, price: Price | None) -> tuple[int, int | None]:
    quantity = ledger.open_to(provider)
    if price is None or not quantity:
        return quantity, None
    affordable = price.affordable(ledger.money_of(funder))
    if affordable < quantity:
        quantity = allowed(whole_units(affordable, provider.line.unit), provider)
    cost = price.of(quantity)
    return (quantity, cost) if allowed(cost, funder) else (0, None)
