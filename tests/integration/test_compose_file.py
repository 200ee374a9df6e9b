import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.compose_stack import (
    SERVICES,
    Container,
    compose_command,
    containers,
    is_job,
    make_secrets,
    ours,
    stack,
)
from tests.support.processes import run
from tests.support.source_tree import ROOT

VERSIONED = re.compile(r"[a-z0-9./-]+:\d[\w.-]*")
ROLES = {"migrate", "api", "relay", "worker"}
SPECIALISTS = {"matcher-round-worker"}


def named(condition: Callable[[Container], bool]) -> list[str]:
    """Return the names of all containers that the condition holds for."""
    return [name for name, container in containers().items() if condition(container)]


def has_no_version(container: Container) -> bool:
    return VERSIONED.fullmatch(container["image"]) is None


def waits_for(container: Container, other: str) -> str | None:
    return container.get("depends_on", {}).get(other, {}).get("condition")


def test_every_image_names_its_version() -> None:
    assert named(has_no_version) == []


def test_every_service_runs_its_four_roles_in_containers_of_their_own() -> None:
    found = {service: {f"{service}-{role}" for role in ROLES} for service in SERVICES}
    assert {name for names in found.values() for name in names} | SPECIALISTS | {"topics"} == set(ours())
    assert all(ours()[f"{service}-{role}"]["command"] == [role] for service in SERVICES for role in ROLES)


def test_rounds_are_computed_apart_with_memory_enough_and_need_no_kafka() -> None:
    container = ours()["matcher-round-worker"]
    assert (container["command"], container["mem_limit"]) == (["round-worker"], "3g")
    assert waits_for(container, "matcher-migrate") == "service_completed_successfully"
    assert waits_for(container, "topics") is None


@pytest.mark.parametrize("name", sorted(ours()))
def test_our_containers_can_change_nothing_but_their_scratch_space(name: str) -> None:
    container = ours()[name]
    assert int(container["user"].split(":")[0]) > 0
    assert container["read_only"] is True
    assert container["tmpfs"] == ["/tmp"]  # noqa: S108 - the container's own
    assert container["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("name", sorted(containers()))
def test_no_container_can_gain_rights_or_is_privileged(name: str) -> None:
    container = containers()[name]
    assert "no-new-privileges:true" in container["security_opt"]
    assert container["cap_drop"] == ["ALL"]
    assert not container.keys() & {"privileged", "network_mode", "pid", "ipc", "devices"}


def test_everything_that_stays_up_has_a_health_check_and_comes_back_by_itself() -> None:
    staying = {name: container for name, container in containers().items() if not is_job(container)}
    assert [name for name, container in staying.items() if "test" not in container["healthcheck"]] == []
    assert {container["restart"] for container in staying.values()} == {"unless-stopped"}


def test_jobs_are_the_migrations_and_the_topics() -> None:
    assert set(named(is_job)) == {"topics", *(f"{service}-migrate" for service in SERVICES)}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_starts_on_its_finished_schema_and_an_api_needs_no_kafka(service: str) -> None:
    assert waits_for(ours()[f"{service}-migrate"], "postgres") == "service_healthy"
    for role in ROLES - {"migrate"}:
        container = ours()[f"{service}-{role}"]
        assert waits_for(container, f"{service}-migrate") == "service_completed_successfully"
        assert waits_for(container, "topics") == (None if role == "api" else "service_completed_successfully")


def test_ports_are_published_on_loopback_only() -> None:
    published = [port for container in containers().values() for port in container.get("ports", [])]
    assert sorted(published) == [
        f"127.0.0.1:{number}" for number in ("8701:8000", "8702:8000", "8703:8000", "8704:8080")
    ]


@pytest.mark.parametrize("name", sorted(ours()))
def test_a_container_is_given_the_address_of_its_own_database_and_no_other_secret(name: str) -> None:
    service, _, role = name.partition("-")
    more = {
        "api": ["introspection_secret"],
        "migrate": [f"{service}_migration_database_url"],
        "worker": ["person_key"],
    }
    its_own = [f"{service}_database_url", *more.get(role, [])]
    assert ours()[name].get("secrets", []) == ([] if name == "topics" else its_own)


@pytest.mark.parametrize("service", SERVICES)
def test_only_the_migration_signs_in_as_the_owner_of_the_tables(service: str) -> None:
    named = {name: made["environment"].get("ACCORD_MIGRATION_DATABASE_URL_FILE") for name, made in ours().items()}
    mine = {name: path for name, path in named.items() if name.startswith(service) and path}
    assert mine == {f"{service}-migrate": f"/run/secrets/{service}_migration_database_url"}


def test_no_secret_stands_in_the_file() -> None:
    assert all(set(secret) == {"file"} for secret in stack()["secrets"].values())
    settings = [setting for container in containers().values() for setting in container.get("environment", {})]
    assert [name for name in settings if re.search(r"(PASSWORD|SECRET|DATABASE_URL)$", name)] == []


def test_tokens_name_the_published_address_and_their_keys_come_from_inside() -> None:
    for service in SERVICES:
        settings = ours()[f"{service}-api"]["environment"]
        assert (
            settings["ACCORD_OIDC_ISSUER"] == containers()["keycloak"]["environment"]["KC_HOSTNAME"] + "/realms/accord"
        )
        assert settings["ACCORD_OIDC_JWKS_URL"].startswith("http://keycloak:8080/realms/accord/")


def test_the_apis_ask_keycloak_about_sessions_and_coordinators_for_a_one_time_code() -> None:
    realm = "http://keycloak:8080/realms/accord/"
    for service in SERVICES:
        settings = ours()[f"{service}-api"]["environment"]
        assert settings["ACCORD_OIDC_INTROSPECTION_URL"].startswith(realm)
        assert settings["ACCORD_OIDC_INTROSPECTION_CLIENT_SECRET_FILE"] == "/run/secrets/introspection_secret"
        assert settings["ACCORD_OIDC_SECOND_FACTOR"] == "otp"
        assert settings["ACCORD_DATABASE_URL_FILE"] == f"/run/secrets/{service}_database_url"


def test_kafka_creates_no_topic_in_passing() -> None:
    assert containers()["kafka"]["environment"]["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"


def test_what_is_mounted_or_built_from_the_repository_is_there() -> None:
    mounted = [volume for container in containers().values() for volume in container.get("volumes", [])]
    files = [volume.split(":")[0] for volume in mounted if volume.startswith("./")]
    files += [container["build"]["dockerfile"] for container in containers().values() if "build" in container]
    assert len(files) == len(SERVICES) + 2
    assert [file for file in files if not (ROOT / file).is_file()] == []


def test_docker_compose_takes_the_file_and_the_ports_that_it_is_given(tmp_path: Path) -> None:
    command = [*compose_command(), "config", "--format", "json"]
    make_secrets(tmp_path / "secrets")
    given = [f"ACCORD_SECRETS_DIR={tmp_path / 'secrets'}", "ACCORD_NEEDS_PORT=9701"]
    resolved = json.loads(run(["env", *given, *command]))
    assert resolved["services"].keys() == containers().keys()
    assert resolved["services"]["needs-api"]["ports"][0]["published"] == "9701"


def test_docker_compose_stops_at_once_and_says_what_to_do_where_the_secrets_are_missing(tmp_path: Path) -> None:
    command = ["env", f"ACCORD_SECRETS_DIR={tmp_path}", *compose_command(), "config", "--quiet"]
    with pytest.raises(RuntimeError, match=r"written_by_make_secrets\.env not found"):
        run(command)
