"""Copies of aggregates, cheap enough to be made in every step: what is frozen is shared, what may change is not."""

from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, cast

T = TypeVar("T")


def replica(aggregate: T) -> T:
    """Return a copy of an aggregate and of the entities in its lists; everything else in it is immutable.

    It is made as any other is, by its constructor, so that it does not matter whether the class was mapped on tables.
    """
    return type(aggregate)(**{name: _copied(value) for name, value in said_of(aggregate).items()})


def differs(one: object, other: object) -> bool:
    """Say whether two replicas of an aggregate are in different states, whatever happened in between."""
    return _plain(one) != _plain(other)


def said_of(aggregate: object) -> dict[str, Any]:
    """Return the aggregate's own fields, without what a mapping may have added."""
    return {field.name: getattr(aggregate, field.name) for field in fields(cast("Any", aggregate))}


def _copied(value: Any) -> Any:
    return [_entity(each) for each in cast("list[Any]", value)] if isinstance(value, list) else value


def _entity(value: Any) -> Any:
    # What is frozen is shared.
    if not is_dataclass(value) or cast("Any", value).__dataclass_params__.frozen:
        return value
    return type(value)(**said_of(value))


def _plain(aggregate: object) -> dict[str, Any]:
    return {
        name: [said_of(each) if is_dataclass(each) else each for each in cast("list[Any]", value)]
        if isinstance(value, list)
        else value
        for name, value in said_of(aggregate).items()
    }
