from collections.abc import Iterator

import pytest
from fastapi import APIRouter, FastAPI
from opentelemetry import trace
from opentelemetry.trace import StatusCode

from shared.errors import Conflict
from shared.logs import current_traceparent
from shared.traces.exporting import provider_of
from tests.support.http_service import ask, service
from tests.support.recorded_spans import RecordedSpans, recorded_spans

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
CALLER = f"00-{TRACE_ID}-b7ad6b7169203331-01"
SECRET = "Amina Diallo"


def notes() -> FastAPI:
    router = APIRouter()

    @router.get("/v1/notes/{note_id}")
    async def get_note(note_id: str) -> str | None:
        del note_id
        return current_traceparent()

    @router.post("/v1/notes")
    async def post_note() -> None:
        raise Conflict(f"{SECRET} said so already.")

    @router.get("/v1/failing")
    async def get_failing() -> None:
        raise RuntimeError(SECRET)

    return service(router)


@pytest.fixture
def spans() -> Iterator[RecordedSpans]:
    with recorded_spans() as found:
        yield found


async def test_a_request_is_a_span_named_by_its_route(spans: RecordedSpans) -> None:
    await ask(notes(), "GET", "/v1/notes/7")
    span = spans.one("GET /v1/notes/{note_id}")
    assert dict(span.attributes or {}) == {
        "http.request.method": "GET",
        "http.route": "/v1/notes/{note_id}",
        "http.response.status_code": 200,
    }


async def test_what_is_passed_on_names_the_span_in_the_callers_trace(spans: RecordedSpans) -> None:
    answer = await ask(notes(), "GET", "/v1/notes/7", headers={"traceparent": CALLER})
    span = spans.one("GET /v1/notes/{note_id}")
    assert span.context is not None
    assert answer.json() == f"00-{TRACE_ID}-{span.context.span_id:016x}-01"
    assert span.parent is not None
    assert f"{span.parent.span_id:016x}" == CALLER[36:52]


async def test_a_caller_can_neither_keep_its_trace_from_being_recorded_nor_force_it() -> None:
    with recorded_spans() as all_kept:
        await ask(notes(), "GET", "/v1/notes/7", headers={"traceparent": CALLER[:-2] + "00"})
    with recorded_spans(ratio=0.0) as none_kept:
        await ask(notes(), "GET", "/v1/notes/7", headers={"traceparent": CALLER})
    assert (len(all_kept.all), len(none_kept.all)) == (1, 0)


async def test_a_refusal_is_no_fault_and_a_failure_is_one(spans: RecordedSpans) -> None:
    await ask(notes(), "POST", "/v1/notes")
    await ask(notes(), "GET", "/v1/failing")
    refused, failed = spans.one("POST /v1/notes"), spans.one("GET /v1/failing")
    assert (refused.status.status_code, failed.status.status_code) == (StatusCode.UNSET, StatusCode.ERROR)
    assert failed.attributes is not None
    assert failed.attributes["error.type"] == "500"


async def test_nothing_that_anybody_wrote_is_on_a_span(spans: RecordedSpans) -> None:
    query = {"q": SECRET, "cursor": SECRET}
    await ask(notes(), "GET", f"/v1/notes/{SECRET}", params=query, headers={"User-Agent": SECRET, "Host": SECRET[:5]})
    await ask(notes(), "GET", f"/{SECRET}")
    await ask(notes(), "BREW", "/v1/notes")
    await ask(notes(), "POST", "/v1/notes")
    await ask(notes(), "GET", "/v1/failing", params=query)
    assert len(spans.all) == 5
    told = "".join(each.to_json() for each in spans.all)
    assert [word for word in ("Amina", "BREW") if word in told] == []
    assert [event for each in spans.all for event in each.events] == []


def test_the_frameworks_own_spans_which_hold_queries_cannot_be_switched_on_from_outside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: provider_of("needs", "api", 1.0))
    told = FastAPI()
    assert told._native_telemetry.enabled()
    assert not notes()._native_telemetry.enabled()
    assert not notes()._telemetry.get("auto_configure", True)


@pytest.mark.parametrize("path", ["/livez", "/metrics"])
async def test_probes_are_no_spans(spans: RecordedSpans, path: str) -> None:
    await ask(notes(), "GET", path)
    assert spans.all == []


async def test_a_process_that_sends_no_traces_makes_no_spans_and_passes_the_callers_on() -> None:
    answer = await ask(notes(), "GET", "/v1/notes/7", headers={"traceparent": CALLER})
    assert answer.json() == CALLER
