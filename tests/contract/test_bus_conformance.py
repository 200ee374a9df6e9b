"""What the delivery path relies on, asked of every bus: in memory, embedded, on the JVM, and in a container."""

import asyncio

from shared.messaging.bus import Delivery, OutgoingRecord
from tests.support.buses import Bus, Reader, fresh, outgoing, publish, publishing, reading, texts
from tests.support.waiting import eventually

ACKNOWLEDGED = Delivery.ACKNOWLEDGED


async def test_records_of_one_key_stay_on_one_partition_and_in_the_order_of_their_waves(bus: Bus, topic: str) -> None:
    keys = [f"key-{number}" for number in range(20)]
    await publish(bus, *[[outgoing(topic, key, str(version)) for key in keys] for version in range(5)])
    async with reading(bus, fresh("group"), topic) as reader:
        records = await reader.until(100)
    for key in keys:
        mine = [record for record in records if record.key == key.encode()]
        assert texts(mine) == ["0", "1", "2", "3", "4"]
        assert len({record.partition for record in mine}) == 1
    assert len({record.partition.number for record in records}) > 1


async def test_headers_and_records_without_a_value_arrive_as_they_were_sent(bus: Bus, topic: str) -> None:
    headers = (("ce_id", b"1"), ("ce_source", "/Côte d'Ivoire".encode()), ("empty", b""))
    await publish(bus, [OutgoingRecord(topic, "k", b"{}", headers)], [OutgoingRecord(topic, "k", None, ())])
    async with reading(bus, fresh("group"), topic) as reader:
        need, tombstone = await reader.until(2)
    assert (need.key, need.value, need.headers) == (b"k", b"{}", headers)
    assert (tombstone.key, tombstone.value, tombstone.headers) == (b"k", None, ())
    assert need.timestamp > 1_600_000_000


async def test_an_empty_wave_is_no_trouble(bus: Bus) -> None:
    await publish(bus, [])


async def test_a_new_group_starts_at_the_beginning_and_hears_what_comes_later(bus: Bus, topic: str) -> None:
    await publish(bus, [outgoing(topic, "k", "before")])
    async with reading(bus, fresh("group"), topic) as reader:
        await reader.until(1)
        await publish(bus, [outgoing(topic, "k", "after")])
        assert texts(await reader.until(2)) == ["before", "after"]


async def test_two_groups_each_read_everything(bus: Bus, topic: str) -> None:
    await publish(bus, [outgoing(topic, "k", "1")])
    for _ in range(2):
        async with reading(bus, fresh("group"), topic) as reader:
            assert texts(await reader.until(1)) == ["1"]


async def test_a_poll_returns_no_more_than_asked_for_and_the_next_one_goes_on(bus: Bus, topic: str) -> None:
    await publish(bus, *[[outgoing(topic, "k", str(number))] for number in range(5)])
    async with reading(bus, fresh("group"), topic) as reader:
        sizes: list[int] = []
        while sum(sizes) < 5:
            sizes.append(len(await reader.once(limit=2)))
        assert max(sizes) == 2
        assert texts(reader.read) == ["0", "1", "2", "3", "4"]


async def test_only_what_was_committed_is_skipped_when_a_member_comes_back(bus: Bus, topic: str) -> None:
    await publish(bus, *[[outgoing(topic, "k", str(number))] for number in range(6)])
    group = fresh("group")
    async with reading(bus, group, topic) as reader:
        records = await reader.until(6)
        assert await reader.subscription.commit({records[0].partition: 4})
    async with reading(bus, group, topic) as reader:
        assert texts(await reader.until(2)) == ["4", "5"]


async def test_after_a_rewind_the_failed_record_comes_first_and_nothing_is_left_out(bus: Bus, topic: str) -> None:
    await publish(bus, *[[outgoing(topic, "k", str(number))] for number in range(6)])
    async with reading(bus, fresh("group"), topic) as reader:
        records = list(await reader.until(6))
        reader.subscription.rewind(records[2].partition, 2)
        assert texts(await reader.until(10))[6:] == ["2", "3", "4", "5"]


