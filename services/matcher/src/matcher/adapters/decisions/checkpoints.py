"""Publishing how far the log has come: whoever keeps a checkpoint notices a tail that was cut or written anew."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.decisions.queries import head_of, log_id_of
from matcher.adapters.decisions.tables import decision_checkpoints
from matcher.adapters.tables import outbox
from matcher.settings import checkpoint_seconds
from shared.clock import Clock
from shared.decision_log.entry import Head
from shared.events.checkpoints import DecisionCheckpoint
from shared.events.envelope import Envelope
from shared.identifiers import new_id
from shared.messaging.outbox import append, restate
from shared.service.background import Periodic
from shared.service.definition import Foundation


def checkpoint_work(foundation: Foundation) -> Periodic:
    """Return the work that publishes a checkpoint at intervals, where the log has grown."""

    async def publish(session: AsyncSession) -> None:
        await publish_checkpoint(session, foundation.clock)

    every = checkpoint_seconds(foundation.settings)
    return Periodic("matcher.decision_checkpoints", foundation.database.sessions, publish, every=every)


async def publish_checkpoint(session: AsyncSession, clock: Clock) -> bool:
    """Have the log's last entry published unless it was before; say whether it was new.

    The caller's transaction is the only one that publishes, as a periodic job's is.
    """
    head = await head_of(session)
    known = await session.scalar(select(func.max(decision_checkpoints.c.number)))
    if known == head.number:
        return False
    reached = _checkpoint(await log_id_of(session), head, clock())
    await session.execute(insert(decision_checkpoints).values(number=head.number, hash=head.hash, at=reached.at))
    await append(session, outbox, _event("reached", reached))
    return True


async def restate_checkpoint(session: AsyncSession) -> int:
    """Have the last published checkpoint stated again, for a broker that has forgotten it; return how many (0 or 1)."""
    noted = decision_checkpoints.c
    last = select(noted.number, noted.hash, noted.at).order_by(noted.number.desc()).limit(1)
    row = (await session.execute(last)).one_or_none()
    if row is None:
        return 0
    again = _checkpoint(await log_id_of(session), Head(row.number, row.hash), row.at)
    await restate(session, outbox, _event("restated", again))
    return 1


def _checkpoint(log_id: UUID, head: Head, at: datetime) -> DecisionCheckpoint:
    return DecisionCheckpoint(log_id=log_id, version=head.number, hash=head.hash, at=at)


def _event(happened: str, checkpoint: DecisionCheckpoint) -> Envelope:
    return Envelope(
        id=new_id(),
        type=f"org.accord.checkpoint.{happened}.v1",
        source="/accord/matcher",
        subject=str(checkpoint.log_id),
        time=checkpoint.at,
        version=checkpoint.version,
        data=checkpoint,
    )
