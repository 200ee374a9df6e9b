"""The limits that pairs share: a component's residual, a line's capacity, a ceiling per State, the coordinator's caps.

What cannot be measured takes every limit that it falls under whole, so that no amount is promised that nobody knows.
A need of several States counts on the ceiling of each State that has room, in equal parts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from matcher.domain.amounts import MONEY
from matcher.domain.context import Context
from matcher.domain.pairing import Pairing
from matcher.domain.rates import conversion
from matcher.domain.rounds.parts import Limit, Pair, Use, Wanted
from matcher.domain.rounds.settings import Cap, RoundSettings
from matcher.domain.supply import Line, Offer

_ORDER: Final = ("component", "line", "ceiling", "cap")


class Limits:
    """Collects limits as pairs come to fall under them."""

    def __init__(self, wanted: Sequence[Wanted], context: Context, settings: RoundSettings) -> None:
        self._wanted = wanted
        self._context = context
        self._caps = settings.caps
        self._limits: list[Limit] = []
        self._places: dict[tuple[str, tuple[str, ...]], int] = {}
        self._use = cache(Use)

    def uses(self, component: int, pairing: Pairing, asked: int | None) -> tuple[Use, ...] | None:
        """Return what the pair takes of each limit; None where it falls under one that allows nothing."""
        found = tuple(self._of_pair(component, pairing, asked))
        return None if any(self._limits[use.limit].amount <= 0 for use in found) else found

    def most(self, uses: Sequence[Use], *, caps: bool) -> int | None:
        """Return the quantity that the limits would allow if nothing else used them; None where none counts it."""
        bounds = [
            (self._limits[use.limit].amount - use.per_match) * use.divide // use.multiply
            for use in uses
            if use.multiply and (caps or self._limits[use.limit].kind != "cap")
        ]
        return min(bounds, default=None)

    def renumbered(self, pairs: Sequence[Pair]) -> tuple[tuple[Limit, ...], tuple[Pair, ...]]:
        """Return the limits that the pairs use, in canonical order, and the pairs by the places of that order."""
        used = {use.limit for pair in pairs for use in pair.uses}
        order = sorted(used, key=lambda place: (_ORDER.index(self._limits[place].kind), self._limits[place].ids))
        places = {old: new for new, old in enumerate(order)}
        uses = {use: replace(use, limit=places[use.limit]) for pair in pairs for use in pair.uses}
        moved = tuple(replace(pair, uses=tuple(uses[use] for use in pair.uses)) for pair in pairs)
        return tuple(self._limits[old] for old in order), moved

    def _of_pair(self, component: int, pairing: Pairing, asked: int | None) -> Iterator[Use]:
        wanted, line = self._wanted[component], pairing.line
        whole = self._place(Limit("component", (str(wanted.component_id),), 1))
        yield self._use(whole, 0, 1, 1) if asked is None else self._use(whole, 1, asked, 0)
        remaining = line.remaining
        place = self._place(Limit("line", (str(line.line_id),), _or_one(remaining), line.unit, line.currency))
        if asked is None or not line.divisible:
            yield self._use(place, 0, 1, _or_one(remaining))
        else:
            yield self._use(place, 1, 1, 0)
        yield from self._of_ceilings(pairing, asked)
        for number, cap in enumerate(self._caps):
            if self._falls_under(cap, wanted, pairing.meeting.offer):
                yield from self._of_cap(number, cap, line, asked)

    def _of_ceilings(self, pairing: Pairing, asked: int | None) -> Iterator[Use]:
        offer, line = pairing.meeting.offer, pairing.line
        ceiling = offer.ceiling
        if ceiling is None or (line.unit != ceiling.unit and not (asked is None and line.unit is None)):
            return
        rate = self._rate(ceiling.unit, ceiling.currency, line)
        rooms = {state: self.room(offer, state) for state in pairing.meeting.states}
        open_to = [state for state, room in rooms.items() if room > 0]
        for state in open_to:
            ids = (str(offer.offer_id), state)
            place = self._place(Limit("ceiling", ids, rooms[state], ceiling.unit, ceiling.currency))
            if asked is None:
                yield self._use(place, 0, 1, rooms[state])
            elif rate is not None:
                yield self._use(place, rate[0], rate[1] * len(open_to), 0)

    def room(self, offer: Offer, state: str) -> int:
        """Return what an offer's ceiling leaves for a State, in the ceiling's unit; 0 where it has no ceiling."""
        if offer.ceiling is None:
            return 0
        return max(0, offer.ceiling.amount - self._context.held.get((offer.offer_id, state), 0))

    def _falls_under(self, cap: Cap, wanted: Wanted, offer: Offer) -> bool:
        if cap.kind == "donor":
            return offer.donor.organisation == cap.key
        if cap.kind == "state":
            return cap.key in wanted.places
        return cap.key in wanted.places or not self._context.members(cap.key).isdisjoint(wanted.places)

    def _of_cap(self, number: int, cap: Cap, line: Line, asked: int | None) -> Iterator[Use]:
        ids = (cap.kind, cap.key, str(number))
        if cap.matches is not None:
            yield self._use(self._place(Limit("cap", ids, cap.matches)), 0, 1, 1)
        elif cap.amount is not None and line.unit == cap.unit:
            place = self._place(Limit("cap", ids, cap.amount, cap.unit, cap.currency))
            rate = self._rate(cap.unit, cap.currency, line)
            if asked is None or rate is None:
                yield self._use(place, 0, 1, cap.amount)
            else:
                yield self._use(place, rate[0], rate[1], 0)

    def _rate(self, unit: str | None, currency: str | None, line: Line) -> tuple[int, int] | None:
        """Return by what a quantity of the line is multiplied and divided to count in the limit's currency."""
        if unit != MONEY:
            return 1, 1
        way = conversion(self._context.rates, currency, line.currency, self._context.today)
        return None if way is None else (way.divide, way.multiply)

    def _place(self, limit: Limit) -> int:
        key = (limit.kind, limit.ids)
        if key not in self._places:
            self._places[key] = len(self._limits)
            self._limits.append(limit)
        return self._places[key]


def _or_one(remaining: int | None) -> int:
    return 1 if remaining is None else remaining
