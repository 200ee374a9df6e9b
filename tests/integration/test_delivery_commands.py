"""The commands by which an operator sees what stands still, lets it go on, or gives it up for a stated reason."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr

from shared.messaging.processing import Applied
from shared.persistence.database import Database
from shared.service.commands import _parser
from shared.service.deliveries import run_delivery_command
from shared.service.process import lay_foundation
from tests.support.http_service import service_settings
from tests.support.posting_services import Desk
from tests.support.published_states import event_of, need_state, offer_state, received
from tests.support.running_matcher import RunningMatcher
from tests.support.service_definitions import SERVICES

Printed = pytest.CaptureFixture[str]


async def carried_out(name: str, database: Database, *arguments: str) -> int:
    """Carry out a service's command as a process of its own would, and return its exit code."""
    url = database.engine.url.render_as_string(hide_password=False)
    foundation = lay_foundation(SERVICES[name], service_settings(service_name=name, database_url=SecretStr(url)))
    chosen = _parser(SERVICES[name]).parse_args(arguments)
    return await asyncio.to_thread(run_delivery_command, SERVICES[name], foundation, chosen)


def documents(printed: Printed) -> list[dict[str, Any]]:
    lines = printed.readouterr().out.splitlines()
    return [document for line in lines if "event" not in (document := json.loads(line))]


async def parked_row(desk: Desk) -> int:
    await desk.opened(visibility="coordinators")
    [row] = await desk.service.rows(
        "UPDATE outbox SET parked_at = now(), attempts = 10, last_error = 'refused' RETURNING position"
    )
    return row["position"]


async def test_a_parked_row_is_listed_and_tried_again(needs_desk: Desk, capsys: Printed) -> None:
    position, database = await parked_row(needs_desk), needs_desk.service.database
    capsys.readouterr()
    assert await carried_out("needs", database, "outbox", "list") == 0
    assert [(each["position"], each["last_error"]) for each in documents(capsys)] == [(position, "refused")]
    assert await carried_out("needs", database, "outbox", "retry", str(position)) == 0
    assert await needs_desk.service.rows("SELECT attempts, parked_at FROM outbox") == [
        {"attempts": 0, "parked_at": None}
    ]


async def test_a_parked_row_is_given_up_with_a_reason_and_no_other_row_can_be(
    needs_desk: Desk, capsys: Printed
) -> None:
    position, database = await parked_row(needs_desk), needs_desk.service.database
    assert await carried_out("needs", database, "outbox", "skip", str(position), "--reason", "sent by hand") == 0
    [row] = await needs_desk.service.rows("SELECT skip_reason, published_at FROM outbox")
    assert (row["skip_reason"], row["published_at"]) == ("sent by hand", None)
    capsys.readouterr()
    assert await carried_out("needs", database, "outbox", "retry", str(position)) == 1
    assert f"The outbox has no parked row {position}." in capsys.readouterr().err


async def test_a_dead_letter_is_listed_and_replayed_once(matcher: RunningMatcher, capsys: Printed) -> None:
    await matcher.take_in(offer_state())
    database, record = matcher.service.database, received(event_of(need_state()))
    await matcher.service.rows("ALTER TABLE candidates RENAME TO gone")
    assert await matcher.processor.process(record, last_try=True) == Applied.BURIED
    await matcher.service.rows("ALTER TABLE gone RENAME TO candidates")
    capsys.readouterr()
    assert await carried_out("matcher", database, "letters", "list") == 0
    [letter] = documents(capsys)
    assert letter["key"] == str(need_state().need_id)
    for done in ("applied", "duplicate"):
        assert await carried_out("matcher", database, "letters", "replay", str(letter["id"])) == 0
        assert [each["done"] for each in documents(capsys)] == [done]
    assert len(await matcher.pairs()) == 1


def test_a_service_that_consumes_nothing_has_no_letters() -> None:
    with pytest.raises(SystemExit):
        _parser(replace(SERVICES["needs"], processor=None)).parse_args(["letters", "list"])
