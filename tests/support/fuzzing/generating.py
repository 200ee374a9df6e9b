"""Calls that schemathesis makes up from an OpenAPI document: two in three as it asks, the third not.

The document is the one that a service gives, which `make check` holds to be the committed one.
"""

import random
from collections.abc import Iterator
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

Operation = APIOperation[Any, Any, Any, Any]


def operations_of(document: dict[str, Any]) -> list[Operation]:
    """Return every operation of an OpenAPI document."""
    schema = schemathesis.openapi.from_dict(document, config=SchemathesisConfig())
    return [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]


def hands_of(document: dict[str, Any], *, each: int, hands: int, number: int) -> list[list[Case[Any]]]:
    """Return so many lists of calls, each with up to `each` of every operation; the same ones for the same number.

    They come at once, for most of the work is to get ready for an operation. One that takes nothing has only few.
    """
    made = [case for operation in operations_of(document) for case in _made_up(operation, each * hands, number)]
    random.Random(number).shuffle(made)
    return [made[place::hands] for place in range(hands)]


def _made_up(operation: Operation, count: int, number: int) -> Iterator[Case[Any]]:
    parts = {GenerationMode.POSITIVE: count - count // 3, GenerationMode.NEGATIVE: count // 3}
    for mode, wanted in parts.items():
        if wanted:
            yield from _drawn(operation.as_strategy(generation_mode=mode), wanted, number)


def _drawn(strategy: Any, count: int, number: int) -> list[Case[Any]]:
    drawn: list[Case[Any]] = []

    @seed(number)
    @settings(
        max_examples=count,
        phases=(Phase.generate,),
        database=None,
        deadline=None,
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large),
    )
    @given(case=strategy)
    def draw(case: Case[Any]) -> None:
        drawn.append(case)

    draw()
    return drawn[:count]
