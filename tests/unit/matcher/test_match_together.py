"""Triangular co-operation and packages: matches of three parties, and matches that are proposed together."""

from typing import Any

import pytest

from matcher.application.matches.propose_package import ProposePackage, propose_package
from matcher.application.matches.refusals import PairsNoLongerHold
from matcher.domain.demand import Need
from matcher.domain.matches.match import Match
from matcher.domain.matches.proposing import Wanted
from matcher.domain.supply import Donor, Offer
from shared.errors import InvalidInput
from tests.support.fake_matches import FakeMatchesUnitOfWork
from tests.support.match_examples import COORDINATOR, clock
from tests.support.match_proposals import asked, figures, objections_to, propose, wanted
from tests.support.matching_examples import component, line, need, numbered, offer

FOUR_MACHINES = need()


def deliverer(**changes: Any) -> Offer:
    return offer(
        delivery_model="delivers_for_others",
        lines=(line(unit_cost=10_000_000, currency="EUR"),),
        **changes,
    )


def fund(**changes: Any) -> Offer:
    money = {"unit": "money", "currency": "EUR", "pledged": 30_000_000, "modalities": ("finance",)}
    return offer(
        2,
        donor=Donor("unscar", "UNSCAR", "multi_donor_fund"),
        delivery_model="funds_others",
        lines=(line(2, **(money | changes)),),
    )


def triangle(**changes: Any) -> Wanted:
    return wanted(funder_offer_id=numbered(2, 2), **changes)


async def test_a_funder_pays_for_what_the_provider_gives() -> None:
    match = await propose(FakeMatchesUnitOfWork(FOUR_MACHINES, deliverer(), fund()), triangle())
    assert figures(match) == [("provides", 3_000, 3_000), ("funds", 30_000_000, None)]
    assert match.donors == ("ecowas", "unscar")


async def test_lines_named_by_hand_cost_what_they_cost() -> None:
    what = triangle(lines=(asked(2_000),), funder_lines=(asked(None, 1, 2),))
    match = await propose(FakeMatchesUnitOfWork(FOUR_MACHINES, deliverer(), fund()), what)
    assert figures(match) == [("provides", 2_000, 2_000), ("funds", 20_000_000, None)]


async def test_a_funder_pays_no_more_than_it_has() -> None:
    what = triangle(lines=(asked(4_000),), funder_lines=(asked(None, 1, 2),))
    assert await objections_to(FakeMatchesUnitOfWork(FOUR_MACHINES, deliverer(), fund()), what) == ["more_than_remains"]


async def test_money_that_another_match_pays_out_is_not_paid_out_again() -> None:
    uow = FakeMatchesUnitOfWork(FOUR_MACHINES, need(2, components=(component(2),)), deliverer(), fund())
    await propose(uow, triangle(lines=(asked(2_000),), funder_lines=(asked(None, 1, 2),)))
    match = await propose(uow, wanted(2, funder_offer_id=numbered(2, 2)))
    assert figures(match) == [("provides", 1_000, 1_000), ("funds", 10_000_000, None)]


async def test_offers_that_do_not_work_with_others_are_no_triangle() -> None:
    with pytest.raises(InvalidInput) as refused:
        await propose(FakeMatchesUnitOfWork(FOUR_MACHINES, offer(), offer(2, lines=(line(2),))), triangle())
    assert [each.pointer for each in refused.value.fields] == ["/offer_id", "/funder_offer_id"]


async def test_a_funder_pays_only_for_what_the_match_provides() -> None:
    two = need(components=(component(1), component(2)))
    what = triangle(lines=(asked(1_000),), funder_lines=(asked(None, 2, 2),))
    with pytest.raises(InvalidInput) as refused:
        await propose(FakeMatchesUnitOfWork(two, deliverer(), fund()), what)
    assert [each.pointer for each in refused.value.fields] == ["/funder_lines/0/component_id"]


def other_half(**changes: Any) -> Offer:
    return offer(2, donor=Donor("osce", "OSCE", "regional_organisation"), lines=(line(2, **changes),))


def whole_need() -> Need:
    return need(all_or_nothing=True)


async def propose_all(uow: FakeMatchesUnitOfWork, *what: Wanted) -> list[Match]:
    made = await propose_package(ProposePackage(what), actor=COORDINATOR, uow=uow, clock=clock())
    return list(made)


async def test_the_matches_of_a_package_share_an_id_and_what_there_is() -> None:
    uow = FakeMatchesUnitOfWork(FOUR_MACHINES, offer(lines=(line(pledged=3_000),)), other_half())
    made = await propose_all(uow, wanted(), wanted(1, 2))
    assert [figures(match) for match in made] == [[("provides", 3_000, 3_000)], [("provides", 1_000, 1_000)]]
    assert len({match.package_id for match in made} - {None}) == 1


async def test_a_package_is_proposed_whole_or_not_at_all() -> None:
    uow = FakeMatchesUnitOfWork(FOUR_MACHINES, offer(), other_half(pledged=1_000))
    with pytest.raises(PairsNoLongerHold):
        await propose_all(uow, wanted(lines=(asked(1_000),)), wanted(1, 2, lines=(asked(2_000, 1, 2),)))
    assert uow.stored == {}


async def test_a_package_has_two_matches_or_more_between_different_records() -> None:
    uow = FakeMatchesUnitOfWork(FOUR_MACHINES, offer())
    for what, pointer in (((wanted(),), "/matches"), ((wanted(), wanted()), "/matches/1")):
        with pytest.raises(InvalidInput) as refused:
            await propose_all(uow, *what)
        assert [each.pointer for each in refused.value.fields] == [pointer]


async def test_an_all_or_nothing_need_is_answered_whole_by_one_match_or_by_a_package() -> None:
    uow = FakeMatchesUnitOfWork(whole_need(), offer(lines=(line(pledged=3_000),)), other_half())
    assert await objections_to(uow, wanted()) == ["only_together"]
    assert len(await propose_all(uow, wanted(), wanted(1, 2))) == 2
