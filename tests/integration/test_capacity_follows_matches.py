"""The offers' ledger on PostgreSQL follows matches through repeated, late and lost events, within every bound."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from sqlalchemy.exc import DBAPIError, IntegrityError

from offers.adapters.republishing import republish
from offers.adapters.unit_of_work import OffersUnitOfWork
from offers.application.amend_offer import AmendOffer, amend_offer
from offers.domain.ceiling import Ceiling
from offers.domain.offer import Offer
from shared.errors import VersionMismatch
from shared.events.offers import OfferState
from shared.events.reservations import reservation_id
from shared.messaging.processing import Applied
from tests.support.consuming_offers import ConsumingOffers, consuming_at, event_of, record_of
from tests.support.matches_on_offers import later, match_state, takes
from tests.support.moving_clock import MovingClock
from tests.support.offer_examples import MARKING_FUND, NOW, budget, machines, one_line, terms

if TYPE_CHECKING:
    from tests.support.databases import Databases

pytestmark = pytest.mark.asyncio(loop_scope="module")

OFF_RAMPS = ["proposed", "refused", "rejected", "declined", "expired", "dissolved"]
MACHINES = one_line(machines(), external_id=None)
MONEY = terms(lines=(budget(),), per_state_ceiling=Ceiling(Decimal(100), "money", "EUR"), external_id=None)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(databases: "Databases") -> AsyncIterator[ConsumingOffers]:
    url = await databases.create_for_service("offers")
    async with consuming_at(url) as service:
        yield service
    await databases.drop(url)


async def refusal_of(service: ConsumingOffers, table: str, change: str, offer: Offer) -> str:
    """Return the name of the constraint that a change of an offer's rows by hand runs into."""
    with pytest.raises(IntegrityError) as refused:
        await service.rows(f"UPDATE {table} SET {change} WHERE offer_id = :id", id=offer.id)  # noqa: S608 - the test's own words
    cause: Any = refused.value.orig
    return cause.__cause__.constraint_name


async def test_an_event_delivered_twice_moves_the_ledger_once(service: ConsumingOffers) -> None:
    offer = await service.posted(MACHINES)
    record = record_of(event_of(match := match_state(takes(offer))))
    applied = [await service.processor.process(record) for _ in range(2)]
    assert applied == [Applied.APPLIED, Applied.DUPLICATE]
    assert await service.figures(offer) == (3, 0, 0)
    assert len(await service.answers(match)) == 1


async def test_an_event_delivered_late_or_restated_moves_nothing(service: ConsumingOffers) -> None:
    offer = await service.posted(MACHINES)
    match = match_state(takes(offer))
    await service.hear(match, ended := later(match, "declined"), match, ended)
    assert await service.figures(offer) == (0, 0, 0)
    assert [answer.status for answer in await service.answers(match)] == ["held", "released"]


async def test_after_a_gap_the_ledger_is_where_the_newest_state_says(service: ConsumingOffers) -> None:
    offer = await service.posted(MACHINES)
    confirmed = later(match_state(takes(offer)), "confirmed")
    delivered = later(later(confirmed, "in_delivery"), "delivered", delivered=2)
    await service.hear(confirmed, delivered)
    assert await service.figures(offer) == await service.journalled(offer) == (0, 0, 2)
    assert [answer.status for answer in await service.answers(confirmed)] == ["confirmed", "settled"]


async def test_every_off_ramp_frees_what_was_held_and_keeps_what_was_delivered(service: ConsumingOffers) -> None:
    offer = await service.posted(one_line(machines(pledged=Decimal(100)), external_id=None))
    for times, status in enumerate(OFF_RAMPS, start=1):
        held, begun = match_state(takes(offer)), match_state(takes(offer))
        delivering = later(later(begun, "confirmed"), "in_delivery", delivered=1)
        await service.hear(held, later(held, status), begun, delivering, later(delivering, status))
        assert await service.figures(offer) == await service.journalled(offer) == (0, 0, times)


async def test_each_movement_is_told_of_the_offer_and_kept_in_its_history(service: ConsumingOffers) -> None:
    offer = await service.posted(MACHINES)
    match = match_state(takes(offer))
    await service.hear(match, later(match, "reserved"), later(later(match, "reserved"), "confirmed"))
    assert await service.told(offer.id) == [("opened", 2), ("ledger_changed", 3), ("ledger_changed", 4)]
    query = "SELECT version, by_role FROM offer_versions WHERE offer_id = :id AND happened = 'ledger_changed'"
    assert [tuple(row.values()) for row in await service.rows(query, id=offer.id)] == [(3, "service"), (4, "service")]


