from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError

from shared.clock import system_clock
from tests.support.http_service import ask, service, service_settings

WHERE = "/.well-known/security.txt"


async def test_whoever_finds_a_weakness_reads_whom_to_tell() -> None:
    settings = service_settings(security_contact="mailto:security@example.org")
    answer = await ask(service(settings=settings), "GET", WHERE)
    told = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert told["Contact"] == "mailto:security@example.org"
    ahead = datetime.fromisoformat(told["Expires"]) - system_clock()
    assert timedelta(0) < ahead < timedelta(days=365)


async def test_where_no_contact_is_set_none_is_made_up() -> None:
    answer = await ask(service(), "GET", WHERE)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


@pytest.mark.parametrize("contact", ["security@example.org", "http://example.org", "mailto:a@b.org\nExpires: never"])
def test_a_contact_that_is_no_uri_stops_the_start(contact: str) -> None:
    with pytest.raises(ValidationError, match="security_contact"):
        service_settings(security_contact=contact)
