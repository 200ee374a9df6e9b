"""A seeded world of thousands of offers such as donors make: regions, groups, a few States or everyone, many units.

The lines are spread over all categories of the vocabulary; texts have ten to twenty words, frequent ones more often.
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from matcher.domain.context import Context
from matcher.domain.demand import Component, Need
from matcher.domain.spans import Span
from matcher.domain.supply import Ceiling, Donor, Eligibility, Line, Offer
from matcher.domain.texts import Text
from tests.support.matching_examples import TODAY, context, numbered

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
WRITTEN = ("en", "en", "en", "fr", "fr", "es", "ar", "ru")
FORMS = ("equipment", "training", "technical_advice", "finance", "personnel", "technology_transfer", "infrastructure")
UNITS = ("machine", "weapon", "person", "course", "tonne", "facility", "site", "workshop", "law", "set")
CURRENCIES = ("EUR", "EUR", "USD", "USD", "USD", "GBP", "JPY", "CHF", "NOK", "SEK")
WORDS_OF_A_LANGUAGE = 3000


class LargeWorld:
    """Draws needs and offers, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.context: Context = context()
        self._chance = random.Random(seed)
        geography = self.context.geography
        self._states = [state.iso3 for state in geography.states_that_may_post()]
        self._regions = [key for key, area in geography.areas.items() if area.kind == "region"]
        self._groups = [key for key, area in geography.areas.items() if area.kind != "region"]
        self._categories = list(self.context.vocabulary.categories)

    def offers(self, lines: int) -> Sequence[Offer]:
        """Return open offers that have so many lines together."""
        made: list[Offer] = []
        left = lines
        while left:
            parts = min(left, self._chance.choice((1, 1, 1, 2, 2, 3)))
            made.append(self.offer(len(made) + 1, parts))
            left -= parts
        return made

    def offer(self, number: int, parts: int, **changes: Any) -> Offer:
        """Return an offer of so many lines."""
        chance = self._chance
        fields: dict[str, Any] = {
            "offer_id": UUID(int=chance.getrandbits(128)),
            "version": 1,
            "status": "open",
            "donor": Donor(f"donor{number % 200}", f"Donor {number % 200}", "state"),
            "lines": tuple(self._line(4 * number + place) for place in range(parts)),
            "eligibility": self._eligibility(),
            "texts": self._texts(),
            "applicants": chance.choice(((), (), (), ("state",), ("state", "agency"), ("civil_society",))),
            "languages": tuple(chance.sample(LANGUAGES, chance.choice((0, 1, 1, 2, 2, 3)))),
            "window": self._window(),
            "call": self._call(),
            "conditions": chance.choice(((), (), (), (), ("co_funding",), ("local_partner", "assessment_first"))),
            "ceiling": self._ceiling(),
        }
        return Offer(**(fields | changes))

    def need(self, number: int, **changes: Any) -> Need:
        """Return an open need of one State, of one component or of several."""
        chance = self._chance
        start = TODAY + timedelta(days=chance.randrange(0, 200))
        fields: dict[str, Any] = {
            "need_id": numbered(1, number),
            "version": 1,
            "status": "open",
            "components": tuple(
                self.component(4 * number + place) for place in range(chance.choice((1, 1, 1, 1, 2, 3)))
            ),
            "states": (chance.choice(self._states),),
            "texts": self._texts(),
            "deadline": chance.choice((None, None, start + timedelta(days=200))),
            "window": Span(start, start + timedelta(days=chance.randrange(90, 700))),
            "shortest_useful_days": chance.choice((1, 14, 30)),
            "languages": tuple(chance.sample(LANGUAGES, 1)),
            "applicants": chance.choice((("state",), ("state", "agency"))),
            "conditions_met": chance.choice(((), ("co_funding",), ("co_funding", "local_partner"))),
        }
        return Need(**(fields | changes))

    def component(self, number: int) -> Component:
        """Return one thing asked for."""
        chance = self._chance
        unit, currency = self._measure()
        quantity = chance.choice((None, *(chance.randrange(1, 50) * 1000 for _ in range(5))))
        cost = chance.choice((None, *(chance.randrange(5, 900) * 1_000_000 for _ in range(3))))
        return Component(
            component_id=numbered(3, number),
            category=chance.choice(self._categories),
            modalities=tuple(chance.sample(FORMS, chance.choice((0, 1, 1, 2)))),
            quantity=quantity if unit != "money" or quantity is None else quantity * 1000,
            unit=unit,
            estimated_cost=cost,
            currency=currency or (None if cost is None else chance.choice(CURRENCIES)),
            covered=0,
        )

    def _eligibility(self) -> Eligibility:
        chance = self._chance
        kind = chance.random()
        if kind < 0.15:
            excluded = tuple(chance.sample(self._states, chance.choice((0, 0, 0, 2))))
            return Eligibility(everyone=True, excluded_states=excluded)
        states = tuple(chance.sample(self._states, chance.randrange(1, 6))) if kind < 0.55 else ()
        regions = tuple(chance.sample(self._regions, chance.choice((1, 1, 2)))) if 0.5 < kind < 0.8 else ()
        groups = tuple(chance.sample(self._groups, chance.choice((1, 1, 2)))) if kind > 0.75 else ()
        return Eligibility(states=states, regions=regions, groups=groups)

    def _line(self, number: int) -> Line:
        chance = self._chance
        unit, currency = self._measure()
        pledged = chance.choice((None, *(chance.randrange(1, 400) * 1000 for _ in range(4))))
        if unit == "money" and pledged is not None:
            pledged *= 1000
        smallest = None if pledged is None or chance.random() < 0.7 else pledged // chance.choice((10, 20, 50))
        return Line(
            line_id=numbered(4, number),
            categories=tuple(chance.sample(self._categories, chance.choice((1, 1, 1, 2)))),
            modalities=tuple(chance.sample(FORMS, chance.choice((0, 1, 1, 2, 3)))),
            unit=unit,
            currency=currency,
            pledged=pledged,
            reserved=0 if pledged is None else pledged // chance.choice((2, 3, 5, pledged)),
            smallest_share=smallest,
            largest_share=None if pledged is None or chance.random() < 0.8 else pledged // 2,
        )

    def _measure(self) -> tuple[str, str | None]:
        chance = self._chance
        return ("money", chance.choice(CURRENCIES)) if chance.random() < 0.4 else (chance.choice(UNITS), None)

    def _ceiling(self) -> Ceiling | None:
        chance = self._chance
        if chance.random() < 0.85:
            return None
        unit, currency = self._measure()
        return Ceiling(chance.randrange(1, 200) * (1_000_000 if unit == "money" else 1000), unit, currency)

    def _window(self) -> Span:
        start = TODAY + timedelta(days=self._chance.randrange(-400, 300))
        end: date | None = start + timedelta(days=self._chance.randrange(100, 1500))
        return Span(start, self._chance.choice((end, end, end, None)))

    def _call(self) -> Span:
        if self._chance.random() < 0.8:
            return Span()
        start = TODAY + timedelta(days=30 * self._chance.randrange(-6, 3))
        return Span(start, start + timedelta(days=120))

    def _texts(self) -> tuple[Text, ...]:
        language = self._chance.choice(WRITTEN)
        written = [language] if self._chance.random() < 0.85 else [language, "zh"]
        return tuple(Text(each, " ".join(self._words(each))) for each in written)

    def _words(self, language: str) -> list[str]:
        ranks = (int(WORDS_OF_A_LANGUAGE ** self._chance.random()) for _ in range(self._chance.randrange(10, 21)))
        return [f"{language}{rank}" for rank in ranks]
