"""What holds for every round: the checker is content, capacity never harms, order and process never matter."""

import hashlib
import json
import random
import subprocess
import sys
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.adapters.solving import solve
from matcher.domain.engine import Engine
from matcher.domain.rounds.outcome import Outcome
from matcher.domain.rounds.outcome_document import outcome_document
from matcher.domain.rounds.problem import build_problem
from matcher.domain.scoring import load_profile
from matcher.domain.supply import Offer
from tests.support.matching_worlds import World, worlds
from tests.support.round_examples import settings as exact_settings
from tests.support.round_worlds import RoundWorld, all_side_constraints, round_world

FEW = settings(max_examples=12, deadline=None)


def solved(world: RoundWorld, **changes: object) -> Outcome:
    return solve(build_problem(world.engine(), all_side_constraints(world, **changes)))


def text_of(outcome: Outcome) -> str:
    return json.dumps(outcome_document(outcome), sort_keys=True)


@FEW
@given(worlds())
def test_every_plan_passes_the_checker(world: World) -> None:
    engine = Engine(world.context, load_profile(), needs=world.needs, offers=world.offers)
    assert solve(build_problem(engine, exact_settings(alternatives=1))).stopped == "optimal"


@FEW
@given(st.integers(1, 10_000))
def test_every_plan_with_all_side_constraints_passes_the_checker(seed: int) -> None:
    outcome = solved(round_world(6, 4, seed=seed, categories=2), alternatives=1)
    assert (outcome.plan.level("coverage").reached or 0) >= outcome.greedy.level("coverage").value


@FEW
@given(st.integers(1, 10_000), st.integers(0, 3))
def test_more_capacity_never_lowers_what_can_be_covered(seed: int, number: int) -> None:
    world = round_world(5, 4, seed=seed, categories=2)
    richer = replace(world, offers=tuple(doubled(each, place == number) for place, each in enumerate(world.offers)))
    tight = {"gap": 0, "caps": (), "tolerances": {"coverage": 0, "equity": 0, "fit": 0}}
    before, after = (solved(each, **tight).plan.level("coverage") for each in (world, richer))
    assert after.value >= before.value - 3


def doubled(offer: Offer, chosen: bool) -> Offer:  # noqa: FBT001 - which one it is
    if not chosen:
        return offer
    lines = tuple(replace(line, pledged=(line.pledged or 0) * 2) if line.divisible else line for line in offer.lines)
    return replace(offer, lines=lines)


@settings(max_examples=5, deadline=None)
@given(st.integers(1, 10_000))
def test_the_order_of_the_records_never_changes_a_byte(seed: int) -> None:
    world = round_world(6, 4, seed=seed, categories=2)
    chance = random.Random(seed)
    mixed = RoundWorld(tuple(chance.sample(world.needs, 6)), tuple(chance.sample(world.offers, 4)))
    rounds = [all_side_constraints(world)] * 2
    first, second = (
        solve(build_problem(each.engine(), chosen)) for each, chosen in zip((world, mixed), rounds, strict=True)
    )
    assert text_of(first) == text_of(second)


IN_ANOTHER_PROCESS = """
import hashlib
from tests.property.test_rounds import solved, text_of
from tests.support.round_worlds import round_world
print(hashlib.sha256(text_of(solved(round_world(20, 9, categories=6))).encode()).hexdigest())
"""


def test_another_process_comes_to_the_same_bytes() -> None:
    here = text_of(solved(round_world(20, 9, categories=6)))
    there = subprocess.run(  # noqa: S603 - our own interpreter runs our own text
        [sys.executable, "-c", IN_ANOTHER_PROCESS], check=True, capture_output=True, text=True, timeout=100
    )
    assert there.stdout.strip() == hashlib.sha256(here.encode()).hexdigest()


def test_the_large_scale_way_gives_a_plan_that_holds_with_its_gap_and_the_same_each_time() -> None:
    world = round_world(16, 7, categories=5)
    problem = build_problem(world.engine(), all_side_constraints(world))
    first, second = solve(problem, large=10), solve(problem, large=10)
    coverage = first.plan.level("coverage")
    assert first.method == "large_scale"
    assert (coverage.bound or 0) >= solve(problem).plan.level("coverage").value - 50
    assert text_of(first) == text_of(second)
