"""Which exceptions mean that the database, or the way to it, is away for a while, rather than that we are wrong."""

from typing import Final

import asyncpg
from sqlalchemy import exc as sql

_AWAY: Final = 5
_BUSY: Final = 1

# PostgreSQL, appendix A: connection exception, insufficient resources, operator intervention, system error.
_CLASSES_AWAY: Final = frozenset({"08", "53", "57", "58"})
_CLASS_ROLLED_BACK: Final = "40"  # serialization failure, deadlock: the same request may succeed at once
_LOCK_NOT_AVAILABLE: Final = "55P03"
_PASSING: Final = frozenset(
    {
        "25006",  # read-only transaction: a standby answered, or a fail-over is going on
        "25P03",  # this process stood still within a transaction, which was ended
        "55000",  # the database is not accepting connections for now
    }
)


def retry_after(error: BaseException) -> int | None:
    """Return after how many seconds the same request may succeed, or None when waiting would not help."""
    if isinstance(error, sql.TimeoutError):
        return _BUSY
    if isinstance(error, sql.DBAPIError):
        return _from_driver(error)
    if isinstance(error, asyncpg.PostgresError):
        return _from_state(getattr(error, "sqlstate", None))
    if isinstance(error, asyncpg.InterfaceError):
        return None if isinstance(error, ValueError) else _AWAY
    # asyncpg connects through the loop, so refused, unreachable and timed-out connections arrive as OSError.
    return _AWAY if isinstance(error, OSError) else None


def _from_driver(error: sql.DBAPIError) -> int | None:
    original = error.orig
    cause = original.__cause__ if original is not None else None
    if isinstance(cause, ValueError):  # an argument that PostgreSQL cannot hold: our mistake, not an outage
        return None
    if error.connection_invalidated:
        return _AWAY
    state = getattr(original, "sqlstate", None)
    if isinstance(state, str):
        return _from_state(state)
    return _AWAY if isinstance(error, sql.OperationalError | sql.InterfaceError) else None


def _from_state(state: str | None) -> int | None:
    if state is None:
        return None
    if state[:2] == _CLASS_ROLLED_BACK or state == _LOCK_NOT_AVAILABLE:
        return _BUSY
    return _AWAY if state[:2] in _CLASSES_AWAY or state in _PASSING else None
