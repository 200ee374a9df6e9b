"""Telling a database that is away from an error that belongs to the record at hand."""

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

AWAY = ("08", "53", "57P", "58", "25006", "25P03", "28", "3D000", "55000")
"""SQLSTATEs (PostgreSQL, appendix A) of a server lost, exhausted, ending, starting or a standby, of no access, and of
a session that was ended because it stood still within a transaction."""


def is_database_away(error: BaseException) -> bool:
    """Whether the error says that the database could not be reached, was lost on the way, or cannot write now."""
    if isinstance(error, OSError | PoolTimeout):
        return True
    return isinstance(error, DBAPIError) and (error.connection_invalidated or _state(error).startswith(AWAY))


def is_unstorable(error: BaseException) -> bool:
    """Whether the database will never take this value: SQLSTATE class 22, such as a number out of range."""
    return isinstance(error, DBAPIError) and _state(error).startswith("22")


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
