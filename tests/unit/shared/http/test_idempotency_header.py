from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from shared.http.idempotency import Claim, IdempotencyHeader, digest_of
from shared.http.idempotency_store import StoredResponse
from tests.support.http_service import ask, service


class Body(BaseModel):
    title: str
    year: int


def creating_service() -> FastAPI:
    router = APIRouter()

    @router.post("/needs/{need_id}/messages")
    async def post_message(need_id: int, body: Body, idempotency: IdempotencyHeader) -> dict[str, str | None]:
        assert (need_id, body.title) == (7, "a")
        return {"key": idempotency.key, "operation": idempotency.operation, "digest": idempotency.digest}

    return service(router)


async def send(key: str | None, content: bytes = b'{"title": "a", "year": 2027}') -> httpx.Response:
    headers = {"content-type": "application/json"} | ({"Idempotency-Key": key} if key is not None else {})
    return await ask(creating_service(), "POST", "/needs/7/messages", content=content, headers=headers)


async def test_the_key_belongs_to_the_method_and_the_very_path() -> None:
    answer = await send("k-1")
    assert (answer.json()["key"], answer.json()["operation"]) == ("k-1", "POST /needs/7/messages")


async def test_the_key_is_optional() -> None:
    assert (await send(None)).json()["key"] is None


async def test_a_key_in_quotes_is_the_key_inside_them() -> None:
    assert (await send('"k-1"')).json()["key"] == "k-1"


async def test_order_and_space_of_a_body_do_not_make_it_another() -> None:
    first = await send("k-1", b'{"title": "a", "year": 2027}')
    second = await send("k-1", b'{ "year":2027,\n"title":"a" }')
    assert first.json()["digest"] == second.json()["digest"]


async def test_another_value_makes_it_another_body() -> None:
    first = await send("k-1", b'{"title": "a", "year": 2027}')
    second = await send("k-1", b'{"title": "a", "year": 2028}')
    assert first.json()["digest"] != second.json()["digest"]


@pytest.mark.parametrize("key", ["", " ", "two words", "k" * 201, '""', "clé".encode("latin-1").decode("latin-1")])
async def test_a_key_that_is_not_1_to_200_visible_characters_is_refused_by_name(key: str) -> None:
    headers: Any = {"content-type": "application/json", "Idempotency-Key": key.encode("latin-1")}
    answer = await ask(
        creating_service(), "POST", "/needs/7/messages", content=b'{"title": "a", "year": 1}', headers=headers
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "Idempotency-Key"


async def test_two_keys_are_refused() -> None:
    headers: Any = [("content-type", "application/json"), ("Idempotency-Key", "a"), ("Idempotency-Key", "b")]
    answer = await ask(
        creating_service(), "POST", "/needs/7/messages", content=b'{"title": "a", "year": 1}', headers=headers
    )
    assert answer.status_code == 400


async def test_a_claim_is_one_actors() -> None:
    claim = Claim("fatou", "POST /needs", "k-1", digest_of({}))
    assert claim != Claim("goran", "POST /needs", "k-1", digest_of({}))


@given(st.dictionaries(st.text("ab"), st.integers() | st.text("é"), max_size=4))
def test_the_digest_does_not_depend_on_the_order_of_names(document: dict[str, Any]) -> None:
    assert digest_of(document) == digest_of(dict(reversed(document.items())))


def test_a_created_record_is_answered_with_its_place_and_version() -> None:
    answer = StoredResponse.created(Body(title="a", year=2027), location="/needs/7", version=1).as_response()
    assert (answer.status_code, answer.body) == (201, b'{"title":"a","year":2027}')
    assert (answer.headers["location"], answer.headers["etag"]) == ("/needs/7", '"1"')
