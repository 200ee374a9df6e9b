"""The saga's oracle agrees with what is right and names what is wrong."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from shared.events.matches import MatchLine, MatchState
from shared.events.reservations import Holding, ReservationState
from tests.support.saga.oracle import disagreements

MATCH, NEED, OFFER, LINE, COMPONENT = (UUID(int=number) for number in range(1, 6))
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def match_that_is(status: Any, *, quantity: int | None = 4, delivered: int = 0) -> MatchState:
    line = MatchLine(
        component_id=COMPONENT,
        offer_id=OFFER,
        line_id=LINE,
        quantity=None if quantity is None else Decimal(quantity),
        coverage=None if quantity is None else Decimal(quantity * 10),
        delivered=Decimal(delivered),
        covered=Decimal(delivered * 10),
    )
    return MatchState(
        match_id=MATCH,
        version=5,
        status=status,
        need_id=NEED,
        offer_id=OFFER,
        states=("KEN",),
        lines=(line,),
        created_at=NOW,
        updated_at=NOW,
    )


def capacity(status: Any, *, held: int = 0, promised: int = 0, delivered: int = 0, at: int = 5) -> ReservationState:
    holding = Holding(
        record_id=OFFER,
        part_id=LINE,
        component_id=COMPONENT,
        held=Decimal(held),
        promised=Decimal(promised),
        delivered=Decimal(delivered),
    )
    return ReservationState(
        reservation_id=MATCH,
        version=1,
        side="offers",
        match_id=MATCH,
        match_version=at,
        status=status,
        holdings=(holding,) if held or promised or delivered else (),
        updated_at=NOW,
    )


def found(match: MatchState, told: ReservationState | None) -> list[str]:
    return list(disagreements(match, "offers", told, ()))


RIGHT = [
    ("proposed", 0, None),
    ("reserved", 0, capacity("held", held=4)),
    ("refused", 0, capacity("released")),
    ("confirmed", 0, capacity("confirmed", promised=4)),
    ("in_delivery", 1, capacity("confirmed", promised=3, delivered=1)),
    ("delivered", 1, capacity("settled", delivered=1)),
    ("dissolved", 1, capacity("released", delivered=1)),
    ("expired", 0, None),
]


@pytest.mark.parametrize(("status", "delivered", "told"), RIGHT, ids=[each[0] for each in RIGHT])
def test_what_the_status_demands_is_right(status: str, delivered: int, told: ReservationState | None) -> None:
    assert found(match_that_is(status, delivered=delivered), told) == []


WRONG = {
    "nothing is there": ("reserved", None),
    "less is held": ("reserved", capacity("held", held=3)),
    "it is promised too early": ("reserved", capacity("held", promised=4)),
    "it is still held": ("rejected", capacity("released", held=4)),
    "it says something else": ("confirmed", capacity("held", promised=4)),
    "it has not heard the newest version": ("confirmed", capacity("confirmed", promised=4, at=4)),
}


@pytest.mark.parametrize(("status", "told"), WRONG.values(), ids=WRONG.keys())
def test_what_differs_is_named(status: str, told: ReservationState | None) -> None:
    assert found(match_that_is(status), told)


def test_what_is_taken_whole_stands_in_one_place_only() -> None:
    whole = match_that_is("reserved", quantity=None)
    assert found(whole, capacity("held", held=7)) == []
    assert found(whole, capacity("held", held=7, promised=1))


def test_coverage_counts_in_the_components_unit() -> None:
    held = capacity("held", held=40)
    [holding] = held.holdings
    told = held.model_copy(
        update={"side": "needs", "holdings": (holding.model_copy(update={"record_id": NEED, "part_id": COMPONENT}),)}
    )
    assert list(disagreements(match_that_is("reserved"), "needs", told, ())) == []


def test_a_line_that_is_not_divided_may_be_held_beyond_what_the_match_takes() -> None:
    held = capacity("held", held=7)
    assert list(disagreements(match_that_is("reserved"), "offers", held, {LINE})) == []
    assert list(disagreements(match_that_is("reserved"), "offers", capacity("held", held=3), {LINE}))
