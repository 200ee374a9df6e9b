"""The clock of confirmation runs by the database's time, and once, whatever replicas and crashes there are."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from sqlalchemy.exc import IntegrityError

from offers.adapters.confirmations import review_of_confirmations
from offers.domain.offer import Offer
from tests.support.consuming_offers import ConsumingOffers, consuming_at
from tests.support.matches_on_offers import match_state, takes
from tests.support.offer_examples import machines, one_line

if TYPE_CHECKING:
    from tests.support.databases import Databases

pytestmark = pytest.mark.asyncio(loop_scope="module")

REMIND_BEFORE = timedelta(days=30)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(databases: "Databases") -> AsyncIterator[ConsumingOffers]:
    url = await databases.create_for_service("offers")
    async with consuming_at(url) as service:
        yield service
    await databases.drop(url)


async def due(service: ConsumingOffers, days: int) -> Offer:
    """Return an offer that is to be confirmed in so many days, by the database's time; matches hold three of it."""
    offer = await service.posted(one_line(machines(), external_id=None))
    await service.hear(match_state(takes(offer)))
    last_day = "UPDATE offers SET confirm_by = (now() AT TIME ZONE 'UTC')::date + CAST(:days AS integer) WHERE id = :id"
    await service.rows(last_day, days=days, id=offer.id)
    return offer


async def review(service: ConsumingOffers) -> None:
    """Do one round of the job, as the worker does."""
    async with service.database.sessions() as session, session.begin():
        await review_of_confirmations(REMIND_BEFORE)(session)


async def told(service: ConsumingOffers, offer: Offer) -> list[str]:
    """Return what was told of the offer by its clock."""
    return [happened for happened, _ in await service.told(offer.id) if happened in {"reminded", "closed"}]


async def test_what_is_due_is_reminded_of_or_closed_once_by_the_databases_time(service: ConsumingOffers) -> None:
    soon, over, far = await due(service, 30), await due(service, -1), await due(service, 31)
    for _ in range(2):
        await review(service)
    assert [await told(service, each) for each in (soon, over, far)] == [["reminded"], ["closed"], []]
    [row] = await service.rows("SELECT status, closing_reason, confirm_by FROM offers WHERE id = :id", id=over.id)
    assert (row["status"], row["confirm_by"]) == ("closed", None)
    assert row["closing_reason"].startswith("not confirmed by 20")
    assert await service.figures(over) == (3, 0, 0)


async def test_two_replicas_at_once_tell_each_donor_once(service: ConsumingOffers) -> None:
    offers = [await due(service, days) for days in (5, -5, 5, -5)]
    await asyncio.gather(*(review(service) for _ in range(4)))
    assert [await told(service, each) for each in offers] == [["reminded"], ["closed"]] * 2


async def test_a_replica_that_holds_what_is_due_is_not_waited_for(service: ConsumingOffers) -> None:
    held, free = await due(service, 5), await due(service, 5)
    async with service.database.engine.begin() as other, asyncio.timeout(10):
        await other.exec_driver_sql(f"SELECT 1 FROM offers WHERE id = '{held.id}' FOR UPDATE")  # noqa: S608 - the test's own words
        await review(service)
    assert [await told(service, each) for each in (held, free)] == [[], ["reminded"]]


async def test_a_crash_in_the_middle_leaves_nothing_half_done(service: ConsumingOffers) -> None:
    offers = [await due(service, 5), await due(service, -5)]
    fails = "ALTER TABLE offer_versions ADD CONSTRAINT no_closing CHECK (happened <> 'closed') NOT VALID"
    await service.rows(fails)
    with pytest.raises(IntegrityError):
        await review(service)
    assert [await told(service, each) for each in offers] == [[], []]
    await service.rows("ALTER TABLE offer_versions DROP CONSTRAINT no_closing")
    await review(service)
    assert [await told(service, each) for each in offers] == [["reminded"], ["closed"]]
