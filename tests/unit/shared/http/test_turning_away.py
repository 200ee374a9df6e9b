"""The cheap refusal: what it says, and which requests it leaves to the application."""

import json

import pytest

from shared.http.turning_away import turned_away

GET = b"GET /v1/needs?status=open HTTP/1.1\r\nHost: needs.test\r\n\r\n"
POST = b"POST /v1/needs HTTP/1.1\r\nHost: needs.test\r\ncontent-LENGTH: 2\r\n\r\n{}"


def answered(data: bytes) -> tuple[bytes, dict[bytes, bytes], bytes]:
    head, _, body = (turned_away(data) or b"").partition(b"\r\n\r\n")
    status, *fields = head.split(b"\r\n")
    return status, dict(field.split(b": ", 1) for field in fields), body


@pytest.mark.parametrize("data", [GET, POST])
def test_it_is_the_same_problem_that_the_application_would_answer(data: bytes) -> None:
    status, headers, body = answered(data)
    problem = json.loads(body)
    assert status == b"HTTP/1.1 503 Service Unavailable"
    assert (headers[b"Retry-After"], headers[b"Connection"]) == (b"1", b"close")
    assert (headers[b"Content-Type"], headers[b"Cache-Control"]) == (b"application/problem+json", b"no-store")
    assert (problem["code"], problem["status"], problem["instance"]) == ("unavailable", 503, "/v1/needs")
    assert problem["correlation_id"] == headers[b"X-Correlation-Id"].decode()
    assert int(headers[b"Content-Length"]) == len(body)


def test_an_answer_to_head_has_no_body() -> None:
    assert answered(GET.replace(b"GET", b"HEAD", 1))[2] == b""


@pytest.mark.parametrize(
    "data",
    [
        *(b"GET " + path + b" HTTP/1.1\r\n\r\n" for path in (b"/livez", b"/readyz", b"/metrics", b"/readyz?full")),
        GET[:-2],
        POST[:-1],
        POST + b" ",
        GET + GET,
        POST.replace(b"2\r\n", b"twelve\r\n"),
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
        b"\x16\x03\x01\x02\x00",
        b"get / HTTP/1.1\r\n\r\n",
        b"",
    ],
)
def test_the_platform_and_whatever_is_no_whole_and_plain_request_are_left_to_the_application(data: bytes) -> None:
    assert turned_away(data) is None


def test_a_path_with_quotation_marks_stays_within_its_member() -> None:
    _, _, body = answered(b'GET /"},{" HTTP/1.1\r\n\r\n')
    assert json.loads(body)["instance"] == '/"},{"'
