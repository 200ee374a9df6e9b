from typing import Any

import httpx
import pytest
from fastapi import APIRouter, HTTPException

from shared.errors import (
    AccordError,
    Conflict,
    FieldProblem,
    Forbidden,
    InvalidInput,
    Malformed,
    NotFound,
    Unauthenticated,
    Unavailable,
    VersionMismatch,
    VersionRequired,
)
from shared.http.problem_types import ProblemType
from tests.support.http_service import ask, service


async def answer_to(error: Exception, headers: dict[str, str] | None = None, **options: Any) -> httpx.Response:
    """Ask a route that raises this."""
    router = APIRouter()

    @router.get("/needs/7")
    async def refuse() -> None:
        raise error

    return await ask(service(router, **options), "GET", "/needs/7?state=MLI", headers=headers)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Malformed("?"), 400, "malformed-request"),
        (Unauthenticated("?"), 401, "unauthenticated"),
        (Forbidden("?"), 403, "forbidden"),
        (NotFound("?"), 404, "not-found"),
        (Conflict("?"), 409, "conflict"),
        (VersionMismatch("?"), 412, "version-mismatch"),
        (InvalidInput([FieldProblem("/title", "?")]), 422, "invalid-input"),
        (VersionRequired("?"), 428, "version-required"),
        (Unavailable("?"), 503, "unavailable"),
    ],
)
async def test_each_branch_of_the_error_tree_has_its_status(error: AccordError, status: int, code: str) -> None:
    answer = await answer_to(error)
    assert (answer.status_code, answer.json()["status"], answer.json()["code"]) == (status, status, code)


async def test_a_problem_says_what_rfc_9457_asks_and_how_to_find_the_request_again() -> None:
    answer = await answer_to(VersionMismatch("Version 4 is current.", current=4), {"X-Correlation-Id": "abc-1"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "/problems/version-mismatch",
        "title": "The record has changed since it was read",
        "status": 412,
        "detail": "Version 4 is current.",
        "instance": "/needs/7",
        "code": "version-mismatch",
        "correlation_id": "abc-1",
        "current": 4,
    }


async def test_an_error_cannot_replace_the_members_of_its_problem() -> None:
    answer = await answer_to(Conflict("Held already.", status=200, type="x", instance="/elsewhere"))
    assert (answer.status_code, answer.json()["status"]) == (409, 409)
    assert answer.json()["type"] == "/problems/conflict"
    assert answer.json()["instance"] == "/needs/7"


async def test_a_domain_rule_names_each_wrong_field_by_its_pointer() -> None:
    answer = await answer_to(InvalidInput([FieldProblem("/components/0/unit", "Expected `weapon`.", "unit-mismatch")]))
    assert answer.json()["errors"] == [
        {"pointer": "/components/0/unit", "detail": "Expected `weapon`.", "code": "unit-mismatch"}
    ]


async def test_a_code_that_the_service_declares_has_its_own_type_and_title() -> None:
    exceeded = ProblemType("capacity-exceeded", 409, "The offer has less than that left", "Ask for less.")
    answer = await answer_to(Conflict("Two are left.", code="capacity-exceeded"), problem_types=[exceeded])
    assert (answer.json()["type"], answer.json()["title"]) == ("/problems/capacity-exceeded", exceeded.title)


async def test_a_code_that_nobody_declared_keeps_its_name_under_the_type_of_its_branch() -> None:
    answer = await answer_to(Conflict("No.", code="need-not-open"))
    assert (answer.json()["type"], answer.json()["code"]) == ("/problems/conflict", "need-not-open")


async def test_without_a_token_the_challenge_names_no_error() -> None:
    answer = await answer_to(Unauthenticated("The request carries no access token."))
    assert answer.headers["www-authenticate"] == 'Bearer realm="accord"'


async def test_with_a_token_that_is_no_good_the_challenge_says_so() -> None:
    answer = await answer_to(Unauthenticated("Expired."), {"Authorization": "Bearer x"})
    assert answer.headers["www-authenticate"] == 'Bearer realm="accord", error="invalid_token"'


async def test_what_is_away_says_when_to_come_back() -> None:
    answer = await answer_to(Unavailable("The identity provider is away.", retry_after=10))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")


async def test_an_unexpected_error_keeps_its_internals_to_itself() -> None:
    answer = await answer_to(RuntimeError("password=opensesame in /srv/needs.py"), {"X-Correlation-Id": "abc-2"})
    assert (answer.status_code, answer.json()["code"]) == (500, "internal-error")
    assert answer.json()["correlation_id"] == "abc-2"
    assert "opensesame" not in answer.text
    assert "needs.py" not in answer.text


@pytest.mark.parametrize("error", [ConnectionRefusedError(111, "Connect call failed"), TimeoutError(), OSError(113)])
async def test_a_connection_that_fails_is_an_outage_and_not_a_fault(error: OSError) -> None:
    answer = await answer_to(error)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "retry-after" in answer.headers


async def test_an_address_that_nothing_is_at_is_a_problem_too() -> None:
    answer = await ask(service(), "GET", "/nothing")
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["detail"]) == (404, "There is nothing at this address.")


async def test_a_trailing_slash_is_another_address_and_never_a_redirect() -> None:
    assert (await ask(service(), "GET", "/livez/")).status_code == 404


async def test_a_method_that_the_address_does_not_know_is_told_all_that_it_knows() -> None:
    router = APIRouter(prefix="/needs")

    @router.get("")
    async def get_needs() -> None: ...

    @router.post("")
    async def post_need() -> None: ...

    answer = await ask(service(router), "DELETE", "/needs")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert answer.json()["code"] == "method-not-allowed"


async def test_a_status_that_accord_has_no_type_for_keeps_its_headers_and_is_about_blank() -> None:
    answer = await answer_to(HTTPException(418, "Short and stout.", {"X-Tea": "yes"}))
    assert (answer.status_code, answer.json()["type"]) == (418, "about:blank")
    assert (answer.json()["detail"], answer.headers["x-tea"]) == ("Short and stout.", "yes")


async def test_the_type_of_a_problem_leads_to_its_description() -> None:
    page = await ask(service(), "GET", (await answer_to(VersionRequired("?"))).json()["type"])
    assert page.json()["code"] == "version-required"
    assert "ETag" in page.json()["remedy"]


async def test_a_problem_type_that_does_not_exist_has_no_page() -> None:
    assert (await ask(service(), "GET", "/problems/no-such-thing")).status_code == 404


def test_a_problem_type_cannot_be_declared_twice() -> None:
    with pytest.raises(ValueError, match="not-found"):
        service(problem_types=[ProblemType("not-found", 404, "Again", "?")])
