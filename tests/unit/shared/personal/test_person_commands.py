"""Commands on persons and the worker refuse to begin without the key, and say which setting is missing."""

import json

import pytest

from shared.service.commands import run_command
from shared.service.persons import holdings_of
from shared.settings import ServiceSettings
from tests.support.http_service import PERSON_KEY, service_settings
from tests.support.service_definitions import SERVICES

WHO = ["--email", "awa@somewhere.example"]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The least that a service is told: no key, and a database that nobody reaches."""
    monkeypatch.setenv("ACCORD_DATABASE_URL", "postgresql+asyncpg://needs@127.0.0.1:1/needs")
    monkeypatch.setenv("ACCORD_OIDC_ISSUER", "http://127.0.0.1:1/")
    monkeypatch.delenv("ACCORD_PERSON_KEY", raising=False)
    return monkeypatch


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("name", sorted(SERVICES))
@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["worker"], 2),
        (["all"], 2),
        (["persons", "export", *WHO], 1),
        (["persons", "erase", *WHO, "--reason", "requested"], 1),
        (["persons", "apply"], 1),
    ],
)
def test_without_the_key_nothing_begins_that_needs_it(
    name: str, command: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(SERVICES[name], command) == code
    assert "person_key is missing: set ACCORD_PERSON_KEY" in capsys.readouterr().err


def test_a_key_that_could_be_guessed_stops_the_start_and_is_not_repeated(
    told: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told.setenv("ACCORD_PERSON_KEY", "too-short-a-key")
    assert run_command(SERVICES["needs"], ["worker"]) == 2
    said = capsys.readouterr().err
    assert "person_key" in said
    assert "too-short-a-key" not in said


def test_nobody_is_looked_for_when_nobody_was_named(
    told: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told.setenv("ACCORD_PERSON_KEY", PERSON_KEY)
    assert run_command(SERVICES["needs"], ["persons", "export"]) == 1
    assert "say who it is" in capsys.readouterr().err


def test_what_is_no_address_is_refused_by_its_field(
    told: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told.setenv("ACCORD_PERSON_KEY", PERSON_KEY)
    assert run_command(SERVICES["needs"], ["persons", "export", "--email", "awa"]) == 1
    assert "/email: expected an address" in capsys.readouterr().err


@pytest.mark.usefixtures("told")
def test_a_reason_is_one_of_a_few_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run_command(SERVICES["needs"], ["persons", "erase", *WHO, "--reason", "Awa asked for it"])
    assert "requested" in capsys.readouterr().err


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("name", sorted(SERVICES))
def test_what_is_held_is_told_without_a_key_or_a_database(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(SERVICES[name], ["persons", "holdings"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines == holdings_of(SERVICES[name])
    assert len({line["place"] for line in lines}) == len(lines) > 0


def test_the_key_is_in_no_repr() -> None:
    settings: ServiceSettings = service_settings()
    assert PERSON_KEY not in repr(settings)
    assert PERSON_KEY not in str(settings.model_dump())
