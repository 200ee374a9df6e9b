"""A plan taken over: its pairs become proposed matches, each once, with what the round knew frozen into them."""

from collections.abc import Sequence

import pytest

from matcher.application.matches.refusals import PairsNoLongerHold
from matcher.application.rounds.adopt_round import Adopted, AdoptRound, adopt_round
from matcher.domain.demand import Need
from matcher.domain.matches.match import Match
from matcher.domain.round_life import Round
from matcher.domain.rounds.outcome import Allocation, Outcome, Plan
from matcher.domain.supply import Donor, Offer
from shared.errors import Conflict, NotFound
from tests.support.fake_matches import FakeMatchesUnitOfWork, FakeRounds
from tests.support.match_examples import COORDINATOR, DONOR, NOW, clock, match_line, proposed
from tests.support.matching_examples import component, line, need, numbered, offer

ROUND = numbered(7, 1)
SECOND = offer(2, donor=Donor("osce", "OSCE", "regional_organisation"), lines=(line(2),))


def allocation(offer_number: int = 1, quantity: int = 2_000, of_component: int = 1) -> Allocation:
    return Allocation(
        numbered(3, of_component),
        numbered(4, offer_number),
        numbered(1, 1),
        numbered(2, offer_number),
        quantity,
        500_000,
        700,
    )


def desk(*records: Need | Offer, plan: Sequence[Allocation], matches: Sequence[Match] = ()) -> FakeMatchesUnitOfWork:
    done = Round(ROUND, "done", {}, None, COORDINATOR.subject, NOW)
    whole = Plan(tuple(plan), ())
    outcome = Outcome("digest", "inputs", "solver", "1", "exact", "optimal", whole, whole)
    return FakeMatchesUnitOfWork(*records, matches=matches, rounds=FakeRounds(done, outcome))


async def adopt(uow: FakeMatchesUnitOfWork, *pairs: Allocation) -> Adopted:
    chosen = [(each.component_id, each.line_id) for each in pairs] or None
    return await adopt_round(AdoptRound(ROUND, "main", chosen), actor=COORDINATOR, uow=uow, clock=clock())


async def test_a_pair_becomes_a_match_that_names_its_round() -> None:
    uow = desk(need(), offer(), plan=[allocation()])
    match = (await adopt(uow)).matches[0]
    assert (match.status, match.version, match.package_id) == ("proposed", 1, None)
    assert (match.origin.kind, match.origin.round_id, match.origin.round_digest) == ("round", ROUND, "digest")
    assert [(each.quantity, each.coverage, each.score) for each in match.lines] == [(2_000, 2_000, 700)]


async def test_adopted_again_nothing_is_proposed_twice() -> None:
    uow = desk(need(), offer(), plan=[allocation()])
    first, second = await adopt(uow), await adopt(uow)
    assert [each.id for each in second.matches] == [each.id for each in first.matches]
    assert (len(uow.stored), len(uow.committed)) == (1, 1)


async def test_further_pairs_of_the_same_need_and_offer_join_the_match() -> None:
    two = need(components=(component(1), component(2)))
    plan = [allocation(), allocation(of_component=2)]
    uow = desk(two, offer(), plan=plan)
    await adopt(uow, plan[0])
    await adopt(uow, plan[1])
    assert [len(each.lines) for each in uow.stored.values()] == [2]


async def test_an_all_or_nothing_need_that_several_offers_answer_becomes_a_package() -> None:
    plan = [allocation(), allocation(2)]
    made = (await adopt(desk(need(all_or_nothing=True), offer(), SECOND, plan=plan))).matches
    assert len({each.package_id for each in made} - {None}) == 1
    apart = (await adopt(desk(need(), offer(), SECOND, plan=plan))).matches
    assert [each.package_id for each in apart] == [None, None]


async def test_nothing_is_proposed_beside_a_match_of_another_origin() -> None:
    by_hand = proposed(lines=[match_line(quantity=1_000, coverage=1_000)])
    with pytest.raises(PairsNoLongerHold) as refusal:
        await adopt(desk(need(), offer(), plan=[allocation()], matches=[by_hand]))
    assert [each.code for each in refusal.value.objections] == ["already_proposed"]


async def test_a_round_is_adopted_by_who_may_know_of_it_and_only_once_it_is_done() -> None:
    uow = desk(need(), offer(), plan=[allocation()])
    with pytest.raises(NotFound):
        await adopt_round(AdoptRound(ROUND, "main", None), actor=DONOR, uow=uow, clock=clock())
    uow.rounds.outcome = None
    with pytest.raises(Conflict) as refusal:
        await adopt(uow)
    assert refusal.value.code == "round-not-done"
