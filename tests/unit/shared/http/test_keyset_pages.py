import base64
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Malformed
from shared.http.cursors import decode_cursor, encode_cursor, read_scalar
from shared.http.pages import Page, PageQuery
from tests.support.http_service import ask, client_of, service

IDS = [UUID(int=number) for number in range(1, 8)]
SCORED = sorted((score, identifier) for score, identifier in zip([0.5, 0.5, 0.9, 0.1, 0.5, 0.2, 0.9], IDS, strict=True))


def listing_service() -> FastAPI:
    router = APIRouter()

    @router.get("/needs")
    async def get_needs(page: PageQuery) -> Page[str]:
        after = page.after_id
        rows = [each for each in IDS if after is None or each > after][: page.fetch]
        return page.of(rows, key=lambda each: (each,), show=str)

    @router.get("/candidates")
    async def get_candidates(page: PageQuery) -> Page[str]:
        after = page.after(float, UUID)
        rows = [each for each in SCORED if after is None or each > after][: page.fetch]
        return page.of(rows, key=lambda each: each, show=lambda each: str(each[1]))

    return service(router)


async def walk(path: str) -> list[list[str]]:
    """Follow `Link` to the end."""
    pages: list[list[str]] = []
    address: str | None = path
    async with client_of(listing_service()) as client:
        while address is not None:
            answer = await client.get(address)
            pages.append(answer.json()["items"])
            address = answer.links["next"]["url"] if "next" in answer.links else None
    return pages


async def test_following_the_links_gives_each_item_once_and_in_order() -> None:
    pages = await walk("/needs?limit=3")
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [item for page in pages for item in page] == [str(each) for each in IDS]


async def test_equal_scores_are_told_apart_by_the_id() -> None:
    pages = await walk("/candidates?limit=1")
    assert [item for page in pages for item in page] == [str(identifier) for _, identifier in SCORED]


async def test_a_full_last_page_has_no_next() -> None:
    answer = await ask(listing_service(), "GET", "/needs?limit=7")
    assert (len(answer.json()["items"]), answer.json()["next"]) == (7, None)
    assert "link" not in answer.headers


async def test_the_link_keeps_the_other_parameters_of_the_query() -> None:
    answer = await ask(listing_service(), "GET", "/needs?state=MLI&limit=2&tag=a&tag=b%26c")
    url = httpx.URL(answer.links["next"]["url"])
    assert url.path == "/needs"
    assert url.params.get_list("tag") == ["a", "b&c"]
    assert (url.params["state"], url.params["limit"]) == ("MLI", "2")
    assert url.params["cursor"] == answer.json()["next"]


async def test_a_cursor_in_the_query_is_replaced_and_not_repeated() -> None:
    first = (await ask(listing_service(), "GET", "/needs?limit=2")).json()["next"]
    second = await ask(listing_service(), "GET", f"/needs?limit=2&cursor={first}")
    url = httpx.URL(second.links["next"]["url"])
    assert url.params.get_list("cursor") == [second.json()["next"]]


def cursor_of(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "!",
        "é",
        "a",
        cursor_of("{}"),
        cursor_of("[]"),
        cursor_of("["),
        cursor_of("[NaN]"),
        cursor_of("[7]"),
        cursor_of('["not-a-uuid"]'),
        cursor_of("[1, 2]"),
        cursor_of("[" * 900),
        "A" * 1025,
    ],
)
async def test_a_cursor_of_no_page_is_refused_by_name(cursor: str) -> None:
    answer = await ask(listing_service(), "GET", "/needs", params={"cursor": cursor})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "cursor"


async def test_the_cursor_of_one_listing_does_not_fit_another() -> None:
    cursor = (await ask(listing_service(), "GET", "/needs?limit=2")).json()["next"]
    assert (await ask(listing_service(), "GET", f"/candidates?cursor={cursor}")).status_code == 400


@pytest.mark.parametrize("limit", ["0", "201", "many"])
async def test_a_limit_out_of_bounds_is_refused_by_name(limit: str) -> None:
    answer = await ask(listing_service(), "GET", f"/needs?limit={limit}")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "limit")


@pytest.mark.parametrize(
    ("kind", "scalar"),
    [
        (int, True),
        (int, 2**63),
        (int, 1.0),
        (int, "1"),
        (float, float("inf")),
        (float, "1"),
        (str, 1),
        (str, "a\0"),
        (str, "\ud800"),
        (UUID, 1),
        (datetime, "2027-03-31T09:00:00"),
        (datetime, "soon"),
    ],
)
def test_a_forged_part_that_no_column_could_hold_is_refused(kind: type[Any], scalar: Any) -> None:
    with pytest.raises(Malformed):
        read_scalar(kind, scalar)


scalars = (
    st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
    | st.uuids()
    | st.datetimes(timezones=st.just(UTC))
)


@given(st.lists(scalars, min_size=1, max_size=3))
def test_a_key_comes_back_from_its_cursor(key: list[Any]) -> None:
    decoded = decode_cursor(encode_cursor(key))
    assert [read_scalar(type(part), scalar) for part, scalar in zip(key, decoded, strict=True)] == key
