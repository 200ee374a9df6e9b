"""The kinds of columns that the tables of every service are made of."""

from typing import Any, get_args

from sqlalchemy import Column, DateTime, Enum, Numeric, Text
from sqlalchemy.dialects.postgresql import ARRAY

KEYS = ARRAY(Text, as_tuple=True)
"""Keys of a controlled list, in their order; read as a tuple."""

QUANTITY = Numeric(18, 3)
"""A quantity in some unit, exact to three decimals."""

MONEY = Numeric(18, 2)
"""An amount of money, exact to two decimals."""

MOMENT = DateTime(timezone=True)
"""A moment; read as an aware datetime."""


def one_of(values: Any, name: str) -> Enum:
    """Return a text column type that holds the values of a Literal and nothing else."""
    return Enum(*get_args(values), name=name, native_enum=False, create_constraint=True, length=32)


def required(name: str, kind: Any) -> Column[Any]:
    """Return a column that is never null."""
    return Column(name, kind, nullable=False)
