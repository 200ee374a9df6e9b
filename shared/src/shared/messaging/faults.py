"""Telling a database that is away from an error that belongs to the record at hand."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout


def is_database_away(error: BaseException) -> bool:
    """Whether the error says that the database could not be reached or was lost on the way."""
    if isinstance(error, OSError | PoolTimeout | InterfaceError | OperationalError):
        return True
    return isinstance(error, DBAPIError) and error.connection_invalidated
