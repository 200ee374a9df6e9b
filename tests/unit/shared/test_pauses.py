"""A wait ends when its word is said, when its time is up, and always when it is cancelled."""

import asyncio

import pytest

from shared.pauses import pause, said_within


async def turns(number: int) -> None:
    """Let the others have so many turns."""
    for _ in range(number):
        await asyncio.sleep(0)


async def test_a_wait_ends_when_its_word_is_said_or_its_time_is_up() -> None:
    said = asyncio.Event()
    await said_within(said, 0.001)
    waiting = asyncio.create_task(said_within(said, 3600))
    await turns(2)
    assert not waiting.done()
    said.set()
    await waiting


@pytest.mark.parametrize("between", range(4))
async def test_a_cancellation_that_comes_with_the_word_is_not_lost(between: int) -> None:
    said, went_on = asyncio.Event(), asyncio.Event()

    async def wait_and_go_on() -> None:
        await said_within(said, 3600)
        await turns(8)
        went_on.set()

    waiting = asyncio.create_task(wait_and_go_on())
    await turns(4)
    said.set()
    await turns(between)
    waiting.cancel()
    await asyncio.wait({waiting})
    assert waiting.cancelled()
    assert not went_on.is_set()


async def test_a_pause_ends_when_it_is_cancelled() -> None:
    pausing = asyncio.create_task(pause(3600))
    await turns(4)
    pausing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await pausing
