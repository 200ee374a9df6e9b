"""A simulated world: who asks for and who offers what, on which day of two years."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.rates import MILLION, Rate, in_millionths
from matcher.domain.supply import Offer
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary
from tests.support.simulated_worlds import asking, offering
from tests.support.simulated_worlds.drawing import Draw
from tests.support.simulated_worlds.shapes import load_shapes

BEGINS: Final = date(2024, 1, 1)
"""The first simulated day, a Monday."""

DAYS: Final = 731
"""The years 2024 and 2025."""

STANDING: Final = 250
"""How many in a thousand offers stand open when the two years begin."""


@dataclass(frozen=True)
class World:
    """Needs and offers with the day on which each is opened, and the money rates that a coordinator loaded."""

    seed: int
    needs: tuple[tuple[date, Need], ...]
    offers: tuple[tuple[date, Offer], ...]
    rates: tuple[Rate, ...]

    def context(self, today: date, **so_far: Any) -> Context:
        """Return what holds on a day; `so_far` is what was held and refused by then."""
        lists: dict[str, Any] = {"geography": load_geography(), "vocabulary": load_vocabulary()}
        return Context(today=today, rates=self.rates, **lists, **so_far)


def simulated_world(seed: int, *, needs: int, offers: int) -> World:
    """Draw a world; each record depends on the seed and its number alone."""
    return World(
        seed,
        tuple(_need(seed, number) for number in range(1, needs + 1)),
        tuple(_offer(seed, number) for number in range(1, offers + 1)),
        _rates(),
    )


def _need(seed: int, number: int) -> tuple[date, Need]:
    draw = Draw(seed, "need", number)
    day = BEGINS + timedelta(days=draw.below(DAYS))
    return day, asking.need(draw, number, day)


def _offer(seed: int, number: int) -> tuple[date, Offer]:
    draw = Draw(seed, "offer", number)
    day = BEGINS if draw.happens(STANDING) else BEGINS + timedelta(days=draw.below(DAYS))
    return day, offering.offer(draw, number, day)


def _rates() -> tuple[Rate, ...]:
    facts = load_shapes().facts["rates"]
    reference, source = facts["reference"], facts["source"]
    table = {reference: MILLION, "USD": in_millionths(Decimal(str(facts["USD"])))}
    return tuple(Rate(currency, rate, BEGINS, source, reference) for currency, rate in table.items())
