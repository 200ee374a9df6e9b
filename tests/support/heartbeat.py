"""How often the event loop came round while something else went on."""

import asyncio
from collections.abc import Awaitable


async def beats_during(work: Awaitable[object]) -> int:
    """Return how many times another task got its turn before the work had ended."""
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0)
            beats += 1

    beating = asyncio.create_task(beat())
    try:
        await work
    finally:
        beating.cancel()
    return beats
