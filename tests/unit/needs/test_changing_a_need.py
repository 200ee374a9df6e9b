"""Changing a need: what each use case commits, and in which order it refuses."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from needs.application.amend_need import AmendNeed, amend_need
from needs.application.close_need import CloseNeed, close_need
from needs.application.open_need import OpenNeed, open_need
from needs.application.reconfirm_need import ReconfirmNeed, reconfirm_need
from needs.application.withdraw_need import WithdrawNeed, withdraw_need
from needs.domain.events import (
    NeedAmended,
    NeedClosed,
    NeedEvent,
    NeedOpened,
    NeedReconfirmed,
    NeedWithdrawn,
)
from needs.domain.identifiers import NeedId
from needs.domain.need import Need
from shared.errors import Conflict, Forbidden, InvalidInput, NotFound, VersionMismatch
from shared.identifiers import new_id
from shared.identity.actor import Actor
from tests.support.fake_needs import FakeNeedsUnitOfWork
from tests.support.moving_clock import MovingClock
from tests.support.need_examples import (
    COORDINATOR,
    DONOR,
    ECOWAS_COORDINATOR,
    KENYA,
    OBSERVER,
    UGANDA,
    circulated,
    draft,
    statement,
    withdrawn,
)

CLOCK = MovingClock()
Change = Callable[[FakeNeedsUnitOfWork, NeedId, Actor, int], Awaitable[Need]]


async def amend(uow: FakeNeedsUnitOfWork, need_id: NeedId, actor: Actor, version: int) -> Need:
    command = AmendNeed(need_id, statement(priority=1), version, "less urgent")
    return await amend_need(command, actor=actor, uow=uow, clock=CLOCK)


async def open_(uow: FakeNeedsUnitOfWork, need_id: NeedId, actor: Actor, version: int) -> Need:
    command = OpenNeed(need_id, consent=True, insist=False, expected_version=version)
    return await open_need(command, actor=actor, uow=uow, clock=CLOCK)


async def withdraw(uow: FakeNeedsUnitOfWork, need_id: NeedId, actor: Actor, version: int) -> Need:
    command = WithdrawNeed(need_id, "met from the national budget", version)
    return await withdraw_need(command, actor=actor, uow=uow, clock=CLOCK)


async def close(uow: FakeNeedsUnitOfWork, need_id: NeedId, actor: Actor, version: int) -> Need:
    return await close_need(CloseNeed(need_id, "all are marked", version), actor=actor, uow=uow, clock=CLOCK)


async def reconfirm(uow: FakeNeedsUnitOfWork, need_id: NeedId, actor: Actor, version: int) -> Need:
    return await reconfirm_need(ReconfirmNeed(need_id, version), actor=actor, uow=uow, clock=CLOCK)


CHANGES: list[tuple[Change, Callable[[], Need], type[NeedEvent]]] = [
    (amend, circulated, NeedAmended),
    (open_, draft, NeedOpened),
    (withdraw, circulated, NeedWithdrawn),
    (close, circulated, NeedClosed),
    (reconfirm, circulated, NeedReconfirmed),
]
EVERY_CHANGE = pytest.mark.parametrize(
    ("change", "given", "event"), CHANGES, ids=[event.__name__ for _, _, event in CHANGES]
)


@EVERY_CHANGE
async def test_the_lead_state_changes_its_need(
    change: Change, given: Callable[[], Need], event: type[NeedEvent]
) -> None:
    uow = FakeNeedsUnitOfWork(need := given())
    changed = await change(uow, need.id, KENYA, 1)
    assert changed.version == uow.stored[need.id].version == 2
    assert [type(each) for each in uow.committed] == [event]
    assert uow.committed[0].at == CLOCK()
    assert uow.committed_by == [KENYA]


@EVERY_CHANGE
async def test_a_coordinator_of_its_group_changes_a_need(
    change: Change, given: Callable[[], Need], event: type[NeedEvent]
) -> None:
    del event
    need = given()
    need.group = need.lead = "ecowas"
    uow = FakeNeedsUnitOfWork(need)
    if change is amend:
        command = AmendNeed(need.id, replace(need.details(), priority=1), 1)
        await amend_need(command, actor=ECOWAS_COORDINATOR, uow=uow, clock=CLOCK)
    else:
        await change(uow, need.id, ECOWAS_COORDINATOR, 1)
    assert uow.stored[need.id].version == 2


@EVERY_CHANGE
async def test_a_need_that_does_not_exist_is_not_found(
    change: Change, given: Callable[[], Need], event: type[NeedEvent]
) -> None:
    del given, event
    with pytest.raises(NotFound):
        await change(FakeNeedsUnitOfWork(), NeedId(new_id()), KENYA, 1)


@EVERY_CHANGE
@pytest.mark.parametrize("actor", [UGANDA, DONOR, OBSERVER, COORDINATOR], ids=lambda actor: actor.role)
async def test_the_draft_of_another_answers_as_if_it_were_not_there(
    change: Change, given: Callable[[], Need], event: type[NeedEvent], actor: Actor
) -> None:
    del given, event
    uow = FakeNeedsUnitOfWork(need := draft(statement(visibility="public")))
    with pytest.raises(NotFound) as hidden:
        await change(uow, need.id, actor, 99)
    with pytest.raises(NotFound) as absent:
        await change(FakeNeedsUnitOfWork(), need.id, actor, 99)
    assert (hidden.value.detail, hidden.value.extra) == (absent.value.detail, absent.value.extra)


@EVERY_CHANGE
@pytest.mark.parametrize("actor", [UGANDA, DONOR, OBSERVER, COORDINATOR], ids=lambda actor: actor.role)
async def test_the_visible_need_of_another_is_forbidden_before_its_version_is_compared(
    change: Change, given: Callable[[], Need], event: type[NeedEvent], actor: Actor
) -> None:
    del given, event
    uow = FakeNeedsUnitOfWork(need := circulated(statement(visibility="public")))
    with pytest.raises(Forbidden):
        await change(uow, need.id, actor, 99)
    assert uow.committed == []


@EVERY_CHANGE
async def test_a_change_of_another_version_is_refused_before_the_rules_are_asked(
    change: Change, given: Callable[[], Need], event: type[NeedEvent]
) -> None:
    del given, event
    uow = FakeNeedsUnitOfWork(need := withdrawn())
    with pytest.raises(VersionMismatch) as refusal:
        await change(uow, need.id, KENYA, 7)
    assert refusal.value.extra == {"expected_version": 7, "current_version": 1}


@EVERY_CHANGE
async def test_a_closed_need_is_a_conflict_and_stays_as_it_is(
    change: Change, given: Callable[[], Need], event: type[NeedEvent]
) -> None:
    del given, event
    uow = FakeNeedsUnitOfWork(need := withdrawn())
    with pytest.raises(Conflict) as refusal:
        await change(uow, need.id, KENYA, 1)
    assert refusal.value.code == "need-closed"
    assert uow.stored[need.id].version == 1


async def test_of_two_changes_of_one_version_the_second_is_refused() -> None:
    uow = FakeNeedsUnitOfWork(need := draft())
    await amend(uow, need.id, KENYA, 1)
    with pytest.raises(VersionMismatch):
        await amend(uow, need.id, KENYA, 1)


async def test_a_state_cannot_amend_its_need_into_one_of_another_state() -> None:
    uow = FakeNeedsUnitOfWork(need := draft())
    command = AmendNeed(need.id, statement(states=("UGA",)), 1)
    with pytest.raises(InvalidInput) as refusal:
        await amend_need(command, actor=KENYA, uow=uow, clock=CLOCK)
    assert [field.pointer for field in refusal.value.fields] == ["/states/0"]
