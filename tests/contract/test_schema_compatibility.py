"""What may change in an event without breaking a reader: old readers meet new events, new readers old ones."""

import json
from typing import Any

import pytest
from pydantic import TypeAdapter

from shared.contracts.__main__ import check, run
from shared.contracts.compatibility import breaking_changes
from shared.contracts.documents import all_documents
from shared.events.model import EventModel

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
NULL: Schema = {"type": "null"}
NUMBER: Schema = {"type": "number"}


def thing(*required: str, **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required)}


def listing(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def values(*allowed: str | None) -> Schema:
    return {"enum": list(allowed)}


def either(*alternatives: Schema) -> Schema:
    return {"anyOf": list(alternatives)}


def defined(schema: Schema, **definitions: Schema) -> Schema:
    return thing("a", a=schema) | {"$defs": definitions}


def named(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


BREAKING: dict[str, tuple[Schema, Schema, str]] = {
    "a removed property": (thing(a=TEXT), thing(), "/a: was removed"),
    "a changed type": (thing(a=TEXT), thing(a=NUMBER), "/a: type was string, would be number"),
    "a type that becomes nullable": (thing(a=TEXT), thing(a=either(TEXT, NULL)), "/a: "),
    "a nullable that becomes certain": (thing(a=either(TEXT, NULL)), thing(a=TEXT), "/a: "),
    "the root's type": (thing(), {"type": "array"}, "/: type was object, would be array"),
    "a value less": (thing(a=values("x", "y")), thing(a=values("x")), "/a: values were 'x', 'y', would be 'x'"),
    "a value more": (thing(a=values("x")), thing(a=values("x", "y")), "/a: values were 'x', would be 'x', 'y'"),
    "null among the values": (thing(a=values("x")), thing(a=values("x", None)), "/a: values were"),
    "values where there were all": (thing(a=TEXT), thing(a=TEXT | values("x")), "/a: values were any"),
    "one value for another": (thing(a={"const": "x"}), thing(a={"const": "y"}), "/a: const was x, would be y"),
    "certain to optional": (thing("a", a=TEXT), thing(a=TEXT), "/a: was always there, would be optional"),
    "optional to certain": (thing(a=TEXT), thing("a", a=TEXT), "/a: was optional, would be required"),
    "a default taken away": (thing("a", a=TEXT | {"default": ""}), thing("a", a=TEXT), "/a: had a default"),
    "a new property": (thing(), thing("a", a=TEXT), "/a: is new without a default"),
    "a narrower pattern": (thing(a=TEXT | {"pattern": "a"}), thing(a=TEXT | {"pattern": "b"}), "/a: pattern was a"),
    "a new bound": (thing(a=NUMBER), thing(a=NUMBER | {"exclusiveMaximum": 5}), "/a: exclusiveMaximum was None"),
    "a bound taken away": (thing(a=NUMBER | {"minimum": 0}), thing(a=NUMBER), "/a: minimum was 0, would be None"),
    "fewer items": (listing(TEXT), listing(TEXT) | {"maxItems": 3}, ": maxItems was None, would be 3"),
    "another step": (thing(a=NUMBER | {"multipleOf": 2}), thing(a=NUMBER | {"multipleOf": 3}), "/a: multipleOf"),
    "another format": (thing(a=TEXT | {"format": "date"}), thing(a=TEXT), "/a: format was date"),
    "other items": (thing(a=listing(TEXT)), thing(a=listing(NUMBER)), "/a/items: type was string"),
    "items of any kind": (listing(TEXT), {"type": "array"}, ": items was"),
    "other places": ({"prefixItems": [TEXT, NULL]}, {"prefixItems": [NULL, TEXT]}, "/prefixItems/0: type"),
    "other additional properties": (
        thing() | {"additionalProperties": TEXT},
        thing() | {"additionalProperties": NUMBER},
        "/additionalProperties: type was string",
    ),
    "nothing additional": (thing(), thing() | {"additionalProperties": False}, ": additionalProperties was None"),
    "below a reference": (
        defined(named("B"), B=thing(b=TEXT)),
        defined(named("B"), B=thing(b=NUMBER)),
        "/a/b: type was string",
    ),
    "below two references": (
        defined(named("B"), B=named("C"), C=TEXT),
        defined(named("B"), B=named("C"), C=NUMBER),
        "/a: type was string",
    ),
    "below a reference in a list": (
        defined(listing(named("B")), B=thing(b=TEXT)),
        defined(listing(named("B")), B=thing()),
        "/a/items/b: was removed",
    ),
    "below itself": (
        defined(named("B"), B=thing(again=named("B"), b=TEXT)),
        defined(named("B"), B=thing(again=named("B"), b=NULL)),
        "/a/b: type was string",
    ),
    "an alternative more": (thing(a=either(TEXT)), thing(a=either(TEXT, NULL)), "/a: anyOf had 1 schemas"),
    "an alternative less": (thing(a=either(TEXT, NULL)), thing(a=either(TEXT)), "/a: anyOf had 2 schemas"),
    "another alternative": (thing(a=either(TEXT, NULL)), thing(a=either(NUMBER, NULL)), "/a/anyOf/"),
    "within an alternative": (
        thing(a=either(TEXT | {"maxLength": 9}, NULL)),
        thing(a=either(TEXT | {"maxLength": 8}, NULL)),
        "/a/anyOf/1: maxLength was 9, would be 8",
    ),
    "one of fewer": ({"oneOf": [TEXT, NULL]}, {"oneOf": [TEXT]}, ": oneOf had 2 schemas"),
    "all of more": ({"allOf": [TEXT]}, {"allOf": [TEXT, {"maxLength": 3}]}, ": allOf had 1 schemas"),
}

HARMLESS: dict[str, tuple[Schema, Schema]] = {
    "nothing at all": (thing("a", a=TEXT), thing("a", a=TEXT)),
    "a new property with a default": (thing(), thing("a", a=TEXT | {"default": ""})),
    "a new property with null for a default": (thing(), thing("a", a=either(TEXT, NULL) | {"default": None})),
    "a new property whose definition has a default": (defined(TEXT), defined(TEXT, B=TEXT)),
    "a default given": (thing("a", a=TEXT), thing("a", a=TEXT | {"default": ""})),
    "optional to certain with a default": (thing(a=TEXT), thing("a", a=TEXT | {"default": ""})),
    "other words": (thing(a=TEXT), thing(a=TEXT | {"title": "A", "description": "what it is"})),
    "another order of values": (thing(a=values("x", "y")), thing(a=values("y", "x"))),
    "another order of alternatives": (thing(a=either(TEXT, NULL)), thing(a=either(NULL, TEXT))),
    "another order of properties": (thing("a", "b", a=TEXT, b=NULL), thing("b", "a", b=NULL, a=TEXT)),
    "a definition where there was none": (thing("a", a=TEXT), defined(named("B"), B=TEXT)),
    "a definition of another name": (defined(named("B"), B=TEXT), defined(named("C"), C=TEXT)),
    "a definition that holds itself": (
        defined(named("B"), B=thing(again=named("B"))),
        defined(named("B"), B=thing(again=named("B"))),
    ),
}


@pytest.mark.parametrize("what", BREAKING)
def test_a_change_that_breaks_a_reader_is_told_where_it_is(what: str) -> None:
    released, proposed, told = BREAKING[what]
    assert any(change.startswith(told) for change in breaking_changes(released, proposed)), breaking_changes(
        released, proposed
    )


@pytest.mark.parametrize("what", HARMLESS)
def test_a_change_that_no_reader_notices_is_none(what: str) -> None:
    assert breaking_changes(*HARMLESS[what]) == []


class Before(EventModel):
    """An event model as it was released."""

    need: str
    quantity: int | None = None


class WithMore(Before):
    """The same with one field more, as a service adds one."""

    note: str = ""


def test_a_field_added_to_a_model_with_a_default_breaks_nobody_and_one_without_does() -> None:
    def schema(model: type[EventModel]) -> Schema:
        return TypeAdapter(model).json_schema(mode="serialization")

    assert breaking_changes(schema(Before), schema(WithMore)) == []
    assert breaking_changes(schema(WithMore), schema(Before)) == ["/note: was removed"]
    assert WithMore.model_validate_json(Before(need="n").model_dump_json()).note == ""
    assert Before.model_validate_json(WithMore(need="n", note="x").model_dump_json()) == Before(need="n")


@pytest.mark.parametrize("name", sorted(name for name in all_documents() if name.endswith(".schema.json")))
def test_each_field_of_a_published_state_is_guarded(name: str) -> None:
    released = json.loads(all_documents()[name])
    for field in released["properties"]:
        proposed = json.loads(all_documents()[name])
        del proposed["properties"][field]
        assert breaking_changes(released, proposed) == [f"/{field}: was removed"]


def test_what_is_proposed_breaks_nothing_that_was_released() -> None:
    assert check() == []


def test_the_command_knows_what_it_can_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check"]) == 0
    assert run(["chekc"]) == 2
    assert "usage" in capsys.readouterr().err
