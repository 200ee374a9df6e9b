"""Records that nobody can read or apply, among the others on their topics."""

import random
from uuid import uuid4

from aiokafka import AIOKafkaProducer

from shared.events.registry import MATCHES_TOPIC, NEEDS_TOPIC, OFFERS_TOPIC, RESERVATIONS_TOPIC
from shared.messaging.topics import MAXIMUM_PAYLOAD_BYTES
from tests.support.campaign.checking.deliveries import CONSUMED
from tests.support.campaign.scene import Scene
from tests.support.campaign.world import World
from tests.support.waiting import eventually

LISTENED_TO = (NEEDS_TOPIC, OFFERS_TOPIC, MATCHES_TOPIC, RESERVATIONS_TOPIC)
AMENDED = b"org.accord.need.amended.v1"
_LARGEST_OF_A_BROKER = 1_000_000
_LARGE_ROW = """
INSERT INTO outbox (event_id, topic, key, key_version, type, payload, headers)
VALUES ($1, $2, $3, 1, 'org.accord.need.amended.v1', $4, $5)
"""


async def poison_and_oversized_records(scene: Scene) -> None:
    """Plant records that are no events, events that break their model, and the largest that a broker takes."""
    await _produce(scene.world)
    await _through_an_outbox(scene.world)

    async def are_buried() -> bool:
        letters = {name: await scene.world.number(name, "SELECT count(*) FROM dead_letters") for name in CONSUMED}
        return all(letters[name] == count for name, count in scene.world.planted.items())

    await eventually(are_buried, within=120, what="everything that was planted is among the dead letters")


async def _produce(world: World) -> None:
    producer = AIOKafkaProducer(
        bootstrap_servers=world.cluster.bootstrap, acks="all", max_request_size=_LARGEST_OF_A_BROKER + 1000
    )
    await producer.start()
    try:
        for topic in LISTENED_TO:
            for value in (
                b"",
                b"\xff\xfe not an event",
                b"[" * 5_000,
                random.Random(topic).randbytes(_LARGEST_OF_A_BROKER),
            ):
                await producer.send_and_wait(topic, value, key=b"poison")
                _expect(world, topic)
            foreign = f"of another world, on {topic}"
            world.planted_events.add(foreign)
            headers = [("ce_type", AMENDED), ("ce_id", foreign.encode()), ("ce_specversion", b"9.9")]
            await producer.send_and_wait(topic, b"{}", key=b"poison", headers=headers)
            _expect(world, topic)
    finally:
        await producer.stop()


async def _through_an_outbox(world: World) -> None:
    event_id, key = uuid4(), str(uuid4())
    payload = random.Random(7).randbytes(MAXIMUM_PAYLOAD_BYTES)
    headers = f'{{"ce_type": "org.accord.need.amended.v1", "ce_id": "{event_id}", "ce_aggregateversion": "1"}}'
    async with world.connected("needs") as connection:
        await connection.execute(_LARGE_ROW, event_id, NEEDS_TOPIC, key, payload, headers)
    world.planted_events.add(str(event_id))
    _expect(world, NEEDS_TOPIC)


def _expect(world: World, topic: str) -> None:
    world.planted.update(consumer for consumer, topics in CONSUMED.items() if topic in topics)
