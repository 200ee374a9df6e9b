"""Carrying erasures out in one database, so that nothing of the person is left there or comes back.

A change that had read a record before the erasure, and writes it after, would put into its history what the erasure
took out. So each is carried out twice: once at once, and again when every transaction that could be such a one has
ended. It counts as applied after the second time only; a process that dies between leaves it to the next.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from shared.messaging.leadership import wait_for_turn
from shared.pauses import pause
from shared.personal.erasures import Erasure, lock_pending, mark_applied
from shared.personal.holdings import Holding
from shared.personal.identifiers import PersonKey
from shared.personal.person import Person

log = structlog.get_logger(__name__)

SETTLED_WITHIN_SECONDS: Final = 60.0
"""Twice as long as a statement of ours may take; what is older is left for a later look."""

_LOOK_SECONDS: Final = 0.05
_OPEN: Final = text(
    "SELECT pid, xact_start FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user"
    " AND pid <> pg_backend_pid() AND state <> 'idle' AND xact_start IS NOT NULL"
)

Changed = dict[str, int]
"""How many rows an erasure changed, by place; places where it found nothing are left out."""


@dataclass(frozen=True)
class Eraser:
    """What carries erasures out in one database: where they are listed, where persons are found, and the key."""

    sessions: async_sessionmaker[AsyncSession]
    erasures: Table
    holdings: Sequence[Holding]
    key: PersonKey
    patience: float = SETTLED_WITHIN_SECONDS

    async def erase_in(self, session: AsyncSession, erasure: Erasure) -> Changed:
        """Take the person out of every holding in the session's transaction; the caller commits."""
        await wait_for_turn(session, "accord.erasing")
        person = Person(erasure.identifiers, self.key)
        changed = Changed()
        for holding in self.holdings:
            rows = await holding.erase(session, person, erasure.pseudonym)
            if rows:
                changed[holding.place] = rows
        return changed

    async def apply_pending(self) -> dict[UUID, Changed]:
        """Apply every erasure that is noted and not applied, and return what each changed here."""
        applied: dict[UUID, Changed] = {}
        while (done := await self._apply_next()) is not None:
            erasure_id, changed = done
            applied[erasure_id] = changed
        return applied

    async def settle(self, erasure: Erasure, changed: Changed) -> Changed | None:
        """Carry out again what was committed, once nobody can undo it, and mark it; None where it has to wait."""
        if not await self._older_ones_have_ended():
            log.warning("erasure_waits", erasure=str(erasure.id), reason="a transaction from before it is still open")
            return None
        async with self.sessions() as session, session.begin():
            if await lock_pending(session, self.erasures, erasure.id) is None:
                return changed
            again = await self.erase_in(session, erasure)
            await mark_applied(session, self.erasures, erasure)
        in_all = dict(Counter(changed) + Counter(again))
        log.info("person_erased", erasure=str(erasure.id), rows=sum(in_all.values()), places=sorted(in_all))
        return in_all

    async def _apply_next(self) -> tuple[UUID, Changed] | None:
        async with self.sessions() as session, session.begin():
            erasure = await lock_pending(session, self.erasures)
            if erasure is None:
                return None
            changed = await self.erase_in(session, erasure)
        settled = await self.settle(erasure, changed)
        return None if settled is None else (erasure.id, settled)

    async def _older_ones_have_ended(self) -> bool:
        """Wait until no transaction of this role is open that is open now; False when one outlasts patience.

        They are told apart by who began them when, and not by having begun before a moment: clocks are set back.
        """
        deadline, older = asyncio.get_running_loop().time() + self.patience, await self._open()
        while older & await self._open():
            if asyncio.get_running_loop().time() > deadline:
                return False
            await pause(_LOOK_SECONDS)
        return True

    async def _open(self) -> set[tuple[int, datetime]]:
        async with self.sessions() as session, session.begin():
            return {(row.pid, row.xact_start) for row in await session.execute(_OPEN)}
