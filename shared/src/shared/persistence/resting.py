"""A pooled connection is asked whether it still lives only after it has rested for a while.

Asking costs a round trip, and SQLAlchemy's own way of asking (`pool_pre_ping`) three on this driver, before each
transaction. A connection that was used a moment ago is taken as it is, unless the driver knows that it was closed: a
server that restarts or ends a session says so.
"""

from time import monotonic
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

REST_SECONDS: Final = 0.5
"""After what rest a connection is doubted; what is in use all the time is never asked."""

_RESTS_SINCE: Final = "rests_since"


def doubt_after_rest(engine: Engine, rest_seconds: float = REST_SECONDS) -> None:
    """Replace connections that no longer live as they are taken from the engine's pool, and all that are older."""

    def begin_to_rest(_connection: Any, record: Any) -> None:
        record.info[_RESTS_SINCE] = monotonic()

    def look(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.get(_RESTS_SINCE)
        if since is None:
            return
        if connection.driver_connection.is_closed() or (
            monotonic() - since > rest_seconds and not _answers(connection)
        ):
            raise InvalidatePoolError

    event.listen(engine, "checkin", begin_to_rest)
    event.listen(engine, "checkout", look)


def _answers(connection: Any) -> bool:
    try:
        connection.run_async(_ask)
    except Exception:  # noqa: BLE001 (whatever it was, a new connection will tell)
        return False
    return True


async def _ask(driver: Any) -> None:
    # Without arguments the driver uses the simple protocol: one round trip, and nothing prepared.
    await driver.execute("SELECT 1")