async def test_a_movement_states_the_offer_whole_and_is_no_new_statement_of_its_donor(service: ConsumingOffers) -> None:
    offer = await service.posted(MACHINES)
    await service.hear(match_state(takes(offer)))
    query = "SELECT payload FROM outbox WHERE key = :key ORDER BY position DESC LIMIT 1"
    [row] = await service.rows(query, key=str(offer.id))
    state = OfferState.model_validate_json(row["payload"])
    assert (state.version, state.statement, state.confirm_by) == (3, 2, date(2027, 3, 2))
    assert [(line.reserved, line.committed) for line in state.lines] == [(Decimal(3), Decimal(0))]


async def test_matches_on_two_offers_in_either_order_wait_for_each_other(service: ConsumingOffers) -> None:
    one, other = await service.posted(MACHINES), await service.posted(MACHINES)
    lines = [(takes(one, quantity=Decimal(1)), takes(other, quantity=Decimal(1))) for _ in range(10)]
    matches = [match_state(*(pair if place % 2 else reversed(pair))) for place, pair in enumerate(lines)]
    async with asyncio.timeout(30):
        await asyncio.gather(*(service.hear(match) for match in matches))
    assert await service.figures(one) == await service.figures(other) == (10, 0, 0)


async def test_two_versions_of_one_match_at_once_end_as_the_newer_says(service: ConsumingOffers) -> None:
    offer = await service.posted(MACHINES)
    matches = [match_state(takes(offer, quantity=Decimal(1))) for _ in range(5)]
    states = [state for match in matches for state in (match, later(match, "declined"))]
    async with asyncio.timeout(30):
        await asyncio.gather(*(service.hear(state) for state in states))
    assert await service.figures(offer) == await service.journalled(offer) == (0, 0, 0)


async def test_an_amendment_that_a_match_overtook_is_refused(service: ConsumingOffers) -> None:
    offer = await service.posted(MACHINES)
    await service.hear(match_state(takes(offer)))
    command = AmendOffer(offer.id, offer.details(), offer.version)
    with pytest.raises(VersionMismatch):
        await amend_offer(
            command, actor=MARKING_FUND, uow=OffersUnitOfWork(service.database.sessions), clock=MovingClock(NOW)
        )


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("engaged = 100.001", "states_keep_to_the_ceiling"),
        ("ceiling = 59", "states_keep_to_the_ceiling"),
        ("engaged = -1", "states_have_nothing_negative"),
    ],
)
async def test_postgres_keeps_each_state_to_its_ceiling(service: ConsumingOffers, change: str, constraint: str) -> None:
    offer = await service.posted(MONEY)
    await service.hear(match_state(takes(offer, quantity=Decimal(60))))
    assert await refusal_of(service, "offer_state_ledger", change, offer) == constraint


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("figure = 9, promised = 2", "holdings_keep_to_the_largest_share"),
        ("promised = 1", "holdings_hold_at_most_what_was_asked"),
        ("held = -1", "holdings_hold_nothing_negative"),
    ],
)
async def test_postgres_keeps_each_match_to_the_largest_share(
    service: ConsumingOffers, change: str, constraint: str
) -> None:
    offer = await service.posted(MACHINES)
    await service.hear(match_state(takes(offer)))
    assert await refusal_of(service, "reservation_holdings", change, offer) == constraint


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE capacity_entries SET reserved_after = 0",
        "DELETE FROM capacity_entries",
        "TRUNCATE capacity_entries",
    ],
)
async def test_the_journal_can_be_neither_changed_nor_deleted(service: ConsumingOffers, harm: str) -> None:
    offer = await service.posted(MACHINES)
    await service.hear(match_state(takes(offer)))
    with pytest.raises(DBAPIError, match="rows of capacity_entries are only ever added"):
        await service.rows(harm)
    assert await service.journalled(offer) == (3, 0, 0)


async def test_a_failed_event_leaves_neither_a_claim_nor_a_hold(service: ConsumingOffers) -> None:
    offer = await service.posted(MACHINES)
    await service.rows("ALTER TABLE capacity_entries ADD CONSTRAINT nothing_is_written CHECK (false) NOT VALID")
    record = record_of(event_of(match_state(takes(offer))))
    with pytest.raises(IntegrityError):
        await service.processor.process(record)
    assert await service.figures(offer) == (0, 0, 0)
    await service.rows("ALTER TABLE capacity_entries DROP CONSTRAINT nothing_is_written")
    assert await service.processor.process(record) is Applied.APPLIED
    assert await service.figures(offer) == (3, 0, 0)


async def test_republishing_states_every_answered_reservation_again(service: ConsumingOffers) -> None:
    offer = await service.posted(MACHINES)
    held, unanswered = match_state(takes(offer)), later(match_state(takes(offer)), "rejected")
    await service.hear(held, unanswered)
    await republish(service.database)
    assert await service.told(reservation_id(held.match_id, "offers")) == [("held", 1), ("restated", 1)]
    assert await service.answers(unanswered) == []
    first, again = await service.answers(held)
    assert first == again
