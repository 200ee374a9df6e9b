"""What is told of hidden records moves by a step at most, and leaves every number within a step possible."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations_with_replacement, product

from hypothesis import given
from hypothesis import strategies as st

from shared.rules.disclosure import FEWEST, STEP, NotShown, Withheld, disclosed, steps_told

LOWEST = "0-4"
HEADINGS = ("marking", "tracing", "destruction")
States = st.sampled_from(["GHA", "KEN", "TGO", "MLI", "PER", "SEN"])
Donors = st.sampled_from(["jpn", "deu", "fra", "eu"])
Headings = st.frozensets(st.sampled_from(HEADINGS))


def of_needs() -> st.SearchStrategy[Withheld]:
    return st.builds(Withheld, st.tuples(States), Headings, st.integers(1, 12))


def of_pairs() -> st.SearchStrategy[Withheld]:
    return st.builds(Withheld, st.tuples(States, Donors), Headings, st.integers(1, 12))


Worlds = st.lists(of_needs(), max_size=25) | st.lists(of_pairs(), max_size=25)
Growing = st.tuples(st.lists(of_needs(), max_size=25), of_needs()) | st.tuples(
    st.lists(of_pairs(), max_size=25), of_pairs()
)


def steps(told: NotShown) -> dict[str, int]:
    """Return the steps of each figure, headings that are not named included."""
    named = {heading: told.by_heading.get(heading, LOWEST) for heading in HEADINGS} | {"": told.in_all}
    return {heading: int(words.partition("-")[0]) // STEP for heading, words in named.items()}


@given(Growing)
def test_one_record_more_or_less_moves_no_figure_by_more_than_a_step(drawn: tuple[list[Withheld], Withheld]) -> None:
    before, more = drawn
    after = [*before, Withheld(more.parties, more.headings)]
    moved = [later - earlier for earlier, later in zip(*map(_figures, (before, after)), strict=True)]
    assert set(moved) <= {0, 1}


def _figures(world: list[Withheld]) -> list[int]:
    return list(steps(disclosed(world)).values())


@given(Worlds, st.integers(0, 1))
def test_above_the_lowest_step_three_parties_of_each_kind_stand_behind_a_figure(world: list[Withheld], at: int) -> None:
    for heading, told in steps(disclosed(world)).items():
        found = [each for each in world if not heading or heading in each.headings]
        if told:
            assert len({each.parties[min(at, len(each.parties) - 1)] for each in found}) >= FEWEST


@given(Worlds)
def test_no_figure_says_more_than_there_is(world: list[Withheld]) -> None:
    for heading, told in steps(disclosed(world)).items():
        assert told * STEP <= sum(each.number for each in world if not heading or heading in each.headings)


@given(Worlds)
def test_records_that_many_parties_share_evenly_are_told_to_the_step(world: list[Withheld]) -> None:
    spread = [Withheld((f"party {number}",)) for number, _ in enumerate(world)]
    assert steps_told(spread) == len(spread) // STEP


@given(Worlds)
def test_the_figure_of_all_is_told_of_all_whatever_their_headings(world: list[Withheld]) -> None:
    bare = [Withheld(each.parties, frozenset(), each.number) for each in world]
    assert disclosed(bare).in_all == disclosed(world).in_all


MOST = 7
SMALL_STEP = 3
TWO = ("a", "b")


def _small_worlds() -> Iterator[tuple[Withheld, ...]]:
    """Yield every world of up to seven records of three States under two headings, both, or others."""
    sets = [frozenset[str](), frozenset({"a"}), frozenset({"b"}), frozenset(TWO)]
    kinds = [Withheld((state,), headings) for state, headings in product("GKT", sets)]
    for size in range(MOST + 1):
        yield from combinations_with_replacement(kinds, size)


def test_all_figures_together_leave_every_number_within_a_step_possible() -> None:
    possible: dict[tuple[str, ...], tuple[set[int], ...]] = defaultdict(lambda: (set(), set(), set()))
    for world in _small_worlds():
        told = disclosed(world, SMALL_STEP)
        answer = (told.in_all, *(told.by_heading.get(heading, "0-2") for heading in TWO))
        counts = (len(world), *(sum(heading in each.headings for each in world) for heading in TWO))
        for numbers, count in zip(possible[answer], counts, strict=True):
            numbers.add(count)
    for answer, numbers in possible.items():
        for words, counted in zip(answer, numbers, strict=True):
            first, last = map(int, words.split("-"))
            assert set(range(first, min(last, MOST) + 1)) <= counted, (answer, words, counted)
