"""The smallest set of changes after which an offer answers a need, proved by matching the changed copies.

A search that always goes on with what promises least change; every failed condition needs at least one change more.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final, TypeAlias

from matcher.domain.candidates import find_answer
from matcher.domain.conditions import Party, Verdict
from matcher.domain.remedies.case import Case
from matcher.domain.remedies.options import options_for
from matcher.domain.remedies.remedy import Option, Remedy, remedy
from matcher.domain.scoring import ScoringProfile

MOST_CHANGES: Final = 6
"""A counterfactual of more changes is not looked for: nobody acts on it."""

MOST_LOOKED_AT: Final = 80
"""After so many changed copies of one need and one offer the search gives up."""

Cost: TypeAlias = tuple[int, int, int, int]
"""Number of changes, whose they are, their size, and the score they lead to, negated; smaller is nearer."""

_UNKNOWN_SCORE: Final = -1001


@dataclass(frozen=True)
class Counterfactual:
    """What would have to change for the two to match, and the score they then have; `before` is how things are.

    `failed` are the conditions of the pair as it is; `changes` come in the order in which they were found.
    """

    before: Case
    after: Case
    failed: tuple[Verdict, ...]
    changes: tuple[Remedy, ...]
    score: int
    cost: Cost

    @property
    def parties(self) -> frozenset[Party]:
        """Who has to change something; nobody where waiting is enough."""
        return _parties(self.changes)


@dataclass(frozen=True)
class _Path:
    before: Case
    case: Case
    options: tuple[Option, ...] = ()

    def then(self, option: Option) -> "_Path":
        """Go on with a change; one of the same field goes on with the former and is told with it."""
        kept = tuple(each for each in self.options if each.key != option.key)
        return _Path(self.before, option.case, (*kept, option))

    @property
    def changes(self) -> tuple[Remedy, ...]:
        return tuple(remedy(option, self.before) for option in self.options)


def find_counterfactual(
    starts: Iterable[Case], profile: ScoringProfile, reader: Party, *, besides: frozenset[Party] | None = None
) -> Counterfactual | None:
    """Return the nearest counterfactual over pairs of one need and one offer, None where none was found in bounds.

    `reader` is the side for which its own changes are nearer than the other's. `besides` asks for one in which not
    all of these parties have to act.
    """
    numbers = count()
    queue = [_entry(_Path(case, case), profile, reader, next(numbers)) for case in starts]
    heapq.heapify(queue)
    for _ in range(MOST_LOOKED_AT):
        if not queue:
            return None
        cost, _number, path = heapq.heappop(queue)
        if not path.case.failed:
            found = _found(path, cost)
            if found.score >= 0 and (besides is None or not found.parties >= besides):
                return found
            continue
        for following in _following(path):
            heapq.heappush(queue, _entry(following, profile, reader, next(numbers)))
    return None


def _following(path: _Path) -> Iterator[_Path]:
    for option in options_for(path.case, path.case.failed[0]):
        following = path.then(option)
        if len(following.options) <= MOST_CHANGES:
            yield following


def _entry(path: _Path, profile: ScoringProfile, reader: Party, number: int) -> tuple[Cost, int, _Path]:
    return _cost(path, profile, reader), number, path


def _cost(path: _Path, profile: ScoringProfile, reader: Party) -> Cost:
    changes = path.changes
    size = sum(change.difference.size for change in changes)
    negated = _UNKNOWN_SCORE if path.case.failed else -_proved_score(path.case, profile)
    return len(changes) + len(path.case.failed), _rank(changes, reader), size, negated


def _proved_score(case: Case, profile: ScoringProfile) -> int:
    """Return the score of the changed copies as the matcher finds it."""
    answer = find_answer(case.need, case.offer, case.context, profile)
    return -1 if answer is None else answer.score


def _found(path: _Path, cost: Cost) -> Counterfactual:
    return Counterfactual(path.before, path.case, path.before.failed, path.changes, -cost[3], cost)


def _parties(changes: Sequence[Remedy]) -> frozenset[Party]:
    return frozenset(change.who for change in changes if change.who is not Party.WAIT)


def _rank(changes: Sequence[Remedy], reader: Party) -> int:
    """Return 0 where waiting is enough, 1 for the reader's side alone, 2 for the other's, 3 for both."""
    sides = {reader if party is Party.EITHER else party for party in _parties(changes)}
    return 3 if len(sides) > 1 else 0 if not sides else 1 if reader in sides else 2