async def test_a_rewind_in_the_middle_of_a_batch_discards_what_was_fetched_ahead(bus: Bus, topic: str) -> None:
    await publish(bus, *[[outgoing(topic, "k", str(number))] for number in range(50)])
    async with reading(bus, fresh("group"), topic) as reader:
        while len(reader.read) < 10:
            await reader.once(limit=10)
        reader.subscription.rewind(reader.read[0].partition, 5)
        again = len(reader.read)
        assert texts(await reader.until(again + 45))[again:] == [str(number) for number in range(5, 50)]


async def test_members_share_the_partitions_and_one_takes_over_what_another_leaves(bus: Bus) -> None:
    topic, group = fresh("topic"), fresh("group")
    await bus.create(topic, partitions=4)
    keys = [f"key-{number}" for number in range(40)]
    async with reading(bus, group, topic) as first:
        async with reading(bus, group, topic) as second:
            await _both_get_some(bus, topic, keys, first, second)
            seen = {record.partition for record in second.read}
        first.read.clear()
        await publish(bus, [outgoing(topic, key, "after") for key in keys])

        async def first_has_all() -> bool:
            await first.once()
            return len({record.key for record in first.read if record.value == b"after"}) == len(keys)

        await eventually(
            first_has_all, within=40, what="the first member reads everything that comes after the second left"
        )
        assert seen <= {record.partition for record in first.read}


async def test_a_commit_for_a_lost_partition_is_answered_and_not_raised(bus: Bus) -> None:
    topic, group = fresh("topic"), fresh("group")
    await bus.create(topic, partitions=2)
    keys = [f"key-{number}" for number in range(20)]
    await publish(bus, [outgoing(topic, key, "1") for key in keys])
    async with reading(bus, group, topic) as first:
        before = list(await first.until(len(keys)))
        ends = {record.partition: record.offset + 1 for record in before}
        async with reading(bus, group, topic) as second:
            await _both_get_some(bus, topic, keys, first, second)
            assert await first.subscription.commit(ends) is False
            first.subscription.rewind(second.read[-1].partition, 0)


async def test_lag_counts_what_the_member_has_not_read(bus: Bus, topic: str) -> None:
    await publish(bus, *[[outgoing(topic, "k", str(number))] for number in range(5)])
    async with reading(bus, fresh("group"), topic) as reader:
        while not reader.read:
            await reader.once(limit=2)
        assert await reader.subscription.lag() == 3
        await reader.until(5)
        assert await reader.subscription.lag() == 0


async def test_a_topic_that_comes_later_is_read_and_one_that_is_there_is_not_kept_waiting(bus: Bus, topic: str) -> None:
    later = fresh("later")
    await publish(bus, [outgoing(topic, "k", "there")])
    async with reading(bus, fresh("group"), topic, later) as reader:
        await reader.until(1)
        await bus.create(later)
        await publish(bus, [outgoing(later, "k", "late")])

        async def heard() -> bool:
            await reader.once()
            return "late" in texts(reader.read)

        await eventually(heard, within=40, what="the record of the later topic is read")


async def test_an_oversized_record_is_refused_alone_and_the_next_wave_succeeds(bus: Bus, topic: str) -> None:
    huge = outgoing(topic, "huge", "x" * 2_000_000)
    async with publishing(bus) as publisher:
        outcomes = await publisher.publish([outgoing(topic, "a", "1"), huge, outgoing(topic, "b", "1")])
        assert [o.delivery for o in outcomes] == [ACKNOWLEDGED, Delivery.REFUSED, ACKNOWLEDGED]
        assert outcomes[1].error
        assert [o.delivery for o in await publisher.publish([outgoing(topic, "huge", "small")])] == [ACKNOWLEDGED]


async def _both_get_some(bus: Bus, topic: str, keys: list[str], first: Reader, second: Reader) -> None:
    """Publish until both members read from partitions that the other has not."""

    async def shared() -> bool:
        await publish(bus, [outgoing(topic, key, "shared") for key in keys])
        one, other = await asyncio.gather(first.once(), second.once())
        ours, theirs = {record.partition for record in one}, {record.partition for record in other}
        return bool(ours) and bool(theirs) and ours.isdisjoint(theirs)

    await eventually(shared, within=40, what="both members read, each its own partitions")
