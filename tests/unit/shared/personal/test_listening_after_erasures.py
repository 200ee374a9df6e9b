"""What a worker takes in waits until every erasure that was ordered so far is applied."""

import asyncio

import pytest

from shared.messaging.worker import Worker
from shared.personal.listening import ErasureListener
from shared.service.erasing import Afterwards, work_after_erasures
from shared.service.process import lay_foundation
from tests.support.http_service import service_settings
from tests.support.running_parts import at_work
from tests.support.service_definitions import SERVICES
from tests.support.waiting import eventually


class Part:
    """Notes that it began, and runs until stopped."""

    def __init__(self) -> None:
        self.began = False
        self.stopped = asyncio.Event()

    async def run(self) -> None:
        self.began = True
        await self.stopped.wait()

    def stop(self) -> None:
        self.stopped.set()


async def test_a_part_begins_when_what_it_waits_for_has_come_about() -> None:
    part, caught_up = Part(), asyncio.Event()
    async with at_work(Afterwards(part, caught_up)):
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not part.began
        caught_up.set()
        await eventually(lambda: part.began, what="the part began")


async def test_a_part_that_is_stopped_before_never_begins() -> None:
    part = Part()
    async with at_work(Afterwards(part, asyncio.Event())):
        await asyncio.sleep(0)
    assert not part.began


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_consumer_of_a_service_waits_for_the_list(name: str) -> None:
    definition, settings = SERVICES[name], service_settings(service_name=name)
    bare = [type(part) for part in definition.work(lay_foundation(definition, settings))]
    waiting = [type(part) for part in work_after_erasures(definition, lay_foundation(definition, settings))]
    assert Worker in bare
    assert waiting == [ErasureListener, *(Afterwards if kind is Worker else kind for kind in bare)]
