"""What two years came to: whole numbers, shares in thousandths, so that the same history gives the same bytes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from uuid import UUID

from matcher.domain.demand import Component, Need
from shared.geography import load_geography
from tests.support.simulated_worlds.holds import Books, Hold, Stage, whole
from tests.support.simulated_worlds.places import MEMBERS_ON
from tests.support.simulated_worlds.replay import History

REGIONS = ("africa", "americas", "asia", "europe", "oceania")

Figures = Mapping[str, int]
"""Figures by name; names that share a beginning, such as `unmatched/`, share a tolerance."""


def outcomes(history: History) -> Figures:
    """Return every figure of one history."""
    return dict(_figures(history))


def _figures(history: History) -> Iterator[tuple[str, int]]:
    books, world = history.books, history.world
    needs = [need for _, need in world.needs]
    shares = {need.need_id: [_share(each, need, books) for each in need.components] for need in needs}
    each_share = [share for found in shares.values() for share in found]
    yield "matched", _mean(each_share)
    yield "matched_by_priority", _weighed((need.priority, share) for need in needs for share in shares[need.need_id])
    waited = _waiting_days(world.needs, books)
    yield "waiting_days_mean", _mean(waited)
    yield "waiting_days_p90", waited[(9 * len(waited) - 1) // 10] if waited else 0
    for region in REGIONS:
        yield f"covered/{region}", _mean([s for need in needs if _region(need) == region for s in shares[need.need_id]])
    yield from _of_holds(books)
    used = {hold.offer_id for hold in books.holds if hold.stands}
    yield "offers_idle", _per_mille(len(world.offers) - len(used), len(world.offers))
    failed = Counter(code for codes in history.why_not.values() for code in codes)
    for code, number in sorted(failed.items()):
        yield f"unmatched/{code}", _per_mille(number, len(needs))


def _of_holds(books: Books) -> Iterator[tuple[str, int]]:
    holds = books.holds
    yield "holds", len(holds)
    yield "declined", _per_mille(sum(not hold.stands for hold in holds), len(holds))
    yield "by_hand", _per_mille(sum(hold.covers is None for hold in holds), len(holds))
    yield "score_mean", _mean([hold.score for hold in holds])
    for reach, number in sorted(Counter(hold.reach for hold in holds).items()):
        yield f"reach/{reach}", _per_mille(number, len(holds))


def _share(component: Component, need: Need, books: Books) -> int:
    """Return how much of a component is committed, in thousandths; by hand is all of it."""
    holds = [each for each in books.standing(component.component_id, need.need_id) if each.stage is Stage.COMMITTED]
    if any(hold.covers is None for hold in holds):
        return 1000
    asked = whole(component)
    return sum(hold.covers or 0 for hold in holds) * 1000 // asked if asked else 0


def _waiting_days(needs: Sequence[tuple[date, Need]], books: Books) -> list[int]:
    """Return for each component that was matched at all the days until the first hold that stood, in order."""
    first: dict[UUID, Hold] = {}
    for hold in books.holds:
        if hold.stands:
            first.setdefault(hold.component_id, hold)
    opened = {each.component_id: day for day, need in needs for each in need.components}
    return sorted((hold.on - opened[component]).days for component, hold in first.items())


def _region(need: Need) -> str:
    geography = load_geography()
    states = need.states or tuple(geography.members(need.group or "", MEMBERS_ON))
    return _region_of_state(min(states))


@cache
def _region_of_state(state: str) -> str:
    geography = load_geography()
    return next(region for region in REGIONS if state in geography.members(region, MEMBERS_ON))


def _weighed(pairs: Iterable[tuple[int, int]]) -> int:
    sums: defaultdict[str, int] = defaultdict(int)
    for weight, share in pairs:
        sums["weights"] += weight
        sums["shares"] += weight * share
    return sums["shares"] // max(1, sums["weights"])


def _mean(numbers: Sequence[int]) -> int:
    return sum(numbers) // len(numbers) if numbers else 0


def _per_mille(part: int, all_of_them: int) -> int:
    return part * 1000 // max(1, all_of_them)
