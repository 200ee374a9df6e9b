"""What a plan's levels come to, worked out anew from the records."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from matcher.domain.demand import Need
from matcher.domain.rounds.checking.asking import residual_of
from matcher.domain.rounds.checking.matches import Match
from matcher.domain.rounds.judged import Judged
from matcher.domain.rounds.outcome import Level
from matcher.domain.rounds.violations import Broken, Violation, about

_NAMES = ("coverage", "equity", "regions", "fit", "matches")
_REGIONS = ("africa", "americas", "asia", "europe", "oceania")


def wrong_levels(levels: Sequence[Level], matches: Sequence[Match], judged: Judged) -> Iterator[Violation]:
    """Give the levels that are missing, whose value is not what the matches come to, or that pass their own bound."""
    if tuple(level.name for level in levels) != _NAMES:
        yield about(Broken.WRONG_LEVEL, "levels")
        return
    values = _values(matches, judged)
    for level in levels:
        if level.value != values[level.name]:
            yield about(Broken.WRONG_LEVEL, level.name)
        if level.bound is not None and level.reached is not None:
            sign = -1 if level.name == "matches" else 1
            if sign * level.reached > sign * level.bound:
                yield about(Broken.BEYOND_BOUND, level.name)


def _values(matches: Sequence[Match], judged: Judged) -> dict[str, int]:
    shares: defaultdict[object, int] = defaultdict(int)
    fit = 0
    for match in matches:
        quantity, asked = match.allocation.quantity, match.asked
        share = 500_000 if quantity is None or not asked else 1_000_000 * quantity // asked
        shares[match.component.component_id] += share
        fit += match.allocation.score * share
    weighed = [(need, *each) for need in judged.needs for each in _weights(need, judged)]
    whole = max(1, sum(weight for _, _, weight in weighed))
    covered = sum(weight * shares[component] for _, component, weight in weighed)
    by_state: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    by_region: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for need, component, weight in weighed:
        if component in judged.reachable and weight:
            places = _places(need, judged)
            for place in places:
                by_state[place].append((weight, shares[component]))
            for region in _REGIONS:
                if any(place in judged.context.members(region) for place in places):
                    by_region[region].append((weight, shares[component]))
    return {
        "coverage": covered // whole,
        "equity": _least(by_state.values()),
        "regions": _least(by_region.values()),
        "fit": fit // 1000,
        "matches": len(matches),
    }


def _weights(need: Need, judged: Judged) -> list[tuple[object, int]]:
    asking = [part.component_id for part in need.components if residual_of(part) != 0]
    return [(component, judged.settings.weights[need.priority] * 1000 // len(asking)) for component in asking]


def _places(need: Need, judged: Judged) -> tuple[str, ...]:
    return judged.context.states_of(need) or ((need.group,) if need.group is not None else ())


def _least(places: Iterable[list[tuple[int, int]]]) -> int:
    means = [sum(w * share for w, share in each) // sum(w for w, _ in each) for each in places]
    return min(means, default=0)
