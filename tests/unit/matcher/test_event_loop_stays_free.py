"""What takes long is done in a thread: the event loop goes on meanwhile, and nobody else gets at the data."""

import asyncio
import threading
from collections.abc import Iterable, Sequence
from uuid import UUID

import pytest

from matcher.adapters.catching_up import put_all, put_need, put_offer
from matcher.application.reevaluate import Reevaluate, reevaluate
from matcher.application.take_in_need import TakeInNeed, take_in_need
from matcher.application.take_in_offer import TakeInOffer, take_in_offer
from matcher.domain.candidates import Candidate
from matcher.domain.engine import Engine
from matcher.domain.scoring import load_profile
from shared.events.needs import NeedState
from shared.events.offers import OfferState
from shared.threads import in_thread
from tests.support.heartbeat import beats_during
from tests.support.matching_examples import context, need, numbered, offer
from tests.support.published_states import need_state, offer_state

NUMBER = 300
ENOUGH = 2
"""Awaiting what never waits gives others no turn at all, and starting a task a single one."""


class MatchingAtHand:
    """The port, answering at once from memory, so that only the evaluation itself takes time."""

    def __init__(self) -> None:
        needs = [need(number) for number in range(1, NUMBER)]
        self._engine = Engine(context(), load_profile(), needs=needs, offers=[offer(each) for each in range(1, NUMBER)])
        self.found = 0

    async def keep_need(self, state: NeedState) -> bool:
        return state.version > 0

    async def keep_offer(self, state: OfferState) -> bool:
        return state.version > 0

    async def engine(self) -> Engine:
        return self._engine

    async def replace_for_need(self, need_id: UUID, found: Iterable[Candidate]) -> None:
        self.found += sum(each.need_id == need_id for each in found)

    async def replace_for_offer(self, offer_id: UUID, found: Iterable[Candidate]) -> None:
        self.found += sum(each.offer_id == offer_id for each in found)

    async def need_ids(self) -> Sequence[UUID]:
        return [numbered(1, 1), numbered(1, 2)]


async def test_taking_in_a_need_that_many_offers_answer_leaves_the_loop_free() -> None:
    matching = MatchingAtHand()
    assert await beats_during(take_in_need(TakeInNeed(need_state(1)), matching=matching)) > ENOUGH
    assert matching.found == NUMBER - 1


async def test_taking_in_an_offer_that_answers_many_needs_leaves_the_loop_free() -> None:
    matching = MatchingAtHand()
    assert await beats_during(take_in_offer(TakeInOffer(offer_state(1)), matching=matching)) > ENOUGH
    assert matching.found == NUMBER - 1


async def test_finding_everything_again_leaves_the_loop_free() -> None:
    matching = MatchingAtHand()
    assert await beats_during(reevaluate(Reevaluate(), matching=matching)) > ENOUGH
    assert matching.found == 2 * (NUMBER - 1)


@pytest.mark.parametrize("kind", ["needs", "offers"])
async def test_rebuilding_an_engine_leaves_the_loop_free(kind: str) -> None:
    engine = Engine(context(), load_profile())
    make, put = (need_state, put_need) if kind == "needs" else (offer_state, put_offer)
    states = [make(number).model_dump(mode="json") for number in range(1, NUMBER)]
    assert await beats_during(put_all(engine, put, states)) > ENOUGH
    assert len(engine.needs) + len(engine.offers) == NUMBER - 1


async def test_work_that_is_no_longer_waited_for_has_ended_before_others_begin() -> None:
    begun, go_on = threading.Event(), threading.Event()
    steps: list[str] = []

    def work() -> None:
        begun.set()
        go_on.wait(20)
        steps.append("the work has ended")

    waiting = asyncio.create_task(in_thread(work))
    await asyncio.to_thread(begun.wait, 20)
    waiting.cancel()
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert steps == ["the work has ended"]
