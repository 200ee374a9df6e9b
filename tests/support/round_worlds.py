"""Seeded worlds for allocation rounds: scarce supply, every side constraint, the mixes that real records show."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from matcher.domain.demand import Component, Need
from matcher.domain.engine import Engine
from matcher.domain.rates import Rate
from matcher.domain.rounds.settings import Cap, RoundSettings
from matcher.domain.scoring import load_profile
from matcher.domain.supply import Ceiling, Donor, Eligibility, Line, Offer
from tests.support.matching_examples import TODAY, component, context, line, need, offer

CURRENCIES = ("EUR", "USD")
COUNTED = ("machine", "seat", "weapon", "person", "set")
COST_OF_ONE = {"machine": 61_000, "seat": 3_500, "weapon": 12, "person": 4_000, "set": 15_000}
MOST_ASKED = {"machine": 12, "seat": 60, "weapon": 8_000, "person": 40, "set": 30}
RATES = (Rate("EUR", 1_000_000, TODAY, "ECB", "EUR"), Rate("USD", 1_085_000, TODAY, "ECB", "EUR"))
GROUPS = ("ecowas", "recsa", "caricom", "asean", "eac", "sadc", "eccas", "western_balkans", "league_of_arab_states")
REGIONS = ("africa", "western_africa", "latin_america_and_the_caribbean", "asia", "europe", "oceania", "caribbean")


@dataclass(frozen=True)
class RoundWorld:
    """Drawn by one seed: the same numbers give the same records."""

    needs: tuple[Need, ...]
    offers: tuple[Offer, ...]

    def engine(self) -> Engine:
        return Engine(context(rates=RATES), load_profile(), needs=self.needs, offers=self.offers)


def round_world(
    needs: int, offers: int, *, seed: int = 7, supply: float = 0.5, categories: int | None = None
) -> RoundWorld:
    """Draw needs and offers; `supply` is about the part of all demand that all lines together could cover.

    The fewer categories are in use, the more offers each need has to choose from.
    """
    chance = random.Random(seed)
    kit = _Kit(chance, supply * needs / max(1, offers), categories)
    return RoundWorld(
        tuple(kit.a_need(number) for number in range(1, needs + 1)),
        tuple(kit.an_offer(number) for number in range(1, offers + 1)),
    )


def all_side_constraints(world: RoundWorld, **changes: Any) -> RoundSettings:
    """Return settings with caps of every kind and a limit of offers for a component."""
    caps = (
        Cap(kind="donor", key=world.offers[0].donor.organisation, amount=400_000_000, unit="money", currency="EUR"),
        Cap(kind="donor", key=world.offers[1].donor.organisation, matches=6),
        Cap(kind="state", key=world.needs[0].states[0], matches=4),
        Cap(kind="area", key="western_africa", amount=2_500_000_000, unit="money", currency="EUR"),
    )
    fields: dict[str, Any] = {"offers_per_component": 3, "caps": caps} | changes
    return RoundSettings(**fields)


class _Kit:
    def __init__(self, chance: random.Random, per_offer: float, categories: int | None) -> None:
        self._chance = chance
        self._per_offer = per_offer
        around = context()
        self._states = [state.iso3 for state in around.geography.states_that_may_post()]
        self._categories = list(around.vocabulary.categories)[:categories]

    def a_need(self, number: int) -> Need:
        chance = self._chance
        parts = tuple(self._component(10 * number + place) for place in range(chance.choice((1, 1, 1, 2, 3))))
        opened = datetime(2026, 3, 1, tzinfo=UTC) - timedelta(days=chance.randrange(700))
        states = chance.sample(self._states, 2 if chance.random() < 0.05 else 1)
        return need(
            number,
            components=parts,
            states=tuple(states),
            priority=chance.choice((1, 2, 3, 3, 4, 4, 5)),
            opened_at=opened,
            all_or_nothing=len(parts) > 1 and chance.random() < 0.4,
            languages=(chance.choice(("en", "fr", "es", "ar")),),
            texts=(),
        )

    def an_offer(self, number: int) -> Offer:
        chance = self._chance
        lines = tuple(self._line(10 * number + place) for place in range(chance.choice((1, 1, 2, 3))))
        has_ceiling, first = chance.random() < 0.4, lines[0]
        ceiling = Ceiling(max(1000, (first.pledged or 0) // 3000 * 1000), first.unit or "money", first.currency)
        return offer(
            number,
            donor=Donor(f"donor-{number % 60}", f"Donor {number % 60}", "state"),
            lines=lines,
            eligibility=self._eligibility(),
            ceiling=ceiling if has_ceiling else None,
            languages=tuple(chance.sample(("en", "fr", "es", "ar"), 2)),
            texts=(),
        )

    def _component(self, number: int) -> Component:
        chance, category = self._chance, self._chance.choice(self._categories)
        unit = self._unit_of(category)
        quantity = chance.randint(1, MOST_ASKED[unit]) * 1000
        cost = quantity * COST_OF_ONE[unit] * chance.randint(8, 13) // 10
        said = chance.random() < 0.97
        return component(
            number,
            category=category,
            modalities=(),
            quantity=quantity if said else None,
            unit=unit if said else None,
            estimated_cost=cost if said and chance.random() < 0.9 else None,
            currency=chance.choice(CURRENCIES),
        )

    def _line(self, number: int) -> Line:
        chance, category = self._chance, self._chance.choice(self._categories)
        unit = chance.choice(("money", self._unit_of(category)))
        alike = [each for each in self._categories if self._unit_of(each) == self._unit_of(category)]
        amount = 400_000 if unit == "money" else MOST_ASKED[unit]
        pledged = max(1, int(amount * chance.uniform(0.3, 1.6) * self._per_offer / 2)) * 1000
        small = chance.random() < 0.3
        return line(
            number,
            categories=tuple(
                dict.fromkeys((category, *chance.sample(alike, min(len(alike), chance.choice((0, 0, 1, 2))))))
            ),
            modalities=(),
            unit=unit,
            currency=chance.choice(CURRENCIES) if unit == "money" else None,
            pledged=pledged,
            smallest_share=max(1000, pledged // 12_000 * 1000) if small else None,
            largest_share=max(1000, pledged // 2000 * 1000) if chance.random() < 0.3 else None,
            divisible=chance.random() > 0.12,
        )

    def _unit_of(self, category: str) -> str:
        return COUNTED[self._categories.index(category) % len(COUNTED)]

    def _eligibility(self) -> Eligibility:
        chance, way = self._chance, self._chance.random()
        if way < 0.2:
            return Eligibility(everyone=True, excluded_states=tuple(chance.sample(self._states, 5)))
        if way < 0.5:
            return Eligibility(regions=(chance.choice(REGIONS),))
        if way < 0.75:
            return Eligibility(groups=tuple(chance.sample(GROUPS, 2)))
        return Eligibility(states=tuple(sorted(chance.sample(self._states, 10))))
