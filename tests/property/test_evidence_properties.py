"""What must hold of evidence, whatever the needs: it is mutual, and nothing comes from outside the block."""

from datetime import timedelta

from hypothesis import given, settings

from matcher.domain.affinity import Affinity, affinity
from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.evidence.item import Evidence
from matcher.domain.evidence.similar_needs import similar_needs
from tests.support.matching_examples import context
from tests.support.matching_worlds import needs
from tests.support.reference_quantities import states_of

AROUND = context()
FAR = timedelta(days=1_000)


def likeness(one: str, other: str) -> int:
    return len(set(one) & set(other))


def between(one: Need, other: Need) -> Evidence | None:
    found = similar_needs(one, [other], AROUND, likeness)
    return found[0] if found else None


def run_together(one: Need, other: Need, around: Context) -> bool:
    """Look at every day on which both could run, from today for live needs."""
    first = around.today if not one.historic else around.today - FAR
    days = (first + timedelta(days=n) for n in range(2 * FAR.days))
    return any(one.window.includes(day) and other.window.includes(day) for day in days)


def is_in_block(one: Need, other: Need) -> bool:
    branch = {Affinity.SAME, Affinity.CONTAINS, Affinity.CONTAINED}
    return (
        one.historic == other.historic
        and other.status in {"open", "partly_covered", "covered"}
        and bool(set(states_of(one, AROUND)) & set(states_of(other, AROUND)))
        and any(
            affinity(mine.category, (theirs.category,), AROUND)[0] in branch
            for mine in one.components
            for theirs in other.components
        )
        and run_together(one, other, AROUND)
    )


@settings(max_examples=60, deadline=None)
@given(needs(1), needs(2))
def test_evidence_is_what_lies_in_the_block_and_nothing_else(one: Need, other: Need) -> None:
    assert (between(one, other) is not None) == is_in_block(one, other)


@settings(max_examples=60, deadline=None)
@given(needs(1), needs(2))
def test_similar_needs_are_similar_to_each_other(one: Need, other: Need) -> None:
    there, back = between(one, other), between(other, one)
    standing = {"open", "partly_covered", "covered"}
    if one.status in standing and other.status in standing:
        assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there.order[:-1] == back.order[:-1]
        assert (there.states, there.overlap.together) == (back.states, back.overlap.together)
        assert {(r.asked, r.other) for r in there.related} == {(r.other, r.asked) for r in back.related}
