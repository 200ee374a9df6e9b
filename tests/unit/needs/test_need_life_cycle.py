"""How a need is confirmed and how it ends."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from needs.domain.events import NeedClosed, NeedExpired, NeedReconfirmed, NeedWithdrawn
from needs.domain.life_cycle import CIRCULATED, CONFIRMATION_PERIOD, NeedStatus
from needs.domain.need import Need
from shared.errors import Conflict, InvalidInput
from tests.support.need_examples import NOW, circulated, draft, statement, withdrawn

LATER = NOW + timedelta(days=100)
OVERDUE = NOW + CONFIRMATION_PERIOD + timedelta(days=1)

ACTIONS: dict[str, Callable[[Need], None]] = {
    "amend": lambda need: need.amend(statement(), LATER),
    "open": lambda need: need.open(consent=True, insist=True, by="npc@ken", now=LATER),
    "withdraw": lambda need: need.withdraw("no longer wanted", LATER),
    "close": lambda need: need.close("done", LATER),
    "reconfirm": lambda need: need.reconfirm(LATER),
    "expire": lambda need: need.expire(OVERDUE),
}


def in_status(status: NeedStatus) -> Need:
    if status == "draft":
        return draft()
    need = circulated()
    need.status = status
    return need


@pytest.mark.parametrize("status", ["draft", *sorted(CIRCULATED)])
def test_a_need_can_be_withdrawn_until_it_is_closed(status: NeedStatus) -> None:
    need = in_status(status)
    need.withdraw("paid from the national budget", LATER)
    assert (need.status, need.closed_as) == ("closed", "withdrawn")
    assert need.closing_reason == "paid from the national budget"
    assert need.events[-1] == NeedWithdrawn(need.id, LATER, "paid from the national budget")


@pytest.mark.parametrize("status", sorted(CIRCULATED))
def test_a_circulated_need_can_be_closed_as_fulfilled(status: NeedStatus) -> None:
    need = in_status(status)
    need.close("all rifles are marked", LATER)
    assert (need.status, need.closed_as, need.updated_at) == ("closed", "fulfilled", LATER)
    assert need.events[-1] == NeedClosed(need.id, LATER, "all rifles are marked")


@pytest.mark.parametrize("status", sorted(CIRCULATED))
def test_confirming_again_starts_a_new_period(status: NeedStatus) -> None:
    need = in_status(status)
    need.reconfirm(LATER)
    assert (need.status, need.confirm_by()) == (status, (LATER + CONFIRMATION_PERIOD).date())
    assert need.events[-1] == NeedReconfirmed(need.id, LATER)


def test_an_opened_need_stands_for_a_year() -> None:
    assert circulated().confirm_by() == NOW.date() + timedelta(days=365)


@pytest.mark.parametrize("need", [draft(), withdrawn()], ids=["draft", "closed"])
def test_nothing_is_due_for_a_need_that_does_not_circulate(need: Need) -> None:
    assert need.confirm_by() is None


def test_a_need_that_nobody_confirmed_expires() -> None:
    need = circulated()
    need.expire(OVERDUE)
    assert (need.status, need.closed_as) == ("closed", "expired")
    assert need.events[-1] == NeedExpired(need.id, OVERDUE, need.closing_reason)


def test_a_need_does_not_expire_on_the_last_day_of_its_period() -> None:
    need = circulated()
    with pytest.raises(Conflict) as refusal:
        need.expire(NOW + CONFIRMATION_PERIOD)
    assert (refusal.value.code, need.status) == ("confirmation-not-due", "open")


@pytest.mark.parametrize("action", ACTIONS)
def test_nothing_happens_to_a_closed_need(action: str) -> None:
    need = withdrawn()
    recorded = len(need.events)
    with pytest.raises(Conflict) as refusal:
        ACTIONS[action](need)
    assert (refusal.value.code, refusal.value.extra["status"]) == ("need-closed", "closed")
    assert len(need.events) == recorded


@pytest.mark.parametrize("action", ["close", "reconfirm", "expire"])
def test_a_draft_must_be_opened_before_it_can_be_answered(action: str) -> None:
    with pytest.raises(Conflict) as refusal:
        ACTIONS[action](draft())
    assert (refusal.value.code, refusal.value.extra["status"]) == ("need-not-open", "draft")


@pytest.mark.parametrize("reason", ["", " \n", "x" * 2_001, "bell\x07"])
@pytest.mark.parametrize("end", [Need.withdraw, Need.close])
def test_ending_a_need_takes_a_reason(end: Callable[[Need, str, object], None], reason: str) -> None:
    need = circulated()
    with pytest.raises(InvalidInput) as refusal:
        end(need, reason, LATER)
    assert [field.pointer for field in refusal.value.fields] == ["/reason"]
    assert need.status == "open"
