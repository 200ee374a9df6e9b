"""Bringing an engine up to date: what has changed since it last looked, page by page, off the event loop."""

from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any, Final

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.projections import states_since
from matcher.adapters.reading_states import need_from, offer_from
from matcher.domain.engine import Engine
from shared.events.needs import NeedState
from shared.events.offers import OfferState
from shared.threads import in_thread

PAGE: Final = 100
"""Records that are read and decoded at once: some milliseconds of the event loop's time."""

Putter = Callable[[Engine, Any], object]


async def catch_up(
    session: AsyncSession, table: Table, put: Putter, *, engine: Engine, seen: int
) -> AsyncGenerator[int]:
    """Put every state that changed after `seen`; give the number of the last change put, after each page."""
    is_more = True
    while is_more:
        page = await states_since(session, table, seen, PAGE)
        is_more = len(page) == PAGE
        if page:
            await put_all(engine, put, [state for _, state in page])
            seen = page[-1][0]
            yield seen


async def put_all(engine: Engine, put: Putter, states: Sequence[Any]) -> None:
    """Put published states, in their order, in a thread."""

    def work() -> None:
        for state in states:
            put(engine, state)

    await in_thread(work)


def put_need(engine: Engine, state: Any) -> None:
    """Put a need, given as its published state."""
    engine.put_need(need_from(NeedState.model_validate(state)))


def put_offer(engine: Engine, state: Any) -> None:
    """Put an offer, given as its published state."""
    engine.put_offer(offer_from(OfferState.model_validate(state)))
