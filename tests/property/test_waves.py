"""Waves, by rule: whatever the window, no key is twice in a wave and none is out of order over the waves."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shared.messaging.waves import cut_into_waves

KEYS = st.lists(st.integers(0, 8), max_size=60)


def waves_of(keys: list[int]) -> list[list[tuple[int, int]]]:
    """Cut rows of (key, position)."""
    return cut_into_waves([(key, position) for position, key in enumerate(keys)], key=lambda row: str(row[0]))


@given(KEYS)
def test_every_row_is_in_exactly_one_wave(keys: list[int]) -> None:
    assert sorted(row[1] for wave in waves_of(keys) for row in wave) == list(range(len(keys)))


@given(KEYS)
def test_no_key_is_twice_in_a_wave(keys: list[int]) -> None:
    assert all(len({key for key, _ in wave}) == len(wave) for wave in waves_of(keys))


@given(KEYS)
def test_each_keys_rows_keep_their_order_over_the_waves(keys: list[int]) -> None:
    sent = [row for wave in waves_of(keys) for row in wave]
    for key in set(keys):
        mine = [position for other, position in sent if other == key]
        assert mine == sorted(mine)


@given(KEYS)
def test_a_key_that_is_left_out_of_a_wave_is_in_none_that_follows(keys: list[int]) -> None:
    waves = [{key for key, _ in wave} for wave in waves_of(keys)]
    assert all(later <= earlier for earlier, later in pairwise(waves))


@given(KEYS)
def test_there_are_no_more_waves_than_the_busiest_key_has_rows(keys: list[int]) -> None:
    assert len(waves_of(keys)) == max(Counter(keys).values(), default=0)
