"""The fuzzing is worth something: each answer that must not be is found, and good ones pass."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.support.fuzzing.cast import NOBODY
from tests.support.fuzzing.checking import faults_of
from tests.support.fuzzing.generating import hands_of
from tests.support.fuzzing.secret_words import Secrets

PROBLEM = {"content-type": "application/problem+json"}
JSON = {"content-type": "application/json"}
NOTE: dict[str, Any] = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Notes", "version": "1"},
    "paths": {
        "/note": {
            "get": {
                "responses": {
                    "200": {"description": "a note", "content": {"application/json": {"schema": NOTE}}},
                    "404": {"description": "none", "content": {"application/problem+json": {"schema": {}}}},
                    "503": {"description": "later", "content": {"application/problem+json": {"schema": {}}}},
                }
            }
        }
    },
}
FAULTY: dict[str, tuple[httpx.Response, str]] = {
    "a failure": (httpx.Response(500, headers=PROBLEM, json={"status": 500}), "the server failed"),
    "an exception beside an answer": (
        httpx.Response(200, headers=JSON, json={"text": "x"}, extensions={"failure": KeyError("lost")}),
        "KeyError: 'lost'",
    ),
    "a status that is not declared": (
        httpx.Response(409, headers=PROBLEM, json={"status": 409}),
        "Undocumented status code",
    ),
    "another media type": (
        httpx.Response(200, headers={"content-type": "text/plain"}, text="x"),
        "Undocumented Content",
    ),
    "a body against its schema": (httpx.Response(200, headers=JSON, json={"text": None}), "violates schema"),
    "a refusal that is no problem": (httpx.Response(404, headers=JSON, json={}), "no problem document"),
    "a problem of another status": (httpx.Response(404, headers=PROBLEM, json={"status": 403}), "another status"),
    "a secret in the body": (
        httpx.Response(200, headers=JSON, json={"text": "Zq000xSecret"}),
        "tells donor_eu of a site",
    ),
    "a secret in a header": (
        httpx.Response(200, headers=JSON | {"Link": "</Zq000xSecret>"}, json={"text": ""}),
        "tells donor_eu of a site",
    ),
    "something else in a stream": (
        httpx.Response(200, headers={"content-type": "text/event-stream"}, text="data: {}\n\nTraceback\n\n"),
        "an event stream with something else",
    ),
}


def wrongs(answer: httpx.Response, who: str = "donor_eu") -> list[str]:
    [[case]] = hands_of(DOCUMENT, each=1, hands=1, number=1)
    secrets = Secrets()
    secrets.new("a site", "recipient_bfa")
    answer.request = httpx.Request("GET", "http://notes.test/note")
    answer.elapsed = timedelta()
    return [fault.wrong for fault in faults_of(case, answer, who, secrets)]


@pytest.mark.parametrize("fault", FAULTY)
def test_each_fault_is_found(fault: str) -> None:
    answer, wrong = FAULTY[fault]
    assert any(wrong in found for found in wrongs(answer)), wrongs(answer)


def test_a_good_answer_and_a_service_that_is_busy_are_no_faults() -> None:
    assert wrongs(httpx.Response(200, headers=JSON, json={"text": "x"})) == []
    assert wrongs(httpx.Response(503, headers=PROBLEM, json={"status": 503})) == []


def test_a_secret_may_be_told_to_those_it_is_for() -> None:
    told = httpx.Response(200, headers=JSON, json={"text": "Zq000xSecret"})
    assert wrongs(told, "recipient_bfa") == wrongs(told, "coordinator") == []
    assert wrongs(told, "recipient_ken") == ["tells recipient_ken of a site"]


def test_nobody_is_answered_without_a_token() -> None:
    assert wrongs(httpx.Response(200, headers=JSON, json={"text": "x"}), NOBODY) == ["answered without a token"]
