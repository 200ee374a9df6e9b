"""The ways out: rejected, declined, expired, dissolved, each with a reason, and the package that goes with it."""

import pytest

from matcher.application.matches.decline_match import DeclineMatch, decline_match
from matcher.application.matches.dissolve_match import DissolveMatch, dissolve_match
from matcher.application.matches.notice_need import NoticeNeed, notice_need
from matcher.application.matches.notice_offer import NoticeOffer, notice_offer
from matcher.application.matches.reject_match import RejectMatch, reject_match
from matcher.application.matches.run_clock import RunClock, run_clock
from matcher.domain.matches import events
from matcher.domain.matches.life_cycle import OPEN, Status
from matcher.domain.matches.parties import DeclaredInterest
from matcher.domain.matches.reasons import LONGEST_TEXT, Reason
from shared.errors import Conflict, Forbidden, InvalidInput
from shared.identity.actor import Actor, Role
from shared.vocabulary import load_vocabulary
from tests.support.fake_matches import FakeMatchesUnitOfWork
from tests.support.match_examples import (
    COORDINATOR,
    DONOR,
    RECIPIENT,
    UNWANTED,
    at,
    clock,
    committed,
    match_in,
    of_package,
)
from tests.support.matching_examples import numbered
from tests.support.published_states import need_state, offer_state

MATCH = numbered(9, 1)


def desk(status: Status) -> FakeMatchesUnitOfWork:
    return FakeMatchesUnitOfWork(matches=[match_in(status)])


def package(*statuses: Status) -> FakeMatchesUnitOfWork:
    members = [match_in(status, number, package_id=of_package(1)) for number, status in enumerate(statuses, start=1)]
    return FakeMatchesUnitOfWork(matches=members)


def statuses(uow: FakeMatchesUnitOfWork) -> list[Status]:
    return [uow.stored[match_id].status for match_id in sorted(uow.stored)]


async def test_a_coordinator_rejects_with_a_reason_that_is_kept() -> None:
    uow = desk("proposed")
    match = await reject_match(RejectMatch(MATCH, UNWANTED), actor=COORDINATOR, uow=uow, clock=clock())
    assert (match.status, match.reason_code, match.reason_text) == ("rejected", UNWANTED.code, UNWANTED.text)
    assert (uow.committed[0].code, uow.committed[0].reason) == (UNWANTED.code, UNWANTED.text)


@pytest.mark.parametrize("actor", [RECIPIENT, DONOR])
async def test_a_party_declines(actor: Actor) -> None:
    uow = desk("reserved")
    await decline_match(DeclineMatch(MATCH, UNWANTED), actor=actor, uow=uow, clock=clock())
    assert statuses(uow) == ["declined"]


@pytest.mark.parametrize(
    ("reason", "pointer"),
    [
        (Reason("need_ended"), "/reason_code"),
        (Reason("delivery_failed"), "/reason_code"),
        (Reason("whim"), "/reason_code"),
        (Reason("other", "x" * (LONGEST_TEXT + 1)), "/reason_text"),
    ],
)
async def test_a_reason_that_people_do_not_give_for_this_is_refused(reason: Reason, pointer: str) -> None:
    uow = desk("proposed")
    with pytest.raises(InvalidInput) as refused:
        await reject_match(RejectMatch(MATCH, reason), actor=COORDINATOR, uow=uow, clock=clock())
    assert [each.pointer for each in refused.value.fields] == [pointer]
    assert statuses(uow) == ["proposed"]


def test_every_reason_can_be_given_for_something_and_is_told_in_every_language() -> None:
    reasons = load_vocabulary().match_reasons.values()
    assert {action for each in reasons for action in each.actions} == {"reject", "decline", "dissolve", "expire"}
    assert {each.key for each in reasons if each.automatic} == {
        "need_ended",
        "offer_ended",
        "package_incomplete",
        "deadline_passed",
    }
    assert {len(each.titles) for each in reasons} == {6}


@pytest.mark.parametrize("actor", [RECIPIENT, DONOR, COORDINATOR])
async def test_what_was_agreed_is_dissolved_by_a_party_or_a_coordinator(actor: Actor) -> None:
    uow = desk("in_delivery")
    await dissolve_match(DissolveMatch(MATCH, Reason("delivery_failed")), actor=actor, uow=uow, clock=clock())
    match = uow.stored[MATCH]
    assert (match.status, match.lines[0].delivered) == ("dissolved", 1_000)


async def test_a_coordinator_with_an_interest_does_not_dissolve_what_was_agreed() -> None:
    command = DissolveMatch(MATCH, Reason("other"))
    of_the_donor = Actor("desk@un", Role.COORDINATOR, organisation="ecowas")
    declared = match_in("confirmed")
    declared.declare_interest(DeclaredInterest(COORDINATOR.subject, at().now, "My brother's firm."), at())
    for match, actor in ((match_in("confirmed"), of_the_donor), (committed(declared), COORDINATOR)):
        with pytest.raises(Forbidden) as refusal:
            await dissolve_match(command, actor=actor, uow=FakeMatchesUnitOfWork(matches=[match]), clock=clock())
        assert refusal.value.code == "conflict-of-interest"
    group = Actor("desk@ecowas", Role.COORDINATOR, regions=frozenset({"ecowas"}))
    uow = FakeMatchesUnitOfWork(matches=[match_in("confirmed", group="ecowas")])
    assert (await dissolve_match(command, actor=group, uow=uow, clock=clock())).status == "dissolved"


