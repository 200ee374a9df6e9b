"""What matches make of a need as a whole: covered, open again, or closed as fulfilled."""

from needs.domain.events import NeedClosed, NeedCoverageChanged
from tests.support.need_examples import KENYA, NOW, component, draft, statement
from tests.support.needs_side import NeedsSide, asking


async def test_confirmed_matches_cover_a_need_and_losing_one_opens_it_again() -> None:
    side = NeedsSide()
    seen: list[str] = []
    await side.told("confirmed", 2, side.gives(20), number=1)
    seen.append(side.need.status)
    await side.told("confirmed", 2, side.gives(10), number=2)
    seen.append(side.need.status)
    await side.told("dissolved", 3, side.gives(20), number=1)
    seen.append(side.need.status)
    await side.told("dissolved", 3, side.gives(10), number=2)
    assert [*seen, side.need.status] == ["partly_covered", "covered", "partly_covered", "open"]


async def test_a_need_that_is_delivered_in_full_closes_by_itself_as_fulfilled() -> None:
    side = NeedsSide()
    await side.told("delivered", 6, side.gives(30, 30))
    need = side.need
    assert (need.status, need.closed_as, need.closing_reason) == ("closed", "fulfilled", "delivered in full")
    assert [type(event) for event in side.uow.committed] == [NeedCoverageChanged, NeedClosed]


async def test_a_need_with_anything_left_to_give_stays_open() -> None:
    side = NeedsSide(asking(30, None))
    await side.told("delivered", 6, side.gives(30, 30))
    assert side.need.status == "partly_covered"


async def test_a_refusal_leaves_the_need_as_it_was() -> None:
    side = NeedsSide()
    before = side.need.version
    await side.told("endorsed", 2, side.gives(31))
    assert (side.need.version, side.uow.committed) == (before, [])


async def test_what_only_moves_coverage_is_no_new_statement() -> None:
    need = draft(statement(components=(component(),)))
    assert need.statement == 1
    side = NeedsSide(need)
    need = side.need
    need.open(consent=True, insist=True, by=KENYA.subject, now=NOW)
    assert need.statement == 2
    side.uow.stored[need.id], need.version = need, 2
    need.events.clear()
    await side.told("endorsed", 2)
    assert (side.need.version, side.need.statement) == (3, 2)
    side.need.reconfirm(NOW)
    assert side.need.statement == 2
    side.need.amend(side.need.details(), NOW)
    assert side.need.statement == 4
