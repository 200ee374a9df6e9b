"""A need stands for a period: its State is reminded once before the last day, and after it the need expires."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from needs.application.keep_deadlines import KeepDeadlines, keep_deadlines
from needs.application.open_need import OpenNeed, open_need
from needs.application.reconfirm_need import ReconfirmNeed, reconfirm_need
from needs.domain.events import NeedExpired, NeedReminded
from needs.domain.life_cycle import CONFIRMATION_PERIOD, REMINDED_BEFORE
from needs.domain.need import Need
from shared.errors import Conflict
from shared.identity.actor import accord_itself
from tests.support.fake_needs import FakeNeedsUnitOfWork
from tests.support.moving_clock import MovingClock
from tests.support.need_examples import KENYA, NOW, circulated, draft, withdrawn

LAST_DAY = NOW + CONFIRMATION_PERIOD
FIRST_REMINDER = LAST_DAY - REMINDED_BEFORE
MONTH = timedelta(days=30)


async def round_at(uow: FakeNeedsUnitOfWork, clock: MovingClock) -> int:
    return await keep_deadlines(KeepDeadlines(), uow=uow, clock=clock)


def only(uow: FakeNeedsUnitOfWork) -> Need:
    [need] = uow.stored.values()
    return need


async def test_nothing_happens_before_the_reminder_is_due() -> None:
    uow = FakeNeedsUnitOfWork(circulated())
    assert await round_at(uow, MovingClock(FIRST_REMINDER - timedelta(days=1))) == 0
    assert uow.committed == []


async def test_a_state_is_reminded_once_in_a_period() -> None:
    uow, clock = FakeNeedsUnitOfWork(circulated()), MovingClock(FIRST_REMINDER)
    assert [await round_at(uow, clock), await round_at(uow, clock)] == [1, 0]
    assert [type(event) for event in uow.committed] == [NeedReminded]
    assert (only(uow).reminded_at, only(uow).status) == (FIRST_REMINDER, "open")
    assert uow.committed_by[0] == accord_itself("needs")


async def test_a_need_expires_the_day_after_its_last_day_and_not_on_it() -> None:
    uow, clock = FakeNeedsUnitOfWork(circulated()), MovingClock(LAST_DAY)
    await round_at(uow, clock)
    assert only(uow).status == "open"
    clock.advance(days=1)
    await round_at(uow, clock)
    assert (only(uow).closed_as, only(uow).closing_reason) == ("expired", f"not confirmed by {LAST_DAY.date()}")
    assert await round_at(uow, clock) == 0
    assert [type(event) for event in uow.committed] == [NeedReminded, NeedExpired]


async def test_confirming_it_starts_a_new_period_with_a_reminder_of_its_own() -> None:
    uow, clock = FakeNeedsUnitOfWork(circulated()), MovingClock(FIRST_REMINDER)
    await round_at(uow, clock)
    command = ReconfirmNeed(only(uow).id, only(uow).version)
    need = await reconfirm_need(command, actor=KENYA, uow=uow, clock=clock)
    assert (need.reminded_at, need.confirm_by()) == (None, (FIRST_REMINDER + CONFIRMATION_PERIOD).date())
    assert await round_at(uow, clock) == 0
    clock.advance(days=335)
    assert await round_at(uow, clock) == 1


async def test_the_period_is_the_one_that_is_set_when_the_need_is_opened_or_confirmed() -> None:
    uow, clock = FakeNeedsUnitOfWork(draft()), MovingClock(NOW)
    need_id = only(uow).id
    opening = OpenNeed(need_id, consent=True, insist=True, expected_version=1, stands_for=MONTH)
    need = await open_need(opening, actor=KENYA, uow=uow, clock=clock)
    assert need.confirm_by() == (NOW + MONTH).date()
    need = await reconfirm_need(ReconfirmNeed(need_id, 2, 2 * MONTH), actor=KENYA, uow=uow, clock=clock)
    assert need.confirm_by() == (NOW + 2 * MONTH).date()


@pytest.mark.parametrize("need", [draft, withdrawn])
async def test_a_need_that_does_not_circulate_has_no_clock(need: Callable[[], Need]) -> None:
    uow = FakeNeedsUnitOfWork(need())
    assert await round_at(uow, MovingClock(LAST_DAY + MONTH)) == 0
    assert only(uow).confirm_by() is None


def test_nobody_is_reminded_twice_in_one_period() -> None:
    need = circulated()
    need.remind(FIRST_REMINDER)
    with pytest.raises(Conflict) as refused:
        need.remind(FIRST_REMINDER)
    assert refused.value.code == "already-reminded"
