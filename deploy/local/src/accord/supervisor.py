"""The supervisor: starts the stack in order, keeps it running, and leaves no process behind when it ends."""

import asyncio
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import psutil

from accord import topology
from accord.embedded_postgres import EmbeddedPostgres
from accord.jobs import republish_all, run_jobs
from accord.layout import HOST, SERVICES, DataDirectory, Ports
from accord.parts import Part, end, start
from accord.readiness import NotReady, http_answers, port_answers, port_is_free, wait_for
from accord.stack_state import ProcessMark, StackState
from shared.kafka import KafkaAccess, create_topics
from shared.messaging.topics import TOPICS

Report = Callable[[str], None]
LOOK_EVERY_SECONDS = 0.5


class Supervisor:
    """Owns every process of one stack."""

    def __init__(self, data: DataDirectory, ports: Ports, report: Report) -> None:
        self._data = data
        self._ports = ports
        self._report = report
        self._postgres = EmbeddedPostgres(data.postgres)
        self._running: dict[str, tuple[Part, subprocess.Popen[bytes]]] = {}
        self._state = StackState(ports.base, ProcessMark.of(psutil.Process().pid))

    def start(self) -> None:
        """Start every part in order; on failure stop what was started, note why, and raise NotReady.

        From here on SIGINT and SIGTERM raise KeyboardInterrupt; whoever started calls `stop` in any case.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _asked_to_stop)
        self._data.prepare()
        self._state.save(self._data.state_file)
        try:
            self._refuse_taken_ports()
            self._start_all()
        except (NotReady, OSError, subprocess.CalledProcessError) as error:
            self._state.failure = str(error)
            raise NotReady(str(error)) from error
        self._state.ready = True
        self._state.save(self._data.state_file)

    def watch(self) -> None:
        """Keep every part running until interrupted."""
        while True:
            time.sleep(LOOK_EVERY_SECONDS)
            for name in [name for name, (_, process) in self._running.items() if process.poll() is not None]:
                self._restart(name)

    def stop(self) -> None:
        """Stop services, identity provider, broker and database, in that order; further signals are ignored."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        for name in reversed(list(self._running)):
            _, process = self._running.pop(name)
            with suppress(psutil.NoSuchProcess):
                end(psutil.Process(process.pid))
            process.wait()
        if "postgres" in self._state.parts:
            self._postgres.stop()
        self._state.parts.clear()
        self._state.ready = False
        self._state.save(self._data.state_file)

    def _start_all(self) -> None:
        self._report("PostgreSQL")
        self._postgres.start()
        self._note("postgres", self._postgres.pid)
        self._postgres.create_databases(SERVICES)
        self._report("broker")
        self._start_broker()
        self._report("identity provider")
        self._start_http(topology.identity(self._ports, self._data))
        urls = {name: self._postgres.url(name) for name in SERVICES}
        self._report("database schemas")
        run_jobs("migrate", SERVICES, self._data, self._ports, self._postgres)
        for part in topology.services(self._ports, urls):
            self._launch(part)
        for name in SERVICES:
            self._report(f"{name} service")
            self._wait_until_ready(name)
        self._report("republishing what the databases hold")
        republish_all(self._data, self._ports, self._postgres)

    def _start_broker(self) -> None:
        port = self._ports.by_name["broker"]
        process = self._launch(topology.broker(self._ports))
        wait_for("broker", lambda: port_answers(port), within=20, alive=lambda: process.poll() is None)
        access = KafkaAccess(f"{HOST}:{port}", idempotent=False)
        asyncio.run(create_topics(access, TOPICS))

    def _start_http(self, part: Part) -> None:
        self._launch(part)
        self._wait_until_ready(part.name, path="/livez")

    def _wait_until_ready(self, name: str, path: str = "/readyz") -> None:
        url = self._ports.url(name) + path
        process = self._running[name][1]
        wait_for(name, lambda: http_answers(url), within=60, alive=lambda: process.poll() is None)

    def _restart(self, name: str) -> None:
        part, process = self._running[name]
        self._report(f"{name} ended with code {process.returncode}; starting it again")
        if name == "broker":
            self._start_broker()
            republish_all(self._data, self._ports, self._postgres)
        else:
            self._launch(part)

    def _launch(self, part: Part) -> subprocess.Popen[bytes]:
        process = start(part, self._data.log(part.name))
        self._running[part.name] = (part, process)
        self._note(part.name, process.pid)
        return process

    def _note(self, name: str, pid: int) -> None:
        self._state.parts[name] = ProcessMark.of(pid)
        self._state.save(self._data.state_file)

    def _refuse_taken_ports(self) -> None:
        for name, port in self._ports.by_name.items():
            if name != "console" and not port_is_free(port):
                raise NotReady(f"port {port} ({name}) is taken; choose another range with --port-base")


def _asked_to_stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt


def clear_up(data: DataDirectory) -> None:
    """End what a killed supervisor left running, and nothing else."""
    state = StackState.load(data.state_file)
    if state is None:
        return
    for name, mark in reversed(list(state.parts.items())):
        process = mark.process()
        if process is not None and name != "postgres":
            end(process)
    if "postgres" in state.parts and state.parts["postgres"].process() is not None:
        postgres = EmbeddedPostgres(data.postgres)
        postgres.start()
        postgres.stop()
    state.parts.clear()
    state.ready = False
    state.save(data.state_file)
