from hypothesis import given
from hypothesis import strategies as st

from shared.http.allowances import Allowance


class Seconds:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def taken(allowance: Allowance, key: str, attempts: int) -> int:
    return sum(allowance.take(key) == 0 for _ in range(attempts))


def test_a_minutes_worth_may_come_at_once_and_no_more() -> None:
    assert taken(Allowance(30, seconds=Seconds()), "fatou", 100) == 30


def test_what_is_refused_is_told_when_there_is_room_again_and_there_is() -> None:
    seconds = Seconds()
    allowance = Allowance(30, seconds=seconds)
    taken(allowance, "fatou", 30)
    wait = allowance.take("fatou")
    assert 0 < wait <= 2
    seconds.now += wait
    assert taken(allowance, "fatou", 5) == 1


def test_asking_on_while_refused_costs_nothing() -> None:
    seconds = Seconds()
    allowance = Allowance(60, seconds=seconds)
    taken(allowance, "fatou", 1000)
    seconds.now += 1
    assert taken(allowance, "fatou", 5) == 1


def test_a_minute_of_rest_gives_a_full_minutes_worth_and_a_year_no_more() -> None:
    seconds = Seconds()
    allowance = Allowance(30, seconds=seconds)
    taken(allowance, "fatou", 30)
    seconds.now += 60
    assert taken(allowance, "fatou", 100) == 30
    seconds.now += 365 * 86_400
    assert taken(allowance, "fatou", 100) == 30


def test_one_key_takes_nothing_from_another() -> None:
    allowance = Allowance(2, seconds=Seconds())
    assert (taken(allowance, "fatou", 5), taken(allowance, "goran", 5)) == (2, 2)


def test_nought_is_no_limit() -> None:
    assert taken(Allowance(0, seconds=Seconds()), "fatou", 1000) == 1000


def test_memory_is_bounded_and_the_one_that_asked_longest_ago_is_forgotten() -> None:
    allowance = Allowance(1, seconds=Seconds(), most_keys=2)
    for key in ("first", "second", "third"):
        allowance.take(key)
    assert [allowance.take(key) == 0 for key in ("second", "third", "first")] == [False, False, True]


@given(st.integers(1, 50), st.lists(st.floats(0, 30), max_size=60))
def test_no_minute_and_a_half_ever_sees_more_than_is_allowed(per_minute: int, pauses: list[float]) -> None:
    seconds = Seconds()
    allowance = Allowance(per_minute, seconds=seconds)
    moments: list[float] = []
    for pause in pauses:
        seconds.now += pause
        moments += [seconds.now] * taken(allowance, "fatou", per_minute)
    for start in moments:
        assert sum(start <= moment < start + 90 for moment in moments) <= per_minute * 2.5 + 1
