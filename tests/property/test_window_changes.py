"""The days that a window falls short by are enough: who gives them makes the windows meet."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matcher.domain.conditions.verdict import Party
from matcher.domain.conditions.window_disjoint import window_disjoint
from matcher.domain.demand import Need
from matcher.domain.pairing import Meeting
from matcher.domain.spans import Span
from matcher.domain.supply import Offer
from tests.support.matching_examples import TODAY, context, need, offer

DAYS = st.none() | st.integers(-30, 60).map(lambda offset: TODAY + timedelta(days=offset))
SPANS = (
    st.tuples(DAYS, DAYS)
    .map(lambda ends: Span(*ends))
    .filter(lambda span: span.start is None or span.end is None or span.start <= span.end)
)
OFFERS = SPANS.map(lambda window: offer(window=window))


@st.composite
def needs(draw: st.DrawFn) -> Need:
    return need(window=draw(SPANS), deadline=draw(DAYS), shortest_useful_days=draw(st.integers(0, 40)))


def wider(span: Span, days: int) -> Span:
    more = timedelta(days=days)
    return Span(None if span.start is None else span.start - more, None if span.end is None else span.end + more)


def later(day: date | None, days: int) -> date | None:
    return None if day is None else day + timedelta(days=days)


@settings(deadline=None, max_examples=200)
@given(needs(), OFFERS)
def test_the_days_shown_make_the_windows_meet(asking: Need, giving: Offer) -> None:
    change = window_disjoint(Meeting(asking, giving, context())).change
    assume(change is not None)
    assert change is not None
    days = change.days or 0
    moved = replace(asking, window=wider(asking.window, days), deadline=later(asking.deadline, days))
    opened = replace(giving, window=wider(giving.window, days))
    by_state = window_disjoint(Meeting(moved, giving, context())).holds
    by_donor = window_disjoint(Meeting(asking, opened, context())).holds
    assert by_state or change.who not in {Party.STATE, Party.EITHER}
    assert by_donor or change.who not in {Party.DONOR, Party.EITHER}
    assert window_disjoint(Meeting(moved, opened, context())).holds


@settings(deadline=None, max_examples=200)
@given(needs(), OFFERS)
def test_a_day_less_than_shown_is_never_enough_for_the_state(asking: Need, giving: Offer) -> None:
    change = window_disjoint(Meeting(asking, giving, context())).change
    assume(change is not None and asking.window.start is None)
    assert change is not None
    days = (change.days or 1) - 1
    moved = replace(asking, window=wider(asking.window, days), deadline=later(asking.deadline, days))
    assert not window_disjoint(Meeting(moved, giving, context())).holds
