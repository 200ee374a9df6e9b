"""Wrong settings are refused field by field, before anything is worked out."""

from typing import Any

import pytest

from matcher.domain.rounds.settings import DEFAULT_TOLERANCES, DEFAULT_WEIGHTS, Cap, RoundSettings, Scope
from shared.errors import InvalidInput
from tests.support.round_examples import asking, choice, giving, round_of


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"weights": {1: 1, 2: 1, 3: 1, 4: 1}}, "/weights/5"),
        ({"weights": DEFAULT_WEIGHTS | {6: 1}}, "/weights/6"),
        ({"weights": DEFAULT_WEIGHTS | {1: -1}}, "/weights/1"),
        ({"weights": dict.fromkeys(range(1, 6), 0)}, "/weights"),
        ({"tolerances": {"coverage": 1, "fit": 1}}, "/tolerances/equity"),
        ({"tolerances": DEFAULT_TOLERANCES | {"matches": 1}}, "/tolerances/matches"),
        ({"tolerances": DEFAULT_TOLERANCES | {"fit": 1001}}, "/tolerances/fit"),
        ({"gap": 1001}, "/gap"),
        ({"time_limit_seconds": 0}, "/time_limit_seconds"),
        ({"alternatives": 6}, "/alternatives"),
        ({"min_difference": 0}, "/min_difference"),
        ({"offers_per_component": 0}, "/offers_per_component"),
        ({"caps": (Cap(kind="planet", key="x", matches=1),)}, "/caps/0/kind"),
        ({"caps": (Cap(kind="donor", key="x"),)}, "/caps/0"),
        ({"caps": (Cap(kind="donor", key="x", amount=1, matches=1, unit="machine"),)}, "/caps/0"),
        ({"caps": (Cap(kind="donor", key="x", matches=-1),)}, "/caps/0/matches"),
        ({"caps": (Cap(kind="donor", key="x", amount=-1, unit="machine"),)}, "/caps/0/amount"),
        ({"caps": (Cap(kind="donor", key="x", amount=1),)}, "/caps/0/unit"),
        ({"caps": (Cap(kind="donor", key="x", amount=1, unit="money"),)}, "/caps/0/currency"),
        ({"caps": (Cap(kind="donor", key="x", amount=1, unit="seat", currency="EUR"),)}, "/caps/0/currency"),
        ({"pins": (choice(1, 1), choice(1, 1, 2))}, "/pins/1"),
        ({"pins": (choice(1, 1, 0),)}, "/pins/0/quantity"),
        ({"pins": (choice(1, 1),), "bans": (choice(1, 1),)}, "/bans/0"),
        ({"bans": (choice(1, 1, 1),)}, "/bans/0/quantity"),
    ],
)
def test_a_wrong_field_is_named(changes: dict[str, Any], pointer: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        RoundSettings(**changes)
    assert pointer in [problem.pointer for problem in refused.value.fields]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"scope": Scope(states=("GHA", "XXX"))}, "/scope/states/1"),
        ({"scope": Scope(areas=("nowhere",))}, "/scope/areas/0"),
        ({"scope": Scope(categories=("nothing",))}, "/scope/categories/0"),
        ({"caps": (Cap(kind="state", key="XXX", matches=1),)}, "/caps/0/key"),
    ],
)
def test_a_key_that_no_list_knows_is_named_when_the_problem_is_built(changes: dict[str, Any], pointer: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        round_of([asking(1, 1)], [giving(1, 1)], **changes)
    assert [problem.pointer for problem in refused.value.fields] == [pointer]
