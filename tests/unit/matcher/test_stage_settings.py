"""How long a match may stand in each stage is set from outside; what is wrong is refused by name."""

from datetime import timedelta

import pytest
from pydantic import SecretStr, ValidationError

from matcher.domain.matches.clocks import USUAL, StagePeriods
from matcher.domain.matches.life_cycle import Status
from matcher.settings import MatcherSettings, clock_seconds, stage_periods
from tests.support.http_service import service_settings


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORD_OIDC_ISSUER", "http://127.0.0.1:1/")


def settings() -> MatcherSettings:
    """Return the settings as the environment gives them."""
    url = SecretStr("postgresql+asyncpg://matcher:opensesame@127.0.0.1:1/matcher")
    return MatcherSettings(database_url=url)  # pyright: ignore[reportCallIssue] (the rest comes from the environment)


def test_without_settings_the_usual_periods_hold() -> None:
    assert stage_periods(settings()) == StagePeriods(USUAL, timedelta(days=7))
    assert stage_periods(service_settings()) == StagePeriods()
    assert clock_seconds(settings()) == clock_seconds(service_settings()) == 10


def test_a_stage_that_is_set_goes_before_the_usual_and_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORD_STAGE_DAYS", "proposed=10, endorsed=0.5")
    monkeypatch.setenv("ACCORD_STAGE_REMINDER_DAYS", "3")
    monkeypatch.setenv("ACCORD_CLOCK_SECONDS", "0.2")
    changed: dict[Status, timedelta] = {"proposed": timedelta(days=10), "endorsed": timedelta(hours=12)}
    assert stage_periods(settings()) == StagePeriods({**USUAL, **changed}, timedelta(days=3))
    assert clock_seconds(settings()) == 0.2


@pytest.mark.parametrize("wrong", ["proposed=30,endorse=2", "proposed", "proposed=", "=3", "evaluated=3"])
def test_an_entry_that_names_no_stage_with_a_period_is_refused_with_the_stages(
    monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setenv("ACCORD_STAGE_DAYS", wrong)
    with pytest.raises(ValidationError) as refused:
        settings()
    [error] = refused.value.errors()
    assert error["loc"] == ("stage_days",)
    assert "in_delivery" in error["msg"]
    assert f"entry {wrong.count(',') + 1}" in error["msg"]


@pytest.mark.parametrize("days", ["0", "-1", "soon", "nan", "1e9"])
def test_a_period_that_is_no_number_of_days_is_refused_at_its_stage(monkeypatch: pytest.MonkeyPatch, days: str) -> None:
    monkeypatch.setenv("ACCORD_STAGE_DAYS", f"reserved={days}")
    with pytest.raises(ValidationError) as refused:
        settings()
    assert [error["loc"] for error in refused.value.errors()] == [("stage_days", "reserved")]


def test_an_end_has_no_period_however_it_is_given() -> None:
    given = service_settings().model_dump() | {"stage_days": {"evaluated": 3}}
    with pytest.raises(ValidationError) as refused:
        MatcherSettings.model_validate(given)
    assert refused.value.errors()[0]["loc"] == ("stage_days",)
