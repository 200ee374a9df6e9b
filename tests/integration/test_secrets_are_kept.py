"""Two States and two donors with a secret in every field: whoever asks for everything finds what is meant for it.

First as it was posted and matched, then once two needs and an offer are kept to coordinators. `ACCORD_CRAWL=full` lets
everybody crawl both times; else two do each time, of different kinds, and somebody without a token.
"""

import os
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from matcher.api import stream
from tests.support.crawling import documents
from tests.support.crawling.crawler import Crawl
from tests.support.crawling.entitled import NEEDS, OFFERS, entitled, entitled_after_narrowing, found_by
from tests.support.crawling.markers import Secret, secrets_in
from tests.support.crawling.people import EVERYBODY, GERMANY, GHANA, KENYA, OBSERVER, OF_CARICOM, STRANGER
from tests.support.crawling.world import CrawledWorld, crawled_world
from tests.support.figures import Note

if TYPE_CHECKING:
    from tests.support.databases import Databases

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("secrets")]

IN_FULL = os.environ.get("ACCORD_CRAWL") == "full"
READERS = sorted(EVERYBODY) if IN_FULL else [GHANA, OF_CARICOM]
LATER_READERS = sorted(EVERYBODY) if IN_FULL else [GERMANY, OBSERVER]

TRAVELLING = {"number", "title", "narrative", "source", "source_url", "notes"}
"""What of a need or an offer that circulates is on the topics between the services, besides keys and figures."""

NEVER_OPENED = {"gha_draft", "gha_withdrawn", "ken_draft", "ecowas_draft", "jpn_draft", "deu_draft"}
PUBLIC_TOPICS = "accord.public."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(databases: "Databases") -> AsyncIterator[CrawledWorld]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "STREAM_SECONDS", 0.02)
        async with crawled_world(databases) as world:
            yield world


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def narrowed(world: CrawledWorld) -> CrawledWorld:
    """The world from then on; what looks at how it was before comes first in this file."""
    await world.narrow()
    return world


@pytest.mark.parametrize("reader", READERS)
async def test_a_reader_of_everything_finds_what_is_meant_for_it_and_nothing_else(
    world: CrawledWorld, reader: str
) -> None:
    must_find_exactly(found_by(reader, entitled()), await world.crawl(reader))


async def test_whoever_shows_no_token_finds_nothing(world: CrawledWorld) -> None:
    must_find_exactly(set(), await world.crawl(STRANGER))


async def test_every_secret_is_meant_for_somebody() -> None:
    assert [secret for secret, readers in entitled().items() if not readers] == []


async def test_no_topic_carries_more_than_the_words_of_what_circulates(world: CrawledWorld) -> None:
    found = await world.on_topics()
    inside = {secret for topic, secret in found if not topic.startswith(PUBLIC_TOPICS)}
    assert {secret.field for secret in inside} == TRAVELLING
    assert {secret.record for secret in inside} == (NEEDS.keys() | OFFERS.keys()) - NEVER_OPENED
    for_everybody = {secret for secret, readers in entitled().items() if readers == EVERYBODY}
    assert {secret for topic, secret in found if topic.startswith(PUBLIC_TOPICS)} <= for_everybody


@pytest.mark.parametrize("reader", LATER_READERS)
async def test_what_was_narrowed_is_gone_everywhere_but_from_endorsed_matches_of_ones_own(
    narrowed: CrawledWorld, reader: str
) -> None:
    must_find_exactly(found_by(reader, entitled_after_narrowing()), await narrowed.crawl(reader))


async def test_a_failure_of_the_database_shows_neither_its_reader_nor_the_log_what_was_to_be_written(
    world: CrawledWorld,
) -> None:
    needs = world.posted.services["needs"]
    await needs.rows("ALTER TABLE needs ADD CONSTRAINT never CHECK (false) NOT VALID")
    try:
        document = documents.need("broken", KENYA)
        answer = await needs.ask("POST", "/v1/needs", world.posted.tokens[KENYA], document)
    finally:
        await needs.rows("ALTER TABLE needs DROP CONSTRAINT never")
    assert answer.status_code == 500
    assert list(secrets_in(answer.text, {})) == []
    assert "violates check constraint" in world.log.getvalue()


async def test_nothing_of_it_is_logged(narrowed: CrawledWorld, note: Note) -> None:
    logged = narrowed.log.getvalue()
    assert '"http_request"' in logged
    assert sorted(secrets_in(logged, {})) == []
    note(f"crawl for secrets: {narrowed.figures()}, none that was not meant")


def must_find_exactly(meant: set[Secret], crawl: Crawl) -> None:
    """Raise AssertionError, naming addresses, where more was found, or less, or a request failed."""
    assert {secret: where for secret, where in crawl.found.items() if secret not in meant} == {}
    assert meant - crawl.found.keys() == set()
    assert crawl.statuses.keys() <= {200, 204, 400, 401, 403, 404, 422}
