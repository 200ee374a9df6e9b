"""The pause between two looks at what has to be looked at again, because nothing tells of its change."""

import asyncio
from contextlib import suppress


async def pause(seconds: float) -> None:
    """Look away for so long; whoever cancels the caller ends it at once."""
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.Event().wait(), seconds)
