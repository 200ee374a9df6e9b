"""How a match moves the coverage of a need: whole or not at all, by its newest state alone, and answered."""

import pytest

from needs.application.apply_match import ApplyMatch, apply_match
from shared.identifiers import new_id
from tests.support.matches_on_needs import OFF_RAMPS, line, match
from tests.support.need_examples import NOW, component, draft, statement
from tests.support.needs_side import CLOCK, NeedsSide, asking, codes


async def test_an_endorsed_match_is_held_and_answered() -> None:
    side = NeedsSide()
    answer = await side.answer("endorsed", 2)
    assert (answer.status, answer.version, answer.match_version, codes(answer)) == ("held", 1, 2, [])
    assert side.figures() == (10, 0, 0)
    assert side.need.status == "open"


async def test_a_match_goes_its_way_from_hold_to_delivery() -> None:
    side = NeedsSide()
    steps = [("endorsed", 0), ("reserved", 0), ("confirmed", 0), ("in_delivery", 4), ("delivered", 9), ("evaluated", 9)]
    seen = [
        ((await side.answer(status, number, side.gives(10, covered))).status, side.figures(), side.need.status)
        for number, (status, covered) in enumerate(steps, start=2)
    ]
    assert seen == [
        ("held", (10, 0, 0), "open"),
        ("held", (10, 0, 0), "open"),
        ("confirmed", (0, 10, 0), "partly_covered"),
        ("confirmed", (0, 6, 4), "partly_covered"),
        ("settled", (0, 0, 9), "partly_covered"),
        ("settled", (0, 0, 9), "partly_covered"),
    ]
    assert [each.match_version for each in side.uow.answered] == [2, 4, 5, 6]
    assert [each.version for each in side.uow.answered] == [1, 2, 3, 4]
    assert [movement.kind() for movement in side.uow.journal] == ["held", "confirmed", "delivered", "delivered"]


async def test_a_hold_that_does_not_fit_is_refused_with_what_remains() -> None:
    side = NeedsSide()
    await side.told("endorsed", 2, side.gives(25))
    answer = await side.answer("endorsed", 2, side.gives(6), number=2)
    [shortfall] = answer.shortfalls
    assert (answer.status, answer.holdings) == ("refused", [])
    assert (shortfall.code, shortfall.asked, shortfall.remaining) == ("component_covered", 6, 5)
    assert (shortfall.need_id, shortfall.component_id, shortfall.unit) == (side.need_id, side.component.id, "weapon")
    assert side.figures() == (25, 0, 0)


async def test_a_match_is_held_whole_or_not_at_all() -> None:
    side = NeedsSide(asking(30, 5))
    answer = await side.answer("endorsed", 2, side.gives(10), side.gives(6, place=1))
    assert (answer.status, codes(answer)) == ("refused", ["component_covered"])
    assert (side.figures(0), side.figures(1)) == ((0, 0, 0), (0, 0, 0))


async def test_each_problem_has_a_shortfall_of_its_own() -> None:
    side = NeedsSide(asking(30, 5))
    unknown = line(new_id(), 1)
    answer = await side.answer("endorsed", 2, side.gives(31), side.gives(6, place=1), unknown)
    assert codes(answer) == ["component_covered", "component_covered", "component_unknown"]


async def test_what_the_state_counts_otherwise_since_the_match_was_judged_is_not_held() -> None:
    side = NeedsSide(asking(30))
    counted = side.component.unit
    as_judged = await side.answer("endorsed", 2, side.gives(10, component_unit=counted))
    assert as_judged.status == "held"
    otherwise = await side.answer("endorsed", 2, side.gives(10, component_unit="kit"), number=2)
    assert (otherwise.status, codes(otherwise)) == ("refused", ["measured_otherwise"])


async def test_a_renewal_that_does_not_fit_frees_what_was_held() -> None:
    side = NeedsSide()
    await side.told("endorsed", 2, side.gives(10))
    answer = await side.answer("endorsed", 3, side.gives(31))
    assert (answer.status, answer.version, answer.shortfalls[0].remaining) == ("refused", 2, 30)
    assert side.figures() == (0, 0, 0)


async def test_a_match_that_was_refused_is_held_when_it_asks_for_what_there_is() -> None:
    side = NeedsSide()
    steps = [("endorsed", 31), ("refused", 31), ("proposed", 12), ("endorsed", 12)]
    for version, (status, coverage) in enumerate(steps, start=2):
        await side.told(status, version, side.gives(coverage))
    answers = [(answer.status, answer.match_version) for answer in side.uow.answered]
    assert answers == [("refused", 2), ("released", 3), ("held", 5)]
    assert side.figures() == (12, 0, 0)


async def test_a_refusal_leaves_what_was_delivered() -> None:
    side = NeedsSide()
    await side.told("in_delivery", 5, side.gives(10, 4))
    answer = await side.answer("in_delivery", 6, side.gives(31, 4))
    assert answer.status == "refused"
    assert side.figures() == (0, 0, 4)


