"""The embedded stack that `accord up` started, as its users see it over HTTP, and its processes and databases."""

import json
from collections.abc import Mapping
from typing import Any

import asyncpg
import httpx
import psutil

from accord import loopback
from accord.layout import SERVICES, DataDirectory, Ports
from accord.stack_state import ProcessMark, StackState
from accord.tokens import LocalTokens
from tests.support.accord_command import AccordCommand

Json = dict[str, Any]
Bearer = Mapping[str, str]


class EmbeddedStack:
    """A stack of this data directory, running or not."""

    def __init__(self, command: AccordCommand) -> None:
        self.command = command
        self.ports = Ports(command.port_base)
        self._data = DataDirectory(command.data)

    def must_run(self, *options: str) -> None:
        """Start the stack unless it runs."""
        state = StackState.load(self._data.state_file)
        if state is None or not state.is_running():
            self.command.must("up", "--detach", *options)

    def status(self) -> Json:
        """Return what `accord status --json` says."""
        return json.loads(self.command.must("status", "--json"))

    def marks(self) -> dict[str, ProcessMark]:
        """Return the marks of every process of the stack, its supervisor among them."""
        state = StackState.load(self._data.state_file)
        assert state is not None
        return {**state.parts, "supervisor": state.supervisor}

    def process(self, part: str) -> psutil.Process:
        """Return the process that runs a part now."""
        found = self.marks()[part].process()
        assert found is not None, f"{part} does not run"
        return found

    def processes(self) -> list[psutil.Process]:
        """Return every process of the stack, and all their children."""
        roots = [self.process(part) for part in self.marks()]
        return [*roots, *(child for root in roots for child in root.children(recursive=True))]

    async def is_ready(self) -> bool:
        """Whether every service says that it is ready, and the broker listens."""
        async with httpx.AsyncClient(timeout=5, trust_env=False, verify=loopback.TRUSTS_NOBODY) as client:
            answers = [await client.get(f"{self.ports.url(name)}/readyz") for name in SERVICES]
        kafka = [answer.json()["checks"]["kafka"]["status"] for answer in answers]
        return all(answer.status_code == 200 for answer in answers) and set(kafka) == {"ok"}

    def bearer(self, role: str, **scope: str) -> Bearer:
        """Return the headers of a request by an account of the local identity provider."""
        token = LocalTokens(self.ports.url("identity")).token_for({"role": role, **scope})
        return {"Authorization": f"Bearer {token}"}

    def get(self, service: str, path: str, bearer: Bearer, **query: Any) -> Json:
        """Read a document."""
        with loopback.client(base_url=self.ports.url(service), headers=bearer, timeout=30) as client:
            answer = client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def need(self, number: str) -> Json:
        """Return the need of this external id, as a coordinator sees it."""
        [found] = self.get("needs", "/v1/needs", self.bearer("coordinator"), external_id=number)["items"]
        return found

    def counts(self, service: str) -> Json:
        """Return a service's own statistics, as a coordinator reads them."""
        return self.get(service, "/v1/statistics", self.bearer("coordinator"))

    def candidates(self, kind: str, record_id: str, bearer: Bearer | None = None) -> list[Json]:
        """Return all candidates of a need or an offer, as a coordinator sees them unless another reader is named."""
        reader = bearer or self.bearer("coordinator")
        return self.get("matcher", f"/v1/{kind}/{record_id}/candidates", reader, limit=200)["items"]

    async def ask(self, method: str, service: str, path: str, bearer: Bearer, **request: Any) -> httpx.Response:
        """Send one request; `headers` are added to the bearer's."""
        headers = {**bearer, **request.pop("headers", {})}
        address = self.ports.url(service)
        async with httpx.AsyncClient(
            base_url=address, timeout=30, trust_env=False, verify=loopback.TRUSTS_NOBODY
        ) as client:
            return await client.request(method, path, headers=headers, **request)

    async def rows(self, service: str, statement: str) -> list[asyncpg.Record]:
        """Run SQL in the database of a service."""
        connection = await self._connect(service)
        try:
            return await connection.fetch(statement)
        finally:
            await connection.close()

    async def candidates_as_text(self) -> str:
        """Return the matcher's table of candidates, in the order of its key."""
        rows = await self.rows("matcher", "SELECT candidates::text AS row FROM candidates ORDER BY need_id, offer_id")
        return "\n".join(row["row"] for row in rows)

    async def _connect(self, service: str) -> asyncpg.Connection:
        assert service in SERVICES
        socket_folder = (self._data.postgres / "postmaster.pid").read_text().splitlines()[4]
        return await asyncpg.connect(user="postgres", host=socket_folder, database=service, timeout=5)
