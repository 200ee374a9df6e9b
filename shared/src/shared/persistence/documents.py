"""JSONB columns that hold value objects: written and read through their types, so that nothing untyped gets in."""

from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

Value = TypeVar("Value")


class Document(TypeDecorator[Value], Generic[Value]):
    """A column holding a frozen dataclass, or a tuple of them, as JSON."""

    impl = JSONB
    cache_ok = True

    def __init__(self, shape: Any) -> None:
        super().__init__(none_as_null=True)
        self.shape = shape
        self._adapter: TypeAdapter[Value] = TypeAdapter(shape)

    def process_bind_param(self, value: Value | None, dialect: Dialect) -> Any:  # noqa: ARG002 (SQLAlchemy's signature)
        """Turn the value into JSON."""
        return None if value is None else self._adapter.dump_python(value, mode="json")

    def process_result_value(self, value: Any, dialect: Dialect) -> Value | None:  # noqa: ARG002 (as above)
        """Turn JSON back into the value."""
        return None if value is None else self._adapter.validate_python(value)
