"""Erasures in a service's processes: the worker carries them out before it takes in anything else."""

import asyncio
from collections.abc import Sequence

from shared.events.registry import ERASURES_TOPIC
from shared.kafka import KafkaTopicReader
from shared.messaging.worker import Worker
from shared.persistence.database import Database
from shared.personal.erasing import Eraser
from shared.personal.erasures import state_erasures_again
from shared.personal.identifiers import PersonKey
from shared.personal.listening import ErasureListener
from shared.service.background import Background
from shared.service.definition import Foundation, ServiceDefinition
from shared.settings import ServiceSettings


class NoPersonKey(ValueError):
    """The process has to know persons by their digests, and was not given the key."""


def person_key(settings: ServiceSettings) -> PersonKey:
    """Return the key; NoPersonKey names the setting where it is missing."""
    if settings.person_key is None:
        raise NoPersonKey("person_key is missing: set ACCORD_PERSON_KEY or ACCORD_PERSON_KEY_FILE")
    return PersonKey(settings.person_key.get_secret_value())


def eraser_of(service: ServiceDefinition, foundation: Foundation) -> Eraser | None:
    """Return what carries erasures out in this service's database; None where it stores nothing about persons."""
    if service.erasures is None:
        return None
    sessions = foundation.database.sessions
    return Eraser(sessions, service.erasures, service.holdings, person_key(foundation.settings))


def erasures_reader(foundation: Foundation) -> KafkaTopicReader:
    """Return what reads the list of erasures from its beginning."""
    return KafkaTopicReader(foundation.kafka, ERASURES_TOPIC)


def work_after_erasures(service: ServiceDefinition, foundation: Foundation) -> Sequence[Background]:
    """Return the worker's parts: the listening ones begin when every erasure that was ordered so far is applied."""
    parts = service.work(foundation)
    eraser = eraser_of(service, foundation)
    if eraser is None:
        return parts
    listener = ErasureListener(erasures_reader(foundation), eraser)
    held_back = [Afterwards(part, listener.caught_up) if isinstance(part, Worker) else part for part in parts]
    return [listener, *held_back]


async def republish_erasures(service: ServiceDefinition, database: Database) -> int:
    """State every erasure again that this database knows of, and return how many."""
    if service.erasures is None:
        return 0
    async with database.sessions() as session, session.begin():
        return await state_erasures_again(session, service.erasures, service.outbox, service.name)


class Afterwards:
    """Runs a part as soon as something has come about, and not at all when it is stopped before."""

    def __init__(self, part: Background, come_about: asyncio.Event) -> None:
        self._part = part
        self._come_about = come_about
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Ask the part to end, or not to begin."""
        self._stopping.set()
        self._part.stop()

    async def run(self) -> None:
        """Wait, and run the part."""
        waits = [asyncio.create_task(event.wait()) for event in (self._come_about, self._stopping)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        if not self._stopping.is_set():
            await self._part.run()
