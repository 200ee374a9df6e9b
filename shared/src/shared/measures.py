"""Quantities and amounts of money: exact decimals inside, plain JSON numbers outside.

At most 15 significant digits are taken, so that the JSON number survives any IEEE 754 reader unchanged.
"""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, PlainSerializer, WithJsonSchema

from shared.rules.numbers import LARGEST


def as_json_number(value: Decimal) -> int | float:
    """Return the number as JSON carries it: an integer where it is one."""
    return int(value) if value == value.to_integral_value() else float(value)


Quantity = Annotated[
    Decimal,
    Field(gt=0, lt=LARGEST, max_digits=15, decimal_places=3, allow_inf_nan=False),
    PlainSerializer(as_json_number, return_type=int | float, when_used="json"),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": int(LARGEST)}),
]
"""A positive quantity in some unit, to three decimals."""

Ledgered = Annotated[
    Decimal,
    Field(ge=0, lt=LARGEST, max_digits=15, decimal_places=3, allow_inf_nan=False),
    PlainSerializer(as_json_number, return_type=int | float, when_used="json"),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": int(LARGEST)}),
]
"""A quantity that a ledger holds, zero included."""

Money = Annotated[
    Decimal,
    Field(gt=0, lt=LARGEST, max_digits=15, decimal_places=2, allow_inf_nan=False),
    PlainSerializer(as_json_number, return_type=int | float, when_used="json"),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": int(LARGEST)}),
]
"""A positive amount in the currency named beside it, to two decimals."""

ExactNumber = Annotated[
    Decimal,
    PlainSerializer(as_json_number, return_type=int | float, when_used="json"),
    WithJsonSchema({"type": "number"}),
]
"""A number in a request or an answer, read exactly; its bounds are the domain's to judge."""
