import httpx
import pytest
from fastapi import APIRouter, FastAPI

from shared.errors import VersionMismatch
from shared.http.etags import ExpectedVersion, VersionTag, etag_of
from tests.support.http_service import ask, service


def versioned_service() -> FastAPI:
    router = APIRouter()

    @router.get("/needs/7")
    async def get_need(tag: VersionTag) -> str:
        tag.answer(3)
        return "need"

    @router.put("/needs/7")
    async def put_need(expected: ExpectedVersion, tag: VersionTag) -> str:
        if expected != 3:
            raise VersionMismatch("Version 3 is current.")
        tag.answer(4)
        return "changed"

    return service(router)


async def change(if_match: str | None) -> httpx.Response:
    headers = {} if if_match is None else {"If-Match": if_match}
    return await ask(versioned_service(), "PUT", "/needs/7", headers=headers)


async def read(if_none_match: str) -> httpx.Response:
    return await ask(versioned_service(), "GET", "/needs/7", headers={"If-None-Match": if_none_match})


async def test_a_reader_learns_the_version() -> None:
    answer = await ask(versioned_service(), "GET", "/needs/7")
    assert (answer.status_code, answer.headers["etag"]) == (200, '"3"')


async def test_a_change_of_the_current_version_is_made_and_tells_the_new_one() -> None:
    answer = await change(etag_of(3))
    assert (answer.status_code, answer.headers["etag"]) == (200, '"4"')


async def test_a_change_of_an_old_version_is_refused() -> None:
    assert (await change('"2"')).status_code == 412


async def test_a_change_that_names_no_version_is_refused() -> None:
    answer = await change(None)
    assert (answer.status_code, answer.json()["code"]) == (428, "version-required")


@pytest.mark.parametrize(
    ("if_match", "complaint"),
    [
        ("*", "any version"),
        ('"3", "4"', "not a list"),
        ('W/"3"', "weak"),
        ("3", "in quotes"),
        ('"three"', "in quotes"),
        ('"-1"', "in quotes"),
        ('"03"', "in quotes"),
        ('"99999999999"', "in quotes"),
        ('"4294967296"', "in quotes"),
        ("", "in quotes"),
    ],
)
async def test_anything_but_one_strong_version_is_refused_by_name(if_match: str, complaint: str) -> None:
    answer = await change(if_match)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["in"], error["parameter"]) == ("header", "If-Match")
    assert complaint in error["detail"]


@pytest.mark.parametrize("known", ['"3"', 'W/"3"', '"1", "3"', "*"])
async def test_a_reader_who_has_the_version_is_told_so_without_a_body(known: str) -> None:
    answer = await read(known)
    assert (answer.status_code, answer.headers["etag"], answer.content) == (304, '"3"', b"")


@pytest.mark.parametrize("known", ['"2"', '"33"', "3", "nonsense", ""])
async def test_a_reader_who_has_another_version_is_given_this_one(known: str) -> None:
    assert (await read(known)).status_code == 200


async def test_if_none_match_does_not_stop_a_change() -> None:
    headers = {"If-Match": '"3"', "If-None-Match": '"4"'}
    assert (await ask(versioned_service(), "PUT", "/needs/7", headers=headers)).status_code == 200
