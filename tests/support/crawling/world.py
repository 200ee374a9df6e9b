"""The crawled world: everything posted and matched, what was logged meanwhile, and readers who crawl through it."""

import io
from collections import defaultdict
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from matcher.adapters.stream.watching import StreamWatch
from tests.support.crawling.crawler import STREAMS, Crawl, Directory, clients_of
from tests.support.crawling.markers import Secret, marker, secrets_in
from tests.support.crawling.matching import make_matches, match_hidden
from tests.support.crawling.people import GERMANY, GHANA, JAPAN, KENYA
from tests.support.crawling.posting import ACTIVITY, Posted, post_everything, post_hidden
from tests.support.crawling.services import services_in
from tests.support.kept_logging import logged_by

if TYPE_CHECKING:
    from tests.support.databases import Databases

KINDS: Final = {
    "need_id": "SELECT id FROM needs",
    "offer_id": "SELECT id FROM offers",
    "match_id": "SELECT id FROM matches",
    "package_id": "SELECT DISTINCT package_id FROM matches WHERE package_id IS NOT NULL",
    "round_id": "SELECT id FROM rounds",
    "activity_id": "SELECT id FROM activities",
    "table_id": "SELECT id FROM rate_tables",
    "digest": "SELECT digest FROM scoring_profiles",
}
"""Where the values of a path's placeholders are found: all that exist."""

KEPT_BY: Final[Mapping[str, str]] = defaultdict(lambda: "matcher", need_id="needs", offer_id="offers")

ASKED_AGAIN: Final = ("gha_public", "gha_with_togo", "jpn_public", "deu_public", "with_togo", "reserved")
TELL_OF_THE_WHOLE: Final = ("/metrics", "/v1/decisions/checkpoint", "/v1/decisions/export", *STREAMS)
"""Figures of the process; the log, which tells how many entries it has (ADR 23); streams, cut off after a time."""

NARROWED: Final = (("gha_public", "needs", GHANA), ("gha_donors", "needs", GHANA), ("jpn_public", "offers", JAPAN))


@dataclass(frozen=True)
class CrawledWorld:
    """What there is to be found; `log` holds what the services have logged, `crawls` who has looked by now."""

    posted: Posted
    log: io.StringIO
    crawls: list[Crawl] = field(default_factory=list[Crawl])

    async def crawl(self, reader: str) -> Crawl:
        """Let somebody ask for everything."""
        services = self.posted.services
        documents = {name: each.app.openapi() for name, each in services.running.items()}
        async with clients_of(services.running) as clients:
            crawl = Crawl(self.posted.tokens[reader], clients, self.posted.identifiers)
            await crawl.through(await self._directory(), documents)
        self.crawls.append(crawl)
        return crawl

    def figures(self) -> str:
        """Say how much was crawled by now."""
        asked = sum(crawl.statuses.total() for crawl in self.crawls)
        found = sum(len(crawl.found) for crawl in self.crawls)
        return f"{len(self.crawls)} crawls, {asked} requests, {found} findings"

    async def figures_of_services(self) -> list[str]:
        """Return every service's page of figures."""
        async with clients_of(self.posted.services.running) as clients:
            return [(await client.get("/metrics")).text for client in clients.values()]

    async def on_topics(self) -> set[tuple[str, Secret]]:
        """Return what any record or its headers gives away on any topic, identifiers aside."""
        rows = await self.posted.services.sent()
        sent = {(row["topic"], f"{row['headers']} {bytes(row['payload'] or b'').decode()}") for row in rows}
        return {(topic, secret) for topic, text in sent for secret in secrets_in(text, {})}

    async def answers_to(self, reader: str) -> Mapping[str, str]:
        """Return what a reader is answered at every address of lists and figures, and of a few records."""
        services, whole = self.posted.services, await self._directory()
        few = {self.posted.records[name]["id"] for name in ASKED_AGAIN}
        identifiers = {name: [each for each in values if each in few] for name, values in whole.identifiers.items()}
        documents = {name: each.app.openapi() for name, each in services.running.items()}
        async with clients_of(services.running) as clients:
            crawl = Crawl(self.posted.tokens[reader], clients, self.posted.identifiers)
            await crawl.through(Directory(identifiers, whole.filters), documents, following=False)
        return {address: said for address, said in crawl.answers.items() if not address.endswith(TELL_OF_THE_WHOLE)}

    async def hide(self) -> None:
        """Post drafts, and a need and an offer that are matched, which neither other States nor observers know of."""
        await post_hidden(self.posted)
        await match_hidden(self.posted)

    async def narrow(self) -> None:
        """Keep two needs and an offer, each with matches, to coordinators from now on, and have everybody told."""
        for name, kind, who in NARROWED:
            reason = marker(name, "reason_of_narrowing")
            await self.posted.amend(name, kind, who, reason, visibility="coordinators")
        await self.posted.services.carry()

    async def _directory(self) -> Directory:
        identifiers = {name: await self._values(name, query) for name, query in KINDS.items()}
        ids = {name: record["id"] for name, record in self.posted.records.items()}
        filters = {
            "limit": "7",
            "state": KENYA,
            "external_id": marker("ken_draft", "number"),
            "visibility": "coordinators",
            "organisation": GERMANY,
            "donor": GERMANY,
            "need_id": ids["ken_donors"],
            "offer_id": ids["deu_coordinators"],
            "match_id": ids["declined"],
            "package_id": ids["package"],
            "category": "marking",
        }
        return Directory(identifiers, filters)

    async def _values(self, name: str, query: str) -> list[str]:
        rows = await self.posted.services[KEPT_BY[name]].rows(query)
        return [str(next(iter(row.values()))) for row in rows]


@asynccontextmanager
async def crawled_world(databases: "Databases") -> AsyncGenerator[CrawledWorld]:
    """Run the services, post and match everything, and log as in production, in every detail."""
    with logged_by("crawled") as log:
        async with services_in(databases) as services:
            state: Any = services["matcher"].app.state
            state.parts = replace(state.parts, stream=StreamWatch(every=0.01))
            posted = await post_everything(services)
            await make_matches(posted)
            assert {ACTIVITY, "round", "package"} <= posted.records.keys()
            yield CrawledWorld(posted, log)
