"""Writing what happened: history rows for the service itself, outbox rows for everyone else, in one transaction."""

from shared.events.envelope import Envelope
from shared.identifiers import new_id
from shared.identity.actor import Actor
from shared.logs import current_correlation_id, current_traceparent
from shared.messaging.outbox import append, restate
from sqlalchemy.ext.asyncio import AsyncSession

from needs.adapters import tables
from needs.adapters.documents import document_of
from needs.adapters.wire import EVENT_TYPES, HAPPENED, RESTATED, state_of
from needs.domain.events import NeedEvent
from needs.domain.need import Need

SOURCE = "/accord/needs"


async def record(session: AsyncSession, need: Need, by: Actor) -> None:
    """Write the need's recorded events as history and, once it circulates, into the outbox; then forget them."""
    for event in need.events:
        happened = HAPPENED[type(event)]
        await session.execute(tables.need_versions.insert().values(**_history_row(need, event, happened, by)))
        if happened in EVENT_TYPES and need.opened_at is not None:
            await append(session, tables.outbox, _envelope(need, EVENT_TYPES[happened]))
    need.events.clear()


async def state_again(session: AsyncSession, need: Need) -> None:
    """Have the need's present state published once more; the caller holds its row lock."""
    await restate(session, tables.outbox, _envelope(need, RESTATED))


def _envelope(need: Need, event_type: str) -> Envelope:
    return Envelope(
        id=new_id(),
        type=event_type,
        source=SOURCE,
        subject=str(need.id),
        time=need.updated_at,
        version=need.version,
        data=state_of(need),
        correlation_id=current_correlation_id(),
        traceparent=current_traceparent(),
    )


def _history_row(need: Need, event: NeedEvent, happened: str, by: Actor) -> dict[str, object]:
    return {
        "need_id": need.id,
        "version": need.version,
        "happened": happened,
        "at": event.at,
        "reason": event.reason,
        "by_subject": by.subject,
        "by_role": by.role.value,
        "document": document_of(need),
    }
