"""What every answer is held to, whoever asked for whatever."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from traceback import format_exception
from typing import Any

import httpx
from schemathesis import Case
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

from tests.support.fuzzing.cast import NOBODY
from tests.support.fuzzing.secret_words import Secrets

_EVENT = re.compile(r"(:[^\n]*|(id|event|data|retry): [^\n]*)(\n(id|event|data|retry): [^\n]*)*")
PROBLEM = "application/problem+json"
_CONFORMS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


@dataclass(frozen=True)
class Fault:
    """An answer that must not be: where, what is wrong with it, and how to see it again."""

    operation: str
    wrong: str
    seen: str

    def __str__(self) -> str:
        return f"{self.operation}: {self.wrong}\n{self.seen}"


def faults_of(case: Case[Any], answer: httpx.Response, who: str, secrets: Secrets) -> Iterator[Fault]:
    """Give everything that is wrong with an answer."""
    operation, seen = case.operation.label, _told(answer, who)
    wrongs = (*_wrongs(answer, who), *(f"tells {who} of {place}" for place in secrets.leaked(answer, who)))
    yield from (Fault(operation, wrong, seen) for wrong in wrongs)
    if _is_stream(answer):
        return
    try:
        case.validate_response(answer, checks=_CONFORMS)
    except FailureGroup as failures:
        yield from (Fault(operation, f"{each.title}: {each.message}", seen) for each in failures.exceptions)


def _is_stream(answer: httpx.Response) -> bool:
    """Tell an event stream, whose schema speaks of the whole text, while schemathesis holds each event to it."""
    return answer.headers.get("content-type", "").startswith("text/event-stream")


def _wrongs(answer: httpx.Response, who: str) -> Iterator[str]:
    failure = answer.extensions.get("failure")
    if failure is not None:
        yield "".join(format_exception(failure))[-3000:]
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR and answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
        yield f"the server failed: {answer.status_code}"
    if answer.is_error and answer.headers.get("content-type") != PROBLEM:
        yield f"a refusal that is no problem document but {answer.headers.get('content-type')}"
    if (
        answer.is_error
        and answer.headers.get("content-type") == PROBLEM
        and answer.json()["status"] != answer.status_code
    ):
        yield "the problem document speaks of another status"
    if _is_stream(answer) and not all(_EVENT.fullmatch(event) for event in _events(answer.text)):
        yield "an event stream with something else in it"
    if who == NOBODY and not answer.is_error:
        yield "answered without a token"


def _events(text: str) -> list[str]:
    """Return the events of a stream that were read whole."""
    return text.replace("\r\n", "\n").split("\n\n")[:-1]


def _told(answer: httpx.Response, who: str) -> str:
    request = answer.request
    headers = {name: value for name, value in request.headers.items() if name.lower() != "authorization"}
    sent = f"{who}: {request.method} {request.url} {headers} {request.content[:2000]!r}"
    return f"  {sent}\n  {answer.status_code} {answer.text[:1000]}"
