"""Waves, by example; tests/property/test_waves.py has the rules."""

from shared.messaging.waves import cut_into_waves


def waves(rows: str) -> list[list[str]]:
    """Cut rows such as `a1 a2 b1`, whose key is their first letter."""
    return cut_into_waves(rows.split(), key=lambda row: row[0])


def test_rows_of_different_keys_go_together() -> None:
    assert waves("a1 b1 c1") == [["a1", "b1", "c1"]]


def test_rows_of_one_key_go_one_after_the_other() -> None:
    assert waves("a1 a2 a3") == [["a1"], ["a2"], ["a3"]]


def test_a_key_with_many_rows_does_not_hold_up_the_others() -> None:
    assert waves("a1 a2 b1 a3 b2") == [["a1", "b1"], ["a2", "b2"], ["a3"]]


def test_nothing_makes_no_wave() -> None:
    assert waves("") == []
