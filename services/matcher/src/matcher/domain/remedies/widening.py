"""Through which one State, region or group more an offer would reach most of the needs that it now does not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from matcher.domain.context import Context
from matcher.domain.remedies.case import Case
from matcher.domain.supply import Offer

STATE, AREA, REGION = "state", "group", "region"


@dataclass(frozen=True)
class Widening:
    """A State, or an area of so many States, that the offer could name, and the pairs that this could settle."""

    what: str
    name: str
    members: int
    cases: tuple[Case, ...]

    @property
    def needs(self) -> int:
        """How many needs there are: the widening can unlock no more."""
        return len({case.need.need_id for case in self.cases})

    def applied(self, offer: Offer) -> Offer:
        """Return a copy of the offer that names it too."""
        given = offer.eligibility
        named = {
            STATE: {"states": (*given.states, self.name)},
            AREA: {"groups": (*given.groups, self.name)},
            REGION: {"regions": (*given.regions, self.name)},
        }
        return replace(offer, eligibility=replace(given, **named[self.what]))


def widenings(cases: Sequence[Case]) -> list[Widening]:
    """Return all that may help, the most promising first, of those that one of fewer States, then by name."""
    found = [each for each in _all(cases) if each.cases]
    return sorted(found, key=lambda each: (-each.needs, each.members, each.name))


def _all(cases: Sequence[Case]) -> Iterator[Widening]:
    context = cases[0].context
    states = [frozenset(context.states_of(case.need)) for case in cases]
    for state in sorted(frozenset[str]().union(*states)):
        yield Widening(STATE, state, 1, tuple(case for case, its in zip(cases, states, strict=True) if state in its))
    for area in sorted({*context.geography.areas, *_groups(cases)}):
        members = context.members(area)
        reached = (
            case
            for case, its in zip(cases, states, strict=True)
            if case.need.group == area or not members.isdisjoint(its)
        )
        yield Widening(_kind(area, context), area, max(1, len(members)), tuple(reached))


def _groups(cases: Sequence[Case]) -> set[str]:
    return {case.need.group for case in cases if case.need.group is not None}


def _kind(area: str, context: Context) -> str:
    known = context.geography.areas.get(area)
    return REGION if known is not None and known.kind == "region" else AREA
