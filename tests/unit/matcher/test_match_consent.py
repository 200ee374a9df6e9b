"""Consent (gate 2): every party's, to the match as its records stand; an amendment makes all consents void."""

from collections.abc import Callable

import pytest

from matcher.application.matches.accept_match import AcceptMatch, accept_match
from matcher.application.matches.notice_need import NoticeNeed, notice_need
from matcher.application.matches.notice_offer import NoticeOffer, notice_offer
from matcher.domain.matches.delivery import DeliveryPlan
from matcher.domain.matches.life_cycle import Status
from matcher.domain.matches.match import Match
from matcher.domain.matches.parties import Party
from matcher.domain.matches.review import Endorsement
from shared.errors import Conflict, Forbidden, NotFound, VersionMismatch
from shared.identity.actor import Actor, Role
from tests.support.fake_matches import FakeMatchesUnitOfWork
from tests.support.match_examples import (
    COORDINATOR,
    DONOR,
    ECOWAS,
    GHANA,
    OBSERVER,
    RECIPIENT,
    at,
    clock,
    committed,
    delivery,
    judgement,
    match_in,
    match_line,
)
from tests.support.matching_examples import numbered
from tests.support.published_states import need_state, offer_state

FUNDER = Party("donor", "unscar")


async def accepted(uow: FakeMatchesUnitOfWork, match: Match, actor: Actor, version: int | None = None) -> Match:
    return await accept_match(AcceptMatch(match.id, version), actor=actor, uow=uow, clock=clock())


def amended(status: Status) -> Match:
    """Return a match whose need was amended since."""
    match = match_in(status)
    match.notice_statements(need=2, at=at())
    return committed(match)


async def test_the_last_party_to_accept_confirms() -> None:
    match = match_in("reserved")
    uow = FakeMatchesUnitOfWork(matches=[match])
    assert (await accepted(uow, match, RECIPIENT)).status == "reserved"
    assert (await accepted(uow, match, DONOR)).status == "confirmed"


async def test_a_party_accepts_once() -> None:
    match = match_in("reserved")
    uow = FakeMatchesUnitOfWork(matches=[match])
    await accepted(uow, match, DONOR)
    with pytest.raises(Conflict) as refusal:
        await accepted(uow, match, DONOR)
    assert refusal.value.code == "already-accepted"


async def test_all_three_parties_of_a_triangular_match_have_to_accept() -> None:
    match = match_in("reserved", donors=("ecowas", "unscar"), funder_offer_id=numbered(2, 2))
    for party, status in ((FUNDER, "reserved"), (GHANA, "reserved"), (ECOWAS, "confirmed")):
        match.accept(party, party.key, at())
        assert match.status == status


async def test_consent_names_the_statements_that_it_is_given_to() -> None:
    match = match_in("reserved")
    match.notice_statements(need=3, offers={match.offer_id: 5}, at=at())
    match.accept(ECOWAS, "desk", at())
    given = match.acceptances[0]
    assert (given.party, given.need_statement, given.offer_statement) == (ECOWAS, 3, 5)


@pytest.mark.parametrize(
    "actor",
    [
        Actor("npc@tgo", Role.RECIPIENT, state="TGO"),
        Actor("desk@osce", Role.DONOR, organisation="osce"),
        OBSERVER,
    ],
)
async def test_whoever_is_no_party_does_not_know_of_the_match(actor: Actor) -> None:
    match = match_in("reserved")
    with pytest.raises(NotFound):
        await accepted(FakeMatchesUnitOfWork(matches=[match]), match, actor)


async def test_coordinators_and_other_states_of_the_need_see_but_do_not_accept() -> None:
    match = match_in("reserved", states=("GHA", "TGO"))
    for actor in (COORDINATOR, Actor("npc@tgo", Role.RECIPIENT, state="TGO")):
        with pytest.raises(Forbidden):
            await accepted(FakeMatchesUnitOfWork(matches=[match]), match, actor)


