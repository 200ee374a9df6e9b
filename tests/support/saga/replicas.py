"""Copies of aggregates, cheap enough to be made in every step: what is frozen is shared, what may change is not."""

from copy import copy
from dataclasses import is_dataclass
from typing import Any, TypeVar, cast

T = TypeVar("T")


def replica(aggregate: T) -> T:
    """Return a copy of an aggregate and of the entities in its lists; everything else in it is immutable."""
    made = copy(aggregate)
    for name, value in vars(aggregate).items():
        if isinstance(value, list):
            setattr(made, name, [_entity(each) for each in cast("list[Any]", value)])
    return made


def differs(one: object, other: object) -> bool:
    """Say whether two replicas of an aggregate are in different states, whatever happened in between."""
    return _plain(one) != _plain(other)


def _entity(value: Any) -> Any:
    return copy(value) if is_dataclass(value) else value


def _plain(aggregate: object) -> dict[str, Any]:
    return {
        name: [vars(each) if is_dataclass(each) else each for each in cast("list[Any]", value)]
        if isinstance(value, list)
        else value
        for name, value in vars(aggregate).items()
    }
