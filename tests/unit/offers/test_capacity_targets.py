"""What must be held for a match follows from its newest status alone, whatever was held before."""

from decimal import Decimal
from typing import get_args

import pytest

from offers.domain.targets import target_of
from shared.events.matches import MatchStatus
from shared.statements.standings import STANDINGS, Figures

FORMER = (0, 2)
"""What was counted as delivered before: nothing, or something."""


def figures(held: int = 0, promised: int = 0, delivered: int = 0) -> Figures:
    return Figures(Decimal(held), Decimal(promised), Decimal(delivered))


def told(status: str, delivered: int | None, *, counted: int = 0, figure: int = 5) -> Figures:
    """Return the target of a line of which the match takes five."""
    said = None if delivered is None else Decimal(delivered)
    return target_of(STANDINGS[status], figure=Decimal(figure), told=said, counted=Decimal(counted))


def test_every_status_of_a_match_has_its_standing() -> None:
    assert set(STANDINGS) == set(get_args(MatchStatus))


@pytest.mark.parametrize("counted", FORMER)
@pytest.mark.parametrize("status", ["proposed", "refused", "rejected", "declined", "expired", "dissolved"])
def test_an_off_ramp_frees_all_but_what_was_delivered(status: str, counted: int) -> None:
    assert told(status, 2, counted=counted) == figures(delivered=2)


@pytest.mark.parametrize("counted", FORMER)
@pytest.mark.parametrize("status", ["endorsed", "reserved"])
def test_an_endorsed_match_is_held(status: str, counted: int) -> None:
    assert told(status, 0, counted=counted) == figures(held=5)


@pytest.mark.parametrize("counted", FORMER)
@pytest.mark.parametrize("status", ["confirmed", "in_delivery"])
def test_a_confirmed_match_is_promised_what_is_not_delivered_yet(status: str, counted: int) -> None:
    assert told(status, 2, counted=counted) == figures(promised=3, delivered=2)


@pytest.mark.parametrize("counted", FORMER)
@pytest.mark.parametrize("status", ["delivered", "evaluated"])
def test_at_the_end_of_delivery_the_rest_is_free(status: str, counted: int) -> None:
    assert told(status, 4, counted=counted) == figures(delivered=4)


def test_what_was_taken_whole_counts_as_delivered_only_at_the_end_and_then_whole() -> None:
    assert told("in_delivery", None) == figures(promised=5)
    assert told("delivered", None) == figures(delivered=5)


def test_what_was_taken_whole_and_delivered_stays_delivered() -> None:
    assert told("dissolved", None, counted=5) == figures(delivered=5)


def test_no_more_is_counted_as_delivered_than_the_match_takes() -> None:
    assert told("in_delivery", 9) == figures(delivered=5)
