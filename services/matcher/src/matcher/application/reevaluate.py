"""A new day: what a date alone changes (calls, windows, memberships) is found again for every need."""

import asyncio
from dataclasses import dataclass

from matcher.application.ports import Matching


@dataclass(frozen=True)
class Reevaluate:
    """Find every candidate again."""


async def reevaluate(_: Reevaluate, *, matching: Matching) -> int:
    """Find the candidates of every need again, and return how many needs there are."""
    engine = await matching.engine()
    need_ids = await matching.need_ids()
    for need_id in need_ids:
        found = await asyncio.to_thread(engine.candidates_of_need, need_id)
        await matching.replace_for_need(need_id, found)
    return len(need_ids)
