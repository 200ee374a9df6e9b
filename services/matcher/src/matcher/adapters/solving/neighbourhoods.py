"""Which needs are looked at together: those that compete for the same lines, a few hundred pairs at a time."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from matcher.domain.rounds.problem import Problem


class Neighbourhoods:
    """Cuts the needs of a problem into blocks that share lines; the same problem always gives the same blocks.

    `kept` are the pairs that are worth looking at, for where each component has dozens, most never are.
    """

    def __init__(self, problem: Problem, kept: Iterable[int]) -> None:
        self._problem = problem
        self.pairs_of_need: defaultdict[UUID, list[int]] = defaultdict(list)
        self._needs_of_line: defaultdict[int, list[UUID]] = defaultdict(list)
        for place in sorted(kept):
            pair = problem.pairs[place]
            need = problem.wanted[pair.component].need_id
            self.pairs_of_need[need].append(place)
            if not self._needs_of_line[pair.line] or self._needs_of_line[pair.line][-1] != need:
                self._needs_of_line[pair.line].append(need)

    def blocks(self, urgency: Mapping[UUID, float], used: Mapping[int, object], size: int) -> Iterator[list[int]]:
        """Give blocks of about `size` pairs until every need was in one, the most urgent seeds first.

        A block grows along the lines that its needs use, then along those they could use.
        """
        seen: set[UUID] = set()
        for seed in sorted(self.pairs_of_need, key=lambda need: (-urgency.get(need, 0.0), need)):
            if seed not in seen:
                block = self._grown(seed, used, size)
                seen.update(block)
                yield sorted(place for need in block for place in self.pairs_of_need[need])

    def _grown(self, seed: UUID, used: Mapping[int, object], size: int) -> list[UUID]:
        block, count, queue, queued = list[UUID](), 0, deque([seed]), {seed}
        while queue and count < size:
            need = queue.popleft()
            block.append(need)
            places = self.pairs_of_need[need]
            count += len(places)
            for place in sorted(places, key=lambda place: (place not in used, place)):
                for other in self._needs_of_line[self._problem.pairs[place].line]:
                    if other not in queued:
                        queued.add(other)
                        queue.append(other)
        return block
