"""Parts of a service that run beside a test and have ended when it goes on."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from shared.service.background import Background


@asynccontextmanager
async def at_work(*parts: Background) -> AsyncGenerator[None]:
    """Run these beside the block and stop them after it; what one of them raises comes out here."""
    tasks = [asyncio.create_task(part.run()) for part in parts]
    try:
        yield
    finally:
        for part in parts:
            part.stop()
        await asyncio.gather(*tasks)
