"""Putting needs and offers together by hand: lines as the engine takes them or as asked, judged by today's records."""

from uuid import UUID

import pytest

from matcher.application.matches.refusals import PairsNoLongerHold
from matcher.application.matches.revise_match import ReviseMatch, revise_match
from matcher.domain.matches.match import Match
from matcher.domain.matches.parties import interests_of, parties_of
from matcher.domain.matches.proposing import LineAsked, Wanted
from matcher.domain.rates import Rate
from matcher.domain.supply import Ceiling, Eligibility
from shared.errors import Conflict, Forbidden, InvalidInput
from shared.identity.actor import Actor, Role
from tests.support.fake_matches import FakeMatchesUnitOfWork
from tests.support.match_examples import COORDINATOR, DONOR, at, clock, committed, match_in, proposed
from tests.support.match_proposals import asked, figures, objections_to, propose, wanted
from tests.support.matching_examples import TODAY, component, line, need, numbered, offer

FOUR_MACHINES = need()
IN_ECOWAS = Actor("desk@region", Role.COORDINATOR, regions=frozenset({"ecowas"}))
IN_THE_PACIFIC = Actor("desk@pacific", Role.COORDINATOR, regions=frozenset({"pif"}))


def rate(currency: str, millionths: int) -> Rate:
    return Rate(currency, millionths, TODAY, "ECB", "EUR")


async def test_a_match_by_hand_takes_what_the_engine_would() -> None:
    uow = FakeMatchesUnitOfWork(FOUR_MACHINES, offer())
    match = await propose(uow, wanted())
    assert figures(match) == [("provides", 4_000, 4_000)]
    assert (match.status, match.origin.kind, match.states, match.donors) == ("proposed", "hand", ("GHA",), ("ecowas",))
    assert match.judgement.explanation
    assert uow.stored[match.id].version == 1


async def test_a_quantity_that_is_asked_for_covers_its_part() -> None:
    match = await propose(FakeMatchesUnitOfWork(FOUR_MACHINES, offer()), wanted(lines=(asked(1_000),)))
    assert figures(match) == [("provides", 1_000, 1_000)]


async def test_money_covers_the_part_of_the_component_that_it_buys() -> None:
    costly = need(components=(component(estimated_cost=40_000_000, currency="EUR"),))
    fund = offer(lines=(line(unit="money", currency="EUR", pledged=20_000_000, modalities=("finance",)),))
    match = await propose(FakeMatchesUnitOfWork(costly, fund), wanted())
    assert figures(match) == [("provides", 20_000_000, 2_000)]
    assert match.lines[0].component_unit == "machine"


async def test_what_cannot_be_compared_is_taken_whole() -> None:
    vague = need(components=(component(quantity=None, unit=None, covered=None),))
    match = await propose(FakeMatchesUnitOfWork(vague, offer()), wanted())
    assert figures(match) == [("provides", None, None)]


async def test_what_other_proposals_promise_is_not_promised_again() -> None:
    second = need(2, components=(component(2),))
    uow = FakeMatchesUnitOfWork(FOUR_MACHINES, second, offer(lines=(line(pledged=6_000),)), matches=[proposed()])
    match = await propose(uow, wanted(2))
    assert figures(match) == [("provides", 2_000, 2_000)]
    assert await objections_to(uow, wanted(2, lines=(asked(3_000, 2),))) == ["already_proposed"]


async def test_what_a_side_holds_already_is_not_counted_twice() -> None:
    held = match_in("endorsed")
    held.offers_hold = "held"
    second = need(2, components=(component(2),))
    uow = FakeMatchesUnitOfWork(
        FOUR_MACHINES, second, offer(lines=(line(pledged=8_000, reserved=4_000),)), matches=[held]
    )
    assert figures(await propose(uow, wanted(2))) == [("provides", 4_000, 4_000)]


async def test_more_than_remains_is_refused_with_the_reason() -> None:
    assert await objections_to(
        FakeMatchesUnitOfWork(FOUR_MACHINES, offer(lines=(line(pledged=2_000),))), wanted(lines=(asked(3_000),))
    ) == ["more_than_remains"]


async def test_a_hard_condition_that_fails_is_the_reason() -> None:
    elsewhere = offer(eligibility=Eligibility(states=("FJI",)))
    uow = FakeMatchesUnitOfWork(FOUR_MACHINES, elsewhere)
    assert await objections_to(uow, wanted(lines=(asked(1_000),))) == ["state_not_eligible"]


