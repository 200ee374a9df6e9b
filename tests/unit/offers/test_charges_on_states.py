"""An amount counts on several States' ceilings in equal parts, exactly, and never above the room of one."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from offers.domain.charges import Charge, in_equal_parts, in_proportion


def parts(amount: str, **rooms: str) -> dict[str, str] | None:
    """Return what each State is charged, as text."""
    charges = in_equal_parts(Decimal(amount), {state: Decimal(room) for state, room in rooms.items()})
    return None if charges is None else {each.state: f"{each.amount:f}" for each in charges}


def test_one_state_is_charged_all() -> None:
    assert parts("7", KEN="10") == {"KEN": "7.000"}


def test_several_states_share_equally_and_the_first_takes_what_does_not_divide() -> None:
    assert parts("10", KEN="50", UGA="50", TZA="50") == {"KEN": "3.334", "UGA": "3.333", "TZA": "3.333"}


def test_a_state_with_little_room_is_filled_and_the_others_share_the_rest() -> None:
    assert parts("10", KEN="1", UGA="50", TZA="50") == {"KEN": "1.000", "UGA": "4.500", "TZA": "4.500"}


def test_a_state_without_room_is_charged_nothing() -> None:
    assert parts("10", KEN="0", UGA="50") == {"UGA": "10.000"}


def test_more_than_all_have_room_for_is_refused() -> None:
    assert parts("10.001", KEN="5", UGA="5") is None


def test_what_counts_falls_with_what_is_engaged() -> None:
    assert in_proportion((Charge("KEN", Decimal(9)),), Decimal(1), Decimal(3)) == {"KEN": Decimal(3)}


def test_what_cannot_be_measured_counts_whole() -> None:
    assert in_proportion((Charge("KEN", Decimal(9)),), Decimal(0), Decimal(0)) == {"KEN": Decimal(9)}


thousandths = st.integers(0, 60_000).map(lambda number: Decimal(number).scaleb(-3))


@given(amount=thousandths, rooms=st.lists(thousandths, min_size=1, max_size=5))
def test_all_is_charged_and_no_state_above_its_room(amount: Decimal, rooms: list[Decimal]) -> None:
    by_state = {f"S{place}": room for place, room in enumerate(rooms)}
    charges = in_equal_parts(amount, by_state)
    assert (charges is None) == (amount > sum(rooms))
    for charge in charges or ():
        assert Decimal(0) < charge.amount <= by_state[charge.state]
    assert charges is None or sum(charge.amount for charge in charges) == amount
