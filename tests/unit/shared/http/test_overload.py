import asyncio
from collections.abc import AsyncGenerator

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.sse import EventSourceResponse
from starlette.responses import Response
from structlog.testing import capture_logs

from shared.http.application import RequestLimits
from shared.http.load import Load
from shared.metrics import ServiceMetrics
from tests.support.http_service import client_of, service


class Gate:
    """Holds requests until a test lets them go."""

    def __init__(self) -> None:
        self.inside = 0
        self.everybody_in = asyncio.Event()
        self.opened = asyncio.Event()

    async def wait(self, expected: int) -> None:
        self.inside += 1
        if self.inside == expected:
            self.everybody_in.set()
        await self.opened.wait()


def busy_service(gate: Gate, metrics: ServiceMetrics | None = None, limits: RequestLimits | None = None) -> FastAPI:
    router = APIRouter()

    @router.get("/slow")
    async def get_slow() -> str:
        await gate.wait(3)
        return "done"

    @router.get("/boom")
    async def get_boom() -> None:
        raise RuntimeError

    @router.get("/stream")
    async def get_stream() -> Response:
        async def frames() -> AsyncGenerator[bytes]:
            yield b"data: 1\n\n"
            await gate.wait(3)

        return EventSourceResponse(frames())

    @router.post("/things")
    async def post_things(things: list[int]) -> int:
        return len(things)

    return service(router, metrics=metrics, limits=limits or RequestLimits(in_flight=3))


async def test_a_request_beyond_the_limit_is_refused_at_once_and_the_others_are_answered() -> None:
    gate = Gate()
    async with client_of(busy_service(gate)) as client:
        slow = [asyncio.ensure_future(client.get("/slow")) for _ in range(3)]
        await gate.everybody_in.wait()
        refused = await client.get("/slow")
        gate.opened.set()
        answers = await asyncio.gather(*slow)
    assert (refused.status_code, refused.json()["code"], refused.headers["retry-after"]) == (503, "unavailable", "1")
    assert [answer.status_code for answer in answers] == [200, 200, 200]


async def test_a_place_is_free_again_after_an_answer_or_a_failure() -> None:
    gate = Gate()
    gate.opened.set()
    async with client_of(busy_service(gate)) as client:
        statuses = [(await client.get("/boom")).status_code for _ in range(5)]
        assert statuses == [500] * 5
        assert (await client.get("/slow")).status_code == 200


async def test_open_streams_take_no_place() -> None:
    gate = Gate()
    async with client_of(busy_service(gate)) as client:
        streams = [asyncio.ensure_future(client.get("/stream")) for _ in range(3)]
        await gate.everybody_in.wait()
        answer = await client.get("/openapi.json")
        gate.opened.set()
        await asyncio.gather(*streams)
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
async def test_the_platform_is_answered_even_under_overload(path: str) -> None:
    gate = Gate()
    async with client_of(busy_service(gate)) as client:
        slow = [asyncio.ensure_future(client.get("/slow")) for _ in range(3)]
        await gate.everybody_in.wait()
        answer = await client.get(path)
        gate.opened.set()
        await asyncio.gather(*slow)
    assert answer.status_code == 200


async def test_refusals_for_load_are_counted() -> None:
    gate, metrics = Gate(), ServiceMetrics("needs")
    async with client_of(busy_service(gate, metrics)) as client:
        slow = [asyncio.ensure_future(client.get("/slow")) for _ in range(3)]
        await gate.everybody_in.wait()
        assert metrics.registry.get_sample_value("needs_http_in_flight_requests") == 3
        await client.get("/slow")
        gate.opened.set()
        await asyncio.gather(*slow)
    assert metrics.registry.get_sample_value("needs_http_overload_refusals_total") == 1
    assert metrics.registry.get_sample_value("needs_http_in_flight_requests") == 0


async def test_no_more_is_worked_on_at_once_than_there_are_places_for_work() -> None:
    gate = Gate()
    async with client_of(busy_service(gate, limits=RequestLimits(at_work=3))) as client:
        slow = [asyncio.ensure_future(client.get("/slow")) for _ in range(3)]
        await gate.everybody_in.wait()
        refused = await client.get("/slow")
        gate.opened.set()
        await asyncio.gather(*slow)
        assert (await client.get("/slow")).status_code == 200
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")


async def test_bodies_that_are_slow_to_arrive_take_no_place_where_work_is_done() -> None:
    arriving, sent = asyncio.Event(), asyncio.Event()

    async def body() -> AsyncGenerator[bytes]:
        yield b"[1,"
        arriving.set()
        await sent.wait()
        yield b"2]"

    app = busy_service(Gate(), limits=RequestLimits(at_work=1))
    json = {"Content-Type": "application/json"}
    async with client_of(app) as client:
        slow = asyncio.ensure_future(client.post("/things", content=body(), headers=json))
        # httpx' transport asks for the body as the application does; there is nothing else to wait for.
        prompt = await client.post("/things", json=[1])
        sent.set()
        assert (prompt.status_code, (await slow).json()) == (200, 2)
    assert arriving.is_set()


def test_that_requests_are_refused_is_said_once_a_second_with_their_number() -> None:
    metrics = ServiceMetrics("needs")
    load = Load(in_flight=1, at_work=1, metrics=metrics)
    with capture_logs() as said:
        for _ in range(1000):
            load.refused()
    assert [(line["event"], line["refused"]) for line in said] == [("overloaded", 1)]
    assert metrics.registry.get_sample_value("needs_http_overload_refusals_total") == 1000


def test_a_request_that_is_coming_counts_before_it_has_its_place() -> None:
    load = Load(in_flight=9, at_work=1, metrics=ServiceMetrics("needs"))
    load.comes()
    assert load.is_full
    load.has_come()
    assert not load.is_full
