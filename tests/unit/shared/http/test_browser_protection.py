import pytest
from fastapi import APIRouter, Response

from tests.support.http_service import ask, service, service_settings

ORIGIN = "https://console.example.org"


@pytest.mark.parametrize("path", ["/openapi.json", "/no/such/path", "/docs"])
async def test_every_answer_tells_browsers_to_sniff_frame_and_refer_nothing(path: str) -> None:
    headers = (await ask(service(), "GET", path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


async def test_answers_are_not_stored() -> None:
    assert (await ask(service(), "GET", "/no/such/path")).headers["cache-control"] == "no-store"


async def test_a_route_may_say_how_long_its_answer_keeps() -> None:
    router = APIRouter()

    @router.get("/vocabulary")
    async def get_vocabulary(response: Response) -> str:
        response.headers["Cache-Control"] = "public, max-age=60"
        return "terms"

    assert (await ask(service(router), "GET", "/vocabulary")).headers["cache-control"] == "public, max-age=60"


async def test_pages_of_other_origins_may_not_call_unless_they_are_named() -> None:
    answer = await ask(service(), "GET", "/livez", headers={"Origin": ORIGIN})
    assert "access-control-allow-origin" not in answer.headers


async def test_a_named_origin_may_call_and_read_what_it_needs_even_of_a_refusal() -> None:
    app = service(settings=service_settings(cors_origins=(ORIGIN,)))
    answer = await ask(app, "GET", "/no/such/path", headers={"Origin": ORIGIN})
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    exposed = {name.strip() for name in answer.headers["access-control-expose-headers"].split(",")}
    assert {"ETag", "Link", "Location", "Retry-After"} <= exposed


async def test_a_named_origin_may_send_the_headers_of_a_change() -> None:
    app = service(settings=service_settings(cors_origins=(ORIGIN,)))
    asked = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization, content-type, if-match, idempotency-key",
    }
    assert (await ask(app, "OPTIONS", "/needs/7", headers=asked)).status_code == 200
