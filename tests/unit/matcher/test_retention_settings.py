"""How long the matcher keeps words, pseudonyms and inputs is set from outside; no shorter than people may write."""

from datetime import timedelta

import pytest
from pydantic import SecretStr, ValidationError

from matcher.adapters.personal.retention import Kept, kept_for
from matcher.domain.dialogue.floor import OPEN_AFTER_THE_END
from matcher.settings import MatcherSettings
from tests.support.http_service import service_settings


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORD_OIDC_ISSUER", "http://127.0.0.1:1/")


def settings() -> MatcherSettings:
    """Return the settings as the environment gives them."""
    url = SecretStr("postgresql+asyncpg://matcher:opensesame@127.0.0.1:1/matcher")
    return MatcherSettings(database_url=url)  # pyright: ignore[reportCallIssue] (the rest comes from the environment)


def test_without_settings_words_outlast_the_next_review_conference() -> None:
    assert kept_for(settings()) == kept_for(service_settings()) == Kept()
    assert Kept().words > timedelta(days=6 * 366)


def test_each_period_is_set_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORD_DIALOGUE_RETENTION_DAYS", "400")
    monkeypatch.setenv("ACCORD_PSEUDONYM_RETENTION_DAYS", "2")
    monkeypatch.setenv("ACCORD_ROUND_INPUTS_RETENTION_DAYS", "0.5")
    assert kept_for(settings()) == Kept(timedelta(days=400), timedelta(days=2), timedelta(hours=12))


def test_words_are_kept_at_least_while_people_may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORD_DIALOGUE_RETENTION_DAYS", str(OPEN_AFTER_THE_END.days - 1))
    with pytest.raises(ValidationError, match="dialogue_retention_days"):
        settings()


@pytest.mark.parametrize("name", ["PSEUDONYM", "ROUND_INPUTS"])
def test_a_period_that_is_no_time_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"ACCORD_{name}_RETENTION_DAYS", "0")
    with pytest.raises(ValidationError, match=f"{name.lower()}_retention_days"):
        settings()
