"""Work that would hold up the event loop, done in a thread; nobody else gets at its data before it has ended."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


async def in_thread(work: Callable[Asked, Found], *args: Asked.args, **kwargs: Asked.kwargs) -> Found:
    """Return what the work returns; when cancelled meanwhile, end only after it has, for a thread cannot be stopped."""
    running = asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise
