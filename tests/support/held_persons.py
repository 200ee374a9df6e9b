"""A person known by the members of its contact, and a search through everything that a database holds."""

from collections.abc import Mapping
from typing import Final

from shared.personal.identifiers import KINDS, Kind
from shared.personal.person import Person
from tests.support.persons import person
from tests.support.running_service import RunningService

_TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
_PAYLOADS: Final = "SELECT convert_from(payload, 'UTF8') AS said FROM outbox WHERE payload IS NOT NULL"


def known_by(given: Mapping[str, str]) -> Person:
    """Return the person with these members of a contact, or this `account`."""
    members: list[tuple[Kind, str]] = [(kind, given[kind]) for kind in KINDS if kind in given]
    return person(*members)


async def everything_in(service: RunningService) -> str:
    """Return every row of every table as text, and the payloads of the outbox in clear."""
    said: list[str] = []
    for table in await service.rows(_TABLES):
        rows = await service.rows(f"SELECT to_jsonb(each)::text AS said FROM {table['tablename']} AS each")  # noqa: S608 (the catalogue's own names)
        said += [row["said"] for row in rows]
    return "\n".join([*said, *(row["said"] for row in await service.rows(_PAYLOADS))])
