"""The one place of the campaign where time passes: faults have a length, and the load has a pace."""

import asyncio


async def lasting(seconds: float) -> None:
    """Let so much time pass; whoever waits for something to come true uses `eventually` instead."""
    await asyncio.sleep(seconds)
