"""A service's own role notes, shows, erases and forgets personal data, and cannot rewrite who has read a contact."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import asyncpg
import pytest

from accord.database_roles import owner_of
from needs.adapters.personal import HOLDINGS as NEEDS_HOLDINGS
from needs.adapters.tables import contact_accesses as needs_accesses
from offers.adapters.personal import HOLDINGS as OFFERS_HOLDINGS
from offers.adapters.tables import contact_accesses as offers_accesses
from shared.personal.retention import forget_accesses
from tests.support.held_persons import known_by
from tests.support.posting_services import BOTH, desk_at
from tests.support.two_role_server import TwoRoleServer, two_role_server

HOLDINGS: Final[dict[str, Any]] = {"needs": NEEDS_HOLDINGS, "offers": OFFERS_HOLDINGS}
ACCESSES: Final = {"needs": needs_accesses, "offers": offers_accesses}
NOTE: Final = """
    INSERT INTO contact_accesses (at, record_id, reader, by_role, regions, through)
    SELECT now() - age, gen_random_uuid(), gen_random_uuid(), 'coordinator', '{}', 'read_need'
    FROM unnest(ARRAY[interval '0', interval '364 days', interval '366 days', interval '800 days']) AS age
"""
AGES: Final = "SELECT (now() - at)::interval day AS age FROM contact_accesses ORDER BY at"


@pytest.fixture(scope="module")
def server() -> Iterator[TwoRoleServer]:
    """One server for the module; its databases are made once."""
    with two_role_server(*BOTH) as server:
        yield server


@pytest.mark.parametrize("service", sorted(BOTH))
async def test_a_contact_is_noted_read_and_erased_under_the_services_own_role(
    server: TwoRoleServer, service: str
) -> None:
    async with desk_at(BOTH[service], server.url(service, service)) as desk:
        record = await desk.opened(contact={"name": "Ama Mensah", "email": "ama@mensah.example"})
        assert (await desk.read(record, desk.service.forge.as_coordinator())).json()["contact"] is not None
        assert len((await desk.read(record, more="/contact-accesses")).json()["items"]) == 1
        for identifier in ({"email": "ama@mensah.example"}, {"account": "coordinator"}):
            async with desk.service.database.sessions() as session, session.begin():
                person = known_by(identifier)
                assert sum([await each.erase(session, person, "erased:1") for each in HOLDINGS[service]]) > 0
        assert (await desk.read(record)).json()["contact"] is None


@pytest.mark.parametrize("service", sorted(BOTH))
async def test_accesses_younger_than_a_year_are_removed_by_nobody(server: TwoRoleServer, service: str) -> None:
    await server.run(service, owner_of(service), "TRUNCATE contact_accesses", NOTE)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await server.run(service, service, "DELETE FROM contact_accesses WHERE at < now() - interval '2 years'")
    for age in ("now()", "now() + interval '9 years'", "'infinity'"):
        await server.run(service, service, f"SELECT forget_contact_accesses({age}, 1000000)")
    assert [row["age"].days for row in await server.run(service, service, AGES)] == [364, 0]
    for change in ("DELETE FROM contact_accesses", "UPDATE contact_accesses SET through = 'nothing'"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await server.run(service, owner_of(service), change)


@pytest.mark.parametrize("service", sorted(BOTH))
async def test_old_accesses_are_forgotten_under_the_services_own_role(server: TwoRoleServer, service: str) -> None:
    await server.run(service, owner_of(service), "TRUNCATE contact_accesses", NOTE)
    desk_of = desk_at(BOTH[service], server.url(service, service))
    async with desk_of as desk, desk.service.database.sessions() as session, session.begin():
        assert await forget_accesses(session, ACCESSES[service], timedelta(days=730)) == 1
    assert [row["age"].days for row in await server.run(service, service, AGES)] == [366, 364, 0]
