"""Topics of a test's own, so that tests on one broker do not see each other."""

import uuid
from collections.abc import Mapping
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError

from tests.support.brokers.broker import Broker
from tests.support.waiting import eventually

COMPACTED = {"cleanup.policy": "compact"}


async def create_topic(
    broker: Broker,
    name: str = "",
    *,
    partitions: int = 1,
    settings: Mapping[str, str] = COMPACTED,
) -> str:
    """Create a topic, with a name of its own unless one is given, and return its name once every partition is led.

    One of a name that is given may be there already: a client that asked for it can have had the broker make it, with
    more partitions.
    """
    known = {0, TopicAlreadyExistsError.errno} if name else {0}
    name = name or f"test-{uuid.uuid4().hex[:12]}"
    admin = AIOKafkaAdminClient(bootstrap_servers=broker.bootstrap)
    await admin.start()
    try:
        answer: Any = await admin.create_topics([NewTopic(name, partitions, 1, topic_configs=dict(settings))])
        refused = [error for error in answer.topic_errors if error[1] not in known]
        if refused:
            raise RuntimeError(f"the broker refused to create topics: {refused}")

        async def is_led() -> bool:
            [topic] = await admin.describe_topics([name])
            return len(topic["partitions"]) >= partitions and all(led["leader"] >= 0 for led in topic["partitions"])

        await eventually(is_led, what=f"every partition of {name} has a leader")
    finally:
        await admin.close()
    return name
