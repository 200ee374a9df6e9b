"""Which errors mean that the database is away, and which that a value cannot be stored."""

import pytest
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.messaging.faults import is_database_away, is_unstorable


class DriverError(Exception):
    """What the driver raises: it knows the SQLSTATE, or does not."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


def database_error(sqlstate: str | None, *, lost: bool = False) -> DBAPIError:
    return DBAPIError("SELECT 1", {}, DriverError(sqlstate), connection_invalidated=lost)


@pytest.mark.parametrize("error", [ConnectionRefusedError(), TimeoutError(), FileNotFoundError("no socket")])
def test_what_cannot_be_reached_is_away(error: Exception) -> None:
    assert is_database_away(error)


def test_a_pool_without_a_free_connection_counts_as_away() -> None:
    assert is_database_away(PoolTimeout())


@pytest.mark.parametrize(
    "state", ["08006", "53100", "53300", "57P01", "57P03", "58030", "25006", "25P03", "28P01", "3D000", "55000"]
)
def test_a_server_that_ends_starts_is_full_or_gives_no_access_is_away(state: str) -> None:
    assert is_database_away(database_error(state))


def test_a_connection_lost_on_the_way_is_away_whatever_the_driver_says() -> None:
    assert is_database_away(database_error(None, lost=True))


@pytest.mark.parametrize("state", ["22003", "23505", "23514", "40001", "40P01", "42P01", "57014", None])
def test_an_error_of_the_statement_is_not_away(state: str | None) -> None:
    assert not is_database_away(database_error(state))


def test_a_misused_connection_is_not_away() -> None:
    assert not is_database_away(InterfaceError("SELECT 1", {}, DriverError(None)))


@pytest.mark.parametrize(("state", "unstorable"), [("22003", True), ("22P05", True), ("23505", False), (None, False)])
def test_only_data_exceptions_can_never_be_stored(state: str | None, *, unstorable: bool) -> None:
    assert is_unstorable(database_error(state)) is unstorable


def test_a_defect_is_neither() -> None:
    assert not is_database_away(ValueError())
    assert not is_unstorable(ValueError())
