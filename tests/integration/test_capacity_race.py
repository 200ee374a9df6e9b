"""200 endorsements at once on one line of capacity 50: exactly 50 are held, the others are refused, nothing hangs."""

import asyncio
from collections import Counter
from decimal import Decimal

from shared.messaging.processing import Applied
from tests.support.consuming_offers import consuming_at, event_of, record_of
from tests.support.database_fixtures import ServiceDatabase
from tests.support.matches_on_offers import match_state, takes
from tests.support.offer_examples import machines, one_line

AT_ONCE = 10
"""Connections, and therefore transactions, at the same time."""


async def test_200_endorsements_at_once_hold_exactly_the_50_that_there_are(service_database: ServiceDatabase) -> None:
    async with consuming_at(await service_database("offers"), pool_size=AT_ONCE) as service:
        offer = await service.posted(one_line(machines(pledged=Decimal(50))))
        matches = [match_state(takes(offer, quantity=Decimal(1))) for _ in range(200)]
        async with asyncio.timeout(60):
            applied = await asyncio.gather(*(service.processor.process(record_of(event_of(each))) for each in matches))
        answers = await service.answers(*matches)

        assert Counter(applied) == {Applied.APPLIED: 200}
        assert await service.figures(offer) == (50, 0, 0)
        assert await service.journalled(offer) == (50, 0, 0)
        assert Counter(answer.match_id for answer in answers) == {each.match_id: 1 for each in matches}
        assert Counter(answer.status for answer in answers) == {"held": 50, "refused": 150}
        reasons = Counter((each.code, each.remaining) for answer in answers for each in answer.shortfalls)
        assert reasons == {("line_exhausted", Decimal(0)): 150}
        print(f"200 endorsements, {AT_ONCE} at once: {dict(Counter(answer.status for answer in answers))}")  # noqa: T201 (the proof)
