"""Each use case decides rights, lets the offer act, and commits once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import pytest

from offers.application.amend_offer import AmendOffer, amend_offer
from offers.application.close_offer import CloseOffer, close_offer
from offers.application.open_offer import OpenOffer, open_offer
from offers.application.pause_offer import PauseOffer, pause_offer
from offers.application.register_offer import RegisterOffer, register_offer
from offers.application.resume_offer import ResumeOffer, resume_offer
from offers.domain.events import (
    OfferAmended,
    OfferClosed,
    OfferEvent,
    OfferOpened,
    OfferPaused,
    OfferRegistered,
    OfferResumed,
)
from offers.domain.identifiers import OfferId
from offers.domain.life_cycle import OfferStatus
from offers.domain.offer import Offer
from shared.errors import AccordError, Conflict, Forbidden, InvalidInput, NotFound, VersionMismatch
from shared.identifiers import new_id
from shared.identity.actor import Actor
from tests.support.fake_offers import FakeOffersUnitOfWork
from tests.support.moving_clock import MovingClock
from tests.support.offer_examples import (
    COORDINATOR,
    KENYA,
    MARKING_FUND,
    NOW,
    OBSERVER,
    OTHER_DONOR,
    closed,
    draft,
    opened,
    paused,
    terms,
)

Change = Callable[[FakeOffersUnitOfWork, OfferId, Actor, int], Awaitable[Offer]]
CLOCK = MovingClock(NOW)


@dataclass(frozen=True)
class Case:
    """One change of an existing offer: from which it starts, and what it leaves."""

    start: Callable[..., Offer]
    run: Change
    status: OfferStatus
    event: type[OfferEvent]
    reason: str | None = None


async def amend(uow: FakeOffersUnitOfWork, offer_id: OfferId, actor: Actor, version: int) -> Offer:
    command = AmendOffer(offer_id, terms(instrument="Call 8"), expected_version=version, reason="second round")
    return await amend_offer(command, actor=actor, uow=uow, clock=CLOCK)


async def open_(uow: FakeOffersUnitOfWork, offer_id: OfferId, actor: Actor, version: int) -> Offer:
    return await open_offer(OpenOffer(offer_id, version), actor=actor, uow=uow, clock=CLOCK)


async def pause(uow: FakeOffersUnitOfWork, offer_id: OfferId, actor: Actor, version: int) -> Offer:
    return await pause_offer(PauseOffer(offer_id, "review", version), actor=actor, uow=uow, clock=CLOCK)


async def resume(uow: FakeOffersUnitOfWork, offer_id: OfferId, actor: Actor, version: int) -> Offer:
    return await resume_offer(ResumeOffer(offer_id, version), actor=actor, uow=uow, clock=CLOCK)


async def close(uow: FakeOffersUnitOfWork, offer_id: OfferId, actor: Actor, version: int) -> Offer:
    return await close_offer(CloseOffer(offer_id, "ended", version), actor=actor, uow=uow, clock=CLOCK)


CASES = {
    "amend": Case(opened, amend, "open", OfferAmended, "second round"),
    "open": Case(draft, open_, "open", OfferOpened),
    "pause": Case(opened, pause, "paused", OfferPaused, "review"),
    "resume": Case(paused, resume, "open", OfferResumed),
    "close": Case(opened, close, "closed", OfferClosed, "ended"),
}
CHANGES = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())


async def refusal_of(uow: FakeOffersUnitOfWork, attempt: Awaitable[Offer]) -> AccordError:
    """Return why the attempt was refused, having seen that it committed nothing."""
    before = {offer.id: (offer.version, offer.status, offer.details()) for offer in uow.stored.values()}
    with pytest.raises(AccordError) as refusal:
        await attempt
    assert uow.committed == []
    assert {offer.id: (offer.version, offer.status, offer.details()) for offer in uow.stored.values()} == before
    return refusal.value


async def test_a_donor_registers_its_own_offer() -> None:
    uow = FakeOffersUnitOfWork()

    offer = await register_offer(RegisterOffer(terms()), actor=MARKING_FUND, uow=uow, clock=CLOCK)

    assert (offer.version, offer.created_at) == (1, NOW)
    assert uow.stored[offer.id].details() == offer.details()
    assert uow.committed == [OfferRegistered(offer.id, NOW)]
    assert uow.committed_by == [MARKING_FUND]


@pytest.mark.parametrize("actor", [OTHER_DONOR, KENYA, COORDINATOR, OBSERVER])
async def test_nobody_registers_an_offer_for_another_organisation(actor: Actor) -> None:
    uow = FakeOffersUnitOfWork()

    attempt = register_offer(RegisterOffer(terms()), actor=actor, uow=uow, clock=CLOCK)

    assert isinstance(await refusal_of(uow, attempt), Forbidden)


async def test_a_donor_refused_another_organisations_offer_is_told_both_names() -> None:
    uow = FakeOffersUnitOfWork()

    refusal = await refusal_of(uow, register_offer(RegisterOffer(terms()), actor=OTHER_DONOR, uow=uow, clock=CLOCK))

    assert refusal.extra == {"organisation": "marking_fund", "speaks_for": "other_donor"}


async def test_rights_are_decided_before_the_statement_is_judged() -> None:
    uow = FakeOffersUnitOfWork()

    attempt = register_offer(RegisterOffer(terms(texts=())), actor=OTHER_DONOR, uow=uow, clock=CLOCK)

    assert isinstance(await refusal_of(uow, attempt), Forbidden)


async def test_an_invalid_statement_is_not_stored() -> None:
    uow = FakeOffersUnitOfWork()

    attempt = register_offer(RegisterOffer(terms(texts=())), actor=MARKING_FUND, uow=uow, clock=CLOCK)

    assert isinstance(await refusal_of(uow, attempt), InvalidInput)


async def test_a_donor_uses_each_external_id_once() -> None:
    uow = FakeOffersUnitOfWork(draft())

    refusal = await refusal_of(uow, register_offer(RegisterOffer(terms()), actor=MARKING_FUND, uow=uow, clock=CLOCK))

    assert (type(refusal), refusal.code) == (Conflict, "external-id-taken")


async def test_two_donors_may_use_the_same_external_id() -> None:
    uow = FakeOffersUnitOfWork(draft())
    other = terms(donor=replace(terms().donor, organisation="other_donor"))

    await register_offer(RegisterOffer(other), actor=OTHER_DONOR, uow=uow, clock=CLOCK)

    assert len(uow.stored) == 2


@CHANGES
async def test_its_donor_changes_an_offer_and_the_version_rises_by_one(case: Case) -> None:
    offer = case.start()
    uow = FakeOffersUnitOfWork(offer)

    changed = await case.run(uow, offer.id, MARKING_FUND, 1)

    assert (changed.status, changed.version) == (case.status, 2)
    assert (uow.stored[offer.id].status, uow.stored[offer.id].version) == (case.status, 2)
    assert uow.committed == [case.event(offer.id, NOW, case.reason)]
    assert uow.committed_by == [MARKING_FUND]


@CHANGES
@pytest.mark.parametrize("actor", [OTHER_DONOR, KENYA, COORDINATOR, OBSERVER])
async def test_those_who_may_only_look_are_forbidden_to_change(case: Case, actor: Actor) -> None:
    offer = closed(terms(visibility="public"))
    uow = FakeOffersUnitOfWork(offer)

    refusal = await refusal_of(uow, case.run(uow, offer.id, actor, 99))

    assert isinstance(refusal, Forbidden)
    assert "marking_fund" in refusal.detail


@CHANGES
async def test_a_hidden_offer_answers_exactly_as_one_that_is_not_there(case: Case) -> None:
    hidden = draft(terms(visibility="public"))
    uow = FakeOffersUnitOfWork(hidden)
    absent = OfferId(new_id())

    of_hidden = await refusal_of(uow, case.run(uow, hidden.id, OTHER_DONOR, 99))
    of_absent = await refusal_of(uow, case.run(uow, absent, OTHER_DONOR, 99))

    assert (type(of_hidden), type(of_absent)) == (NotFound, NotFound)
    assert of_hidden.detail.replace(str(hidden.id), str(absent)) == of_absent.detail
    assert of_hidden.extra.keys() == of_absent.extra.keys()


@CHANGES
async def test_a_change_of_another_version_is_refused_before_the_rules_are_asked(case: Case) -> None:
    offer = closed()
    uow = FakeOffersUnitOfWork(offer)

    refusal = await refusal_of(uow, case.run(uow, offer.id, MARKING_FUND, 7))

    assert isinstance(refusal, VersionMismatch)
    assert refusal.extra == {"expected_version": 7, "current_version": 1}


@CHANGES
async def test_a_change_that_the_status_forbids_commits_nothing(case: Case) -> None:
    offer = closed()
    uow = FakeOffersUnitOfWork(offer)

    refusal = await refusal_of(uow, case.run(uow, offer.id, MARKING_FUND, 1))

    assert (type(refusal), refusal.code) == (Conflict, "offer-closed")
