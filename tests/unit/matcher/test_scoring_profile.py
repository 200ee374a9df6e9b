"""The weights of the score: versioned data with a digest."""

from dataclasses import replace

import pytest

from matcher.domain.scoring import CRITERIA, ScoringProfile, load_profile, parse_profile
from shared.errors import InvalidInput

WEIGHTS = dict(load_profile().weights)


def pointers_of(weights: dict[str, int]) -> list[str]:
    with pytest.raises(InvalidInput) as refusal:
        ScoringProfile("mine", 1, weights)
    return [problem.pointer for problem in refusal.value.fields]


def test_the_default_profile_weighs_every_criterion_and_sums_to_a_thousand() -> None:
    assert set(WEIGHTS) == set(CRITERIA)
    assert sum(WEIGHTS.values()) == 1000


def test_the_digest_is_of_the_content_and_not_of_its_order() -> None:
    turned = ScoringProfile("default", 1, dict(reversed(WEIGHTS.items())))
    assert turned.digest == load_profile().digest
    assert len(turned.digest) == 64


def test_another_version_or_weight_has_another_digest() -> None:
    mine = replace(load_profile(), version=2)
    shifted = ScoringProfile("default", 1, WEIGHTS | {"category": 190, "coverage": WEIGHTS["coverage"] - 10})
    assert len({load_profile().digest, mine.digest, shifted.digest}) == 3


def test_weights_that_do_not_sum_to_a_thousand_are_refused() -> None:
    assert pointers_of(WEIGHTS | {"language": WEIGHTS["language"] + 1}) == ["/weights"]


def test_words_may_never_weigh_more_than_a_tie_breaker() -> None:
    assert pointers_of(WEIGHTS | {"words": 51, "language": WEIGHTS["language"] - 1}) == ["/weights/words"]


def test_a_missing_and_an_unknown_criterion_are_named() -> None:
    weights = {name: weight for name, weight in WEIGHTS.items() if name != "timing"} | {"luck": WEIGHTS["timing"]}
    assert pointers_of(weights) == ["/weights/timing", "/weights/luck"]


def test_a_negative_weight_is_refused() -> None:
    weights = WEIGHTS | {"language": -10, "coverage": WEIGHTS["coverage"] + WEIGHTS["language"] + 10}
    assert pointers_of(weights) == ["/weights/language"]


def test_a_profile_cannot_be_changed_once_it_is_made() -> None:
    weights = dict(WEIGHTS)
    profile = ScoringProfile("mine", 1, weights)
    weights["category"] = 0
    assert profile.weights["category"] == WEIGHTS["category"]


def test_a_profile_is_read_from_its_json_document() -> None:
    assert parse_profile({"name": "default", "version": 1, "weights": WEIGHTS}) == load_profile()