async def test_whoever_coordinates_a_group_s_need_consents_for_it() -> None:
    match = match_in("reserved", group="ecowas", states=("GHA", "TGO"))
    uow = FakeMatchesUnitOfWork(matches=[match])
    ecowas = Actor("desk@ecowas-region", Role.COORDINATOR, regions=frozenset({"ecowas"}))
    await accepted(uow, match, ecowas)
    assert [each.party for each in uow.stored[match.id].acceptances] == [Party("recipient", "ecowas")]


async def test_another_version_than_was_read_is_not_accepted() -> None:
    match = match_in("reserved")
    with pytest.raises(VersionMismatch):
        await accepted(FakeMatchesUnitOfWork(matches=[match]), match, DONOR, version=match.version - 1)


@pytest.mark.parametrize("status", ["reserved", "confirmed", "in_delivery"])
def test_an_amendment_makes_consents_void_until_all_accept_anew(status: Status) -> None:
    match = amended(status)
    assert (match.stale, match.acceptances) == (True, ())
    match.accept(GHANA, "npc", at())
    assert match.stale
    match.accept(ECOWAS, "desk", at())
    assert (match.stale, match.status) == (False, "confirmed" if status == "reserved" else status)


def test_nothing_goes_on_while_the_match_is_stale() -> None:
    with pytest.raises(Conflict) as refusal:
        amended("proposed").endorse(Endorsement(COORDINATOR.subject), at())
    assert refusal.value.code == "match-stale"
    steps: list[Callable[[Match], None]] = [
        lambda match: match.set_plan(DeliveryPlan(), GHANA, at()),
        lambda match: match.report_delivery(delivery(), at()),
        lambda match: match.complete(GHANA, at()),
    ]
    for step in steps:
        with pytest.raises(Conflict) as refusal:
            step(amended("in_delivery"))
        assert refusal.value.code == "match-stale"


@pytest.mark.parametrize("status", ["proposed", "refused"])
def test_what_is_not_held_is_renewed_by_revising_it(status: Status) -> None:
    match = amended(status)
    match.revise([match_line()], judgement(need_statement=2), at())
    assert (match.stale, match.status, match.need_statement) == (False, "proposed", 2)


def test_an_amendment_while_the_hold_is_asked_for_is_consented_to_once_it_stands() -> None:
    match = amended("endorsed")
    assert (match.status, match.stale) == ("endorsed", True)


@pytest.mark.parametrize("status", ["delivered", "evaluated", "rejected"])
def test_what_has_come_to_its_end_does_not_become_stale(status: Status) -> None:
    assert not match_in(status).notice_statements(need=9, at=at())


def test_a_statement_known_already_or_of_another_record_is_no_news() -> None:
    match = match_in("confirmed")
    assert not match.notice_statements(need=1, offers={match.offer_id: 1, numbered(2, 7): 9}, at=at())
    assert (match.stale, len(match.acceptances)) == (False, 2)


async def test_an_amended_need_makes_its_matches_stale() -> None:
    match, other = match_in("confirmed"), match_in("confirmed", 2)
    uow = FakeMatchesUnitOfWork(matches=[match, other])
    state = need_state(need_id=match.need_id, statement=4, version=6)
    assert [each.id for each in await notice_need(NoticeNeed(state), uow=uow, clock=clock())] == [match.id]
    assert (uow.stored[match.id].stale, uow.stored[other.id].stale) == (True, False)
    assert await notice_need(NoticeNeed(state), uow=uow, clock=clock()) == []


async def test_an_amended_funder_s_offer_makes_the_match_stale() -> None:
    match = match_in("confirmed", donors=("ecowas", "unscar"), funder_offer_id=numbered(2, 2))
    uow = FakeMatchesUnitOfWork(matches=[match])
    state = offer_state(offer_id=numbered(2, 2), statement=2, version=2)
    await notice_offer(NoticeOffer(state), uow=uow, clock=clock())
    assert (uow.stored[match.id].stale, uow.stored[match.id].funder_statement) == (True, 2)
