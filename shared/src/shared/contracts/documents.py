"""Generating the AsyncAPI 3 document and one JSON Schema per event model from the registry."""

import json
from collections import defaultdict
from typing import Any

from pydantic import TypeAdapter

from shared.events.model import EventModel
from shared.events.registry import PUBLIC_TOPIC, REGISTRY, EventType
from shared.messaging.topics import TOPICS

Document = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
HEADERS: Document = {
    "type": "object",
    "required": ["ce_specversion", "ce_id", "ce_type", "ce_source", "ce_subject", "ce_time", "ce_aggregateversion"],
    "properties": {
        "ce_specversion": {"const": "1.0"},
        "ce_id": {"type": "string", "format": "uuid", "description": "the event; a consumer applies it once"},
        "ce_type": {"type": "string"},
        "ce_source": {"type": "string", "format": "uri-reference"},
        "ce_subject": {"type": "string", "format": "uuid", "description": "the aggregate, also the record's key"},
        "ce_time": {"type": "string", "format": "date-time"},
        "ce_aggregateversion": {"type": "string", "pattern": "^[0-9]+$", "description": "the version stated"},
        "ce_correlationid": {"type": "string"},
        "ce_traceparent": {"type": "string", "description": "W3C Trace Context of the request"},
        "content-type": {"const": "application/json"},
    },
}

INTERNAL = "Internal: Accord's services only. The key is the aggregate's id."
FOR_ANYBODY = (
    "For readers outside Accord: public records alone. The key is the record's id; a record without a value means that"
    " the record is no longer public, and that what was read under this key is to be forgotten."
)


def all_documents() -> dict[str, str]:
    """Return every generated document, file name -> text, the same bytes for the same registry."""
    schemas = {f"{model.__name__}.schema.json": schema_of(model) for model in _models()}
    documents = {"asyncapi.json": asyncapi(), **schemas}
    return {name: json.dumps(document, indent=2, ensure_ascii=False) + "\n" for name, document in documents.items()}


def schema_of(model: type[EventModel]) -> Document:
    """Return the JSON Schema (2020-12) of what is written on the bus for this model."""
    schema = TypeAdapter(model).json_schema(mode="serialization")
    return {"$schema": DIALECT, "$id": f"{model.__name__}.schema.json", **schema}


def asyncapi() -> Document:
    """Return the AsyncAPI 3.0 document of all topics and events."""
    by_topic: defaultdict[str, list[EventType]] = defaultdict(list)
    for event in REGISTRY.values():
        by_topic[event.topic].append(event)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Accord events",
            "version": "1.0.0",
            "description": "CloudEvents 1.0, Kafka binary mode. Each event states one aggregate whole, at one version.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {topic: _channel(topic, events) for topic, events in sorted(by_topic.items())},
        "operations": {f"publish.{topic}": _operation(topic) for topic in sorted(by_topic)},
        "components": {
            "messages": {event.name: _message(event) for event in REGISTRY.values()},
            "schemas": {"CloudEventHeaders": HEADERS},
        },
    }


def _channel(topic: str, events: list[EventType]) -> Document:
    partitions = next(spec.partitions for spec in TOPICS if spec.name == topic)
    settings = next(dict(spec.settings) for spec in TOPICS if spec.name == topic)
    return {
        "address": topic,
        "description": FOR_ANYBODY if topic == PUBLIC_TOPIC else INTERNAL,
        "messages": {e.name: {"$ref": f"#/components/messages/{e.name}"} for e in events},
        "bindings": {
            "kafka": {
                "topic": topic,
                "partitions": partitions,
                "topicConfiguration": {"cleanup.policy": [settings["cleanup.policy"]]},
            }
        },
    }


def _operation(topic: str) -> Document:
    return {"action": "send", "channel": {"$ref": f"#/channels/{topic}"}}


def _message(event: EventType) -> Document:
    return {
        "name": event.name,
        "summary": event.summary,
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/CloudEventHeaders"},
        "payload": {
            "schemaFormat": "application/schema+json;version=draft-2020-12",
            "schema": {"type": "null"} if event.tombstone else {"$ref": f"./{event.model.__name__}.schema.json"},
        },
        "bindings": {"kafka": {"key": {"type": "string", "format": "uuid"}}},
    }


def _models() -> list[type[EventModel]]:
    return sorted({event.model for event in REGISTRY.values()}, key=lambda model: model.__name__)
