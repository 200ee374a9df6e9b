"""The engine's best offers for needs among many, against plain Python and against a compiled pass over packed rows."""

import importlib
import importlib.util
import statistics
import time
from collections.abc import Callable, Sequence
from uuid import UUID

import numpy as np

from matcher.domain.demand import Need
from matcher.domain.engine import Engine
from matcher.domain.scoring import load_profile
from matcher.domain.supply import Offer
from tests.benchmarks.packed import PackedOffers
from tests.benchmarks.packed_need import pack_need
from tests.benchmarks.ratios import ROUNDS, Ratio, medians_side_by_side, seconds_of
from tests.support import reference_matcher
from tests.support.large_worlds import LargeWorld

LIMIT = 20
NEEDS = 12
PROFILE = load_profile()
Best = list[tuple[UUID, int]]


class Bench:
    """One world of so many lines, and needs of one component to ask it about."""

    def __init__(self, lines: int) -> None:
        self.lines = lines
        world = LargeWorld(lines)
        self.context = world.context
        self.offers: Sequence[Offer] = world.offers(lines)
        drawn = [world.need(number) for number in range(1, 200)]
        asking = [each for each in drawn if len(each.components) == len(each.texts) == 1]
        self.engine = Engine(self.context, PROFILE, needs=asking, offers=self.offers)
        self.needs: Sequence[Need] = [each for each in asking if self.top(each)][:NEEDS]

    def top(self, need: Need) -> Best:
        return list(self.engine.top(need.need_id, LIMIT))

    def explained(self, need: Need) -> Best:
        return [(each.offer_id, each.score) for each in self.engine.candidates_of_need(need.need_id, LIMIT)]

    def by_reference(self, need: Need) -> Best:
        found = reference_matcher.candidates_of_need(need, self.offers, self.context, PROFILE.weights)
        return [(each.offer_id, each.score) for each in found[:LIMIT]]

    def compiled(self) -> Callable[[Need], Best]:
        """Return the floor, with the offers and the needs packed; ModuleNotFoundError where numba is not installed."""
        best_in_one_pass = importlib.import_module("tests.benchmarks.compiled_pass").best_in_one_pass
        packed = PackedOffers(self.offers, self.context)
        arrays = (packed.of_category, packed.hot, packed.amounts, packed.rest, packed.tokens, packed.language_of)
        needs = {need.need_id: pack_need(need, packed, self.context, PROFILE) for need in self.needs}
        best = np.zeros((LIMIT, 2), np.int64)

        def answer(need: Need) -> Best:
            kept = best_in_one_pass(needs[need.need_id], arrays, best)
            return [(self.offers[offer].offer_id, score) for score, offer in best[:kept].tolist()]

        return answer


def candidates_vs_plain_python(bench: Bench) -> Ratio:
    """Measure how many times faster the engine finds and explains than the specification does."""
    asked, rounds = (bench.needs[:1], 2) if bench.lines >= 100_000 else (bench.needs[: NEEDS // 2], ROUNDS)
    of_theirs: list[float] = []
    for _ in range(rounds):
        begun = time.perf_counter()
        expected = [bench.by_reference(need) for need in asked]
        of_theirs.append(time.perf_counter() - begun)
        if [bench.explained(need) for need in asked] != expected:
            raise AssertionError("the engine and its specification disagree")
    ours = statistics.median(seconds_of(_each(bench.explained, asked)) for _ in range(ROUNDS))
    theirs = statistics.median(of_theirs)
    what = (
        f"top {LIMIT} of {bench.lines} lines, explained; {len(asked)} needs, {ROUNDS} rounds against {rounds};"
        f" {ours / len(asked) * 1e3:.1f} ms a need"
    )
    name = f"candidates_{bench.lines // 1000}k_vs_plain_python"
    return Ratio(name, theirs / ours, "times faster", what, "the tests' plain-Python reference")


def candidates_vs_compiled(bench: Bench) -> Ratio:
    """Measure how many times longer the engine takes than one compiled pass over packed rows."""
    compiled = bench.compiled()
    _agree(bench.top, compiled, bench.needs)
    ours, theirs = medians_side_by_side(_each(bench.top, bench.needs, 10), _each(compiled, bench.needs, 10))
    each = NEEDS * 10
    what = (
        f"top {LIMIT} of {bench.lines} lines, ids and scores; {NEEDS} needs, {ROUNDS} rounds of ten;"
        f" {ours / each * 1e6:.0f} against {theirs / each * 1e6:.0f} microseconds a need"
    )
    name = f"candidates_{bench.lines // 1000}k_vs_compiled"
    return Ratio(name, ours / theirs, "times slower", what, "a numba loop over packed rows, packing not timed")


def bytes_per_line(bench: Bench) -> Ratio:
    """Measure the index: every array with its room for growth, and the dictionary of words with its words."""
    size = bench.engine.index_bytes
    what = "arrays with their room for growth and the dictionary of words; neither records nor tables of what repeats"
    return Ratio(f"bytes_per_line_{bench.lines // 1000}k", size / bench.lines, "bytes", what, "200 wanted")


def _agree(ours: Callable[[Need], Best], theirs: Callable[[Need], Best], needs: Sequence[Need]) -> None:
    for need in needs:
        found = ours(need)
        if not found or found != theirs(need):
            raise AssertionError(f"the two sides disagree on need {need.need_id}, or found nothing")


def _each(answer: Callable[[Need], Best], needs: Sequence[Need], times: int = 1) -> Callable[[], object]:
    return lambda: [answer(need) for _ in range(times) for need in needs]


def candidates() -> list[Ratio]:
    """Measure all of them, the larger worlds last; without numba the floor is left out."""
    small, middle, large = (Bench(lines) for lines in (1_000, 10_000, 100_000))
    ratios = [candidates_vs_plain_python(bench) for bench in (small, middle, large)]
    if importlib.util.find_spec("numba") is not None:
        ratios += [candidates_vs_compiled(bench) for bench in (middle, large)]
    return [*ratios, bytes_per_line(large)]
