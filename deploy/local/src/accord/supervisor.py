"""The supervisor: starts the stack in order, keeps it running, and leaves no process behind when it ends."""

import asyncio
import signal
import subprocess
import threading
from collections.abc import Callable
from types import FrameType

import psutil

from accord import topology
from accord.embedded_postgres import EmbeddedPostgres
from accord.jobs import MIGRATE, republish_all, run_jobs
from accord.layout import HOST, SERVICES, DataDirectory, Ports
from accord.parts import Part, end, start
from accord.person_keys import kept_person_key
from accord.readiness import NotReady, http_answers, port_answers, port_is_free, wait_for
from accord.stack_state import ProcessMark, StackState
from shared.kafka import KafkaAccess, create_topics
from shared.messaging.topics import TOPICS

Report = Callable[[str], None]
LOOK_EVERY_SECONDS = 0.5
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopAsked(BaseException):
    """A signal asked to stop before everything ran."""


class Supervisor:
    """Owns every process of one stack."""

    def __init__(self, data: DataDirectory, ports: Ports, report: Report) -> None:
        self._data = data
        self._ports = ports
        self._report = report
        self._postgres = EmbeddedPostgres(data.postgres)
        self._running: dict[str, tuple[Part, subprocess.Popen[bytes]]] = {}
        self._broker_is_empty = True
        self._stop = threading.Event()
        self._may_interrupt = False
        self._state = StackState(ports.base, ProcessMark.of(psutil.Process().pid))

    def run(self, meanwhile: Callable[[], None]) -> None:
        """Start every part, do `meanwhile`, and keep every part running until a signal asks to end.

        NotReady says why the stack did not start. However it ends, none of its processes is left.
        """
        for number in SIGNALS:
            signal.signal(number, self._asked_to_stop)
        try:
            self._start()
            self._interruptibly(meanwhile)
            self._watch()
        except StopAsked:
            self._report("stopping, as asked")
        except (NotReady, OSError, subprocess.SubprocessError) as error:
            if not self._stop.is_set():
                self._state.failure = str(error)
                raise NotReady(str(error)) from error
        finally:
            self._stop_all()

    def _start(self) -> None:
        self._data.prepare()
        self._refuse_taken_ports()
        self._state.save(self._data.state_file)
        self._step("PostgreSQL")
        self._start_postgres()
        self._postgres.create_databases(SERVICES)
        self._step("broker")
        self._start_broker()
        self._step("identity provider")
        self._launch(topology.identity(self._ports, self._data))
        self._wait_until_ready("identity", "/livez")
        self._step("database schemas")
        run_jobs(MIGRATE, SERVICES, self._data, self._ports, self._postgres)
        urls = {name: self._postgres.url(name, name) for name in SERVICES}
        for part in topology.services(self._ports, urls, kept_person_key(self._data.person_key)):
            self._launch(part)
        for name in SERVICES:
            self._step(f"{name} service")
            self._wait_until_ready(name, "/readyz")
        self._step("delivery of what the databases hold")
        self._fill_broker()
        self._state.ready = True
        self._state.save(self._data.state_file)

    def _watch(self) -> None:
        while not self._stop.wait(LOOK_EVERY_SECONDS):
            try:
                self._mend()
            except (NotReady, OSError, subprocess.SubprocessError) as error:
                self._report(f"{error}; trying again")

    def _mend(self) -> None:
        """Start again what has ended: the database first, on which the others stand."""
        if self._state.parts["postgres"].process() is None:
            self._report("PostgreSQL ended; starting it again")
            self._start_postgres()
        for part, process in list(self._running.values()):
            if process.poll() is not None:
                self._report(f"{part.name} ended with code {process.returncode}; starting it again")
                self._restart(part)
        if self._broker_is_empty:
            self._fill_broker()

    def _restart(self, part: Part) -> None:
        if part.name == "broker":
            self._start_broker()
        else:
            self._launch(part)

    def _start_postgres(self) -> None:
        self._postgres.start()
        self._note("postgres", self._postgres.pid)

    def _start_broker(self) -> None:
        self._broker_is_empty = True
        self._launch(topology.broker(self._ports))
        port = self._ports.by_name["broker"]
        wait_for("broker", lambda: port_answers(port), within=20, alive=lambda: self._is_wanted("broker"))
        self._create_topics()

    def _fill_broker(self) -> None:
        """Give the broker, which keeps nothing, all that the databases hold."""
        self._create_topics()
        republish_all(self._data, self._ports, self._postgres)
        self._broker_is_empty = False

    def _create_topics(self) -> None:
        access = KafkaAccess(f"{HOST}:{self._ports.by_name['broker']}", idempotent=False)
        asyncio.run(create_topics(access, TOPICS))

    def _wait_until_ready(self, name: str, path: str) -> None:
        url = self._ports.url(name) + path
        wait_for(name, lambda: http_answers(url), within=60, alive=lambda: self._is_wanted(name))

    def _is_wanted(self, name: str) -> bool:
        """Whether waiting for the part makes sense: it runs, and nobody asked to stop."""
        return self._running[name][1].poll() is None and not self._stop.is_set()

    def _launch(self, part: Part) -> None:
        process = start(part, self._data)
        self._running[part.name] = (part, process)
        self._note(part.name, process.pid)

    def _note(self, name: str, pid: int) -> None:
        self._state.parts[name] = ProcessMark.of(pid)
        self._state.save(self._data.state_file)

    def _refuse_taken_ports(self) -> None:
        for name, port in self._ports.by_name.items():
            if name != "console" and not port_is_free(port):
                raise NotReady(f"port {port} ({name}) is taken; choose another range with --port-base")

    def _step(self, what: str) -> None:
        if self._stop.is_set():
            raise StopAsked
        self._report(f"starting {what}")

    def _interruptibly(self, meanwhile: Callable[[], None]) -> None:
        try:
            self._may_interrupt = True
            meanwhile()
        finally:
            self._may_interrupt = False

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        """Note the wish; break in only where no process can be lost between its start and its being noted."""
        del number, frame
        self._stop.set()
        if self._may_interrupt:
            self._may_interrupt = False
            raise StopAsked

    def _stop_all(self) -> None:
        """Stop services, identity provider, broker and database, in that order."""
        for names in (SERVICES, ("identity",), ("broker",)):
            ending = [self._running.pop(name)[1] for name in names if name in self._running]
            end(psutil.Process(process.pid) for process in ending if process.poll() is None)
            for process in ending:
                process.wait()
        if "postgres" in self._state.parts:
            self._postgres.stop()
        self._state.parts.clear()
        self._state.ready = False
        self._state.save(self._data.state_file)
