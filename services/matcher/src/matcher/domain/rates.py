"""Dated exchange rates that a coordinator loaded: money in two currencies is never compared without one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from matcher.domain.amounts import divided_up


@dataclass(frozen=True)
class Rate:
    """How many millionths of `currency` one unit of the table's reference currency buys, on a date, by a source.

    The reference currency itself stands in the table at 1,000,000.
    """

    currency: str
    millionths: int
    on: date
    source: str


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


def conversion(rates: Iterable[Rate], source: str | None, target: str | None, today: date) -> Conversion | None:
    """Return the way from one currency to another by the latest rates not after today; None where there is none."""
    if source is None or target is None:
        return None
    if source == target:
        return SAME
    known = tuple(rates)
    first, second = _latest(known, source, today), _latest(known, target, today)
    if first is None or second is None:
        return None
    return Conversion(second.millionths, first.millionths, (first, second))


def _latest(rates: tuple[Rate, ...], currency: str, today: date) -> Rate | None:
    usable = [rate for rate in rates if rate.currency == currency and rate.on <= today]
    return min(usable, key=lambda rate: (-rate.on.toordinal(), rate.source), default=None)
