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
from tests.support.crawling.people import (
    EVERYBODY,
    GERMANY,
    GHANA,
    KENYA,
    MALI,
    OBSERVER,
    OF_CARICOM,
    STRANGER,
    TOGO,
)
from tests.support.crawling.troubles import (
    bury_poison,
    bury_what_the_database_refuses,
    refuse_every_row,
    texts_of_errors,
)
from tests.support.crawling.world import CrawledWorld, crawled_world
from tests.support.figures import Note

if TYPE_CHECKING:
    from tests.support.databases import Databases

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("secrets")]

IN_FULL = os.environ.get("ACCORD_CRAWL") == "full"
READERS = sorted(EVERYBODY) if IN_FULL else [GHANA, OF_CARICOM]
LATER_READERS = sorted(EVERYBODY) if IN_FULL else [GERMANY, OBSERVER]

TOLD_NOTHING = [GHANA, MALI, TOGO, OBSERVER] if IN_FULL else [GHANA, OBSERVER]
"""Who may know neither of a need that Kenya shows to donors nor of Germany's offers for coordinators."""

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


async def test_what_is_hidden_changes_no_answer_to_anybody_who_may_not_know_of_it(narrowed: CrawledWorld) -> None:
    before = {reader: await narrowed.answers_to(reader) for reader in TOLD_NOTHING}
    await narrowed.hide()
    for reader, said in before.items():
        now = await narrowed.answers_to(reader)
        changed = {address: (words, now[address]) for address, words in said.items() if words != now[address]}
        assert {address for address in changed if not is_the_log_of_an_auditor(reader, address)} == set(), changed


def is_the_log_of_an_auditor(reader: str, address: str) -> bool:
    """Tell the list of links, which names every decision by its number (ADR 23)."""
    return reader == OBSERVER and address.startswith("matcher /v1/decisions")


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


async def test_no_failure_on_the_way_repeats_a_word_in_an_error_or_a_figure(narrowed: CrawledWorld, note: Note) -> None:
    services = narrowed.posted.services
    poisoned, refused = await bury_poison(services), await bury_what_the_database_refuses(services)
    await refuse_every_row(services)
    errors = await texts_of_errors(services)
    pages = await narrowed.figures_of_services()
    assert len(errors) > poisoned + refused > poisoned > 0
    assert sorted(secrets_in("\n".join(errors), {})) == []
    assert sorted(secrets_in("\n".join(pages), {})) == []
    assert "outbox_row_refused" in narrowed.log.getvalue()
    note(f"secrets in errors: {poisoned} poisoned events, {refused} refused by tables, {len(errors)} texts, none found")


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
