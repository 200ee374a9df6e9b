"""A need was opened or changed: its candidates are found again."""

import asyncio
from dataclasses import dataclass

from matcher.application.ports import Matching
from shared.events.needs import NeedState


@dataclass(frozen=True)
class TakeInNeed:
    """The need's published state."""

    state: NeedState


async def take_in_need(command: TakeInNeed, *, matching: Matching) -> bool:
    """Keep the state and the candidates that follow from it; False where this or a newer version was known."""
    if not await matching.keep_need(command.state):
        return False
    engine = await matching.engine()
    found = await asyncio.to_thread(engine.candidates_of_need, command.state.need_id)
    await matching.replace_for_need(command.state.need_id, found)
    return True
