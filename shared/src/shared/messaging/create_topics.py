"""`python -m shared.messaging.create_topics`: the job that creates the topics, because no broker does so by itself.

`ACCORD_KAFKA_BOOTSTRAP` names the brokers, `ACCORD_KAFKA_REPLICATION` (1 when absent) how many of them keep each
record. Topics that exist are left as they are, so the job may run at every start. It ends with 1 when no broker
answers or one refuses, and the platform that runs it tries again.
"""

import asyncio
import os
import sys
from collections.abc import Mapping

from shared.kafka import KafkaAccess, create_topics
from shared.logs import configure_logging
from shared.messaging.topics import TOPICS


def run(environment: Mapping[str, str]) -> int:
    """Create what is missing, say what that was, and return the exit code."""
    access = KafkaAccess(environment["ACCORD_KAFKA_BOOTSTRAP"])
    replication = int(environment.get("ACCORD_KAFKA_REPLICATION", "1"))
    try:
        created = asyncio.run(create_topics(access, TOPICS, replication=replication))
    except ConnectionError as error:
        sys.stderr.write(f"topics: {access.bootstrap}: {error}\n")
        return 1
    sys.stdout.write(f"topics: created {', '.join(created) or 'none, all are there'}\n")
    return 0


if __name__ == "__main__":
    configure_logging("topics")
    sys.exit(run(os.environ))
