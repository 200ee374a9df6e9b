"""The saga's world on PostgreSQL, in which one database after the other can be put back to what it was before."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.engine import make_url

from matcher.adapters.decisions.checkpoints import publish_checkpoint
from matcher.adapters.emptying import empty_projections
from shared.messaging.bus import IncomingRecord, Partition
from shared.personal.listening import TopicReader
from shared.service.definition import Foundation
from shared.service.process import lay_foundation
from shared.service.restored import mend, report
from tests.support.http_service import service_settings
from tests.support.saga.agreement import discord, unfounded
from tests.support.saga.bus import SagaBus
from tests.support.saga.real_world import RealWorld
from tests.support.service_definitions import SERVICES

Told = list[dict[str, Any]]

ROUNDS: Final = 4
"""More rounds than a repair needs until nothing is left."""


class SagaTopicReader:
    """Reads a topic of the saga's bus for itself."""

    def __init__(self, bus: SagaBus, topic: str) -> None:
        self._bus = bus
        self._topic = topic

    async def read_on(self) -> list[IncomingRecord]:
        """Return everything that stands there."""
        place = Partition(self._topic, 0)
        sent = enumerate(self._bus.of_topic(self._topic))
        return [IncomingRecord(place, at, each.lane[1].encode(), each.value, each.headers, 0.0) for at, each in sent]

    async def begin_again(self) -> None:
        """Have nothing to let go."""


class RestoredWorld(RealWorld):
    """What an operator does to three services: backups, restores, and the commands of docs/restoring.md."""

    def url(self, service: str) -> str:
        """Return where a service's database is now."""
        return self._urls[service]

    def back_up(self, service: str) -> str:
        """Keep what the service's database holds now."""
        return self._run(self._copy(self._urls[service], service))

    def restore(self, service: str, backup: str) -> None:
        """Have the service go on with what a backup holds; the others and the bus stay as they are."""
        restored = self._run(self._copy(backup, service))
        for database in self._opened.values():
            self._run(database.dispose())
        self._run(self._databases.drop(self._urls[service]))
        self._urls[service] = restored
        self._wire(self.traffic.bus)

    def report(self, service: str) -> Told:
        """Ask what consumers know otherwise."""
        return self._with(service, lambda foundation: report(SERVICES[service], foundation, self._reader))[0]

    def repair(self, service: str, *, end_missing: bool = True) -> Told:
        """Have consumers believe the database again."""

        def work(foundation: Foundation) -> Any:
            return mend(SERVICES[service], foundation, self._reader, end_missing=end_missing)

        return self._with(service, work)[0]

    def republish(self, service: str) -> None:
        """Have a service state everything again, and everybody hear it."""
        stating: Any = SERVICES[service].republish
        self._run(stating(self._opened[service]))
        self.traffic.settle()

    def rebuild(self) -> None:
        """Have the matcher read all topics from their beginning."""
        self._run(self._empty())
        self.traffic.deliver_all_again("matcher")
        self.traffic.settle()

    def publish_checkpoint(self) -> None:
        """Say how far the decision log has come."""
        self._run(self._checkpoint())
        self.traffic.settle()

    def mend_until_nothing_is_left(self, service: str) -> Told:
        """Do what docs/restoring.md says, and return what was found first."""
        first = self.repair(service)
        for _ in range(ROUNDS):
            self.traffic.settle()
            self.rebuild() if service == "matcher" else self.republish("matcher")
            if len(self.repair(service)) == 1:
                return first
        raise AssertionError(self.report(service))

    def mend_all_until_nothing_is_left(self) -> None:
        """Repair all three again until none finds anything, with everything heard in between."""
        for _ in range(ROUNDS):
            self.traffic.settle()
            if {service: len(self.repair(service)) for service in self._urls} == dict.fromkeys(self._urls, 1):
                return
        raise AssertionError([self.report(service) for service in self._urls])

    def differences(self) -> list[str]:
        """Have everything heard, and return wherever the three databases differ; lost versions leave gaps."""
        self.traffic.settle()
        found = [*unfounded(*self._stores()), *discord(*self._stores()), *self._dead_letters()]
        return [each for each in found if not each.startswith("answers of")]

    def copies_of_needs(self) -> dict[UUID, tuple[int, str]]:
        """Return version and status of each need as the matcher knows it."""
        rows = self.matches.rows(text("SELECT need_id, version, status FROM needs"))
        return {row["need_id"]: (row["version"], row["status"]) for row in rows}

    def held_for_unknown_matches(self) -> list[Any]:
        """Return what either side holds for matches that the matcher does not know."""
        known = {match.id for match in self.people.matches.all()}
        query = text("SELECT match_id FROM reservations JOIN reservation_holdings ON reservation_id = reservations.id")
        rows = [*self.needs.rows(query), *self.offers.rows(query)]
        return [row["match_id"] for row in rows if row["match_id"] not in known]

    def _reader(self, topic: str) -> TopicReader:
        return SagaTopicReader(self.traffic.bus, topic)

    def _with(self, service: str, work: Callable[[Foundation], Any]) -> Any:
        """Do something on the foundation that a command of the service stands on."""
        settings = service_settings(service_name=service, database_url=SecretStr(self._urls[service]), pool_size=2)
        foundation = replace(lay_foundation(SERVICES[service], settings), clock=self.clock)
        try:
            return self._run(work(foundation))
        finally:
            self._run(foundation.database.dispose())

    async def _copy(self, url: str, service: str) -> str:
        await self._opened[service].dispose()
        return await self._databases.create(template=str(make_url(url).database))

    async def _empty(self) -> None:
        async with self._opened["matcher"].sessions() as session, session.begin():
            await empty_projections(session, "matcher")

    async def _checkpoint(self) -> None:
        async with self._opened["matcher"].sessions() as session, session.begin():
            await publish_checkpoint(session, self.clock)
