"""Endorsing: by somebody impartial, who has read the flags, while everything still holds today."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from matcher.application.matches.declare_interest import DeclareInterest, declare_interest
from matcher.application.matches.endorse_match import EndorseMatch, endorse_match
from matcher.application.matches.endorse_package import EndorsePackage, endorse_package
from matcher.application.matches.refusals import PairsNoLongerHold
from matcher.application.matches.reject_match import RejectMatch, reject_match
from matcher.application.matches.review_match import ReviewMatch, review_match
from matcher.domain.demand import Need
from matcher.domain.matches.life_cycle import Status
from matcher.domain.matches.match import Match
from matcher.domain.supply import Line, Offer
from shared.errors import Conflict, Forbidden, InvalidInput, NotFound, VersionMismatch
from shared.identity.actor import Actor, Role
from tests.support.fake_matches import FakeMatchesUnitOfWork
from tests.support.match_examples import (
    COORDINATOR,
    DONOR,
    OBSERVER,
    RECIPIENT,
    UNWANTED,
    at,
    clock,
    committed,
    match_in,
    match_line,
    of_package,
    proposed,
)
from tests.support.matching_examples import component, line, need, numbered, offer

LASTING = ("equipment", "training", "personnel")
"""Forms of help that leave only the law to ask for, which another line gives."""


def well_rounded(*lines: Line) -> Offer:
    """Return an offer without anything to flag."""
    law = line(9, categories=("legislation",), modalities=("technical_advice",), unit="law")
    return offer(lines=(*(lines or (line(modalities=LASTING),)), law))


def desk(*records: Need | Offer, matches: Sequence[Match] = ()) -> FakeMatchesUnitOfWork:
    return FakeMatchesUnitOfWork(*(records or (need(), well_rounded())), matches=matches or [proposed()])


async def endorse(
    uow: FakeMatchesUnitOfWork, *codes: str, actor: Actor = COORDINATOR, version: int | None = None
) -> Match:
    command = EndorseMatch(numbered(9, 1), codes, None, version)
    return await endorse_match(command, actor=actor, uow=uow, clock=clock())


async def test_an_endorsement_asks_both_sides_to_hold() -> None:
    uow = desk()
    match = await endorse(uow)
    assert (match.status, match.offers_hold, match.needs_hold) == ("endorsed", "asked", "asked")
    assert (match.hold_version, uow.stored[match.id].version) == (2, 2)
    assert match.endorsed_by == COORDINATOR.subject


async def test_flags_have_to_be_acknowledged_and_are_kept_as_they_stood() -> None:
    uow = desk(need(has_authority=False, has_upkeep_plan=False), offer())
    with pytest.raises(Conflict) as refusal:
        await endorse(uow, "missing_authority")
    assert (refusal.value.code, refusal.value.extra["flags"]) == ("flags-not-acknowledged", ["equipment_only"])
    match = await endorse(uow, "missing_authority", "equipment_only")
    assert [(each.flag.code, each.by) for each in match.acknowledged] == [
        ("missing_authority", COORDINATOR.subject),
        ("equipment_only", COORDINATOR.subject),
    ]


async def test_the_reasons_of_that_day_and_the_flags_are_frozen_with_the_decision() -> None:
    uow = desk(need(version=3, statement=1, has_authority=False), well_rounded())
    match = await endorse(uow, "missing_authority")
    assert (match.judgement.need_version, match.judgement.explanation != []) == (3, True)
    assert uow.committed[0].facts["flags"] == [{"code": "missing_authority", "facts": {"states": ["GHA"]}}]


async def test_who_works_for_a_party_does_not_decide() -> None:
    own = Actor("officer@ecowas", Role.COORDINATOR, organisation="ecowas")
    with pytest.raises(Forbidden) as refusal:
        await endorse(desk(), actor=own)
    assert (refusal.value.code, refusal.value.extra["interests"]) == ("conflict-of-interest", ["own_organisation"])
    command = RejectMatch(numbered(9, 1), UNWANTED)
    with pytest.raises(Forbidden):
        await reject_match(command, actor=own, uow=desk(), clock=clock())


async def test_who_coordinates_the_group_whose_need_it_is_does_not_decide() -> None:
    region = Actor("desk@ecowas", Role.COORDINATOR, regions=frozenset({"ecowas"}))
    with pytest.raises(Forbidden) as refusal:
        await endorse(desk(matches=[proposed(group="ecowas")]), actor=region)
    assert refusal.value.extra["interests"] == ["own_group"]


async def test_who_has_declared_an_interest_does_not_decide_any_more() -> None:
    uow = desk()
    command = DeclareInterest(numbered(9, 1), "I advised the State on this request.")
    shown = await declare_interest(command, actor=COORDINATOR, uow=uow, clock=clock())
    assert [each.by for each in shown.interests] == [COORDINATOR.subject]
    with pytest.raises(Forbidden) as refusal:
        await endorse(uow)
    assert refusal.value.extra["interests"] == ["declared"]
    other = Actor("second@un", Role.COORDINATOR, organisation="unoda")
    assert (await endorse(uow, actor=other)).status == "endorsed"


async def test_an_interest_is_declared_in_words() -> None:
    with pytest.raises(InvalidInput):
        await declare_interest(DeclareInterest(numbered(9, 1), " "), actor=COORDINATOR, uow=desk(), clock=clock())


async def test_a_regional_coordinator_decides_within_its_regions_only() -> None:
    with pytest.raises(Forbidden) as refusal:
        await endorse(desk(), actor=Actor("desk@pif", Role.COORDINATOR, regions=frozenset({"pif"})))
    assert refusal.value.code == "beyond-your-regions"
    region = Actor("desk@africa", Role.COORDINATOR, regions=frozenset({"africa"}))
    assert (await endorse(desk(), actor=region)).status == "endorsed"


async def test_parties_see_the_match_but_do_not_endorse_and_others_do_not_see_it() -> None:
    for actor in (RECIPIENT, DONOR):
        with pytest.raises(Forbidden):
            await endorse(desk(), actor=actor)
    for actor in (OBSERVER, Actor("x", Role.DONOR, organisation="osce")):
        with pytest.raises(NotFound):
            await endorse(desk(), actor=actor)


async def test_rights_come_before_versions_and_versions_before_rules() -> None:
    uow = desk(need(status="closed"), well_rounded())
    with pytest.raises(Forbidden):
        await endorse(uow, actor=DONOR, version=7)
    with pytest.raises(VersionMismatch):
        await endorse(uow, version=7)
    with pytest.raises(PairsNoLongerHold):
        await endorse(uow, version=1)


async def test_what_no_longer_holds_is_not_endorsed() -> None:
    uow = desk(need(), well_rounded(line(modalities=LASTING, reserved=8_000)))
    with pytest.raises(PairsNoLongerHold) as refusal:
        await endorse(uow)
    assert [each.code for each in refusal.value.objections] == ["more_than_remains"]
    assert uow.stored[numbered(9, 1)].status == "proposed"


async def test_two_matches_are_not_endorsed_beyond_what_the_line_has() -> None:
    both = [proposed(), proposed(2, lines=[match_line(2, line_id=numbered(4, 1))])]
    second = need(2, components=(component(2),))
    uow = desk(need(), second, well_rounded(line(modalities=LASTING, pledged=7_000)), matches=both)
    with pytest.raises(PairsNoLongerHold):
        await endorse(uow)


async def test_a_stale_match_is_not_endorsed() -> None:
    match = proposed()
    match.notice_statements(need=2, at=at())
    with pytest.raises(Conflict) as refusal:
        await endorse(desk(matches=[committed(match)]))
    assert refusal.value.code == "match-stale"


async def test_half_of_an_all_or_nothing_need_is_not_endorsed() -> None:
    half = proposed(lines=[match_line(quantity=2_000, coverage=2_000)])
    with pytest.raises(PairsNoLongerHold) as refusal:
        await endorse(desk(need(all_or_nothing=True), well_rounded(), matches=[half]))
    assert [each.code for each in refusal.value.objections] == ["only_together"]
    assert (await endorse(desk(need(all_or_nothing=True), well_rounded()))).status == "endorsed"


def halves(*statuses: Status) -> list[Match]:
    """Return a package of two matches that give half a need each, from two offers."""
    package = of_package(1)
    first = match_in(statuses[0], package_id=package, lines=[match_line(quantity=2_000, coverage=2_000)])
    second = match_in(
        statuses[1],
        2,
        need_id=numbered(1, 1),
        offer_id=numbered(2, 2),
        package_id=package,
        lines=[match_line(offer_id=numbered(2, 2), line_id=numbered(4, 2), quantity=2_000, coverage=2_000)],
    )
    return [first, second]


def shared_desk(*statuses: Status) -> FakeMatchesUnitOfWork:
    second = offer(2, lines=(line(2, modalities=LASTING),))
    return desk(need(all_or_nothing=True), well_rounded(), second, matches=halves(*statuses))


async def endorse_all(uow: FakeMatchesUnitOfWork, *codes: str, actor: Actor = COORDINATOR) -> Sequence[Match]:
    return await endorse_package(EndorsePackage(of_package(1), codes), actor=actor, uow=uow, clock=clock())


async def test_a_package_is_endorsed_in_one() -> None:
    uow = shared_desk("proposed", "proposed")
    assert [match.status for match in await endorse_all(uow)] == ["endorsed", "endorsed"]
    assert len(uow.committed_by) == 1


async def test_a_member_of_a_package_is_not_endorsed_alone() -> None:
    with pytest.raises(Conflict) as refusal:
        await endorse(shared_desk("proposed", "proposed"))
    assert refusal.value.code == "endorse-the-package"


async def test_a_package_waits_until_every_refused_member_is_revised() -> None:
    uow = shared_desk("proposed", "refused")
    with pytest.raises(Conflict) as refusal:
        await endorse_all(uow)
    assert refusal.value.code == "match-status"
    assert {match.status for match in uow.stored.values()} == {"proposed", "refused"}


async def test_the_last_open_member_of_a_package_is_endorsed_alone_beside_what_is_confirmed() -> None:
    uow = shared_desk("proposed", "confirmed")
    covered = need(all_or_nothing=True, components=(component(covered=2_000),))
    uow.records[0] = covered
    assert (await endorse(uow, "active_matches")).status == "endorsed"


async def test_a_package_of_which_nobody_knows_is_not_found() -> None:
    with pytest.raises(NotFound):
        await endorse_all(desk())
    with pytest.raises(NotFound):
        await endorse_all(shared_desk("proposed", "proposed"), actor=DONOR)


async def test_an_interest_in_one_match_is_one_in_the_package() -> None:
    uow = shared_desk("proposed", "proposed")
    with pytest.raises(Forbidden):
        await endorse_all(uow, actor=Actor("officer", Role.COORDINATOR, organisation="ecowas"))


async def test_a_review_tells_all_that_an_endorsement_would_ask() -> None:
    uow = desk(need(has_authority=False), well_rounded(line(modalities=LASTING, reserved=8_000)))
    review = await review_match(ReviewMatch(numbered(9, 1)), actor=COORDINATOR, uow=uow, clock=clock())
    assert [each.code for each in review.flags] == ["missing_authority"]
    assert [each.code for each in review.objections] == ["more_than_remains"]
    assert (review.interests, uow.committed_by) == ((), [])


@pytest.mark.parametrize("amended", ["need", "offer"])
async def test_a_record_amended_while_the_match_was_proposed_has_it_revised_first(amended: str) -> None:
    records: dict[str, Need | Offer] = {"need": need(), "offer": well_rounded()}
    records[amended] = replace(records[amended], version=2, statement=2)
    uow = desk(*records.values())
    with pytest.raises(Conflict) as refusal:
        await endorse(uow)
    assert (refusal.value.code, uow.stored[numbered(9, 1)].status) == ("match-stale", "proposed")
