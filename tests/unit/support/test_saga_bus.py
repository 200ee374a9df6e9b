"""The saga's bus does what is asked of it, and nothing that a real one could not do."""

from uuid import uuid4

from tests.support.saga.bus import Lane, SagaBus, Sent

NEED: Lane = ("needs", "1")
OTHER_NEED: Lane = ("needs", "2")
MATCH: Lane = ("matches", "1")


def sent(lane: Lane, version: int) -> Sent:
    return Sent(lane, (), b"", uuid4(), version)


def bus_with(*records: Sent) -> SagaBus:
    bus = SagaBus({"matcher": {"needs"}, "needs": {"matches"}})
    for record in records:
        bus.send(record)
    return bus


def versions_read(bus: SagaBus, lane: Lane = NEED) -> list[int]:
    read: list[int] = []
    while lane in bus.waiting("matcher"):
        read.append(bus.read("matcher", lane).version)
        bus.acknowledge("matcher", lane)
    return read


def test_a_lane_is_read_in_the_order_of_sending() -> None:
    assert versions_read(bus_with(sent(NEED, 1), sent(NEED, 2), sent(NEED, 3))) == [1, 2, 3]


def test_lanes_do_not_wait_for_each_other() -> None:
    bus = bus_with(sent(NEED, 1), sent(OTHER_NEED, 1))
    assert versions_read(bus, OTHER_NEED) == [1]
    assert bus.waiting("matcher") == [NEED]


def test_a_consumer_sees_only_its_topics() -> None:
    bus = bus_with(sent(NEED, 1), sent(MATCH, 1))
    assert (bus.waiting("matcher"), bus.waiting("needs")) == ([NEED], [MATCH])


def test_what_is_not_acknowledged_is_read_again() -> None:
    bus = bus_with(sent(NEED, 1), sent(NEED, 2))
    assert bus.read("matcher", NEED) is bus.read("matcher", NEED)


def test_lost_acknowledgements_bring_everything_after_them_again_in_order() -> None:
    bus = bus_with(sent(NEED, 1), sent(NEED, 2), sent(NEED, 3))
    versions_read(bus)
    bus.rewind("matcher", NEED, 2)
    assert versions_read(bus) == [2, 3]


def test_compaction_leaves_the_newest_state_for_those_who_have_not_read_it() -> None:
    bus = bus_with(sent(NEED, 1), sent(NEED, 2), sent(NEED, 3))
    bus.compact(NEED)
    assert (versions_read(bus), bus.overtaken()) == ([3], [])


def test_compaction_brings_nothing_back_to_those_who_have() -> None:
    bus = bus_with(sent(NEED, 1), sent(NEED, 2))
    versions_read(bus)
    bus.compact(NEED)
    assert bus.waiting("matcher") == []
