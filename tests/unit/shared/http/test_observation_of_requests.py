from collections.abc import AsyncGenerator

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.responses import StreamingResponse
from structlog.testing import capture_logs
from structlog.typing import EventDict

from shared.errors import Conflict
from shared.metrics import ServiceMetrics
from tests.support.http_service import ask, client_of, service


def observed_service(metrics: ServiceMetrics) -> FastAPI:
    router = APIRouter(prefix="/needs")

    @router.get("/{need_id}")
    async def get_need(need_id: str) -> str:
        return need_id

    @router.post("/{need_id}/closing")
    async def post_closing(need_id: str) -> None:
        raise Conflict(need_id, code="need-not-open")

    @router.get("/{need_id}/report")
    async def get_report(need_id: str) -> StreamingResponse:
        async def lines() -> AsyncGenerator[str]:
            yield need_id
            raise RuntimeError

        return StreamingResponse(lines())

    return service(router, metrics=metrics)


async def logged(method: str, path: str, **headers: str) -> list[EventDict]:
    app = observed_service(ServiceMetrics("needs"))
    with capture_logs() as lines:
        await ask(app, method, path, headers=headers)
    return [line for line in lines if line["event"] == "http_request"]


async def test_a_request_is_one_line_that_names_its_route_and_not_its_path() -> None:
    (line,) = await logged("GET", "/needs/7?contact=fatou")
    assert line.pop("duration_ms") >= 0
    assert line == {
        "event": "http_request",
        "log_level": "info",
        "method": "GET",
        "route": "/needs/{need_id}",
        "status": 200,
    }


async def test_a_refusal_is_logged_with_the_code_of_its_problem() -> None:
    (line,) = await logged("POST", "/needs/7/closing")
    assert (line["route"], line["status"], line["problem"]) == ("/needs/{need_id}/closing", 409, "need-not-open")


async def test_a_refusal_before_routing_still_names_the_route() -> None:
    (line,) = await logged("POST", "/needs/7/closing", **{"content-encoding": "gzip"})
    assert (line["route"], line["status"]) == ("/needs/{need_id}/closing", 415)


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
async def test_what_platforms_ask_every_few_seconds_is_not_logged(path: str) -> None:
    assert await logged("GET", path) == []


async def test_requests_are_counted_by_method_route_and_status() -> None:
    metrics = ServiceMetrics("needs")
    async with client_of(observed_service(metrics)) as client:
        for number in range(3):
            await client.get(f"/needs/{number}")
        await client.post("/needs/1/closing")
    counted = metrics.registry.get_sample_value
    labels = {"method": "GET", "route": "/needs/{need_id}", "status": "200"}
    assert counted("needs_http_requests_total", labels) == 3
    assert counted("needs_http_request_duration_seconds_count", {"method": "GET", "route": labels["route"]}) == 3
    closing = {"method": "POST", "route": "/needs/{need_id}/closing", "status": "409"}
    assert counted("needs_http_requests_total", closing) == 1


async def test_paths_and_methods_that_do_not_exist_share_one_label() -> None:
    metrics = ServiceMetrics("needs")
    async with client_of(observed_service(metrics)) as client:
        for number in range(5):
            await client.request(f"INVENTED{number}", f"/no/such/{number}")
    labels = {"method": "OTHER", "route": "unmatched", "status": "404"}
    assert metrics.registry.get_sample_value("needs_http_requests_total", labels) == 5


async def test_files_are_counted_under_their_folder() -> None:
    (line,) = await logged("GET", "/docs/assets/swagger-ui.css")
    assert line["route"] == "/docs/assets"


async def test_the_figures_are_exposed() -> None:
    app = observed_service(ServiceMetrics("needs"))
    async with client_of(app) as client:
        await client.get("/needs/7")
        page = await client.get("/metrics")
    assert page.headers["content-type"].startswith("text/plain")
    assert 'needs_http_requests_total{method="GET",route="/needs/{need_id}",status="200"} 1.0' in page.text


async def test_an_answer_that_breaks_off_is_logged_and_not_ended_properly() -> None:
    app = observed_service(ServiceMetrics("needs"))
    with capture_logs() as lines:
        answer = await ask(app, "GET", "/needs/7/report")
    assert answer.text == "7"
    assert "answer_broken_off" in [line["event"] for line in lines]
