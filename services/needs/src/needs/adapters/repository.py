"""Finding and adding needs within a unit of work."""

from sqlalchemy.exc import IntegrityError

from needs.domain.identifiers import NeedId
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


def explained(error: IntegrityError) -> Exception:
    """Return the refusal that a broken constraint stands for, or the error itself."""
    if "needs_external_id_is_unique_for_its_lead" in str(error.orig):
        return Conflict(
            "The lead State or group already has a need with this external_id.",
            code="external-id-taken",
            pointer="/external_id",
        )
    return error
