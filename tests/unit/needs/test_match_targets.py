"""What a side has to hold follows from the match's newest status alone."""

from decimal import Decimal
from typing import get_args

import pytest

from needs.domain.identifiers import ComponentId
from needs.domain.shortfall import ShortfallCode
from needs.domain.targets import Claim, target_of
from shared.events.matches import MatchStatus
from shared.events.reservations import ReservationStatus
from shared.identifiers import new_id
from shared.statements.standings import STANDINGS, Figures, Standing
from shared.vocabulary import load_vocabulary

COMPONENT = ComponentId(new_id())


def figures(held: int = 0, promised: int = 0, delivered: int = 0) -> Figures:
    return Figures(Decimal(held), Decimal(promised), Decimal(delivered))


def of_ten(covered: int = 0) -> Claim:
    return Claim(COMPONENT, Decimal(10), Decimal(covered))


def of_all(covered: int = 0) -> Claim:
    return Claim(COMPONENT, None, Decimal(covered))


def test_every_status_of_a_match_asks_for_something_that_can_be_answered() -> None:
    assert set(STANDINGS) == set(get_args(MatchStatus))
    assert set(STANDINGS.values()) < set(get_args(ReservationStatus))


def test_every_reason_of_a_refusal_has_a_title() -> None:
    assert set(get_args(ShortfallCode)) <= load_vocabulary().shortfalls.keys()


@pytest.mark.parametrize("status", ["endorsed", "reserved"])
def test_an_endorsed_match_holds_its_quantity(status: str) -> None:
    assert target_of(STANDINGS[status], of_ten(), Decimal(10)) == figures(held=10)


@pytest.mark.parametrize("status", ["confirmed", "in_delivery"])
@pytest.mark.parametrize("covered", [0, 4, 10])
def test_a_confirmed_match_promises_what_it_has_not_delivered(status: str, covered: int) -> None:
    target = target_of(STANDINGS[status], of_ten(covered), Decimal(10))
    assert target == figures(promised=10 - covered, delivered=covered)


@pytest.mark.parametrize("status", ["delivered", "evaluated"])
def test_after_delivery_only_what_was_delivered_counts(status: str) -> None:
    assert target_of(STANDINGS[status], of_ten(7), Decimal(10)) == figures(delivered=7)


@pytest.mark.parametrize("status", ["proposed", "refused", "rejected", "declined", "expired", "dissolved"])
@pytest.mark.parametrize("covered", [0, 3])
def test_a_match_that_ended_early_keeps_what_it_delivered_so_far(status: str, covered: int) -> None:
    assert target_of(STANDINGS[status], of_ten(covered), Decimal(10)) == figures(delivered=covered)


@pytest.mark.parametrize(
    ("standing", "target"),
    [
        ("held", figures(held=8)),
        ("confirmed", figures(promised=8)),
        ("settled", figures(delivered=8)),
        ("released", figures()),
    ],
)
def test_a_match_that_takes_all_counts_all_of_it_at_the_end(standing: Standing, target: Figures) -> None:
    assert target_of(standing, of_all(), Decimal(8)) == target


@pytest.mark.parametrize(("standing", "target"), [("confirmed", figures(promised=8)), ("released", figures())])
def test_of_a_match_that_takes_all_nothing_counts_as_delivered_before_the_end(
    standing: Standing, target: Figures
) -> None:
    assert target_of(standing, of_all(covered=3), Decimal(8)) == target


def test_what_a_match_that_takes_all_has_delivered_stays_delivered() -> None:
    assert target_of("released", of_all(), Decimal(8), counted=Decimal(8)) == figures(delivered=8)


def test_no_more_counts_as_delivered_than_the_match_takes() -> None:
    assert target_of("confirmed", of_ten(11), Decimal(10)) == figures(delivered=10)


@pytest.mark.parametrize(
    ("standing", "claim", "asks"),
    [
        ("held", of_ten(), True),
        ("confirmed", of_all(), True),
        ("settled", of_ten(), False),
        ("settled", of_ten(1), True),
        ("settled", of_all(), True),
        ("released", of_ten(), False),
        ("released", of_all(), False),
        ("released", of_ten(1), True),
        ("released", of_all(1), False),
    ],
)
def test_a_match_asks_for_room_or_says_that_it_has_given(standing: Standing, claim: Claim, *, asks: bool) -> None:
    assert claim.asks_for_anything(standing) is asks
