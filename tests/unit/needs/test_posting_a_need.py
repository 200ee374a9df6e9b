"""Posting a need and agreeing to its circulation: who may, and what is then stored."""

from datetime import date

import pytest

from needs.application.open_need import OpenNeed, open_need
from needs.application.register_need import RegisterNeed, register_need
from needs.domain.events import (
    NeedRegistered,
)
from needs.domain.identifiers import NeedId
from needs.domain.need import Need
from shared.errors import Conflict, Forbidden, InvalidInput
from shared.identity.actor import Actor
from shared.statements.windows import Window
from tests.support.fake_needs import FakeNeedsUnitOfWork
from tests.support.moving_clock import MovingClock
from tests.support.need_examples import (
    DONOR,
    ECOWAS_COORDINATOR,
    KENYA,
    RECSA_COORDINATOR,
    UGANDA,
    draft,
    group_statement,
    statement,
    vague_statement,
)

CLOCK = MovingClock()


async def register(uow: FakeNeedsUnitOfWork, actor: Actor, **changes: object) -> Need:
    return await register_need(RegisterNeed(statement(**changes)), actor=actor, uow=uow, clock=CLOCK)


async def test_a_state_registers_its_need() -> None:
    uow = FakeNeedsUnitOfWork()
    need = await register(uow, KENYA)
    assert uow.stored[need.id].version == need.version == 1
    assert uow.committed == [NeedRegistered(need.id, CLOCK())]
    assert uow.committed_by == [KENYA]


async def test_a_state_leads_a_cross_border_need() -> None:
    uow = FakeNeedsUnitOfWork()
    assert (await register(uow, KENYA, states=("KEN", "UGA"))).lead == "KEN"
    with pytest.raises(Forbidden) as refusal:
        await register(uow, UGANDA, states=("KEN", "UGA"))
    assert refusal.value.extra == {"lead": "KEN", "speaks_for": "UGA"}
    assert len(uow.stored) == 1


async def test_a_coordinator_registers_the_need_of_its_group() -> None:
    uow = FakeNeedsUnitOfWork()
    command = RegisterNeed(group_statement())
    need = await register_need(command, actor=ECOWAS_COORDINATOR, uow=uow, clock=CLOCK)
    assert uow.stored[need.id].lead == "ecowas"
    with pytest.raises(Forbidden):
        await register_need(command, actor=RECSA_COORDINATOR, uow=uow, clock=CLOCK)


async def test_whoever_may_not_post_learns_nothing_of_what_is_wrong_with_the_statement() -> None:
    with pytest.raises(Forbidden):
        await register(FakeNeedsUnitOfWork(), DONOR, priority=9)


async def test_a_need_of_nobody_is_invalid_rather_than_forbidden() -> None:
    with pytest.raises(InvalidInput) as refusal:
        await register(FakeNeedsUnitOfWork(), KENYA, states=())
    assert [field.pointer for field in refusal.value.fields] == ["/states"]


async def test_nothing_is_stored_of_an_invalid_need() -> None:
    uow = FakeNeedsUnitOfWork()
    with pytest.raises(InvalidInput):
        await register(uow, KENYA, priority=9)
    assert (uow.stored, uow.committed) == ({}, [])


async def test_one_lead_has_one_need_of_an_external_id() -> None:
    uow = FakeNeedsUnitOfWork()
    await register(uow, KENYA, external_id="N-7")
    await register(uow, UGANDA, states=("UGA",), external_id="N-7")
    with pytest.raises(Conflict) as refusal:
        await register(uow, KENYA, external_id="N-7")
    assert refusal.value.code == "external-id-taken"
    assert len(uow.stored) == 2


async def open_(uow: FakeNeedsUnitOfWork, need_id: NeedId, actor: Actor, version: int) -> Need:
    command = OpenNeed(need_id, consent=True, insist=False, expected_version=version)
    return await open_need(command, actor=actor, uow=uow, clock=CLOCK)


async def test_opening_keeps_the_subject_who_consented() -> None:
    uow = FakeNeedsUnitOfWork(need := draft())
    opened = await open_(uow, need.id, KENYA, 1)
    assert opened.consent is not None
    assert (opened.consent.consented_by, opened.consent.consented_at) == (KENYA.subject, CLOCK())


async def test_opening_a_vague_need_takes_insistence() -> None:
    uow = FakeNeedsUnitOfWork(need := draft(vague_statement()))
    with pytest.raises(Conflict) as refusal:
        await open_(uow, need.id, KENYA, 1)
    assert refusal.value.code == "need-too-vague"
    insisting = OpenNeed(need.id, consent=True, insist=True, expected_version=1)
    opened = await open_need(insisting, actor=KENYA, uow=uow, clock=CLOCK)
    assert opened.status == "open"


async def test_opening_a_need_of_the_past_names_the_date() -> None:
    uow = FakeNeedsUnitOfWork(need := draft(statement(window=Window(None, date(2020, 1, 1)))))
    with pytest.raises(InvalidInput) as refusal:
        await open_(uow, need.id, KENYA, 1)
    assert [field.pointer for field in refusal.value.fields] == ["/window/end"]
