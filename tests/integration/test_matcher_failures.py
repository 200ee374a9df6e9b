"""A change that fails half way leaves nothing behind: not in the database, and not in the memory of a worker."""

import pytest
from sqlalchemy.exc import DBAPIError

from shared.messaging.processing import Applied
from tests.support.memory_bus import MemoryBus
from tests.support.published_states import event_of, need_state, offer_state, received, sent
from tests.support.running_matcher import RunningMatcher
from tests.support.running_parts import at_work
from tests.support.waiting import eventually

WHILE_WRITING = "CREATE TRIGGER fault BEFORE INSERT ON candidates FOR EACH ROW EXECUTE FUNCTION fail()"
AT_COMMIT = (
    "CREATE CONSTRAINT TRIGGER fault AFTER INSERT ON candidates"
    " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail()"
)
FAIL = (
    "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('faults');"
    " RAISE EXCEPTION 'a fault on purpose' USING ERRCODE = 'disk_full'; END $$"
)
"""Fails, and counts it in what no rollback takes back."""

at_either_moment = pytest.mark.parametrize("fault", [WHILE_WRITING, AT_COMMIT], ids=["while writing", "at commit"])


async def break_candidates(matcher: RunningMatcher, fault: str) -> None:
    await matcher.service.rows("CREATE SEQUENCE faults")
    await matcher.service.rows(FAIL)
    await matcher.service.rows(fault)


async def mend_candidates(matcher: RunningMatcher) -> None:
    await matcher.service.rows("DROP TRIGGER fault ON candidates")


@at_either_moment
async def test_an_event_that_fails_leaves_nothing_and_is_applied_once_the_fault_is_gone(
    matcher: RunningMatcher, fault: str
) -> None:
    await matcher.take_in(offer_state())
    before = await matcher.kept_as_bytes()
    await break_candidates(matcher, fault)
    record = received(event_of(need_state()))
    with pytest.raises(DBAPIError, match="a fault on purpose"):
        await matcher.processor.process(record)
    assert await matcher.kept_as_bytes() == before
    assert await matcher.applied() == 1
    await mend_candidates(matcher)
    assert await matcher.processor.process(record) == Applied.APPLIED
    assert len(await matcher.pairs()) == 1


@at_either_moment
async def test_a_worker_forgets_what_was_rolled_back(matcher: RunningMatcher, fault: str) -> None:
    await matcher.take_in(need_state(), offer_state(1))
    await break_candidates(matcher, fault)
    with pytest.raises(DBAPIError, match="a fault on purpose"):
        await matcher.take_in(need_state(version=2, states=("BFA", "KEN")))
    await mend_candidates(matcher)
    await matcher.take_in(offer_state(2))
    found = await matcher.service.rows("SELECT need_version FROM candidates")
    assert [row["need_version"] for row in found] == [1, 1]


@at_either_moment
async def test_a_worker_goes_on_by_itself_when_the_fault_is_gone(matcher: RunningMatcher, fault: str) -> None:
    await break_candidates(matcher, fault)
    bus = MemoryBus(seed=1)
    for state in (offer_state(1), need_state(1), need_state(2)):
        bus.write(sent(event_of(state)))

    async def has_failed() -> bool:
        [faults] = await matcher.service.rows("SELECT is_called FROM faults")
        return faults["is_called"]

    async def has_recovered() -> bool:
        return len(await matcher.pairs()) == 2

    async with at_work(matcher.worker_on(bus)):
        await eventually(has_failed, within=20, what="whichever side comes last fails")
        await mend_candidates(matcher)
        await eventually(has_recovered, within=20, what="both pairs are found")
    assert await matcher.applied() == 3
    assert await matcher.service.count("dead_letters") == {"dead_letters": 0}
