"""What the two sides answer: a match is reserved only when both hold, and only by answers to its last endorsement."""

import pytest

from matcher.application.matches.take_answer import TakeAnswer, take_answer
from matcher.domain.matches import events
from matcher.domain.matches.holds import Side
from matcher.domain.matches.life_cycle import Status
from matcher.domain.matches.match import Match
from matcher.domain.matches.review import Endorsement
from shared.events.reservations import ReservationStatus
from shared.identity.actor import Role
from tests.support.fake_matches import FakeMatchesUnitOfWork
from tests.support.match_examples import (
    COORDINATOR,
    ECOWAS,
    answer,
    at,
    clock,
    committed,
    judgement,
    match_in,
    match_line,
    of_package,
    proposed,
    told,
)


def endorsed_again() -> Match:
    """Return a match whose first endorsement was refused, and which was revised and endorsed anew."""
    match = match_in("refused")
    match.revise([match_line(quantity=2_000, coverage=2_000)], judgement(), at())
    committed(match)
    match.endorse(Endorsement(COORDINATOR.subject), at())
    return committed(match)


@pytest.mark.parametrize(("first", "second"), [("needs", "offers"), ("offers", "needs")])
def test_a_match_is_reserved_when_both_sides_hold_in_whichever_order(first: Side, second: Side) -> None:
    match = match_in("endorsed")
    assert match.take_answer(answer(first, match), at())
    assert match.status == "endorsed"
    assert match.take_answer(answer(second, match), at())
    assert match.status == "reserved"


@pytest.mark.parametrize("side", ["needs", "offers"])
def test_one_refusal_refuses_the_match_with_its_reasons(side: Side) -> None:
    match = match_in("endorsed")
    match.take_answer(answer("offers" if side == "needs" else "needs", match), at())
    assert match.take_answer(answer(side, match, refuses=True), at())
    assert (match.status, match.shortfalls) == ("refused", ({"code": "line_exhausted"},))
    assert {match.offers_hold, match.needs_hold} == {"refused", "none"}


def test_the_other_side_s_refusal_adds_its_reasons() -> None:
    match = match_in("refused")
    late = answer("needs", match, refuses=True, shortfalls=({"code": "component_covered"},))
    assert match.take_answer(late, at())
    assert [each["code"] for each in match.shortfalls] == ["line_exhausted", "component_covered"]
    assert match.status == "refused"


def test_an_answer_repeated_or_older_than_one_seen_changes_nothing() -> None:
    match = match_in("endorsed")
    match.take_answer(answer("offers", match, version=3), at())
    committed(match)
    assert not match.take_answer(answer("offers", match, version=3), at())
    assert not match.take_answer(answer("offers", match, version=2, refuses=True), at())
    assert (match.status, match.offers_hold, match.events) == ("endorsed", "held", [])


def test_a_late_answer_to_a_former_endorsement_changes_nothing() -> None:
    match = endorsed_again()
    former = (match.hold_version or 0) - 2
    assert not match.take_answer(answer("offers", match, version=5, match_version=former), at())
    assert not match.take_answer(answer("needs", match, version=5, match_version=former, refuses=True), at())
    assert match.status == "endorsed"


def test_a_side_that_counts_anew_after_a_restored_backup_is_heard_from_the_next_endorsement_on() -> None:
    match = match_in("reserved")
    match.take_answer(answer("offers", match, version=5, refuses=True), at())
    committed(match)
    match.revise([match_line()], judgement(), at())
    committed(match)
    match.endorse(Endorsement(COORDINATOR.subject), at())
    committed(match)
    assert match.take_answer(answer("offers", match, version=1), at())
    assert match.offers_hold == "held"


def test_an_answer_that_comes_early_or_after_the_end_changes_nothing() -> None:
    for status in ("proposed", "rejected", "evaluated"):
        match = match_in(status)
        assert not match.take_answer(answer("offers", match, version=9, match_version=99, refuses=True), at())
        assert (match.status, match.events) == (status, [])


def test_a_revised_match_has_been_asked_nothing() -> None:
    match = match_in("refused")
    match.revise([match_line()], judgement(), at())
    assert (match.hold_version, match.offers_hold, match.needs_hold, match.shortfalls) == (None, "none", "none", ())


def test_what_was_reserved_and_is_lost_is_refused_and_consents_are_void() -> None:
    match = match_in("reserved")
    match.accept(ECOWAS, "desk", at())
    assert match.take_answer(answer("offers", match, version=2, refuses=True), at())
    assert (match.status, match.acceptances) == ("refused", ())


def test_a_hold_lost_after_confirmation_is_told_and_settled_by_people() -> None:
    match = match_in("confirmed")
    assert match.take_answer(answer("offers", match, version=2, refuses=True), at())
    assert match.status == "confirmed"
    assert isinstance(match.events[0], events.HoldLost)
    assert match.take_answer(answer("offers", match, version=3), at())
    assert match.offers_hold == "held"


async def test_a_side_s_reservation_is_taken_in_by_accord_itself() -> None:
    match = match_in("endorsed")
    uow = FakeMatchesUnitOfWork(matches=[match])
    await take_answer(TakeAnswer(told(match, "needs")), uow=uow, clock=clock())
    await take_answer(TakeAnswer(told(match, "offers")), uow=uow, clock=clock())
    assert uow.stored[match.id].status == "reserved"
    assert {actor.role for actor in uow.committed_by} == {Role.SERVICE}


@pytest.mark.parametrize("status", ["settled", "released"])
async def test_that_a_side_freed_or_settled_its_part_moves_nothing(status: ReservationStatus) -> None:
    match = match_in("endorsed")
    uow = FakeMatchesUnitOfWork(matches=[match])
    assert await take_answer(TakeAnswer(told(match, "needs", status)), uow=uow, clock=clock()) is None
    assert uow.committed == []


async def test_an_answer_about_an_unknown_match_is_passed_over() -> None:
    uow = FakeMatchesUnitOfWork()
    assert await take_answer(TakeAnswer(told(match_in("endorsed"), "needs")), uow=uow, clock=clock()) is None


async def test_one_refusal_refuses_the_whole_package() -> None:
    statuses: dict[int, Status] = {1: "endorsed", 2: "reserved", 3: "proposed", 4: "confirmed"}
    package = [match_in(status, number, package_id=of_package(1)) for number, status in statuses.items()]
    uow = FakeMatchesUnitOfWork(matches=package)
    await take_answer(TakeAnswer(told(package[0], "offers", "refused")), uow=uow, clock=clock())
    assert [uow.stored[match.id].status for match in package] == ["refused", "refused", "proposed", "confirmed"]


async def test_a_match_without_a_package_is_refused_alone() -> None:
    match, other = match_in("endorsed"), proposed(2)
    uow = FakeMatchesUnitOfWork(matches=[match, other])
    await take_answer(TakeAnswer(told(match, "offers", "refused")), uow=uow, clock=clock())
    assert uow.stored[other.id].status == "proposed"
