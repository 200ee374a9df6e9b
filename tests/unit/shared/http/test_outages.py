import socket

import asyncpg
import pytest
from sqlalchemy import exc as sql

from shared.http.outages import retry_after


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.CannotConnectNowError("the database system is starting up"),
        asyncpg.TooManyConnectionsError("too many clients"),
        asyncpg.AdminShutdownError("terminating connection"),
        asyncpg.CrashShutdownError("terminating connection"),
        asyncpg.ConnectionDoesNotExistError("connection was closed"),
        asyncpg.ObjectNotInPrerequisiteStateError("database is not currently accepting connections"),
        asyncpg.DiskFullError("no space left"),
        asyncpg.ReadOnlySQLTransactionError("cannot execute INSERT in a read-only transaction"),
        asyncpg.SerializationError("could not serialize access"),
        asyncpg.DeadlockDetectedError("deadlock detected"),
        asyncpg.LockNotAvailableError("lock timeout"),
        asyncpg.InterfaceError("connection is closed"),
        sql.TimeoutError("QueuePool limit reached"),
        sql.OperationalError("SELECT 1", {}, Exception("server closed the connection")),
        sql.InterfaceError("SELECT 1", {}, Exception("connection is closed")),
        sql.DBAPIError("SELECT 1", {}, Exception("gone"), connection_invalidated=True),
        ConnectionRefusedError(),
        ConnectionResetError(),
        TimeoutError(),
        socket.gaierror("name or service not known"),
        OSError("Multiple exceptions: [Errno 111] Connect call failed"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_passes_by_itself_is_worth_another_try(error: Exception) -> None:
    seconds = retry_after(error)
    assert seconds is not None
    assert 1 <= seconds <= 10


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.UniqueViolationError("duplicate key"),
        asyncpg.CheckViolationError("violates check constraint"),
        asyncpg.UndefinedTableError("relation does not exist"),
        asyncpg.InvalidPasswordError("password authentication failed"),
        asyncpg.DataError("invalid input for query argument"),
        sql.IntegrityError("INSERT", {}, Exception("duplicate key")),
        sql.ProgrammingError("SELEC", {}, Exception("syntax error")),
        sql.InvalidRequestError("a mistake of ours"),
        ValueError("a mistake of ours"),
        KeyError("a mistake of ours"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_is_wrong_stays_wrong_however_often_it_is_tried(error: Exception) -> None:
    assert retry_after(error) is None


def test_a_clash_of_transactions_is_tried_again_sooner_than_a_database_that_is_away() -> None:
    clash = retry_after(asyncpg.SerializationError("could not serialize access"))
    away = retry_after(asyncpg.CannotConnectNowError("starting up"))
    assert clash is not None
    assert away is not None
    assert clash < away
