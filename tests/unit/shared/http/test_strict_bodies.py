import json
from contextlib import suppress
from typing import Any

import httpx
import pytest
from fastapi import APIRouter
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Malformed
from shared.http.strict_json import parse_strictly
from tests.support.http_service import ask, service


async def send(content: bytes, content_type: str | None = "application/json", **headers: str) -> httpx.Response:
    router = APIRouter()

    @router.post("/needs")
    async def post_need(body: dict[str, Any]) -> dict[str, Any]:
        return body

    given = {"content-type": content_type} if content_type else {}
    return await ask(service(router), "POST", "/needs", content=content, headers=given | headers)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"{", "line 1, column 2"),
        (b'{"a": 1,}', "not JSON"),
        (b" ", "not JSON"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "-Infinity"),
        (b'{"a": 1e999}', "'/a'"),
        (b'{"a": [1, -1e999]}', "'/a/1'"),
        (b'{"a": 1, "b": 2, "a": 3}', '"a" more than once'),
        (b'{"a": ' + b"9" * 5000 + b"}", "too many digits"),
        (b'{"a": "\xff"}', "UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "UTF-8"),
        (b'\xef\xbb\xbf{"a": 1}', "not JSON"),
        (rb'{"a": ["x\u0000"]}', "'/a/0'"),
        (rb'{"a": "\ud800"}', "'/a'"),
        (rb'{"b\u0000": 1}', "U+0000"),
        (b'{"a":' * 32 + b"1" + b"}" * 32, None),
        (b'{"a":' * 33 + b"1" + b"}" * 33, "32 levels"),
        (b'{"a":' + b"[" * 500_000 + b"]" * 500_000 + b"}", "32 levels"),
    ],
)
async def test_json_that_other_readers_would_not_agree_on_is_refused(content: bytes, complaint: str | None) -> None:
    answer = await send(content)
    if complaint is None:
        assert answer.status_code == 200
    else:
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed-request")
        assert complaint in answer.json()["detail"]


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "application/x+json"])
async def test_every_json_media_type_is_read(content_type: str) -> None:
    assert (await send(b'{"a": 1}', content_type)).json() == {"a": 1}


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "text/json", None])
async def test_another_media_type_is_refused_with_the_one_that_is_expected(content_type: str | None) -> None:
    answer = await send(b'{"a": 1}', content_type)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")
    assert answer.headers["accept"] == "application/json"
    assert "send it as application/json" in answer.json()["detail"]


async def test_a_compressed_body_is_refused() -> None:
    answer = await send(b"\x1f\x8b", **{"content-encoding": "gzip"})
    assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity")


@pytest.mark.parametrize("path", ["/needs?state=%00", "/needs/%00"])
async def test_an_address_with_a_null_character_is_refused(path: str) -> None:
    answer = await ask(service(), "GET", path)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-request")


json_documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text('aé\n"\\'),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("ab/~"), inner, max_size=4),
    max_leaves=20,
)


@given(json_documents)
def test_plain_json_is_read_as_it_was_meant(document: Any) -> None:
    assert parse_strictly(json.dumps(document).encode(), max_depth=100) == document


@given(st.binary(max_size=200))
def test_any_bytes_are_either_read_or_refused_as_malformed(body: bytes) -> None:
    with suppress(Malformed):
        parse_strictly(body)
