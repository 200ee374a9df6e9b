import pytest
from fastapi import APIRouter, Response
from pydantic import ValidationError

from tests.support.http_service import ask, service, service_settings

ORIGIN = "https://console.example.org"
LOOK_ALIKES = (
    *("null", "*", "", "https://", "https://example.org", "https://evil.example.org", f"{ORIGIN}.attacker.test"),
    *(
        "https://attackerconsole.example.org",
        "https://console.example.org@attacker.test",
        f"{ORIGIN}/",
        f"{ORIGIN}:443",
    ),
    *(
        f"{ORIGIN}:8443",
        "http://console.example.org",
        "HTTPS://CONSOLE.EXAMPLE.ORG",
        f" {ORIGIN}",
        f"{ORIGIN}, {ORIGIN}",
    ),
    *("https://console.example.org%00.attacker.test", "https://consoleXexample.org", f"{ORIGIN}%20", f"{ORIGIN}\\"),
)


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


@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
async def test_nobody_elsewhere_may_ask_anything_unless_told_so(method: str) -> None:
    for origin in (ORIGIN, *LOOK_ALIKES):
        asked = {"Origin": origin, "Access-Control-Request-Method": "GET"}
        headers = (await ask(service(), method, "/openapi.json", headers=asked)).headers
        assert [name for name in headers if name.startswith("access-control")] == [], origin


@pytest.mark.parametrize("origin", LOOK_ALIKES)
async def test_an_origin_that_only_resembles_a_named_one_may_not_call(origin: str) -> None:
    app = service(settings=service_settings(cors_origins=(ORIGIN,)))
    asked = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
    for method in ("GET", "OPTIONS"):
        answer = await ask(app, method, "/livez", headers=asked)
        assert "access-control-allow-origin" not in answer.headers


async def test_a_named_origin_is_answered_by_its_name_and_never_with_credentials_of_the_browser() -> None:
    app = service(settings=service_settings(cors_origins=(ORIGIN,)))
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "PUT", "Cookie": "a=b"}
    for method in ("GET", "OPTIONS"):
        headers = (await ask(app, method, "/livez", headers=asked)).headers
        assert (headers["access-control-allow-origin"], "Origin" in headers["vary"]) == (ORIGIN, True)
        assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize(
    "origin", ["*", "null", "https://*.example.org", f"{ORIGIN}/", f"{ORIGIN}/path", "console.example.org", "file://"]
)
def test_what_is_no_origin_of_its_own_stops_the_start(origin: str) -> None:
    with pytest.raises(ValidationError, match="cors_origins"):
        service_settings(cors_origins=(origin,))
