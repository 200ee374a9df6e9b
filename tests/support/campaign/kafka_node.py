"""One of several brokers of a cluster: a process of Apache Kafka that is killed, held still and wiped on its own."""

import json
import os
import shutil
import signal
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.brokers.kafka_jars import jars, java
from tests.support.brokers.kafka_settings import HEAP, JVM, single_node
from tests.support.brokers.readiness import answers_metadata
from tests.support.processes import ServerProcess, run
from tests.support.waiting import WillNeverHoldError, wait_until

REPLICATION, MIN_IN_SYNC = 3, 2
CLUSTER_ID = "accordaccordaccordaccw"
_READY_SECONDS = 120
_THREE_OF_ALL = {
    "default.replication.factor": f"{REPLICATION}",
    "min.insync.replicas": f"{MIN_IN_SYNC}",
    "offsets.topic.replication.factor": f"{REPLICATION}",
    "offsets.topic.num.partitions": "3",
    "transaction.state.log.replication.factor": f"{REPLICATION}",
    "transaction.state.log.min.isr": f"{MIN_IN_SYNC}",
    # Four times as patient as alone: three brokers and a dozen services share two cores.
    "broker.session.timeout.ms": "6000",
    "controller.quorum.election.timeout.ms": "2000",
    "controller.quorum.fetch.timeout.ms": "4000",
    # In a rebalance the members that are there need not wait a minute for one that is not.
    "group.max.session.timeout.ms": "60000",
}


@dataclass(frozen=True)
class Linked:
    """A listener that clients reach through a link: where the broker listens, and where clients are told to connect."""

    port: int
    link: int


class KafkaNode:
    """Broker and controller `number`, listening on loopback; `voters` names all controllers as Kafka writes it.

    `linked` are listeners beside the one at `address`, by name.
    """

    def __init__(
        self, number: int, port: int, controller_port: int, voters: str, linked: Mapping[str, Linked] | None = None
    ) -> None:
        self.number = number
        self.address = f"127.0.0.1:{port}"
        self._linked = linked or {}
        self._java = [java(), HEAP, *JVM, "-cp", f"{jars()}/*"]
        self._directory = Path(tempfile.mkdtemp(prefix=f"accord-kafka-{number}-"))
        self._properties = self._directory / "server.properties"
        self._data = self._directory / "data"
        self._server: ServerProcess | None = None
        self._write_properties(f"127.0.0.1:{controller_port}", voters)

    @property
    def pid(self) -> int:
        """The operating system's number of its process."""
        assert self._server is not None
        return self._server.pid

    @property
    def running(self) -> bool:
        """Whether its process is there, at work or held still."""
        return self._server is not None and self._server.alive

    def start(self) -> None:
        """Start its process, on what it kept if there is anything; see `await_ready`."""
        if not self._data.exists():
            format_data = ["format", "--cluster-id", CLUSTER_ID, "--config", self._properties]
            run([*self._java, "kafka.tools.StorageTool", *format_data])
        self._server = ServerProcess([*self._java, "kafka.Kafka", self._properties], directory=self._directory)

    def await_ready(self) -> None:
        """Wait until it answers clients; that takes a majority of the cluster."""
        wait_until(self._is_ready, within=_READY_SECONDS, what=f"broker {self.number} answers clients")

    def stop(self) -> None:
        """Stop it in good order, its partitions led by others first."""
        if self._server is not None:
            self._server.stop(within=30)

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self._server is not None:
            self._server.kill()

    def hold(self) -> None:
        """Hold its process still, as a machine does that stands still for a while."""
        os.kill(self.pid, signal.SIGSTOP)

    def let_go(self) -> None:
        """Let its process go on where it was held still."""
        os.kill(self.pid, signal.SIGCONT)

    def wipe(self) -> None:
        """Forget all it kept; only while it is stopped."""
        shutil.rmtree(self._data, ignore_errors=True)

    def close(self) -> None:
        """End it and remove its data."""
        self.kill()
        shutil.rmtree(self._directory, ignore_errors=True)

    def quorum(self) -> Mapping[str, int]:
        """Return what it last wrote about the controllers: `leaderId` and `leaderEpoch`."""
        written = self._data / "__cluster_metadata-0" / "quorum-state"
        return json.loads(written.read_text()) if written.exists() else {"leaderId": -1, "leaderEpoch": -1}

    def _is_ready(self) -> bool:
        if self._server is None or not self._server.alive:
            raise WillNeverHoldError(f"broker {self.number} ended: {self._server and self._server.last_words()}")
        return answers_metadata(self.address)

    def _write_properties(self, controller: str, voters: str) -> None:
        settings = single_node(listener=self.address, controller=controller, advertised=self.address)
        settings |= _THREE_OF_ALL
        settings |= {"node.id": f"{self.number}", "controller.quorum.voters": voters, "log.dirs": str(self._data)}
        for name, each in self._linked.items():
            settings["listeners"] += f",{name}://127.0.0.1:{each.port}"
            settings["advertised.listeners"] += f",{name}://127.0.0.1:{each.link}"
            settings["listener.security.protocol.map"] += f",{name}:PLAINTEXT"
        self._properties.write_text("\n".join(f"{name}={value}" for name, value in settings.items()))
