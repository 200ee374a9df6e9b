"""Candidates found anew: what owners told last, taken in by a matcher that knows nothing yet."""

from collections.abc import Iterator
from typing import Any

from shared.clock import system_clock
from shared.events.needs import NeedState
from shared.events.offers import OfferState
from shared.events.registry import NEEDS_TOPIC, OFFERS_TOPIC
from tests.support.campaign.checking.books import Breach, Finding
from tests.support.campaign.world import World
from tests.support.published_states import event_of, received
from tests.support.running_matcher import processor_of
from tests.support.running_service import running

_LAST_TOLD = """
SELECT DISTINCT ON (key) payload FROM outbox
WHERE topic = $1 AND event_id::text <> ALL($2) ORDER BY key, key_version DESC, position DESC
"""
_CANDIDATES = """
SELECT c.need_id, c.offer_id, c.need_version, c.offer_version, c.score, c.explanation::text AS e, c.pairs::text AS p
FROM candidates c JOIN needs n USING (need_id) WHERE n.states = ARRAY['{state}'] ORDER BY 1, 2
"""


async def other_candidates(world: World, state: str) -> list[Finding]:
    """Return where the matcher's candidates for one State's needs are not those that are found anew."""
    kept = await world.rows("matcher", _CANDIDATES.format(state=state))
    return list(_differences(state, [tuple(row) for row in kept], await _found_anew(world, state)))


async def _found_anew(world: World, state: str) -> list[tuple[Any, ...]]:
    from matcher.main import SERVICE  # noqa: PLC0415 (half a second, and only the campaign needs it)

    url = await world.databases.create_for_service("matcher")
    try:
        async with running(SERVICE, url, now=system_clock()) as service:
            processor = processor_of(service)
            for told in await _told(world, state):
                await processor.process(received(event_of(told)))
            return [tuple(row.values()) for row in await service.rows(_CANDIDATES.format(state=state))]
    finally:
        await world.databases.drop(url)


async def _told(world: World, state: str) -> list[NeedState | OfferState]:
    needs = [NeedState.model_validate_json(told) for told in await _last_told(world, "needs", NEEDS_TOPIC)]
    offers = [OfferState.model_validate_json(told) for told in await _last_told(world, "offers", OFFERS_TOPIC)]
    return [
        *(need for need in needs if need.states == (state,)),
        *(offer for offer in offers if offer.eligibility.states == (state,)),
    ]


async def _last_told(world: World, service: str, topic: str) -> list[bytes]:
    return [row["payload"] for row in await world.rows(service, _LAST_TOLD, topic, list(world.planted_events))]


def _differences(state: str, kept: list[tuple[Any, ...]], anew: list[tuple[Any, ...]]) -> Iterator[Finding]:
    for row in set(kept) ^ set(anew):
        whose = "only the matcher has" if row in set(kept) else "the matcher lacks"
        yield Finding(Breach.UNEQUAL, f"{state}: {whose} {row[0]} and {row[1]} at {row[2]}/{row[3]}, {row[4]}")
