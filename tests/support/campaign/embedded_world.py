"""The embedded stack as the load and the checker see it; what it held before is taken for acknowledged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.support.campaign.checking.reading import books_of
from tests.support.campaign.checking.topics import TopicReader
from tests.support.campaign.ledger import Acknowledged, Ledger
from tests.support.campaign.world import TOPIC_NAMES
from tests.support.embedded_stack import EmbeddedStack


@dataclass(frozen=True)
class StackAccounts:
    """Signs people in at the stack's own identity provider."""

    stack: EmbeddedStack

    def as_recipient(self, state: str) -> Mapping[str, str]:
        """Sign a State's authority in."""
        return self.stack.bearer("recipient", state=state)

    def as_donor(self, organisation: str) -> Mapping[str, str]:
        """Sign a donor in."""
        return self.stack.bearer("donor", organisation=organisation)

    def as_coordinator(self) -> Mapping[str, str]:
        """Sign a coordinator of all regions in."""
        return self.stack.bearer("coordinator")


@dataclass(frozen=True)
class EmbeddedWorld:
    """A running stack."""

    stack: EmbeddedStack
    begun: dict[str, datetime] = field(default_factory=dict[str, datetime])
    planted_events: set[str] = field(default_factory=set[str])

    @property
    def accounts(self) -> StackAccounts:
        """Whoever signs people in."""
        return StackAccounts(self.stack)

    def api(self, service: str) -> str:
        """Return the address of a service's API."""
        return self.stack.ports.url(service)

    async def rows(self, service: str, query: str) -> list[Any]:
        """Run one query in a service's database."""
        return await self.stack.rows(service, query)

    def reader(self) -> TopicReader:
        """Return a reader of the stack's topics."""
        return TopicReader(f"127.0.0.1:{self.stack.ports.by_name['broker']}", TOPIC_NAMES)

    async def take_for_acknowledged(self, ledger: Ledger) -> None:
        """Enter everything that is there, so that only what comes is judged by the ledger."""
        [found] = await self.rows("needs", "SELECT now() AS now")
        # A broker that lost its memory before was filled again with states, not with every event.
        for topic in TOPIC_NAMES:
            self.begun[topic] = found["now"]
        books = await books_of(self, self.reader())
        ledger.entries += [
            Acknowledged(each.kind, each.record_id, each.version, each.happened, settled=False)
            for each in books.changes
        ]
        ledger.entries += [Acknowledged("round", each, 1, "asked", settled=False) for each in books.rounds]
