"""One process of the needs service on a database of its own, and a load that it cannot bear."""

import asyncio
import itertools
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import psutil

from tests.support import request_documents
from tests.support.campaign.identity import identity_provider
from tests.support.campaign.lasting import lasting
from tests.support.campaign.part import Part
from tests.support.overload.calling import Address, Answer, Caller, request
from tests.support.tokens import TokenForge
from tests.support.waiting import eventually

NOBODY = "127.0.0.1:1"
PEOPLE = 50


@dataclass(frozen=True)
class Pressed:
    """A process that takes in needs, what those send who press it, and what its platform asks meanwhile."""

    part: Part
    needs: Iterator[bytes]

    @property
    def address(self) -> Address:
        """Where it listens."""
        return address_of(self.part.url)

    def memory_mb(self) -> float:
        """Return what it holds in memory."""
        return psutil.Process(self.part.pid).memory_info().rss / 2**20

    @asynccontextmanager
    async def watched(self) -> AsyncGenerator[list[Answer]]:
        """Ask whether it lives and is ready, as a platform does, and collect the answers."""
        answers: list[Answer] = []

        async def watch() -> None:
            for path in itertools.cycle(("/livez", "/readyz")):
                async with Caller(self.address) as prober:
                    answers.append(await prober.ask(request("GET", path, {})))
                await lasting(0.2)

        watching = asyncio.create_task(watch())
        try:
            yield answers
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)


def address_of(url: str) -> Address:
    """Return the address of a URL."""
    parts = urlsplit(url)
    return Address(parts.hostname or "", parts.port or 0)


def posted_needs(forge: TokenForge, prefix: str) -> Iterator[bytes]:
    """Return requests that post needs without end, each another one, by fifty accounts in turn."""
    people = [forge.headers("recipient", state="BFA", sub=f"{prefix}-{number}") for number in range(PEOPLE)]
    for number, person in enumerate(itertools.cycle(people)):
        yield request("POST", "/v1/needs", person, request_documents.need(external_id=f"{prefix}-{number}"))


@asynccontextmanager
async def pressed_process(database_url: str) -> AsyncGenerator[Pressed]:
    """Run the API of the needs service as its platform does, with neither a relay nor a broker."""
    with identity_provider() as forge:
        settings = {
            "ACCORD_DATABASE_URL": database_url,
            "ACCORD_KAFKA_BOOTSTRAP": NOBODY,
            "ACCORD_OIDC_ISSUER": forge.issuer,
        }
        part = Part("needs", "api", 1, settings)
        try:
            part.start()
            await eventually(part.is_ready, within=60, what="the process is ready")
            yield Pressed(part, posted_needs(forge, "N"))
        finally:
            part.close()
