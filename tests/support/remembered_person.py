"""Awa, whom a needs service remembers, and ways to tell whether anything of her is left somewhere."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from shared.service.definition import ServiceDefinition
from tests.support.backups import restore
from tests.support.databases import Databases
from tests.support.erasing import ErasingService, erasing
from tests.support.memory_bus import MemoryBus
from tests.support.posting_services import NEED, desk_at
from tests.support.service_definitions import NEEDS

AWA: Final = {"email": "awa@somewhere.example", "name": "Awa Unforgotten", "phone": "+226 25 30 00 99"}
ACCOUNT: Final = "awa-account"
TEXTS: Final = [
    {"language": "en", "title": "Marking machines", "narrative": "Ask Awa Unforgotten, +226 25300099, for more."}
]
_PLAIN: Final = ("awa@somewhere", "unforgotten", "25300099", "25 30 00 99", ACCOUNT)


def names_nobody(held: str) -> bool:
    """Whether nothing of Awa is in this text."""
    return not any(plain in held.casefold() for plain in _PLAIN)


async def applied_by(services: Sequence[ErasingService]) -> bool:
    """Whether each of them has applied one erasure."""
    counted = [await each.rows("SELECT count(*) FROM erasures WHERE applied_at IS NOT NULL") for each in services]
    return all(row["count"] == 1 for [row] in counted)


@asynccontextmanager
async def needs_remembering_awa(database_url: str) -> AsyncGenerator[ErasingService]:
    """A needs service in which she is the contact of a circulated need, and is named in its text."""
    async with desk_at(NEED, database_url) as desk:
        await desk.opened(contact=dict(AWA), texts=TEXTS)
    async with erasing(NEEDS, database_url) as service:
        yield service


@asynccontextmanager
async def restored_from(
    backup: Path, databases: Databases, bus: MemoryBus, definition: ServiceDefinition = NEEDS
) -> AsyncGenerator[ErasingService]:
    """A service on a database made from a backup."""
    async with erasing(definition, await restore(databases, backup), bus) as service:
        yield service
