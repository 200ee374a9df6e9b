"""What a restored outbox would send a second time: rows that were published after the backup, and know nothing of it.

Sent again they would stand behind newer statements of the same keys, and whoever reads a compacted topic for the first
time, or keeps what it reads last, would go back to them for a while.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from shared.messaging.outbox_rows import is_open
from shared.restored.finding import Told
from shared.restored.stated import Stated

BATCH = 1000


async def mark_what_was_sent(
    sessions: Callable[[], AsyncSession], stated: Stated[Any, Any], topic: str, newest: Mapping[str, Told]
) -> int:
    """Mark waiting rows as published that are on the topic, or older than what is; return how many were.

    A key's rows go out in their order, so that a version below the newest on the topic has been there before it.
    """
    outbox = stated.outbox
    waiting = select(outbox.c.position, outbox.c.key, outbox.c.key_version, outbox.c.event_id)
    async with sessions() as session, session.begin():
        found = (await session.execute(waiting.where(is_open(outbox), outbox.c.topic == topic))).mappings().all()
        sent = [row["position"] for row in found if _was_sent(row, newest.get(row["key"]))]
        for start in range(0, len(sent), BATCH):
            those = outbox.c.position.in_(sent[start : start + BATCH])
            await session.execute(update(outbox).where(those, is_open(outbox)).values(published_at=func.now()))
    return len(sent)


def _was_sent(row: RowMapping, told: Told | None) -> bool:
    if told is None:
        return False
    return row["key_version"] < told.version or dict(told.record.headers).get("ce_id") == str(row["event_id"]).encode()
