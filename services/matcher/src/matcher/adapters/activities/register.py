"""The register of running activities in PostgreSQL: one statement keeps an activity, so that none comes in twice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from matcher.adapters.activities.tables import activities
from matcher.application.activity_register import Outcome, Registered
from matcher.domain.evidence.activity import Activity, ActivityDetails
from shared.http.replays import SessionFactory


class SqlActivityRegister:
    """The register, one transaction a call."""

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions

    async def keep(self, new_id: UUID, details: ActivityDetails, *, by: str, at: datetime) -> Registered:
        """Keep these details under their source and id; the same details again change nothing."""
        new = insert(activities).values(_row(new_id, details, by, at))
        changed = {name: new.excluded[name] for name in _row(new_id, details, by, at) if name not in {"id", "version"}}
        kept = new.on_conflict_do_update(
            constraint="activities_one_row_per_source_and_id",
            set_=changed | {"version": activities.c.version + 1},
            where=activities.c.details != new.excluded.details,
        ).returning(*activities.c)
        here = (activities.c.source == details.source.key, activities.c.external_id == details.external_id)
        async with self._sessions() as session, session.begin():
            row = (await session.execute(kept)).mappings().one_or_none()
            if row is None:
                same = (await session.execute(select(activities).where(*here))).mappings().one()
                return Registered(activity_from(same), Outcome.UNCHANGED)
            return Registered(activity_from(row), Outcome.CREATED if row["version"] == 1 else Outcome.UPDATED)


def activity_from(row: Mapping[Any, Any]) -> Activity:
    """Return the activity of a row."""
    return Activity(**{name: row[name] for name in ("id", "version", "details", "imported_by", "imported_at")})


def _row(new_id: UUID, details: ActivityDetails, by: str, at: datetime) -> dict[str, Any]:
    window = details.window
    return {
        "id": new_id,
        "source": details.source.key,
        "external_id": details.external_id,
        "version": 1,
        "donor_name": details.donor_name,
        "donor_organisation": details.donor_organisation,
        "states": details.states,
        "regions": details.regions,
        "categories": details.categories,
        "status": details.status,
        "starts_on": window.start,
        "ends_on": window.end,
        "details": details,
        "imported_by": by,
        "imported_at": at,
    }