async def test_what_is_not_agreed_yet_is_rejected_or_declined_instead() -> None:
    command = DissolveMatch(MATCH, Reason("delivery_failed"))
    with pytest.raises(Conflict) as refusal:
        await dissolve_match(command, actor=DONOR, uow=desk("reserved"), clock=clock())
    assert refusal.value.code == "match-status"


async def test_a_coordinator_elsewhere_and_another_state_of_the_need_do_not_dissolve() -> None:
    match = match_in("confirmed", states=("GHA", "TGO"))
    for actor in (
        Actor("desk@pif", Role.COORDINATOR, regions=frozenset({"pif"})),
        Actor("npc@tgo", Role.RECIPIENT, state="TGO"),
    ):
        uow, command = FakeMatchesUnitOfWork(matches=[match]), DissolveMatch(MATCH, Reason("other"))
        with pytest.raises(Forbidden):
            await dissolve_match(command, actor=actor, uow=uow, clock=clock())


async def test_a_package_that_loses_a_match_loses_its_unconfirmed_ones() -> None:
    uow = package("proposed", "reserved", "confirmed")
    await decline_match(DeclineMatch(numbered(9, 2), UNWANTED), actor=DONOR, uow=uow, clock=clock())
    assert statuses(uow) == ["dissolved", "declined", "confirmed"]
    assert uow.stored[MATCH].reason_code == "package_incomplete"


@pytest.mark.parametrize(
    ("closed_as", "ended"),
    [
        ("withdrawn", {"proposed", "endorsed", "refused", "reserved", "confirmed"}),
        ("expired", {"proposed", "endorsed", "refused", "reserved", "confirmed"}),
        ("fulfilled", {"proposed", "endorsed", "refused", "reserved"}),
    ],
)
async def test_a_need_that_ends_takes_its_matches_with_it_unless_they_have_gone_too_far(
    closed_as: str, ended: set[Status]
) -> None:
    for status in sorted(OPEN):
        uow = desk(status)
        state = need_state(need_id=numbered(1, 1), status="closed", closed_as=closed_as, statement=1)
        await notice_need(NoticeNeed(state), uow=uow, clock=clock())
        assert statuses(uow) == (["dissolved"] if status in ended else [status]), status


@pytest.mark.parametrize("offer_status", ["closed", "paused", "exhausted"])
async def test_an_offer_that_closes_ends_what_was_not_confirmed(offer_status: str) -> None:
    for status in sorted(OPEN):
        uow = desk(status)
        state = offer_state(offer_id=numbered(2, 1), status=offer_status, statement=1)
        await notice_offer(NoticeOffer(state), uow=uow, clock=clock())
        gone = offer_status == "closed" and status in {"proposed", "endorsed", "refused", "reserved"}
        assert statuses(uow) == (["dissolved"] if gone else [status])
        assert uow.stored[MATCH].reason_code == ("offer_ended" if gone else None)


async def test_a_need_told_of_twice_ends_its_matches_once() -> None:
    uow = package("proposed", "proposed")
    state = need_state(need_id=numbered(1, 1), status="closed", closed_as="withdrawn", statement=1)
    assert len(await notice_need(NoticeNeed(state), uow=uow, clock=clock())) == 1
    assert statuses(uow) == ["dissolved", "dissolved"]
    assert await notice_need(NoticeNeed(state), uow=uow, clock=clock()) == []


async def test_time_reminds_once_and_then_ends_the_match() -> None:
    uow = desk("proposed")
    ran = [await run_clock(RunClock(MATCH), uow=uow, clock=clock(days)) for days in (22, 23, 24, 29.9)]
    assert [each is not None for each in ran] == [False, True, False, False]
    assert isinstance(uow.committed[0], events.MatchReminded)
    await run_clock(RunClock(MATCH), uow=uow, clock=clock(30))
    assert (statuses(uow), uow.stored[MATCH].reason_code) == (["expired"], "deadline_passed")
    assert await run_clock(RunClock(MATCH), uow=uow, clock=clock(60)) is None


@pytest.mark.parametrize("status", ["in_delivery", "delivered"])
async def test_what_is_being_delivered_or_was_is_reminded_of_and_never_expires(status: Status) -> None:
    uow = desk(status)
    await run_clock(RunClock(MATCH), uow=uow, clock=clock(1000))
    assert statuses(uow) == [status]
    assert uow.stored[MATCH].reminded_at is not None


async def test_a_match_that_has_moved_on_or_is_unknown_is_left_alone() -> None:
    uow = desk("evaluated")
    assert await run_clock(RunClock(MATCH), uow=uow, clock=clock(1000)) is None
    assert await run_clock(RunClock(numbered(9, 7)), uow=uow, clock=clock(1000)) is None


async def test_a_match_that_expires_takes_its_package_with_it() -> None:
    uow = package("reserved", "reserved")
    await run_clock(RunClock(MATCH), uow=uow, clock=clock(31))
    assert statuses(uow) == ["expired", "dissolved"]
