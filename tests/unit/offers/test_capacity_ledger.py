"""Pledged, reserved, committed and delivered are four numbers, and what remains follows from them."""

from decimal import Decimal

import pytest

from offers.domain.ledger import engaged, ledger_holds, remaining, status_from_ledger
from offers.domain.life_cycle import OfferStatus
from tests.support.offer_examples import line_with


def test_what_remains_is_the_pledge_without_what_is_reserved_committed_or_delivered() -> None:
    line = line_with(pledged=10, reserved=1, committed=2, delivered=3)

    assert (engaged(line), remaining(line)) == (Decimal(6), Decimal(4))


def test_nothing_can_be_said_to_remain_of_a_pledge_without_a_total() -> None:
    assert remaining(line_with(pledged=None, delivered=3)) is None


@pytest.mark.parametrize(
    ("ledger", "holds"),
    [
        ({"pledged": 10}, True),
        ({"pledged": 10, "reserved": 4, "committed": 3, "delivered": 3}, True),
        ({"pledged": 10, "reserved": 4, "committed": 4, "delivered": 3}, False),
        ({"pledged": 10, "delivered": 11}, False),
        ({"pledged": 10, "reserved": -1}, False),
        ({"pledged": 10, "reserved": 5, "committed": -1}, False),
        ({"pledged": 10, "reserved": 5, "delivered": -1}, False),
        ({"pledged": None, "reserved": 4, "delivered": 1_000}, True),
        ({"pledged": None, "committed": -1}, False),
    ],
)
def test_the_ledger_holds_while_nothing_is_negative_or_over_committed(
    ledger: dict[str, int | None], *, holds: bool
) -> None:
    pledged = ledger.pop("pledged")
    parts = {name: amount or 0 for name, amount in ledger.items()}

    assert ledger_holds(line_with(pledged=pledged, **parts)) is holds


def test_an_open_offer_is_exhausted_once_every_line_is_used_up() -> None:
    used_up = [line_with(pledged=10, reserved=10), line_with(pledged=5, committed=2, delivered=3)]

    assert status_from_ledger("open", used_up) == "exhausted"


def test_an_offer_with_one_line_left_stays_open() -> None:
    assert status_from_ledger("open", [line_with(pledged=10, reserved=10), line_with(pledged=5)]) == "open"


def test_an_exhausted_offer_is_open_again_when_something_is_released() -> None:
    assert status_from_ledger("exhausted", [line_with(pledged=10, reserved=9)]) == "open"


def test_a_line_without_a_total_keeps_an_offer_open() -> None:
    assert status_from_ledger("open", [line_with(pledged=None, delivered=1_000)]) == "open"


@pytest.mark.parametrize("status", ["draft", "paused", "closed"])
def test_an_offer_that_does_not_stand_keeps_its_status_whatever_the_ledger_says(status: OfferStatus) -> None:
    assert status_from_ledger(status, [line_with(pledged=10, delivered=10)]) == status
    assert status_from_ledger(status, [line_with(pledged=10)]) == status
