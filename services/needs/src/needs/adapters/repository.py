"""Finding and adding needs within a unit of work."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.exc import IntegrityError

from needs.adapters.tables import needs
from needs.domain.identifiers import NeedId
from needs.domain.life_cycle import CIRCULATED
from needs.domain.need import Need
from needs.domain.refusals import changed_meanwhile, unknown_need
from shared.errors import Conflict
from shared.persistence.repository import SqlRepository


class SqlNeedRepository(SqlRepository[Need]):
    """Needs in the session's transaction; what is added or changed is written by its flush."""

    async def get(self, need_id: NeedId, *, version: int | None = None) -> Need:
        """Return the need; raise NotFound, or VersionMismatch when it is not at the expected version."""
        need = await self._find(Need, need_id)
        if need is None:
            raise unknown_need(need_id)
        if version is not None and need.version != version:
            raise changed_meanwhile(need_id, expected=version, current=need.version)
        return need

    def add(self, need: Need) -> None:
        """Add a new need."""
        self._add(need)

    async def lock(self, need_id: NeedId) -> Need | None:
        """Return the need as last committed, its row locked; its components are read after that."""
        need = await self._session.get(Need, need_id, with_for_update=True, populate_existing=True)
        if need is not None:
            self.touched.append(need)
        return need

    async def lock_due(self, today: date, remind_until: date, limit: int) -> Sequence[Need]:
        """Return the needs whose period is over, or is soon and nobody was reminded, but those in other hands."""
        over = needs.c.stands_until < today
        soon = and_(needs.c.stands_until <= remind_until, needs.c.reminded_at.is_(None))
        query = select(Need).where(needs.c.closed_as.is_(None), needs.c.status.in_(CIRCULATED), or_(over, soon))
        in_turn = query.order_by(needs.c.stands_until, needs.c.id).limit(limit)
        found = (await self._session.scalars(in_turn.with_for_update(skip_locked=True))).all()
        self.touched.extend(found)
        return found


def explained(error: IntegrityError) -> Exception:
    """Return the refusal that a broken constraint stands for, or the error itself."""
    if "needs_external_id_is_unique_for_its_lead" in str(error.orig):
        return Conflict(
            "The lead State or group already has a need with this external_id.",
            code="external-id-taken",
            pointer="/external_id",
        )
    return error
