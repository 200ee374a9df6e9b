"""Offers that were there before reservations: the upgrade gives them a statement and a year to be confirmed in."""

from datetime import UTC, date, datetime

import asyncpg
from sqlalchemy.engine import make_url

from shared.persistence.migrations import upgrade
from tests.support.databases import SERVICES

MIGRATIONS = SERVICES / "offers" / "migrations"
OFFER = """
INSERT INTO offers (id, version, organisation, donor_name, donor_kind, kind, texts, for_everyone, for_states,
  for_regions, for_groups, excluded_states, applicants, working_languages, "window", call, conditions, condition_notes,
  delivery_model, visibility, provenance, status, closing_reason, created_at, opened_at, updated_at)
VALUES (gen_random_uuid(), $1, 'eu', 'EU', 'state', 'pledge', '[]', true, '{}',
  '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '', 'own_delivery', 'public', '{}', $2, $3, now(), $4, now())
"""


async def test_an_offer_of_before_has_a_year_from_its_opening(database_url: str) -> None:
    opened = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    await upgrade(database_url, MIGRATIONS, "0001")
    address = make_url(database_url)
    connection = await asyncpg.connect(
        user=address.username or "postgres",
        host=address.query.get("host", address.host),  # pyright: ignore[reportArgumentType] (one host)
        port=address.port,
        database=address.database,
    )
    try:
        await connection.execute(OFFER, 1, "draft", None, None)
        await connection.execute(OFFER, 4, "open", None, opened)
        await connection.execute(OFFER, 5, "closed", "ended", opened)
        await upgrade(database_url, MIGRATIONS)
        rows = await connection.fetch("SELECT statement, confirmed_at, confirm_by FROM offers ORDER BY version")
    finally:
        await connection.close()
    assert [tuple(row) for row in rows] == [(1, None, None), (4, opened, date(2027, 3, 1)), (5, opened, None)]
