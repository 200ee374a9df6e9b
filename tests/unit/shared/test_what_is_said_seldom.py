"""What happens often is said seldom, and nothing of it goes uncounted."""

from shared.seldom import Seldom


def test_the_first_is_said_at_once_and_the_others_with_the_next_second() -> None:
    moments = iter([0.0, 0.1, 0.9, 1.0, 1.5, 5.0])
    seldom = Seldom(seconds=lambda: next(moments))
    assert [seldom.count() for _ in range(6)] == [1, 0, 0, 3, 0, 2]
