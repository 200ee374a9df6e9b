"""Everything besides the two records that a match depends on: the day, the past, the money, the published lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from matcher.domain.demand import Need
from matcher.domain.rates import Rate
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
    _relations: dict[tuple[str, str], Relation] = field(
        default_factory=dict[tuple[str, str], Relation], init=False, repr=False, compare=False
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
