"""The three OpenAPI documents: committed as generated, valid, and true of refusals as of answers."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from shared.http.problem_types import PROBLEM_JSON
from shared.service.commands import openapi_of
from tests.support.database_fixtures import ServiceDatabase
from tests.support.posting_services import BOTH, desk_at
from tests.support.service_definitions import SERVICES
from tests.support.source_tree import ROOT

Document = dict[str, Any]
METHODS = {"get", "put", "post", "delete", "patch"}
EVERYWHERE = {"400", "401", "403", "500", "503"}


@pytest.fixture(params=sorted(SERVICES))
def document(request: pytest.FixtureRequest) -> Document:
    """Each service's document in turn, as committed."""
    return committed(request.param)


def committed(name: str) -> Document:
    return json.loads((ROOT / "services" / name / "openapi.json").read_text(encoding="utf-8"))


def operations(document: Document) -> Iterator[tuple[str, Document]]:
    for path, methods in document["paths"].items():
        yield from ((f"{method} {path}", methods[method]) for method in METHODS & methods.keys())


def refusals(operation: Document) -> dict[str, Document]:
    return {status: each for status, each in operation["responses"].items() if status >= "400"}


def wrong_by(document: Document, name: str, answer: Any) -> list[str]:
    """Return how an answer differs from what the document says of the schema of this name."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(answer)]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_the_committed_document_is_the_generated_one_byte_for_byte(name: str) -> None:
    kept = (ROOT / "services" / name / "openapi.json").read_bytes()
    assert kept == openapi_of(SERVICES[name]).encode(), "run `make contracts`"


def test_the_document_is_valid_openapi_3_1(document: Document) -> None:
    assert document["openapi"].startswith("3.1")
    validate(document, cls=OpenAPIV31SpecValidator)


def test_an_operation_id_names_one_operation(document: Document) -> None:
    ids = [operation["operationId"] for _, operation in operations(document)]
    assert sorted(ids) == sorted(set(ids))


def test_every_operation_says_what_it_does_and_needs_a_token(document: Document) -> None:
    for place, operation in operations(document):
        assert operation.get("description"), place
        assert operation["security"] == [{"accord": []}], place


def test_every_operation_documents_its_refusals_as_problems(document: Document) -> None:
    for place, operation in operations(document):
        found = refusals(operation)
        assert found.keys() >= EVERYWHERE, place
        for status, response in found.items():
            assert response["content"].keys() == {PROBLEM_JSON}, f"{status} of {place}"
            [media] = response["content"].values()
            assert media["schema"] == {"$ref": "#/components/schemas/Problem"}, f"{status} of {place}"


def test_what_one_record_is_asked_for_can_be_missing(document: Document) -> None:
    assert [place for place, each in operations(document) if "{" in place and "404" not in each["responses"]] == []


def test_what_changes_a_version_can_meet_another_one(document: Document) -> None:
    changing = [
        (place, each)
        for place, each in operations(document)
        if any(parameter["name"] == "If-Match" for parameter in each.get("parameters", []))
    ]
    assert [place for place, each in changing if not each["responses"].keys() >= {"409", "412", "428"}] == []


@pytest.mark.parametrize("kind", sorted(BOTH))
async def test_a_record_and_its_page_are_answered_as_documented(service_database: ServiceDatabase, kind: str) -> None:
    view = {"needs": "NeedView", "offers": "OfferView"}[kind]
    async with desk_at(BOTH[kind], await service_database(kind)) as desk:
        record = await desk.opened()
        page = (await desk.service.ask("GET", desk.posting.path, desk.author)).json()
    assert wrong_by(committed(kind), view, record) == []
    assert wrong_by(committed(kind), f"Page_{view}_", page) == []
    assert wrong_by(committed(kind), view, record | {"version": "one"})


@pytest.mark.parametrize("kind", sorted(BOTH))
async def test_a_refusal_is_answered_as_documented(service_database: ServiceDatabase, kind: str) -> None:
    async with desk_at(BOTH[kind], await service_database(kind)) as desk:
        answer = await desk.post(texts=[])
    assert answer.status_code == 422
    assert wrong_by(committed(kind), "Problem", answer.json()) == []
