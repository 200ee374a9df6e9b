from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsError

from shared.settings import ServiceRole, ServiceSettings

URL = "postgresql+asyncpg://needs:opensesame@db:5432/needs"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The least that a service is told."""
    for name in ("SERVICE_NAME", "DATABASE_URL", "OIDC_ISSUER", "ROLES", "LOG_LEVEL", "HOST", "PORT"):
        monkeypatch.delenv(f"ACCORD_{name}", raising=False)
        monkeypatch.delenv(f"ACCORD_{name}_FILE", raising=False)
    monkeypatch.setenv("ACCORD_SERVICE_NAME", "needs")
    monkeypatch.setenv("ACCORD_DATABASE_URL", URL)
    monkeypatch.setenv("ACCORD_OIDC_ISSUER", "https://id.example.org/realms/accord")
    return monkeypatch


def read() -> ServiceSettings:
    """Read the settings from the environment alone."""
    arguments: dict[str, Any] = {}
    return ServiceSettings(**arguments)


@pytest.mark.usefixtures("environment")
def test_what_is_not_told_has_a_safe_default() -> None:
    settings = read()
    assert (settings.host, settings.kafka_idempotent_producer, settings.cors_origins) == ("127.0.0.1", True, ())
    assert (settings.pool_size, settings.pool_timeout_seconds, settings.oidc_audience) == (10, 2.0, "accord")
    assert settings.roles == set(ServiceRole)
    assert settings.oidc_jwks_url is None


def test_the_environment_is_read(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ACCORD_PORT", "9001")
    environment.setenv("ACCORD_KAFKA_IDEMPOTENT_PRODUCER", "false")
    environment.setenv("ACCORD_LOG_LEVEL", "debug")
    settings = read()
    assert (settings.port, settings.kafka_idempotent_producer, settings.log_level) == (9001, False, "DEBUG")


def test_lists_are_separated_by_commas(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ACCORD_ROLES", "api, relay")
    environment.setenv("ACCORD_CORS_ORIGINS", "https://a.example.org,https://b.example.org")
    settings = read()
    assert settings.roles == {ServiceRole.API, ServiceRole.RELAY}
    assert settings.cors_origins == ("https://a.example.org", "https://b.example.org")


def test_a_secret_comes_from_a_file_where_the_platform_mounts_one(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = tmp_path / "database-url"
    secret.write_text(URL + "\n", encoding="utf-8")
    environment.delenv("ACCORD_DATABASE_URL")
    environment.setenv("ACCORD_DATABASE_URL_FILE", str(secret))
    assert read().database_url.get_secret_value() == URL


def test_any_field_can_come_from_a_file(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    roles = tmp_path / "roles"
    roles.write_text("worker,relay", encoding="utf-8")
    environment.setenv("ACCORD_ROLES_FILE", str(roles))
    assert read().roles == {ServiceRole.WORKER, ServiceRole.RELAY}


def test_a_file_that_is_not_there_stops_the_start(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.delenv("ACCORD_DATABASE_URL")
    environment.setenv("ACCORD_DATABASE_URL_FILE", str(tmp_path / "missing"))
    with pytest.raises(SettingsError, match="ACCORD_DATABASE_URL_FILE"):
        read()


def test_a_field_given_both_ways_stops_the_start(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.setenv("ACCORD_DATABASE_URL_FILE", str(tmp_path / "other"))
    with pytest.raises(SettingsError, match="both"):
        read()


@pytest.mark.usefixtures("environment")
def test_secrets_are_never_shown() -> None:
    settings = read()
    for shown in (repr(settings), str(settings), settings.model_dump_json(), f"{settings.database_url}"):
        assert "opensesame" not in shown


def test_an_error_names_the_field_and_not_the_value(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ACCORD_DATABASE_URL", "mysql://needs:opensesame@db/needs")
    environment.setenv("ACCORD_PORT", "opensesame")
    with pytest.raises(ValidationError) as refusal:
        read()
    assert "port" in str(refusal.value)
    assert "opensesame" not in str(refusal.value)


@pytest.mark.parametrize("url", ["postgresql://db/needs", "postgresql+psycopg://db/needs", "sqlite://"])
def test_a_driver_that_would_block_is_refused(environment: pytest.MonkeyPatch, url: str) -> None:
    environment.setenv("ACCORD_DATABASE_URL", url)
    with pytest.raises(ValidationError, match="asyncpg"):
        read()


def test_the_owner_of_the_tables_is_reached_through_the_same_driver_and_is_a_secret(
    environment: pytest.MonkeyPatch,
) -> None:
    assert read().migration_database_url is None
    environment.setenv("ACCORD_MIGRATION_DATABASE_URL", URL.replace("needs:", "needs_owner:"))
    assert "opensesame" not in repr(read())
    environment.setenv("ACCORD_MIGRATION_DATABASE_URL", "postgresql://needs_owner@db/needs")
    with pytest.raises(ValidationError, match="migration_database_url must begin with"):
        read()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ROLES", ""),
        ("ROLES", "cook"),
        ("LOG_LEVEL", "loud"),
        ("SERVICE_NAME", "Needs!"),
        ("POOL_TIMEOUT_SECONDS", "0"),
    ],
)
def test_a_value_that_means_nothing_stops_the_start(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    environment.setenv(f"ACCORD_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        read()


@pytest.mark.usefixtures("environment")
def test_settings_do_not_change_while_a_service_runs() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        read().__setattr__("port", 1)
