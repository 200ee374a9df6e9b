"""Everything besides the two records that a match depends on: the day, the past, the money, the published lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from matcher.domain.demand import Need
from matcher.domain.rates import Conversion, Rate, conversion
from shared.geography import Geography
from shared.vocabulary import Relation, Vocabulary


@dataclass(frozen=True, kw_only=True)
class Context:
    """What holds on one day.

    `refusals` are (need, offer) pairs refused for a reason that still stands; `held` is what each State already has
    reserved, committed or delivered under an offer, by (offer, State), in thousandths of the offer's ceiling unit.
    """

    today: date
    geography: Geography
    vocabulary: Vocabulary
    refusals: frozenset[tuple[UUID, UUID]] = frozenset()
    held: Mapping[tuple[UUID, str], int] = field(default_factory=dict[tuple[UUID, str], int])
    rates: tuple[Rate, ...] = ()
    _members: dict[str, frozenset[str]] = field(
        default_factory=dict[str, frozenset[str]], init=False, repr=False, compare=False
    )
    _members_since: dict[tuple[str, date | None], frozenset[str]] = field(
        default_factory=dict[tuple[str, date | None], frozenset[str]], init=False, repr=False, compare=False
    )
    _relations: dict[tuple[str, str], Relation] = field(
        default_factory=dict[tuple[str, str], Relation], init=False, repr=False, compare=False
    )
    _conversions: dict[tuple[str | None, str | None], Conversion | None] = field(
        default_factory=dict[tuple[str | None, str | None], Conversion | None], init=False, repr=False, compare=False
    )

    def present_for(self, need: Need) -> date | None:
        """Return today, before which no help can begin; None for a historic example, whose days are all past."""
        return None if need.historic else self.today

    def members(self, area: str) -> frozenset[str]:
        """Return the States that belong to a region or group today; none where the area is not known."""
        if area not in self._members:
            known = area in self.geography.areas
            self._members[area] = self.geography.members(area, self.today) if known else frozenset()
        return self._members[area]

    def members_for(self, need: Need, area: str) -> frozenset[str]:
        """Return who belongs to an area today; of a historic example, who did since help was wanted."""
        return self.members_since(area, need.window.start) if need.historic else self.members(area)

    def members_since(self, area: str, first: date | None) -> frozenset[str]:
        """Return who belonged to an area on a day or later, None = at any time; nobody where the area is not known."""
        key = (area, first)
        if key not in self._members_since:
            known = area in self.geography.areas
            self._members_since[key] = self.geography.members_since(area, first) if known else frozenset()
        return self._members_since[key]

    def relation(self, offered: str, asked: str) -> Relation:
        """Return what one category is to another, UNRELATED where one is not in the list."""
        pair = (offered, asked)
        if pair not in self._relations:
            known = offered in self.vocabulary.categories and asked in self.vocabulary.categories
            self._relations[pair] = self.vocabulary.relation(offered, asked) if known else Relation.UNRELATED
        return self._relations[pair]

    def states_of(self, need: Need) -> tuple[str, ...]:
        """Return the States a need stands for, alpha-3: those it names, else its group's members today, sorted."""
        if need.states or need.group is None:
            return need.states
        return tuple(sorted(self.members(need.group)))

    def conversion(self, source: str | None, target: str | None) -> Conversion | None:
        """Return the way from one currency to another by the rates of today; None where there is none."""
        pair = (source, target)
        if pair not in self._conversions:
            self._conversions[pair] = conversion(self.rates, source, target, self.today)
        return self._conversions[pair]
