"""Records of one service on PostgreSQL: what happens to them, what anybody is told, and what anybody may read."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select, update

from needs.adapters import tables as need_tables
from needs.adapters.mapping import map_domain as map_needs
from needs.adapters.republishing import republish as republish_needs
from needs.adapters.unit_of_work import NeedsUnitOfWork
from needs.adapters.visibility import visible_to as needs_visible_to
from needs.domain.need import Need
from offers.adapters import tables as offer_tables
from offers.adapters.mapping import map_domain as map_offers
from offers.adapters.republishing import republish as republish_offers
from offers.adapters.unit_of_work import OffersUnitOfWork
from offers.adapters.visibility import visible_to as offers_visible_to
from offers.domain.offer import Offer
from shared.events.registry import PUBLIC_TOPIC
from shared.persistence.database import Database
from tests.support import need_examples, offer_examples
from tests.support.need_examples import KENYA, NOW, OBSERVER
from tests.support.offer_examples import MARKING_FUND
from tests.support.public_lives import next_step
from tests.support.public_topic import Told, told_by


@dataclass(frozen=True)
class World:
    """A service's records of one kind, and how they are kept, told and read."""

    database: Database
    outbox: Table
    kind: Any
    unit_of_work: Any
    author: Any
    drafted: Callable[[], Any]
    republish: Callable[[Database], Any]
    readable: Callable[[Any], Any]

    async def add(self) -> Any:
        """Keep a new draft that is to be public, and return its id."""
        record = self.drafted()
        async with self.unit_of_work(self.database.sessions) as uow:
            self._records(uow).add(record)
            await uow.commit(by=self.author)
        return record.id

    async def change(self, record_id: Any, chance: random.Random) -> None:
        """Let one thing happen to a record, in a transaction of its own."""
        async with self.unit_of_work(self.database.sessions) as uow:
            record = await self._records(uow).get(record_id)
            next_step(record, chance)(record, chance)
            await uow.commit(by=self.author)

    async def public(self) -> Told:
        """Return the version of each record that an observer is shown over HTTP, but those that were withdrawn."""
        async with self.database.sessions() as session:
            found = await session.scalars(select(self.kind).where(self.readable(OBSERVER)))
            return {str(each.id): each.version for each in found if getattr(each, "closed_as", None) != "withdrawn"}

    async def told(self, *, unsent: bool = False, known: Told | None = None) -> Told:
        """Return what somebody knows who had read `known`, and then what the outbox tells."""
        return await told_by(self.database, self.outbox, unsent=unsent, known=known)

    async def told_ever(self) -> Told:
        """Return every record that anybody was ever told of, as somebody knows it who has missed what came later."""
        async with self.database.sessions() as session:
            keys = await session.scalars(select(self.outbox.c.key).where(self.outbox.c.topic == PUBLIC_TOPIC))
            return dict.fromkeys(keys, 1)

    async def all_sent(self) -> None:
        """Mark every row of the outbox as sent."""
        async with self.database.engine.begin() as connection:
            await connection.execute(update(self.outbox).values(published_at=NOW))

    def _records(self, uow: Any) -> Any:
        return uow.needs if self.kind is Need else uow.offers


def needs_at(url: str) -> World:
    """Return the world of Kenya's needs."""
    map_needs()
    return World(
        database=Database.at(url, pool_size=2),
        outbox=need_tables.outbox,
        kind=Need,
        unit_of_work=NeedsUnitOfWork,
        author=KENYA,
        drafted=lambda: need_examples.draft(need_examples.statement(visibility="public")),
        republish=republish_needs,
        readable=needs_visible_to,
    )


def offers_at(url: str) -> World:
    """Return the world of the marking fund's offers."""
    map_offers()
    return World(
        database=Database.at(url, pool_size=2),
        outbox=offer_tables.outbox,
        kind=Offer,
        unit_of_work=OffersUnitOfWork,
        author=MARKING_FUND,
        drafted=lambda: offer_examples.draft(offer_examples.terms(visibility="public", external_id=None)),
        republish=republish_offers,
        readable=offers_visible_to,
    )


PUBLIC_WORLDS: dict[str, Callable[[str], World]] = {"needs": needs_at, "offers": offers_at}
"""Service -> what opens its world at a database's address."""
