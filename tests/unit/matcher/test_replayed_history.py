"""Two simulated years end as they did before: a change of matching that moves an outcome is noticed, and told."""

from dataclasses import replace

import pytest

from matcher.domain.scoring import ScoringProfile, load_profile
from tests.support.figures import Note
from tests.support.simulated_worlds.expectations import (
    HOW_TO_ACCEPT,
    PLACE,
    SEEDS,
    Difference,
    as_document,
    differences,
    expected,
    replayed,
    side_by_side,
    world_of,
)


def too_far(found: list[Difference]) -> set[str]:
    return {each.figure.split("/")[0] for each in found if each.is_too_far}


@pytest.mark.parametrize("seed", SEEDS)
def test_two_simulated_years_end_as_they_did_before(seed: str, note: Note) -> None:
    now = {seed: replayed(world_of(seed))}
    found = differences(expected(), now)
    told = ("matched", "matched_by_priority", "waiting_days_mean", "waiting_days_p90", "offers_idle")
    note(f"simulated years, seed {seed}: " + ", ".join(f"{name} {now[seed][name]}" for name in told))
    assert not too_far(found), f"\n{side_by_side(found)}"


def test_weights_that_forget_whom_an_offer_is_meant_for_are_noticed() -> None:
    weights = {**load_profile().weights, "specificity": 0, "timing": 520}
    now = {SEEDS[0]: replayed(world_of(SEEDS[0]), ScoringProfile("forgetful", 1, weights))}
    assert {"reach", "score_mean"} <= too_far(differences(expected(), now))


def test_a_hard_condition_that_no_longer_bars_is_noticed() -> None:
    world = world_of(SEEDS[1])
    in_sight = tuple((day, replace(need, visibility="donors")) for day, need in world.needs)
    now = {SEEDS[1]: replayed(replace(world, needs=in_sight))}
    assert {"matched", "unmatched"} <= too_far(differences(expected(), now))


def test_a_figure_that_is_too_far_off_is_marked_beside_what_was_expected() -> None:
    wanted = {"1": {"matched": 600, "reach/named": 100, "unmatched/exhausted": 20}}
    found = differences(wanted, {"1": {"matched": 611, "reach/named": 120}})
    table = side_by_side(found).splitlines()
    assert [line.split() for line in table if "too far" in line] == [
        ["1", "matched", "600", "611", "10", "<-", "too", "far"],
        ["1", "unmatched/exhausted", "20", "-", "14", "<-", "too", "far"],
    ]
    assert table[-1] == HOW_TO_ACCEPT


def test_the_committed_table_is_written_as_accepting_writes_it() -> None:
    assert PLACE.read_text(encoding="utf-8") == as_document(expected())
