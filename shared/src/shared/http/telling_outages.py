"""What operators are told while a part that requests need is away: a line a second for each reason, no traceback."""

from typing import Final

import structlog
from sqlalchemy import exc as sql

from shared.seldom import Seldom

_MOST_REASONS: Final = 100

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class OutageLog:
    """Says why requests are answered 503, with how many of them since it was said last; at DEBUG, where from."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, str | None, str], Seldom] = {}

    def tell(self, error: BaseException, *, route: str, retry_after: int) -> None:
        """Note an exception that ended a request."""
        reason, state = reason_of(error), sqlstate_of(error)
        if len(self._said) > _MOST_REASONS:
            self._said.clear()
        if count := self._said.setdefault((reason, state, route), Seldom()).count():
            facts = {"reason": reason, "sqlstate": state, "route": route}
            _log.warning("dependency_unavailable", **facts, requests=count, retry_after_seconds=retry_after)
        _log.debug("dependency_unavailable_from", exc_info=error)


def reason_of(error: BaseException) -> str:
    """Return the class of what the driver or the system raised: no message, which may repeat values."""
    return type(_original(error)).__name__


def sqlstate_of(error: BaseException) -> str | None:
    """Return what the database called it, where the database said so itself."""
    state = getattr(_original(error), "sqlstate", None)
    return state if isinstance(state, str) else None


def _original(error: BaseException) -> BaseException:
    if isinstance(error, sql.DBAPIError) and error.orig is not None:
        # SQLAlchemy wraps the driver's own exception twice.
        return error.orig.__cause__ or error.orig
    return error
