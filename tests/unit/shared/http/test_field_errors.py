from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from fastapi import APIRouter, Body, Header, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator

from tests.support.http_service import ask, service


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Component(Strict):
    quantity: Annotated[int, Field(gt=0)]
    unit: Literal["weapon", "round"] = "weapon"


class Money(Strict):
    kind: Literal["money"]
    amount: Annotated[Decimal, Field(max_digits=12, decimal_places=2)]


class InKind(Strict):
    kind: Literal["in_kind"]
    amount: int


class Stage(StrEnum):
    STORAGE = "storage"
    DISPOSAL = "disposal"


class NeedIn(Strict):
    title: Annotated[str, Field(min_length=3, max_length=10)] = "title"
    state: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "MLI"
    components: Annotated[list[Component], Field(min_length=1, max_length=2)] = [Component(quantity=1)]
    cost: Annotated[Money | InKind, Field(discriminator="kind")] | None = None
    share: int | Component = 1
    deadline: date | None = None
    confirmed_at: AwareDatetime | None = None
    stage: Stage | None = None
    offer_id: UUID | None = None
    public: bool = True
    notes: Annotated[dict[str, int], Field(alias="a/b~c")] = {}

    @field_validator("title")
    @classmethod
    def is_no_shout(cls, title: str) -> str:
        if title.isupper():
            raise ValueError("Write the title in small letters")
        return title


def router() -> APIRouter:
    router = APIRouter()

    @router.post("/needs")
    async def post_need(body: NeedIn) -> None: ...

    @router.post("/pairs")
    async def post_pair(first: Annotated[Component, Body()], second: Annotated[Component, Body()]) -> None: ...

    @router.get("/needs/{need_id}")
    async def get_need(
        need_id: UUID, limit: Annotated[int, Query(ge=1)] = 1, x_day: Annotated[datetime | None, Header()] = None
    ) -> None: ...

    return router


async def errors_of(body: Any, path: str = "/needs") -> list[dict[str, str]]:
    answer = await ask(service(router()), "POST", path, json=body)
    assert answer.status_code == 422, answer.text
    return answer.json()["errors"]


@pytest.mark.parametrize(
    ("body", "pointer", "detail"),
    [
        ({"title": 7}, "/title", "Expected text."),
        ({"title": "ab"}, "/title", "Expected text of at least 3 character(s)."),
        ({"title": "a" * 11}, "/title", "Expected text of at most 10 character(s)."),
        ({"title": "SHOUT"}, "/title", "Write the title in small letters."),
        ({"state": "Mali"}, "/state", "Expected text of the form ^[A-Z]{3}$."),
        ({"components": {}}, "/components", "Expected an array."),
        ({"components": []}, "/components", "Expected at least 1 entries; there are 0."),
        ({"components": [{"quantity": 1}, {}]}, "/components/1/quantity", "This is required."),
        ({"components": [{"quantity": 0}]}, "/components/0/quantity", "Expected more than 0."),
        ({"components": [{"quantity": "x"}]}, "/components/0/quantity", "Expected a whole number."),
        ({"components": [{"quantity": 1.5}]}, "/components/0/quantity", "Expected a whole number."),
        (
            {"components": [{"quantity": 1, "unit": "kilo"}]},
            "/components/0/unit",
            "Expected one of: 'weapon' or 'round'.",
        ),
        ({"components": ["x"]}, "/components/0", "Expected a JSON object."),
        ({"cost": {"kind": "money", "amount": "1.234"}}, "/cost/amount", "Expected a number with at most 2 decimal"),
        ({"cost": {"kind": "money"}}, "/cost/amount", "This is required."),
        ({"cost": {"kind": "gold"}}, "/cost", "Expected 'kind' to be one of: 'money', 'in_kind'."),
        ({"cost": {}}, "/cost", "Expected 'kind', which says"),
        ({"deadline": "tomorrow"}, "/deadline", "Expected a date such as 2027-03-31."),
        ({"confirmed_at": "2027-03-31T09:00:00"}, "/confirmed_at", "Expected a moment with its time zone"),
        ({"stage": "use"}, "/stage", "Expected one of: 'storage' or 'disposal'."),
        ({"offer_id": "7"}, "/offer_id", "Expected a UUID."),
        ({"public": "perhaps"}, "/public", "Expected true or false."),
        ({"a/b~c": {"x": "y"}}, "/a~1b~0c/x", "Expected a whole number."),
        ([], "", "Expected a JSON object."),
    ],
)
async def test_a_wrong_field_is_named_by_its_pointer_with_what_is_expected(
    body: Any, pointer: str, detail: str
) -> None:
    (error,) = await errors_of(body)
    assert error["pointer"] == pointer
    assert error["detail"].startswith(detail)


async def test_every_wrong_field_is_named_at_once() -> None:
    errors = await errors_of({"title": 7, "components": [{"quantity": 0}, {"quantity": -1}]})
    assert [error["pointer"] for error in errors] == [
        "/title",
        "/components/0/quantity",
        "/components/1/quantity",
    ]


async def test_an_unknown_field_is_refused_by_name() -> None:
    (error,) = await errors_of({"components": [{"quantity": 1, "quantitty": 2}]})
    assert (error["pointer"], error["code"]) == ("/components/0/quantitty", "extra-forbidden")


async def test_the_members_of_a_union_do_not_show_in_pointers() -> None:
    errors = await errors_of({"share": {"quantity": 0}})
    assert {error["pointer"] for error in errors} == {"/share", "/share/quantity"}


async def test_a_missing_body_is_named_as_the_whole_document() -> None:
    answer = await ask(service(router()), "POST", "/needs")
    assert answer.json()["errors"] == [{"pointer": "", "detail": "This is required.", "code": "missing"}]


async def test_a_missing_part_of_a_body_of_several_parts_is_named() -> None:
    assert [error["pointer"] for error in await errors_of({"first": {}}, "/pairs")] == ["/first/quantity", "/second"]


async def test_a_wrong_value_is_not_repeated() -> None:
    answer = await ask(service(router()), "POST", "/needs", json={"offer_id": "fatou@example.org"})
    assert "fatou" not in answer.text


async def test_a_thousand_mistakes_are_answered_with_the_first_hundred() -> None:
    errors = await errors_of({f"field{number}": 1 for number in range(1000)})
    assert len(errors) == 100


@pytest.mark.parametrize(
    ("path", "headers", "place", "parameter"),
    [
        ("/needs/7", {}, "path", "need_id"),
        ("/needs/018f2f6e-7c1c-7c6e-9d4e-0c5a3f1f9a11?limit=0", {}, "query", "limit"),
        ("/needs/018f2f6e-7c1c-7c6e-9d4e-0c5a3f1f9a11", {"x-day": "never"}, "header", "x-day"),
    ],
)
async def test_a_wrong_parameter_is_named_with_its_place(
    path: str, headers: dict[str, str], place: str, parameter: str
) -> None:
    answer = await ask(service(router()), "GET", path, headers=headers)
    (error,) = answer.json()["errors"]
    assert (error["in"], error["parameter"]) == (place, parameter)
