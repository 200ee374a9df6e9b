"""Each State's place in bitsets is stable, so that indexes built on it can be kept."""

import pytest

from shared.geography import load_geography

G = load_geography()


def test_bits_follow_the_order_of_the_data_file() -> None:
    assert [G.bit(iso3) for iso3 in G.states] == list(range(250))


@pytest.mark.parametrize(("iso3", "bit"), [("ABW", 0), ("AFG", 1), ("KEN", 117), ("ZWE", 248), ("XKX", 249)])
def test_no_state_ever_changes_its_bit(iso3: str, bit: int) -> None:
    assert G.bit(iso3) == bit


def test_a_mask_has_the_bits_of_its_states_once_each() -> None:
    assert G.mask(["AFG", "ABW", "AFG"]) == 0b11
    assert G.mask(["XKX"]) == 1 << 249
    assert G.mask([]) == 0


def test_an_unknown_state_has_no_bit() -> None:
    with pytest.raises(KeyError):
        G.mask(["ATL"])
