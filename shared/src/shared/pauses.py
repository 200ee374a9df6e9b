"""Waiting for a moment or for a word, so that whoever cancels the wait always ends it.

`asyncio.wait_for` loses a cancellation that comes together with what is waited for, before Python 3.12
(https://github.com/python/cpython/issues/86296); `asyncio.timeout` does not.
"""

import asyncio
from contextlib import suppress


async def pause(seconds: float) -> None:
    """Look away for so long; whoever cancels the caller ends it at once."""
    await said_within(asyncio.Event(), seconds)


async def said_within(event: asyncio.Event, seconds: float) -> None:
    """Wait until the event is set, but no longer than so many seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
