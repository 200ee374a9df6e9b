from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Security
from fastapi.security import HTTPBearer
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from pydantic import BaseModel

from shared.http.etags import ExpectedVersion, VersionTag
from shared.http.idempotency import IdempotencyHeader
from shared.http.openapi import problem_responses
from shared.http.pages import Page, PageQuery
from shared.http.routing import service_router
from tests.support.http_service import service

Token = Annotated[object, Security(HTTPBearer(auto_error=False))]


class NeedIn(BaseModel):
    title: str


def document() -> dict[str, Any]:
    router = service_router("/needs", tag="needs")

    @router.get("")
    async def list_needs(page: PageQuery) -> Page[NeedIn]: ...

    @router.post("", status_code=201)
    async def post_need(body: NeedIn, token: Token, idempotency: IdempotencyHeader) -> NeedIn: ...

    @router.get("/{need_id}")
    async def get_need(need_id: int, tag: VersionTag) -> NeedIn: ...

    @router.put("/{need_id}", responses=problem_responses(409))
    async def put_need(
        need_id: int, body: NeedIn, token: Token, version: ExpectedVersion, tag: VersionTag
    ) -> NeedIn: ...

    return service(router).openapi()


def refusals(path: str, method: str) -> set[str]:
    responses = document()["paths"][path][method]["responses"]
    return {status for status in responses if status >= "400"}


def parameter(path: str, method: str, name: str) -> dict[str, Any]:
    found = [each for each in document()["paths"][path][method].get("parameters", []) if each["name"] == name]
    return found[0] if found else {}


def test_the_document_is_valid_openapi_3_1() -> None:
    assert document()["openapi"].startswith("3.1")
    validate(document(), cls=OpenAPIV31SpecValidator)


def test_a_listing_documents_a_bad_query() -> None:
    assert refusals("/needs", "get") == {"400", "422", "429", "500", "503"}


def test_a_creation_documents_what_its_body_token_and_key_can_be_refused_for() -> None:
    expected = {"400", "401", "403", "408", "409", "413", "415", "422", "429", "500", "503"}
    assert refusals("/needs", "post") == expected


def test_a_change_documents_the_version_conditions() -> None:
    assert {"404", "409", "412", "428"} <= refusals("/needs/{need_id}", "put")


def every_refusal() -> Iterator[dict[str, Any]]:
    for operations in document()["paths"].values():
        for operation in operations.values():
            yield from (answer for status, answer in operation["responses"].items() if status >= "400")


def test_every_refusal_is_a_problem_document() -> None:
    reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
    assert all(answer["content"] == {"application/problem+json": reference} for answer in every_refusal())


def test_the_generic_validation_error_of_the_framework_is_gone() -> None:
    schemas = document()["components"]["schemas"]
    assert {"Problem", "ProblemField"} <= set(schemas)
    assert not {"HTTPValidationError", "ValidationError"} & set(schemas)


def test_if_match_is_required_because_its_absence_is_refused() -> None:
    assert parameter("/needs/{need_id}", "put", "If-Match")["required"] is True


def test_revalidation_belongs_to_reads_alone() -> None:
    assert parameter("/needs/{need_id}", "get", "If-None-Match") != {}
    assert parameter("/needs/{need_id}", "put", "If-None-Match") == {}
    assert "304" in document()["paths"]["/needs/{need_id}"]["get"]["responses"]


def test_operations_are_named_after_their_functions() -> None:
    assert document()["paths"]["/needs"]["post"]["operationId"] == "post_need"


def test_asking_twice_gives_the_same_document() -> None:
    app = service()
    assert app.openapi() == app.openapi()
