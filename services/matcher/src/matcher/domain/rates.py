"""Dated exchange rates that a coordinator loaded: money in two currencies is never compared without one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from matcher.domain.amounts import divided_up

MILLION: Final = 1_000_000
"""Rates are kept in millionths: to six decimals."""


@dataclass(frozen=True)
class Rate:
    """How many millionths of `currency` one unit of `reference` buys, on a date, by a source.

    Source, date and reference currency together name the table that it stands in; the reference currency itself
    stands there at 1,000,000.
    """

    currency: str
    millionths: int
    on: date
    source: str
    reference: str

    @property
    def table(self) -> tuple[date, str, str]:
        """What the rate has in common with the others of its table, and with no other rate."""
        return self.on, self.source, self.reference


@dataclass(eq=False, kw_only=True)
class RateTable:
    """The rates of one source for one day, as one coordinator loaded them; never changed afterwards.

    A table loaded later for the same source, day and reference currency takes the place of this one. `number` counts
    the tables in the order of loading; None until stored.
    """

    id: UUID
    source: str
    on: date
    reference: str
    millionths: Mapping[str, int]
    loaded_by: str
    loaded_at: datetime
    number: int | None = None


@dataclass(frozen=True)
class Conversion:
    """How an amount of one currency becomes one of another; `rates` are those used, none for one currency."""

    multiply: int = 1
    divide: int = 1
    rates: tuple[Rate, ...] = ()

    def down(self, amount: int) -> int:
        """Return the amount, rounded down: for what is offered or allowed."""
        return amount * self.multiply // self.divide

    def up(self, amount: int) -> int:
        """Return the amount, rounded up: for what is asked."""
        return divided_up(amount * self.multiply, self.divide)


SAME = Conversion()
"""The conversion of a currency into itself."""


def in_millionths(rate: Decimal) -> int:
    """Return a rate in millionths; ValueError where it has more than six decimals."""
    scaled = rate * MILLION
    whole = int(scaled)
    if whole != scaled:
        raise ValueError(f"{rate} has more than six decimals")
    return whole


def conversion(rates: Iterable[Rate], source: str | None, target: str | None, today: date) -> Conversion | None:
    """Return the way from one currency to another by the latest table, not of after today, that holds both.

    Two rates of different tables are never combined, for their reference currencies, days or sources differ. Of
    tables of one day, that of the first source counts, then of the first reference currency, in the order of their
    names. None where no table holds both.
    """
    if source is None or target is None:
        return None
    if source == target:
        return SAME
    usable = [rate for rate in rates if rate.on <= today]
    divisors = {rate.table: rate for rate in usable if rate.currency == source}
    ways = [(divisors[rate.table], rate) for rate in usable if rate.currency == target and rate.table in divisors]
    if not ways:
        return None
    divisor, factor = min(ways, key=lambda way: (-way[0].on.toordinal(), way[0].source, way[0].reference))
    return Conversion(factor.millionths, divisor.millionths, (divisor, factor))
