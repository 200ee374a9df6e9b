"""The pair was not refused before for a reason that still stands."""

from matcher.domain.conditions.pair_excluded import pair_excluded
from matcher.domain.conditions.verdict import Change, Party
from tests.support.matching_examples import meeting, need, numbered, offer

REFUSED = frozenset({(numbered(1, 1), numbered(2, 1))})


def test_a_pair_that_nobody_refused_may_meet() -> None:
    assert pair_excluded(meeting()).holds


def test_a_refused_pair_does_not_meet_again_until_the_refusal_is_withdrawn() -> None:
    verdict = pair_excluded(meeting(refusals=REFUSED))
    assert not verdict.holds
    assert verdict.change == Change(Party.EITHER, "refusal")


def test_a_refusal_binds_that_pair_alone() -> None:
    assert pair_excluded(meeting(need(2), refusals=REFUSED)).holds
    assert pair_excluded(meeting(an_offer=offer(2), refusals=REFUSED)).holds
