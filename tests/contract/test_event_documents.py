"""The published language as documents: AsyncAPI 3 and JSON Schemas, true of what the services put on the bus."""

import json
import re
from collections.abc import Iterator
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator

from needs.adapters import public_wire as public_needs
from needs.adapters import wire as needs_wire
from offers.adapters import public_wire as public_offers
from offers.adapters import wire as offers_wire
from shared.contracts.documents import all_documents
from shared.events.envelope import Envelope
from shared.events.model import EventModel
from shared.events.needs import NeedState
from shared.events.offers import OfferState
from shared.events.public import PublicNeed, PublicOffer
from shared.events.registry import REGISTRY
from shared.identifiers import new_id
from shared.messaging.topics import TOPICS
from tests.support import need_examples, offer_examples
from tests.support.source_tree import ROOT

FOLDER = ROOT / "shared" / "contracts"
Document = dict[str, Any]


def public(state: EventModel | None) -> EventModel:
    assert state is not None
    return state


STATES: dict[str, EventModel] = {
    "a complete need": needs_wire.state_of(need_examples.circulated(need_examples.complete_statement())),
    "a vague need": needs_wire.state_of(need_examples.circulated(need_examples.vague_statement())),
    "a need of a group": needs_wire.state_of(need_examples.draft(need_examples.group_statement())),
    "a withdrawn need": needs_wire.state_of(need_examples.withdrawn()),
    "an open offer": offers_wire.state_of(offer_examples.opened()),
    "an offer of advice": offers_wire.state_of(
        offer_examples.opened(offer_examples.one_line(offer_examples.advice(), call=offer_examples.Window()))
    ),
    "a paused offer": offers_wire.state_of(offer_examples.paused()),
    "a closed offer": offers_wire.state_of(offer_examples.closed()),
    "an exhausted offer": offers_wire.state_of(offer_examples.exhausted()),
    "a need as anybody may know it": public(
        public_needs.public_state_of(need_examples.circulated(need_examples.statement(visibility="public")))
    ),
    "an offer as anybody may know it": public(
        public_offers.public_state_of(offer_examples.opened(offer_examples.terms(visibility="public")))
    ),
}


def read(name: str) -> Document:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def asyncapi() -> Document:
    return read("asyncapi.json")


def checking(schema: Document) -> Draft202012Validator:
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def of_state(state: EventModel) -> Draft202012Validator:
    return checking(read(f"{type(state).__name__}.schema.json"))


def wrong(schema: Draft202012Validator, value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in schema.iter_errors(value)]


def references(value: Any) -> Iterator[str]:
    """Yield every `$ref` below a value."""
    if isinstance(value, dict):
        found = cast("Document", value)
        yield from ([found["$ref"]] if "$ref" in found else [])
        for each in found.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in cast("list[Any]", value):
            yield from references(each)


def target_of(reference: str, document: Document) -> Any:
    """Follow a reference within the document or to the file beside it."""
    file, _, pointer = reference.partition("#")
    found: Any = read(file) if file else document
    for part in filter(None, pointer.split("/")):
        found = found[part]
    return found


@pytest.mark.parametrize("name", sorted(all_documents()))
def test_a_committed_document_is_the_generated_one_byte_for_byte(name: str) -> None:
    assert (FOLDER / name).read_bytes() == all_documents()[name].encode(), "run `make contracts`"


def test_nothing_else_is_committed_beside_them() -> None:
    assert {path.name for path in FOLDER.glob("*.json")} == all_documents().keys()


@pytest.mark.parametrize("name", sorted(name for name in all_documents() if name.endswith(".schema.json")))
def test_a_schema_is_valid_json_schema_2020_12(name: str) -> None:
    assert read(name)["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(read(name))


def test_every_schema_was_released() -> None:
    schemas = {name for name in all_documents() if name.endswith(".schema.json")}
    assert {path.name for path in (FOLDER / "released").iterdir()} == schemas


def test_the_document_has_what_asyncapi_3_requires() -> None:
    document = asyncapi()
    assert re.fullmatch(r"3\.0\.\d+", document["asyncapi"])
    assert document["info"].keys() >= {"title", "version"}
    assert document.keys() <= {"asyncapi", "id", "info", "servers", "defaultContentType"} | {
        "channels",
        "operations",
        "components",
    }
    assert document["components"].keys() <= {"messages", "schemas"}
    for operation in document["operations"].values():
        assert operation["action"] in {"send", "receive"}
        assert operation["channel"]["$ref"].startswith("#/channels/")
    for message in document["components"]["messages"].values():
        assert message["payload"].keys() == {"schemaFormat", "schema"}


def test_every_reference_of_the_document_leads_somewhere() -> None:
    found = list(references(asyncapi()))
    assert len(found) > len(REGISTRY)
    assert all(target_of(reference, asyncapi()) for reference in found)


def test_the_channels_are_the_topics_with_their_partitions_and_settings() -> None:
    expected = {spec.name: (spec.partitions, [dict(spec.settings)["cleanup.policy"]]) for spec in TOPICS}
    kafka = {name: each["bindings"]["kafka"] for name, each in asyncapi()["channels"].items()}
    found = {n: (each["partitions"], each["topicConfiguration"]["cleanup.policy"]) for n, each in kafka.items()}
    assert found == expected
    assert {each["address"] for each in asyncapi()["channels"].values()} == expected.keys()


def test_every_registered_event_is_a_message_of_its_topic() -> None:
    channels = asyncapi()["channels"]
    assert {name: set(each["messages"]) for name, each in channels.items()} == {
        topic: {event.name for event in REGISTRY.values() if event.topic == topic} for topic in channels
    }


@pytest.mark.parametrize("what", STATES)
def test_what_a_service_publishes_keeps_to_its_schema(what: str) -> None:
    state = STATES[what]
    payload = json.loads(state.model_dump_json())
    assert wrong(of_state(state), payload) == []
    assert type(state).model_validate_json(json.dumps(payload)) == state


@pytest.mark.parametrize("what", STATES)
def test_a_payload_that_lacks_a_field_or_has_one_of_another_type_breaks_its_schema(what: str) -> None:
    state = STATES[what]
    payload = json.loads(state.model_dump_json())
    schema = of_state(state)
    for name in payload:
        assert not schema.is_valid({key: value for key, value in payload.items() if key != name}), name
        assert not schema.is_valid(payload | {name: 0.5}), name


@pytest.mark.parametrize("traceparent", [None, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"])
@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_the_headers_of_an_event_keep_to_the_document(name: str, traceparent: str | None) -> None:
    state = STATES["a complete need" if REGISTRY[name].model is NeedState else "an open offer"]
    event = Envelope(
        id=new_id(),
        type=name,
        source="/accord/needs",
        subject=str(new_id()),
        time=need_examples.NOW,
        version=3,
        data=state,
        correlation_id=traceparent and "c-1",
        traceparent=traceparent,
    )
    schema = asyncapi()["components"]["schemas"]["CloudEventHeaders"]
    assert wrong(checking(schema), event.headers()) == []
    assert event.headers().keys() <= schema["properties"].keys()
    assert wrong(checking(schema), event.headers() | {"ce_aggregateversion": "three"})


def test_the_documents_name_no_field_that_could_hold_a_person_a_site_or_a_stock() -> None:
    models = (NeedState, OfferState, PublicNeed, PublicOffer)
    said = "".join((FOLDER / f"{model.__name__}.schema.json").read_text() for model in models)
    assert not re.search(r'"(contact|email|phone|sites|stock_figures|sensitive|authority)":', said)
