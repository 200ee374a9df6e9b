"""SQL in every place that a caller can fill: each parameter of the OpenAPI document, one after the other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import httpx

from tests.support.database_fixtures import ServiceDatabase
from tests.support.http_service import client_of
from tests.support.posting_services import Desk
from tests.support.running_matcher import matcher_at
from tests.support.running_service import RunningService

HOSTILE = (
    "' OR '1'='1",
    "x'; DROP TABLE needs; DROP TABLE offers; --",
    "') UNION SELECT version(), current_user --",
    "1 OR 1=1",
    '{"$ne": null}',
    "\\' OR pg_sleep(30) IS NULL --",
)
HARMLESS = "nothing-of-this-name"
SOME_ID = "018f2f6e-7c1c-7c6e-9d4e-0c5a3f1f9a11"
COUNTED = "SELECT count(*) AS tables FROM pg_tables WHERE schemaname = 'public'"

Place = tuple[str, str, str]
"""An operation's path, and the place and name of one of its parameters."""


def places(document: Mapping[str, Any]) -> Iterator[Place]:
    """Yield each query and path parameter of each address that can be read without a stream."""
    for path, operations in document["paths"].items():
        reading = operations.get("get", {})
        if path.endswith("stream"):
            continue
        for each in reading.get("parameters", []):
            if each["in"] in {"query", "path"}:
                yield path, each["in"], each["name"]


async def sent(client: httpx.AsyncClient, place: Place, value: str) -> httpx.Response:
    path, where, name = place
    if where == "path":
        path = path.replace(f"{{{name}}}", value.replace("/", "%2F"))
    named = path.split("{")
    address = named[0] + "".join(SOME_ID + part.partition("}")[2] for part in named[1:])
    params = {name: value} if where == "query" else {}
    return await client.get(address, params=params)


async def wrong_answers(service: RunningService, values: Sequence[str] = HOSTILE) -> tuple[int, list[str]]:
    """Send everything everywhere; return how many requests that were, and those that were answered wrongly."""
    asked, wrong = 0, list[str]()
    async with client_of(service.app) as client:
        client.headers.update(service.forge.as_coordinator())
        for place in places(service.app.openapi()):
            harmless = await sent(client, place, HARMLESS)
            answers = {value: await sent(client, place, value) for value in values}
            asked += len(answers)
            wrong += [f"{place} {value}: {each}" for value, each in answers.items() if not is_right(each, harmless)]
    return asked, wrong


def is_right(answer: httpx.Response, harmless: httpx.Response) -> bool:
    """Whether it was refused, or found what a text finds that names nothing."""
    if answer.status_code == 200:
        return answer.content == harmless.content
    return answer.status_code in {400, 404, 422}


async def test_sql_in_a_filter_finds_nothing_breaks_nothing_and_drops_nothing(desk: Desk) -> None:
    await desk.opened()
    before = await desk.counts()
    asked, wrong = await wrong_answers(desk.service)
    assert wrong == []
    assert asked > 50
    assert await desk.counts() == before


async def test_sql_in_a_filter_of_the_matcher_finds_nothing_and_breaks_nothing(
    service_database: ServiceDatabase,
) -> None:
    async with matcher_at(await service_database("matcher")) as matcher:
        before = await matcher.service.rows(COUNTED)
        asked, wrong = await wrong_answers(matcher.service, HOSTILE[:2])
        assert wrong == []
        assert asked > 100
        assert await matcher.service.rows(COUNTED) == before


async def test_a_field_of_a_body_holds_sql_as_the_text_it_is(needs_desk: Desk) -> None:
    posted = await needs_desk.posted(texts=[{"language": "fr", "title": HOSTILE[1], "narrative": HOSTILE[0]}])
    [text] = (await needs_desk.read(posted)).json()["texts"]
    assert (text["title"], text["narrative"]) == (HOSTILE[1], HOSTILE[0])
    assert await needs_desk.listed(external_id=HOSTILE[0]) == []
