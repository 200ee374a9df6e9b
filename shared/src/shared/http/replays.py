"""Creating once however often a request is sent: the piece that a route puts around its use case.

    @router.post("/needs", status_code=201, response_model=NeedOut, responses=problem_responses(409))
    async def post_need(body: NeedIn, actor: CurrentActor, idempotency: IdempotencyHeader, ...) -> Response:
        async def create(sessions: SessionFactory) -> Need:
            return await draft_need(body.command(), actor=actor, uow=SqlUnitOfWork(sessions), clock=clock)

        return await replays.once(idempotency.of(actor), Need, create, show)

`show(need)` returns the StoredResponse, such as `StoredResponse.created(NeedOut.of(need), location=..., version=...)`.
The use case commits as ever. The answer is written just before that commit, after its flush, in the same
transaction. Of two requests at once, the second waits at the primary key for the first, then answers as it did.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Table, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from starlette.responses import Response

from shared.errors import Conflict
from shared.http.idempotency import Claim, IdempotencyKeyInUse
from shared.http.idempotency_store import PRIMARY_KEY, StoredResponse, remembering, replay

SessionFactory = Callable[[], AsyncSession]
"""Opens a session: an `async_sessionmaker`, or what stands in for one while an answer is to be remembered."""

RecordT = TypeVar("RecordT")

_LOCK_NOT_AVAILABLE: Final = "55P03"


class Replays:
    """Gives stored answers again, and stores new ones; one for each service, made in its `main.py`."""

    def __init__(self, sessions: SessionFactory, table: Table, *, wait_ms: int = 2000) -> None:
        self._sessions = sessions
        self._table = table
        self._wait_ms = wait_ms

    async def once(
        self,
        claim: Claim | None,
        record: type[RecordT],
        create: Callable[[SessionFactory], Awaitable[RecordT]],
        show: Callable[[RecordT], StoredResponse],
    ) -> Response:
        """Create and answer, or answer as the same request was answered before.

        `create` must open its one session with the factory it is given, and commit a new `record` (a mapped class).
        Raises IdempotencyKeyReused (422), and IdempotencyKeyInUse (409) when the first request takes longer than
        `wait_ms`.
        """
        if claim is None:
            return show(await create(self._sessions)).as_response()
        stored = await self._stored(claim)
        if stored is not None:
            return stored.as_response()
        memory = _Memory(self, claim, record, show)
        try:
            created = await create(memory.open_session)
        except (DBAPIError, Conflict) as error:
            # A rule of the domain may see the first request's record before the key does.
            stored = await self._stored(claim)
            if stored is None:
                raise _as_key_in_use(error) from error
            return stored.as_response()
        return (memory.response or show(created)).as_response()

    def open_session(self) -> AsyncSession:
        """Open a plain session."""
        return self._sessions()

    def store(self, session: Session, claim: Claim, response: StoredResponse) -> None:
        """Write the answer into the transaction of a synchronous session, waiting `wait_ms` for a rival at most."""
        session.execute(text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": f"{self._wait_ms}ms"})
        session.execute(remembering(self._table, claim, response))

    async def _stored(self, claim: Claim) -> StoredResponse | None:
        async with self._sessions() as session:
            # One statement that reads is its own transaction; to begin and end another takes two more round trips.
            await session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
            return await replay(session, self._table, claim)


class _Memory(Generic[RecordT]):
    """Watches the session of one creation: takes note of the new record, and stores the answer as it commits."""

    def __init__(
        self, replays: Replays, claim: Claim, record: type[RecordT], show: Callable[[RecordT], StoredResponse]
    ) -> None:
        self._replays = replays
        self._claim = claim
        self._record = record
        self._show = show
        self._created: RecordT | None = None
        self.response: StoredResponse | None = None

    def open_session(self) -> AsyncSession:
        session = self._replays.open_session()
        event.listen(session.sync_session, "pending_to_persistent", self._note)
        event.listen(session.sync_session, "before_commit", self._store)
        return session

    def _note(self, _session: Session, instance: Any) -> None:
        if self._created is None and isinstance(instance, self._record):
            self._created = instance

    def _store(self, session: Session) -> None:
        if session.in_nested_transaction() or self.response is not None:
            return
        session.flush()
        if self._created is not None:
            self.response = self._show(self._created)
            self._replays.store(session, self._claim, self.response)


def _as_key_in_use(error: Exception) -> Exception:
    is_rival = isinstance(error, IntegrityError) and PRIMARY_KEY in str(error.orig)
    is_waiting = isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE
    return IdempotencyKeyInUse() if is_rival or is_waiting else error
