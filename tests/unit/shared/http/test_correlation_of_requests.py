import asyncio
from uuid import UUID

import pytest
from fastapi import APIRouter, FastAPI

from shared.logs import current_correlation_id, current_traceparent
from tests.support.http_service import ask, client_of, service

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def telling_service() -> FastAPI:
    router = APIRouter()

    @router.get("/ids")
    async def get_ids() -> list[str | None]:
        await asyncio.sleep(0)
        return [current_correlation_id(), current_traceparent()]

    return service(router)


async def test_the_callers_id_is_used_and_given_back() -> None:
    answer = await ask(telling_service(), "GET", "/ids", headers={"X-Correlation-Id": "State.of_Mali-7"})
    assert answer.json()[0] == "State.of_Mali-7"
    assert answer.headers["x-correlation-id"] == "State.of_Mali-7"


@pytest.mark.parametrize("offered", ["", "a" * 65, "two words", "x\ty", "a/b", '{"a":1}'])
async def test_an_id_that_could_disturb_a_log_is_replaced(offered: str) -> None:
    answer = await ask(telling_service(), "GET", "/ids", headers={"X-Correlation-Id": offered})
    assert UUID(answer.headers["x-correlation-id"]).version == 7
    assert answer.json()[0] == answer.headers["x-correlation-id"]


async def test_requests_at_once_do_not_see_each_others_ids() -> None:
    async with client_of(telling_service()) as client:
        answers = await asyncio.gather(
            *(client.get("/ids", headers={"X-Correlation-Id": f"request-{number}"}) for number in range(20))
        )
    assert [answer.json()[0] for answer in answers] == [f"request-{number}" for number in range(20)]


async def test_nothing_is_left_behind_after_a_request() -> None:
    await ask(telling_service(), "GET", "/ids")
    assert (current_correlation_id(), current_traceparent()) == (None, None)


async def test_a_valid_trace_is_passed_on() -> None:
    answer = await ask(telling_service(), "GET", "/ids", headers={"traceparent": TRACE})
    assert answer.json()[1] == TRACE


@pytest.mark.parametrize(
    "offered",
    [
        "",
        "nonsense",
        TRACE.upper(),
        TRACE.replace("00-0af", "ff-0af"),
        "00-" + "0" * 32 + "-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-" + "0" * 16 + "-01",
        TRACE + "-more",
    ],
)
async def test_a_trace_that_is_not_w3c_is_dropped(offered: str) -> None:
    answer = await ask(telling_service(), "GET", "/ids", headers={"traceparent": offered})
    assert answer.json()[1] is None
