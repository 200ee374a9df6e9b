"""Rates and profiles of before persons stood beside them: the upgrade moves who decided and why, and no decision."""

from collections.abc import Sequence
from typing import Any, Final

import asyncpg
from sqlalchemy.engine import make_url

from shared.persistence.migrations import upgrade
from tests.support.databases import SERVICES

MIGRATIONS: Final = SERVICES / "matcher" / "migrations"
BEFORE: Final = "0010"
DECIDED: Final = (
    """INSERT INTO rate_tables (id, source, "on", reference, millionths, loaded_by, loaded_at)
       VALUES (gen_random_uuid(), 'UN', '2026-03-01', 'USD', '{"EUR": 920000}', 'jane', now())""",
    """INSERT INTO scoring_profiles (digest, name, version, weights, note, created_by, created_at)
       VALUES ('d', 'mine', 1, '{}', 'For spring.', 'jane', now())""",
    """INSERT INTO scoring_profile_activations (digest, reason, activated_by, activated_at)
       VALUES ('d', 'Agreed.', 'jane', now())""",
    "INSERT INTO pseudonyms (subject, pseudonym) VALUES ('jane', gen_random_uuid())",
)
MOVED: Final = {
    "SELECT source, loaded_by FROM rate_tables JOIN rate_table_authors USING (id)": [("UN", "jane")],
    "SELECT version, note, created_by FROM scoring_profiles"
    " JOIN scoring_profile_remarks USING (digest) ORDER BY number": [
        (1, "Shipped with the matcher.", None),
        (1, "For spring.", "jane"),
    ],
    "SELECT digest = 'd', reason, activated_by FROM scoring_profile_activations"
    " JOIN scoring_profile_activation_remarks USING (number) ORDER BY number": [
        (False, "Shipped with the matcher.", None),
        (True, "Agreed.", "jane"),
    ],
    "SELECT subject, used_at > now() - interval '1 hour' FROM pseudonyms": [("jane", True)],
}


async def connected(url: str) -> asyncpg.Connection:
    address = make_url(url)
    return await asyncpg.connect(
        user=address.username or "postgres",
        host=address.query.get("host", address.host),  # pyright: ignore[reportArgumentType] (one host)
        port=address.port,
        database=address.database,
    )


async def test_who_decided_and_why_is_there_after_the_upgrade(database_url: str) -> None:
    await upgrade(database_url, MIGRATIONS, BEFORE)
    connection = await connected(database_url)
    try:
        for statement in DECIDED:
            await connection.execute(statement)
        await upgrade(database_url, MIGRATIONS)
        found: dict[str, Sequence[Any]] = {query: await connection.fetch(query) for query in MOVED}
    finally:
        await connection.close()
    assert {query: [tuple(row) for row in rows] for query, rows in found.items()} == MOVED
