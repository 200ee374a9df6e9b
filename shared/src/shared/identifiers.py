"""Identifiers of records: UUID version 7 (RFC 9562), so that id order is order of creation."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a fresh time-ordered identifier."""
    return uuid7()