async def test_what_is_held_becomes_a_promise_also_where_nothing_else_remains() -> None:
    side = NeedsSide(asking(10, 10))
    await side.told("endorsed", 2, side.gives(10))
    assert (await side.answer("confirmed", 4, side.gives(10))).status == "confirmed"
    assert side.figures() == (0, 10, 0)


@pytest.mark.parametrize("off_ramp", OFF_RAMPS)
@pytest.mark.parametrize(("former", "covered"), [("endorsed", 0), ("confirmed", 0), ("in_delivery", 3)])
async def test_every_off_ramp_frees_what_was_not_delivered(off_ramp: str, former: str, covered: int) -> None:
    side = NeedsSide()
    await side.told(former, 2, side.gives(10, covered))
    answer = await side.answer(off_ramp, 3, side.gives(10, covered))
    assert (answer.status, answer.version) == ("released", 2)
    assert side.figures() == (0, 0, covered)
    assert side.need.status == ("partly_covered" if covered else "open")


async def test_an_event_that_comes_twice_or_late_changes_nothing_and_answers_nothing() -> None:
    side = NeedsSide()
    await side.told("endorsed", 2)
    await side.told("dissolved", 5)
    for status, version in (("dissolved", 5), ("reserved", 3), ("endorsed", 2)):
        assert (await side.answer(status, version)).status == "released"
    assert len(side.uow.answered) == 2
    assert side.figures() == (0, 0, 0)


async def test_a_late_event_of_a_match_first_seen_at_its_end_takes_no_hold() -> None:
    side = NeedsSide()
    assert await side.told("declined", 4) is None
    assert await side.told("endorsed", 2) is None
    assert side.figures() == (0, 0, 0)
    assert side.uow.answered == []


async def test_a_version_that_changes_nothing_is_noted_and_not_answered() -> None:
    side = NeedsSide()
    await side.told("endorsed", 2)
    before = side.need.version
    answer = await side.answer("reserved", 3)
    assert (answer.version, answer.match_version, side.need.version) == (1, 3, before)
    assert len(side.uow.answered) == 1


async def test_an_endorsement_is_answered_each_time() -> None:
    side = NeedsSide()
    await side.told("endorsed", 2)
    answer = await side.answer("endorsed", 3)
    assert (answer.status, answer.version, answer.match_version) == ("held", 2, 3)
    assert len(side.uow.journal) == 1


async def test_after_a_gap_the_newest_state_decides_alone() -> None:
    side = NeedsSide()
    answer = await side.answer("in_delivery", 9, side.gives(10, 4))
    assert (answer.status, answer.version) == ("confirmed", 1)
    assert side.figures() == (0, 6, 4)


async def test_a_match_that_asks_for_nothing_leaves_no_reservation() -> None:
    side = NeedsSide()
    assert await side.told("proposed", 1) is None
    assert side.uow.answered == []


async def test_lines_for_one_component_are_held_together() -> None:
    side = NeedsSide()
    answer = await side.answer("endorsed", 2, side.gives(10), side.gives(5))
    assert [holding.held for holding in answer.holdings] == [15]


async def test_a_line_that_only_pays_covers_nothing() -> None:
    side = NeedsSide()
    answer = await side.answer("endorsed", 2, side.gives(10), side.gives(None, role="funds"))
    assert [holding.held for holding in answer.holdings] == [10]
    assert side.figures() == (10, 0, 0)


async def test_a_component_that_is_no_longer_part_of_the_match_is_free() -> None:
    side = NeedsSide(asking(30, 30))
    await side.told("endorsed", 2, side.gives(10), side.gives(5, place=1))
    await side.told("endorsed", 3, side.gives(10))
    assert (side.figures(0), side.figures(1)) == ((10, 0, 0), (0, 0, 0))


async def test_a_need_nobody_knows_is_answered() -> None:
    side = NeedsSide()
    state = match(new_id(), "endorsed", 2, side.gives(10))
    answer = await apply_match(ApplyMatch(state, new_id()), uow=side.uow, clock=CLOCK)
    assert answer is not None
    assert (answer.status, codes(answer)) == ("refused", ["need_unknown"])


async def test_a_draft_takes_no_hold() -> None:
    side = NeedsSide(draft(statement(components=(component(),))))
    assert codes(await side.answer("endorsed", 2)) == ["need_not_open"]


async def test_a_closed_need_takes_no_new_hold_but_counts_and_frees_what_it_has() -> None:
    side = NeedsSide()
    await side.told("confirmed", 3, side.gives(10), number=1)
    await side.told("endorsed", 2, side.gives(5), number=2)
    need = side.need
    need.withdraw("met from the national budget", NOW)
    side.uow.stored[need.id] = need
    assert codes(await side.answer("endorsed", 2, side.gives(1), number=3)) == ["need_not_open"]
    await side.told("in_delivery", 4, side.gives(10, 6), number=1)
    await side.told("dissolved", 3, side.gives(5), number=2)
    assert side.figures() == (0, 4, 6)
    assert (side.need.status, side.need.closed_as) == ("closed", "withdrawn")
