"""Apache Kafka on the machine's own JVM: the real broker, with no container."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.support.brokers.kafka_jars import jars, java
from tests.support.brokers.kafka_settings import HEAP, JVM, single_node
from tests.support.brokers.readiness import answers_metadata
from tests.support.ports import free_port
from tests.support.processes import ServerProcess, run
from tests.support.waiting import WillNeverHoldError, wait_until

_CLUSTER = "accordaccordaccordaccw"


class ApacheKafkaBroker:
    """One node in KRaft mode, with a log directory of its own that lives as long as it does.

    Clients connect to the address it advertises, so a proxy in front of it is named in `advertise`; it
    listens on `port` all the same.
    """

    kind = "apache_kafka"
    supports_idempotent_producer = True
    keeps_data = True

    def __init__(self, *, port: int | None = None, advertise: str | None = None) -> None:
        self.port = port or free_port()
        self.bootstrap = advertise or f"127.0.0.1:{self.port}"
        self._java = [java(), HEAP, *JVM, "-cp", f"{jars()}/*"]
        self._directory = Path(tempfile.mkdtemp(prefix="accord-kafka-"))
        self._properties = self._directory / "server.properties"
        self._data = self._directory / "data"
        self._server: ServerProcess | None = None
        self._configure()

    @property
    def running(self) -> bool:
        """Whether its process is there."""
        return self._server is not None and self._server.alive

    def start(self) -> None:
        """Start it, on what it kept if there is anything, and wait until it answers clients."""
        if not self._data.exists():
            format_data = ["format", "--cluster-id", _CLUSTER, "--config", self._properties]
            run([*self._java, "kafka.tools.StorageTool", *format_data, *self._accounts()])
        self._server = ServerProcess([*self._java, "kafka.Kafka", self._properties], directory=self._directory)
        wait_until(self._is_ready, within=90, what="Apache Kafka answers clients")

    def _is_ready(self) -> bool:
        if self._server is None or not self._server.alive:
            raise WillNeverHoldError(f"Apache Kafka ended: {self._server and self._server.last_words()}")
        return answers_metadata(f"127.0.0.1:{self.port}")

    def _configure(self) -> None:
        controller, listener = f"127.0.0.1:{free_port()}", f"127.0.0.1:{self.port}"
        settings = single_node(listener=listener, controller=controller, advertised=self.bootstrap)
        settings |= {"log.dirs": str(self._data)} | self._secured(settings)
        lines = [f"{name}={value}" for name, value in settings.items()]
        self._properties.write_text("\n".join(lines))

    def _secured(self, settings: Mapping[str, str]) -> dict[str, str]:
        """Return what a broker that knows its clients changes in the settings."""
        del settings
        return {}

    def _accounts(self) -> Sequence[str]:
        """Return the options of `format` that create such a broker's accounts."""
        return ()

    def stop(self) -> None:
        """Stop it in good order."""
        if self._server is not None:
            self._server.stop(within=20)

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self._server is not None:
            self._server.kill()

    def wipe(self) -> None:
        """Forget all it kept; only while it is stopped."""
        shutil.rmtree(self._data, ignore_errors=True)

    def close(self) -> None:
        """End it and remove its data."""
        self.kill()
        shutil.rmtree(self._directory, ignore_errors=True)
