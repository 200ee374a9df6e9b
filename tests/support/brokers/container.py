"""Apache Kafka in a container, as its users run it; importing this takes half a second, so do it late."""

import gc
import os
import warnings
from contextlib import closing

import docker
from docker.errors import DockerException, ImageNotFound
from requests.exceptions import RequestException
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.docker_client import DockerClient

from tests.support.brokers.kafka_settings import HEAP, JVM, VERSION, single_node
from tests.support.brokers.readiness import answers_metadata
from tests.support.not_run import not_runnable
from tests.support.ports import free_port
from tests.support.waiting import WillNeverHoldError, wait_until

IMAGE = f"apache/kafka:{VERSION}"
_PATIENCE_SECONDS = 3
# The node waits to be told where its clients will find it, which is known once the container has a port.
_ADVERTISED = "/var/lib/kafka/advertised"
_COMMAND = f"""until [ -f {_ADVERTISED} ]; do sleep 0.1; done
KAFKA_ADVERTISED_LISTENERS=$(cat {_ADVERTISED}) exec /etc/kafka/docker/run"""
_MAY_PULL = os.environ.get("ACCORD_TEST_PULL") == "1"


class ContainerBroker:
    """A container of the official image; its port on the host is chosen here, so that a restart keeps it."""

    kind = "container"
    supports_idempotent_producer = True
    keeps_data = True

    def __init__(self) -> None:
        _require_image()
        self.bootstrap = ""
        self._port = free_port()
        self._container: DockerContainer | None = None

    @property
    def running(self) -> bool:
        """Whether the container runs."""
        if self._container is None:
            return False
        wrapped = self._container.get_wrapped_container()
        wrapped.reload()
        return wrapped.status == "running"

    def start(self) -> None:
        """Start the container, on what it kept if there is anything, and wait until it answers clients."""
        if self._container is None:
            self._create()
        else:
            self._container.get_wrapped_container().start()
        wait_until(self._is_ready, within=90, what="Apache Kafka in its container answers clients")

    def _create(self) -> None:
        settings = single_node(listener=":9092", controller="localhost:9093", advertised="")
        variables = {f"KAFKA_{name.upper().replace('.', '_')}": value for name, value in settings.items()}
        container = DockerContainer(IMAGE).with_bind_ports(9092, self._port).with_command(["sh", "-c", _COMMAND])
        java = {"KAFKA_HEAP_OPTS": HEAP, "KAFKA_JVM_PERFORMANCE_OPTS": " ".join(JVM)}
        self._container = container.with_envs(**variables, **java)
        container.start()
        self.bootstrap = f"{container.get_container_host_ip()}:{container.get_exposed_port(9092)}"
        container.copy_into_container(f"PLAINTEXT://{self.bootstrap}".encode(), _ADVERTISED)

    def _is_ready(self) -> bool:
        if not self.running:
            raise WillNeverHoldError(f"the container ended: {self._container and self._container.get_logs()}")
        return answers_metadata(self.bootstrap)

    def stop(self) -> None:
        """Stop the container in good order and keep its data."""
        if self._container is not None:
            self._container.get_wrapped_container().stop(timeout=20)

    def kill(self) -> None:
        """End the container at once, as a crash would."""
        if self._container is not None and self.running:
            self._container.get_wrapped_container().kill()

    def wipe(self) -> None:
        """Remove the container with its data."""
        if self._container is not None:
            self._container.stop()
        self._container = None

    def close(self) -> None:
        """End and remove the container with its data."""
        self.wipe()


def _require_image() -> None:
    """Find within seconds whether the image can be used, and fetch it only where that was asked for."""
    client = _client()
    if client is None:
        _close_what_was_half_made()
        not_runnable("Docker engine does not answer")
    with closing(client):
        if not _MAY_PULL and not _has(client, IMAGE):
            not_runnable(f"container image {IMAGE} is not on this machine (ACCORD_TEST_PULL=1 fetches it)")
        # The companion that removes the containers of killed runs is an image too.
        if not _MAY_PULL and not _has(client, testcontainers_config.ryuk_image):
            testcontainers_config.ryuk_disabled = True


def _client() -> docker.DockerClient | None:
    try:
        client = DockerClient(timeout=_PATIENCE_SECONDS).client
        client.ping()
    except (DockerException, RequestException, OSError):
        return None
    return client


def _close_what_was_half_made() -> None:
    """Collect the client that could not be made: its library leaves the socket to the collector, which warns."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def _has(client: docker.DockerClient, image: str) -> bool:
    try:
        client.images.get(image)
    except ImageNotFound:
        return False
    return True
