"""Where the needs service holds what it knows of persons: shown, exported and erased by the commands `persons`."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from needs.adapters import tables
from needs.adapters.publishing import CHRONICLE
from needs.domain.need import Need
from shared.persistence.republishing import restate_opened
from shared.personal.holdings import Holding
from shared.personal.record_places import CONTACT_KEPT, WHILE_IT_STANDS, RecordTables, places_alike
from shared.personal.rewritten_rows import RewrittenRows


async def state_afresh(session: AsyncSession, need_ids: Sequence[UUID]) -> None:
    """Have those needs that circulate stated again, so that the newest word on the topic is without the person."""
    await restate_opened(session, Need, tables.needs, CHRONICLE, need_ids)


_CONTACT: Final = RewrittenRows(
    place="needs.contact",
    holds="name, e-mail address and telephone number of whom to ask about a need",
    purpose="so that coordinators can reach those who answer for the need; shown to its author and coordinators alone",
    kept_for=CONTACT_KEPT,
    table=tables.needs,
    columns=("contact",),
    at="created_at",
)
_WORDS: Final = RewrittenRows(
    place="needs.words",
    holds="persons whom the free texts of a need name: title, narrative, authority, help received, sources, reasons",
    purpose="the State's own statement; naming persons is not asked for",
    kept_for=WHILE_IT_STANDS,
    table=tables.needs,
    columns=(
        *("texts", "authority", "received", "sustainability", "gender", "serves", "source_report", "sensitive"),
        *("provenance", "closing_reason"),
    ),
    at="created_at",
    follow=state_afresh,
)
_CONSENT: Final = RewrittenRows(
    place="needs.consent",
    holds="the account that agreed to circulation",
    purpose="to prove that the State agreed (BMS7 101)",
    kept_for=WHILE_IT_STANDS,
    table=tables.needs,
    columns=(),
    accounts=("consent.consented_by",),
    at="opened_at",
)
_COMPONENTS: Final = RewrittenRows(
    place="needs.components",
    holds="persons whom the description or the own contribution of a component names",
    purpose="the State's own statement; naming persons is not asked for",
    kept_for=WHILE_IT_STANDS,
    table=tables.need_components,
    columns=("description", "own_contribution"),
    record="need_id",
    follow=state_afresh,
)
_ALIKE: Final = RecordTables(
    history=tables.need_versions,
    idempotency_keys=tables.idempotency_keys,
    outbox=tables.outbox,
    dead_letters=tables.dead_letters,
    accesses=tables.contact_accesses,
)

HOLDINGS: Final[Sequence[Holding]] = (_CONTACT, _WORDS, _CONSENT, _COMPONENTS, *places_alike("needs", _ALIKE))
"""Every place; what is stated afresh comes before the copies of what was stated."""
