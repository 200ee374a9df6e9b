"""Having consumers believe a restored database again: versions past those published, and everything stated anew.

What the database has lost stays lost: only what it still holds can be stated, and the end of what it no longer knows.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.clock import Clock
from shared.events.envelope import Envelope, Tombstone
from shared.identifiers import new_id
from shared.identity.actor import Role
from shared.messaging.outbox import restate
from shared.restored.comparing import Found, state_told
from shared.restored.finding import Finding, Told, What
from shared.restored.stated import Stated

OVERTAKEN = frozenset({What.BEHIND, What.DIFFERENT})
RAISED = OVERTAKEN | {What.UNOPENED}


async def repair(
    sessions: Callable[[], AsyncSession],
    stated: Stated[Any, Any],
    found: Sequence[Found],
    clock: Clock,
    *,
    end_missing: bool,
) -> Sequence[Finding]:
    """Mend each difference in a transaction of its own, and return those that were mended.

    Without `end_missing` nothing is ended or taken back that this database does not know as opened.
    """
    mended: list[Finding] = []
    for finding, told in found:
        async with sessions() as session, session.begin():
            if await _Repair(session, stated, told, clock()).of(finding, end_missing=end_missing):
                mended.append(finding)
    return mended


class _Repair:
    """The repair of one difference in the session's transaction."""

    def __init__(self, session: AsyncSession, stated: Stated[Any, Any], told: Told, now: datetime) -> None:
        self._session = session
        self._stated = stated
        self._told = told
        self._now = now

    async def of(self, finding: Finding, *, end_missing: bool) -> bool:
        """Mend it; False where that was not asked for. What went past the published version since is mended."""
        record = await self._locked()
        if finding.what in OVERTAKEN and record is not None and record.version > self._told.version:
            return True
        was_raised = finding.what in RAISED and record is not None and record.version <= self._told.version
        if was_raised:
            record = await self._raise(record, finding)
        if finding.what is What.STILL_PUBLIC and (record is not None or end_missing):
            await self._take_back(record)
            return True
        if finding.what in {What.UNOPENED, What.MISSING} and end_missing and self._goes_on():
            await self._end(record)
            return True
        return was_raised

    async def _locked(self) -> Any:
        ours = select(self._stated.kind).where(self._stated.table.c.id == UUID(self._told.key))
        return await self._session.scalar(ours.with_for_update().execution_options(populate_existing=True))

    async def _raise(self, record: Any, finding: Finding) -> Any:
        """Give the record the version after the one published; what is open is stated with it."""
        table, former = self._stated.table, record.version
        raised: dict[str, Any] = {"version": self._told.version + 1}
        if self._says_otherwise(record, finding):
            raised["statement"] = self._told.version + 1
        await self._session.execute(update(table).where(table.c.id == record.id).values(raised))
        record = await self._locked()
        await self._remember(record, former)
        if record.opened_at is not None:
            await self._stated.state_again(self._session, record)
        return record

    def _says_otherwise(self, record: Any, finding: Finding) -> bool:
        """Whether its author had said something else by the version published: agreed matches must become stale."""
        known, told = getattr(record, "statement", None), getattr(state_told(self._told), "statement", None)
        if known is None or told is None:
            return False
        return told > known or (finding.what is What.DIFFERENT and told == known)

    async def _remember(self, record: Any, former: int) -> None:
        remembered = self._stated.remembered
        if remembered is None:
            return
        lost = f"versions {former + 1} to {self._told.version}" if former < self._told.version else f"version {former}"
        entry = {
            "record_id": record.id,
            "version": record.version,
            "happened": "restored",
            "at": self._now,
            "reason": f"The database was restored from a backup; {lost} as published can no longer be known here.",
            "by_subject": "accord:restored",
            "by_role": Role.SERVICE.value,
            "document": remembered.document_of(record),
        }
        await self._session.execute(remembered.history.insert().values(entry))

    def _goes_on(self) -> bool:
        state = state_told(self._told)
        return state is not None and self._stated.goes_on(state)

    async def _end(self, record: Any) -> None:
        version = self._told.version + 1 if record is None else record.version
        last_word = self._stated.ended(state_told(self._told), version, self._now)
        event = Envelope(
            id=new_id(),
            type=self._stated.ending,
            source=self._stated.source,
            subject=self._told.key,
            time=self._now,
            version=version,
            data=last_word,
        )
        await restate(self._session, self._stated.outbox, event)

    async def _take_back(self, record: Any) -> None:
        publicity = self._stated.publicity
        if publicity is None:
            return
        version = max(self._told.version + 1, 0 if record is None else record.version)
        gone = Tombstone(
            id=new_id(),
            type=publicity.unpublished,
            source=publicity.source,
            subject=self._told.key,
            time=self._now,
            version=version,
        )
        await restate(self._session, self._stated.outbox, gone)
