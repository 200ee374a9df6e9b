"""Harm done to a running stack on purpose: a part dies at once, and comes back by itself or stays away for a while."""

from collections.abc import Generator
from contextlib import contextmanager

import psutil

from tests.support.embedded_stack import EmbeddedStack
from tests.support.waiting import eventually


def is_alive(process: psutil.Process) -> bool:
    """Whether it runs, and is not merely waiting for its parent to notice its end."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def kill(stack: EmbeddedStack, part: str) -> None:
    """End a part as a crash would, and wait until the supervisor has started it again and all is ready."""
    victim = stack.process(part)
    victim.kill()

    async def stands_again() -> bool:
        mark = stack.marks()[part]
        return mark.pid != victim.pid and mark.process() is not None and await stack.is_ready()

    await eventually(stands_again, within=120, what=f"{part} was started again and everything is ready")


@contextmanager
def unsupervised(stack: EmbeddedStack) -> Generator[None]:
    """Hold the supervisor still, so that what is killed stays away for the length of the block."""
    supervisor = stack.process("supervisor")
    supervisor.suspend()
    try:
        yield
    finally:
        supervisor.resume()


async def kill_for_good(stack: EmbeddedStack, part: str) -> None:
    """End a part and all that it started, while nobody starts it again, and wait until it is gone."""
    victim = stack.process(part)
    everything = [victim, *victim.children(recursive=True)]
    victim.kill()
    await eventually(lambda: not any(map(is_alive, everything)), within=60, what=f"{part} is gone")
