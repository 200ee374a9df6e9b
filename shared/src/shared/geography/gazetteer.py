"""States and areas together: who belongs where on a given day, and who is meant by a name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from shared.geography.areas import Area, Membership
from shared.geography.spellings import fold, spelling_index, without_qualifier
from shared.geography.states import StateRecord


class Geography:
    """An immutable gazetteer; unknown State codes and area keys raise KeyError.

    `states` is ordered as its data file, which only ever grows at its end: a State's place is its bit.
    """

    def __init__(self, states: Sequence[StateRecord], areas: Sequence[Area], memberships: Sequence[Membership]) -> None:
        self.states: Mapping[str, StateRecord] = MappingProxyType({state.iso3: state for state in states})
        self.areas: Mapping[str, Area] = MappingProxyType({area.key: area for area in areas})
        self.memberships = tuple(memberships)
        self._bits = {iso3: place for place, iso3 in enumerate(self.states)}
        self._by_area = {area.key: tuple(self._all_memberships(area)) for area in areas}
        self._by_state = self._areas_by_state()
        self._area_names = spelling_index(_area_names(areas))
        self._state_names = spelling_index(_state_names(states))
        self._state_codes = _state_codes(states)

    def members(self, area_key: str, on: date) -> frozenset[str]:
        """Return the States (ISO 3166-1 alpha-3) that belong to an area on that day."""
        return frozenset(each.state for each in self._by_area[area_key] if each.holds(on))

    def members_since(self, area_key: str, first: date | None) -> frozenset[str]:
        """Return the States that belonged to an area on that day or later; None = at any time."""
        return frozenset(each.state for each in self._by_area[area_key] if first is None or each.lasts_beyond(first))

    def areas_of(self, iso3: str, on: date) -> frozenset[str]:
        """Return the keys of all areas to which a State belongs on that day, composed ones included."""
        if iso3 not in self.states:
            raise KeyError(iso3)
        return frozenset(key for key, each in self._by_state.get(iso3, ()) if each.holds(on))

    def states_that_may_post(self) -> tuple[StateRecord, ...]:
        """Return the States that pickers offer, in the order of the data file."""
        return tuple(state for state in self.states.values() if state.may_post_needs)

    def find_area(self, name: str) -> str | None:
        """Return the key of the area meant by a key, a title or a spelling, in any of the six languages.

        Words such as "member States", "region" or "area" may stand around it. None: no such area, or everyone.
        """
        folded = fold(name)
        return self._area_names.get(folded) or self._area_names.get(without_qualifier(folded))

    def find_state(self, name_or_code: str) -> str | None:
        """Return the alpha-3 code for a code (alpha-3, alpha-2, M49; letters in capitals) or a name."""
        text = name_or_code.strip()
        return self._state_codes.get(text) or self._state_names.get(fold(text))

    def bit(self, iso3: str) -> int:
        """Return the place of a State in bitsets: 0 for the first of the data file, stable for ever."""
        return self._bits[iso3]

    def mask(self, iso3s: Iterable[str]) -> int:
        """Return the bitset of some States as an integer: each one's bit set, repetitions ignored."""
        return sum(1 << self._bits[iso3] for iso3 in set(iso3s))

    def _all_memberships(self, area: Area) -> Iterable[Membership]:
        yield from (each for each in self.memberships if each.area == area.key)
        for part in area.composed_of:
            yield from self._all_memberships(self.areas[part])

    def _areas_by_state(self) -> Mapping[str, Sequence[tuple[str, Membership]]]:
        found: defaultdict[str, list[tuple[str, Membership]]] = defaultdict(list)
        for key, memberships in self._by_area.items():
            for each in memberships:
                found[each.state].append((key, each))
        return dict(found)


def _area_names(areas: Iterable[Area]) -> Iterable[tuple[str, str]]:
    for area in areas:
        for name in (area.key, *area.titles.values(), *area.spellings):
            yield name, area.key


def _state_names(states: Iterable[StateRecord]) -> Iterable[tuple[str, str]]:
    for state in states:
        for name in (*state.names.values(), *state.spellings):
            yield name, state.iso3


def _state_codes(states: Iterable[StateRecord]) -> Mapping[str, str]:
    return {code: state.iso3 for state in states for code in (state.iso3, state.iso2, state.m49) if code is not None}
