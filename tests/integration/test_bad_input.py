"""Bad input is answered with a problem that names the field, and leaves nothing behind."""

from typing import Any

import httpx
import pytest

from tests.support.bad_documents import BY_SERVICE, Bad
from tests.support.posting_services import Desk, Posting

UNREADABLE: dict[str, tuple[bytes, str | None, int]] = {
    "no JSON": (b"{nonsense", "application/json", 400),
    "half a document": (b'{"texts": [', "application/json", 400),
    "a name twice": (b'{"texts": [], "texts": []}', "application/json", 400),
    "not a number": (b'{"priority": NaN}', "application/json", 400),
    "a number beyond all bounds": (b'{"priority": 1e999}', "application/json", 400),
    "no UTF-8": (b'{"external_id": "\xff"}', "application/json", 400),
    "U+0000": (b'{"external_id": "a\\u0000b"}', "application/json", 400),
    "endless nesting": (b"[" * 10_000 + b"]" * 10_000, "application/json", 400),
    "a list instead of an object": (b"[]", "application/json", 422),
    "nothing": (b"", "application/json", 422),
    "a form": (b"texts=a", "application/x-www-form-urlencoded", 415),
    "plain text": (b"{}", "text/plain", 415),
    "no media type": (b"{}", None, 415),
    "more than a megabyte": (b'{"external_id": "' + b"x" * 1_048_576 + b'"}', "application/json", 413),
}


def pointers(answer: httpx.Response) -> list[str]:
    return [each.get("pointer") for each in answer.json().get("errors", [])]


def with_mistake(posting: Posting, bad: Bad) -> dict[str, Any]:
    document = posting.document(**bad.changes)
    return {name: value for name, value in document.items() if name != bad.left_out}


async def send(desk: Desk, body: bytes, media_type: str | None) -> httpx.Response:
    headers = {} if media_type is None else {"Content-Type": media_type}
    return await desk.service.ask("POST", desk.posting.path, desk.author, headers=headers, content=body)


async def test_every_mistake_is_named_and_nothing_is_written(desk: Desk) -> None:
    before = await desk.counts()
    for mistake, bad in BY_SERVICE[desk.posting.definition.name].items():
        answer = await desk.service.ask("POST", desk.posting.path, desk.author, with_mistake(desk.posting, bad))
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json"), mistake
        assert pointers(answer) == [bad.pointer], (mistake, answer.json()["errors"])
    assert await desk.counts() == before


async def test_no_amendment_brings_a_mistake_into_a_record(desk: Desk) -> None:
    record = await desk.opened()
    before = await desk.counts()
    path = f"{desk.posting.path}/{record['id']}"
    for mistake, bad in BY_SERVICE[desk.posting.definition.name].items():
        body = with_mistake(desk.posting, bad)
        answer = await desk.service.ask("PUT", path, desk.author, body, version=record["version"])
        assert (answer.status_code, pointers(answer)) == (422, [bad.pointer]), mistake
    assert await desk.counts() == before
    assert (await desk.read(record)).json() == record


async def test_all_mistakes_of_a_document_are_named_at_once(desk: Desk) -> None:
    answer = await desk.post(working_languages=["klingon"], window={"start": "2027-01-02", "end": "2027-01-01"})
    assert set(pointers(answer)) == {"/working_languages/0", "/window/end"}


async def test_what_cannot_be_read_is_refused_and_nothing_is_written(desk: Desk) -> None:
    before = await desk.counts()
    for mistake, (body, media_type, status) in UNREADABLE.items():
        answer = await send(desk, body, media_type)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), mistake
        assert answer.json()["status"] == status, mistake
    assert await desk.counts() == before


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001, None, 7])
async def test_a_record_does_not_end_without_a_reason_that_says_something(desk: Desk, reason: Any) -> None:
    record = await desk.opened()
    before = await desk.counts()
    answer = await desk.act(record, "close", {"reason": reason})
    assert (answer.status_code, pointers(answer)) == (422, ["/reason"])
    assert await desk.counts() == before


@pytest.mark.parametrize("tag", ["1", 'W/"1"', "*", '"1", "2"', '"one"', '"-1"'])
async def test_a_version_that_cannot_be_read_is_refused(desk: Desk, tag: str) -> None:
    record = await desk.posted()
    path, headers = f"{desk.posting.path}/{record['id']}", {"If-Match": tag}
    answer = await desk.service.ask("PUT", path, desk.author, desk.posting.document(), headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "If-Match")


async def test_an_id_that_is_none_is_named(desk: Desk) -> None:
    answer = await desk.service.ask("GET", f"{desk.posting.path}/seven", desk.author)
    assert answer.status_code == 422
    assert [(each["in"], each["parameter"]) for each in answer.json()["errors"]] == [
        ("path", f"{desk.posting.definition.name.removesuffix('s')}_id")
    ]