@pytest.mark.parametrize(
    ("what", "pointers"),
    [
        (wanted(7), ["/need_id"]),
        (wanted(1, 7), ["/offer_id"]),
        (wanted(lines=()), ["/lines"]),
        (wanted(lines=(asked(of_component=9),)), ["/lines/0/component_id"]),
        (wanted(lines=(asked(of_line=9),)), ["/lines/0/line_id"]),
        (wanted(lines=(asked(0),)), ["/lines/0/quantity"]),
        (wanted(lines=(asked(1), asked(1))), ["/lines/1"]),
        (wanted(funder_lines=(asked(),)), ["/funder_lines"]),
        (
            wanted(funder_offer_id=numbered(2, 1)),
            ["/funder_offer_id", "/offer_id", "/funder_offer_id"],
        ),
    ],
)
async def test_what_is_not_there_is_refused_by_its_field(what: Wanted, pointers: list[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        await propose(FakeMatchesUnitOfWork(FOUR_MACHINES, offer()), what)
    assert [each.pointer for each in refused.value.fields] == pointers


async def test_only_coordinators_propose_and_regional_ones_within_their_regions() -> None:
    uow = FakeMatchesUnitOfWork(FOUR_MACHINES, offer())
    for actor in (DONOR, IN_THE_PACIFIC):
        with pytest.raises(Forbidden):
            await propose(uow, wanted(), actor)
    assert (await propose(uow, wanted(), IN_ECOWAS)).status == "proposed"


async def test_a_coordinator_whose_organisation_is_a_party_may_propose() -> None:
    own = Actor("officer@ecowas", Role.COORDINATOR, organisation="ecowas")
    assert (await propose(FakeMatchesUnitOfWork(FOUR_MACHINES, offer()), wanted(), own)).status == "proposed"


async def test_the_lead_state_comes_first_and_only_states_that_may_receive_follow() -> None:
    three = need(states=("GHA", "FJI", "TGO"))
    match = await propose(FakeMatchesUnitOfWork(three, offer(eligibility=Eligibility(states=("TGO", "GHA")))), wanted())
    assert match.states == ("GHA", "TGO")


async def test_an_amount_counts_on_a_ceiling_in_another_currency_by_today_s_rates() -> None:
    costly = need(components=(component(quantity=None, unit=None, estimated_cost=1_000_000, currency="EUR"),))
    fund = offer(
        lines=(line(unit="money", currency="EUR", pledged=1_000_000, modalities=("finance",)),),
        ceiling=Ceiling(5_000_000, "money", "USD"),
    )
    uow = FakeMatchesUnitOfWork(costly, fund)
    uow.rates = (rate("EUR", 1_000_000), rate("USD", 1_250_000))
    match = await propose(uow, wanted())
    assert (match.lines[0].quantity, match.lines[0].charged) == (1_000_000, 1_250_000)


@pytest.mark.parametrize(("price", "charged"), [(2_500_000, 10_000_000), (None, None)])
async def test_things_count_at_their_price_on_a_ceiling_in_money(price: int | None, charged: int | None) -> None:
    priced = offer(lines=(line(unit_cost=price, currency="EUR"),), ceiling=Ceiling(50_000_000, "money", "EUR"))
    match = await propose(FakeMatchesUnitOfWork(FOUR_MACHINES, priced), wanted())
    assert match.lines[0].charged == charged


async def revise(uow: FakeMatchesUnitOfWork, match_id: UUID, *lines: LineAsked, actor: Actor = COORDINATOR) -> Match:
    return await revise_match(ReviseMatch(match_id, lines or None), actor=actor, uow=uow, clock=clock())


async def test_a_refused_match_is_proposed_anew_with_what_there_is_today() -> None:
    match = match_in("refused")
    uow = FakeMatchesUnitOfWork(FOUR_MACHINES, offer(lines=(line(pledged=10_000, reserved=8_000),)), matches=[match])
    revised = await revise(uow, match.id)
    assert (revised.status, figures(revised)) == ("proposed", [("provides", 2_000, 2_000)])


async def test_a_revision_is_judged_as_a_proposal_is() -> None:
    match = match_in("refused")
    uow = FakeMatchesUnitOfWork(FOUR_MACHINES, offer(lines=(line(pledged=2_000),)), matches=[match])
    with pytest.raises(PairsNoLongerHold):
        await revise(uow, match.id, asked(3_000))
    assert uow.stored[match.id].status == "refused"


async def test_a_revision_takes_the_newest_statements_and_is_no_longer_stale() -> None:
    match = proposed()
    match.notice_statements(need=3, at=at())
    committed(match)
    uow = FakeMatchesUnitOfWork(need(statement=3, version=4), offer(), matches=[match])
    revised = await revise(uow, match.id)
    assert (revised.stale, revised.need_statement, revised.judgement.need_version) == (False, 3, 4)


async def test_what_is_held_is_not_revised_and_who_has_an_interest_does_not_revise() -> None:
    uow = FakeMatchesUnitOfWork(FOUR_MACHINES, offer(), matches=[match_in("reserved"), proposed(2)])
    with pytest.raises(Conflict) as refusal:
        await revise(uow, numbered(9, 1))
    assert refusal.value.code == "match-status"
    with pytest.raises(Forbidden) as forbidden:
        await revise(uow, numbered(9, 2), actor=Actor("o", Role.COORDINATOR, organisation="ecowas"))
    assert forbidden.value.code == "conflict-of-interest"


async def test_a_need_that_a_group_posts_for_states_is_the_group_s_to_decide_about() -> None:
    uow = FakeMatchesUnitOfWork(need(states=("GHA", "TGO"), group="ecowas"), offer())
    match = await propose(uow, wanted())
    assert (match.group, [each.key for each in parties_of(match)]) == ("ecowas", ["ecowas", "ecowas"])
    assert interests_of(match, IN_ECOWAS) == ("own_group",)


async def test_a_revision_is_on_the_account_of_the_states_that_the_records_name_today() -> None:
    both = offer(eligibility=Eligibility(states=("GHA", "TGO", "FJI")))
    uow = FakeMatchesUnitOfWork(need(states=("GHA", "TGO")), both, matches=[proposed()])
    assert (await revise(uow, numbered(9, 1), actor=IN_ECOWAS)).states == ("GHA", "TGO")
    uow.records[0] = need(states=("GHA", "FJI"))
    with pytest.raises(Forbidden) as refusal:
        await revise(uow, numbered(9, 1), actor=IN_ECOWAS)
    assert refusal.value.code == "beyond-your-regions"
