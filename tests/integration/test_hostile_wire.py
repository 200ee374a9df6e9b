"""Bytes that no honest client sends, at every service behind its real server: nothing smuggled, injected or echoed."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import httpx
import pytest
import pytest_asyncio

from shared.http.security_headers import SECURITY_HEADERS
from tests.support.crawling.services import DEFINITIONS
from tests.support.running_service import RunningService, running
from tests.support.wire import Wire, answers_in, on_the_wire

if TYPE_CHECKING:
    from tests.support.databases import Databases

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("hostile-wire")]

Stand = tuple[RunningService, Wire]

LAST = b"Host: accord.test\r\nConnection: close\r\n"
SMUGGLED = b"GET /metrics HTTP/1.1\r\nHost: smuggled.test\r\nConnection: close\r\n\r\n"

TWO_READINGS = {
    "a length beside chunks": b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks beside a length": b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    "two lengths": b"Content-Length: 0\r\nContent-Length: 48\r\n\r\n",
    "two lengths in one": b"Content-Length: 0, 48\r\n\r\n",
    "a length with a sign": b"Content-Length: +0\r\n\r\n",
    "a length below zero": b"Content-Length: -1\r\n\r\n",
    "a length in hexadecimal": b"Content-Length: 0x0\r\n\r\n",
    "a length with a space in it": b"Content-Length: 4 8\r\n\r\n",
    "another coding": b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "a coding of no name": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunked twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a space before the colon": b"Content-Length : 48\r\n\r\n",
    "a tab before the colon": b"Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n",
    "a chunk of no size": b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n\r\n0\r\n\r\n",
    "a chunk of a size beyond bounds": b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFFFFF\r\n\r\n0\r\n\r\n",
    "a chunk of a size below zero": b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n0\r\n\r\n",
}
"""Ends of heads that a proxy and a server could take for different lengths; what stands behind must not be answered."""

NO_HTTP = {
    "no host": b"GET /livez HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /livez HTTP/1.1\r\nHost: accord.test\r\nHost: attacker.test\r\n\r\n",
    "a line end alone": b"GET /livez HTTP/1.1\r\n" + LAST + b"X-Correlation-Id: a\rSet-Cookie: b=c\r\n\r\n",
    "a null byte in a value": b"GET /livez HTTP/1.1\r\n" + LAST + b"X-Correlation-Id: a\0b\r\n\r\n",
    "a null byte in a name": b"GET /livez HTTP/1.1\r\n" + LAST + b"X-\0: a\r\n\r\n",
    "a space in the address": b"GET /livez HTTP/1.1 HTTP/1.1\r\n" + LAST + b"\r\n",
    "a control character in the address": b"GET /livez\x01 HTTP/1.1\r\n" + LAST + b"\r\n",
    "bytes above ASCII in the address": b"GET /liv\xc3\xa9z HTTP/1.1\r\n" + LAST + b"\r\n",
    "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),
    "HTTP/2 without being asked": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/0.9": b"GET /livez\r\n\r\n",
    "a head that is continued": b"GET /livez HTTP/1.1\r\n Host: accord.test\r\n\r\n",
    "a body that is cut off": b"POST /v1/none HTTP/1.1\r\n" + LAST + b"Content-Length: 10\r\n\r\n{}",
}

INJECTED = (
    "%0d%0aSet-Cookie:%20b=c",
    "%0aSet-Cookie:%20b=c",
    "%e5%98%8a%e5%98%8dSet-Cookie:%20b=c",
    "%0d%0a%0d%0a<html>",
)
"""Line ends in addresses; the third becomes some where code points are cut to bytes."""

TRAVERSING = (
    *(
        "/docs/assets/../../pyproject.toml",
        "/docs/assets/..%2f..%2f..%2fetc%2fpasswd",
        "/docs/assets/%2e%2e/%2e%2e/main.py",
    ),
    *(
        "/docs/assets//etc/passwd",
        "/docs/assets/..%5c..%5cetc",
        "/docs/assets/....//....//etc/passwd",
        "/docs/assets/%00",
    ),
    *(
        "/docs/assets/swagger-ui.css/../../..",
        "/docs/assets/%252e%252e/x",
        "/docs/assets/.",
        "/docs/assets/",
        "//etc/passwd",
    ),
    *(
        "/problems/..%2f..%2fopenapi.json",
        "/problems/%2e%2e",
        "/./metrics",
        "/../metrics",
        "/%2e/metrics",
        "/metrics;a=b",
    ),
)

METHODS = ("TRACE", "TRACK", "DEBUG", "CONNECT", "PROPFIND", "MOVE", "BREW", "get", "OPTIONS", "X" * 60)

FORGED_NAMES = (
    b"Host: attacker.test\r\n",
    b"Host: accord.test:99999\r\n",
    b"Host: accord.test@attacker.test\r\n",
    b"Host: attacker.test/<script>\r\n",
    b"Host: accord.test\r\nX-Forwarded-Host: attacker.test\r\nX-Forwarded-Prefix: /attacker\r\n",
    b"Host: accord.test\r\nForwarded: host=attacker.test;proto=gopher\r\nX-Forwarded-Proto: gopher\r\n",
    b"Host: accord.test\r\nX-Original-URL: /attacker\r\nX-Rewrite-URL: /attacker\r\n",
)


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=list(DEFINITIONS))
async def stand(request: pytest.FixtureRequest, databases: "Databases") -> AsyncIterator[Stand]:
    url = await databases.create_for_service(request.param)
    async with running(DEFINITIONS[request.param], url) as service, on_the_wire(service.app) as wire:
        yield service, wire
    await databases.drop(url)


def is_guarded(answer: httpx.Response) -> bool:
    """Whether an answer tells browsers to leave it alone and says nothing that a caller put into its mouth."""
    has_all = all(name in answer.headers for name in SECURITY_HEADERS)
    is_clean = "set-cookie" not in answer.headers and b"attacker" not in answer.content + bytes(
        str(answer.headers), "utf-8"
    )
    is_problem = answer.status_code < 400 or answer.headers["content-type"] == "application/problem+json"
    return has_all and is_clean and is_problem


async def asked(wire: Wire, method: str, address: str, fields: bytes = b"Host: accord.test\r\n") -> httpx.Response:
    said = await wire.say(f"{method} {address} HTTP/1.1\r\n".encode() + fields + b"Connection: close\r\n\r\n")
    [answer] = answers_in(said)
    return answer


async def test_what_can_be_read_in_two_ways_smuggles_no_second_request(stand: Stand) -> None:
    _, wire = stand
    for name, head in TWO_READINGS.items():
        answers = answers_in(await wire.say(b"POST /v1/none HTTP/1.1\r\nHost: accord.test\r\n" + head + SMUGGLED))
        assert all(is_guarded(answer) for answer in answers), (name, answers)
        assert [answer.status_code for answer in answers] in ([], [400], [404], [501]), name
    honest = b"POST /v1/none HTTP/1.1\r\nHost: accord.test\r\nContent-Length: 0\r\n\r\n" + SMUGGLED
    assert [each.status_code for each in answers_in(await wire.say(honest))] == [404, 200]


async def test_what_is_no_http_is_refused_as_everything_else_is(stand: Stand) -> None:
    _, wire = stand
    for name, said in NO_HTTP.items():
        answers = answers_in(await wire.say(said))
        assert all(is_guarded(answer) for answer in answers), (name, answers)
        assert [answer.status_code for answer in answers] in ([], [400], [404], [404, 400]), name


async def test_line_ends_in_addresses_stay_in_them(stand: Stand) -> None:
    service, wire = stand
    token = f"Host: accord.test\r\nAuthorization: {service.forge.as_coordinator()['Authorization']}\r\n".encode()
    lists = [path for path, each in service.app.openapi()["paths"].items() if "get" in each and "{" not in path]
    for injected in INJECTED:
        for path in (f"/{injected}", f"/v1/{injected}", f"/problems/{injected}", f"/docs/assets/{injected}"):
            answer = await asked(wire, "GET", path, token)
            assert (answer.status_code, is_guarded(answer)) == (404, True), path
        for path in [path for path in lists if not path.endswith("stream")]:
            answer = await asked(wire, "GET", f"{path}?limit=1&cursor={injected}&x={injected}", token)
            assert (answer.status_code < 500, is_guarded(answer)) == (True, True), path


async def test_no_address_leads_out_of_what_is_served(stand: Stand) -> None:
    _, wire = stand
    for address in TRAVERSING:
        answer = await asked(wire, "GET", address)
        assert (answer.status_code in {400, 404}, is_guarded(answer)) == (True, True), (address, answer.status_code)


async def test_a_method_that_is_not_known_is_refused_everywhere(stand: Stand) -> None:
    _, wire = stand
    for method in METHODS:
        for address in ("/livez", "/openapi.json", "/docs/assets/swagger-ui.css", "*", "accord.test:443"):
            answer = await asked(wire, method, address)
            assert answer.status_code in {400, 404, 405}, (method, address, answer.status_code)
            assert is_guarded(answer), (method, address)


async def test_no_answer_repeats_a_name_that_a_caller_gives_the_service(stand: Stand) -> None:
    service, wire = stand
    token = f"Authorization: {service.forge.as_coordinator()['Authorization']}\r\n".encode()
    for fields in FORGED_NAMES:
        for address in (
            "/livez",
            "/docs",
            "/redoc",
            "/openapi.json",
            "/v1/none",
            "/problems/not-found",
            "//attacker.test/",
        ):
            expected = 404 if address in {"/v1/none", "//attacker.test/"} else 200
            answer = await asked(wire, "GET", address.replace("attacker", "other"), fields + token)
            assert (answer.status_code, b"attacker" in answer.content) == (expected, False), (fields, address)
            assert "attacker" not in str(answer.headers)
        absolute = await asked(wire, "GET", "http://attacker.test/metrics", fields)
        assert absolute.status_code in {200, 400, 404}
        assert "location" not in absolute.headers
