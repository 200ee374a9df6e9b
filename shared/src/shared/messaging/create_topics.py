"""`python -m shared.messaging.create_topics`: the job that creates the topics, because no broker does so by itself.

`ACCORD_KAFKA_REPLICATION` (1 when absent) says how many brokers keep each record; how they are reached, the same
variables as for a service say. Topics that exist are left as they are, so the job may run at every start. It ends
with 1 when no broker answers or one refuses, and the platform that runs it tries again; with 2 when it was told
something that means nothing.
"""

import asyncio
import sys
from typing import Annotated

from pydantic import Field, ValidationError

from shared.kafka import create_topics
from shared.logs import configure_logging
from shared.messaging.topics import TOPICS
from shared.settings_kafka import KafkaSettings


class TopicSettings(KafkaSettings):
    """What the job is told."""

    kafka_replication: Annotated[int, Field(ge=1)] = 1


def run() -> int:
    """Create what is missing, say what that was, and return the exit code."""
    try:
        settings = TopicSettings()
    except ValidationError as error:
        sys.stderr.write(f"topics: the settings are not complete:\n{error}\n")
        return 2
    access = settings.kafka_access()
    try:
        created = asyncio.run(create_topics(access, TOPICS, replication=settings.kafka_replication))
    except ConnectionError as error:
        sys.stderr.write(f"topics: {access.bootstrap}: {error}\n")
        return 1
    sys.stdout.write(f"topics: created {', '.join(created) or 'none, all are there'}\n")
    return 0


if __name__ == "__main__":
    configure_logging("topics")
    sys.exit(run())
