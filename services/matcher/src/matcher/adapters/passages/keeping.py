"""Writing down each stage that a match enters, in the transaction that moves it."""

from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.passages.tables import match_passages
from matcher.domain.matches.match import Match


async def keep(session: AsyncSession, match: Match) -> None:
    """End the match's passage and begin the next where it stands in another stage than before; else change nothing.

    The caller has flushed the match and holds its row, so that no two transactions do this at once. What it passed
    through within one commit is no passage: nobody ever saw it there.
    """
    of_it = match_passages.c.match_id == match.id
    newest = select(match_passages.c.number, match_passages.c.stage).where(of_it)
    last = (await session.execute(newest.order_by(match_passages.c.number.desc()).limit(1))).one_or_none()
    if last is not None and last.stage == match.status:
        return
    number = 1 if last is None else last.number + 1
    if last is not None:
        left_at = func.greatest(match_passages.c.entered_at, match.stage_since)
        before = and_(of_it, match_passages.c.number == last.number)
        await session.execute(update(match_passages).where(before).values(left_at=left_at))
    entered = {"match_id": match.id, "number": number, "stage": match.status, "entered_at": match.stage_since}
    await session.execute(insert(match_passages).values(**entered))
