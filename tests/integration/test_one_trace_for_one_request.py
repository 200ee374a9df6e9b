"""Three real processes over a real broker: what follows from one request is one trace, without a word of it."""

import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from accord import loopback
from shared.events.registry import NEEDS_TOPIC
from shared.kafka import KafkaAccess, create_topics
from shared.messaging.topics import TOPICS
from tests.support import request_documents
from tests.support.brokers.broker import Broker
from tests.support.database_fixtures import ServiceDatabase
from tests.support.http_service import PERSON_KEY
from tests.support.ports import free_port
from tests.support.processes import ServerProcess
from tests.support.tokens import TokenForge
from tests.support.trace_collector import JWKS_PATH, CollectedSpan, Collector, collecting
from tests.support.waiting import eventually

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = f"00-{TRACE_ID}-00f067aa0ba902b7-01"
OPENED = "POST /v1/needs/{need_id}/open"
TITLE = "Rifles of Amina Diallo"
PARTS = ("needs api", "needs relay", "matcher worker")


@pytest.fixture
def forge() -> TokenForge:
    return TokenForge()


@pytest.fixture
async def processes(
    forge: TokenForge, tansu_broker: Broker, service_database: ServiceDatabase, tmp_path: Path
) -> AsyncIterator[tuple[str, Collector]]:
    """The address of the needs API, and the collector that its relay and the matcher's worker send to as well."""
    await create_topics(KafkaAccess(tansu_broker.bootstrap, idempotent=False), TOPICS)
    urls = {name: await service_database(name) for name in ("needs", "matcher")}
    ports = {part: free_port() for part in PARTS}
    with collecting(forge.key_set()) as collector, ExitStack() as running:
        for part in PARTS:
            service, role = part.split()
            settings = {
                "ACCORD_PORT": str(ports[part]),
                "ACCORD_DATABASE_URL": urls[service],
                "ACCORD_KAFKA_BOOTSTRAP": tansu_broker.bootstrap,
                "ACCORD_KAFKA_IDEMPOTENT_PRODUCER": "false",
                "ACCORD_OIDC_ISSUER": forge.issuer,
                "ACCORD_OIDC_JWKS_URL": f"{collector.url}{JWKS_PATH}",
                "ACCORD_OTLP_ENDPOINT": collector.url,
                "ACCORD_PERSON_KEY": PERSON_KEY,
                "NO_PROXY": "127.0.0.1",
            }
            folder = tmp_path / part
            folder.mkdir()
            command = [sys.executable, "-m", f"{service}.main", role]
            running.callback(ServerProcess(command, directory=folder, environment=settings).stop)
        yield f"http://127.0.0.1:{ports['needs api']}", collector


async def open_a_need(url: str, forge: TokenForge) -> str:
    """Post a need and open it in the caller's trace; return its id."""
    texts = [{"language": "en", "title": TITLE, "narrative": "For the national police."}]
    async with httpx.AsyncClient(base_url=url, trust_env=False, verify=loopback.TRUSTS_NOBODY) as client:

        async def is_ready() -> bool:
            return (await client.get("/readyz")).status_code == 200

        await eventually(is_ready, within=60, what="the needs API is ready")
        posted = await client.post("/v1/needs", headers=forge.as_recipient(), json=request_documents.need(texts=texts))
        assert posted.status_code == 201, posted.text
        headers = {**forge.as_recipient(), "If-Match": '"1"', "traceparent": CALLER}
        path = f"/v1/needs/{posted.json()['id']}/open"
        opened = await client.post(path, headers=headers, json={"consent": True, "insist": True})
        assert opened.status_code == 200, opened.text
    return posted.json()["id"]


async def test_opening_a_need_is_one_trace_from_the_request_to_the_matcher(
    processes: tuple[str, Collector], forge: TokenForge
) -> None:
    url, collector = processes
    need = await open_a_need(url, forge)
    ways = {("api", OPENED), ("api", f"create {NEEDS_TOPIC}"), ("relay", f"send {NEEDS_TOPIC}")}
    ways.add(("worker", f"process {NEEDS_TOPIC}"))

    def complete() -> list[CollectedSpan] | None:
        found = collector.trace(TRACE_ID)
        return found if ways <= {(each.part, each.name) for each in found} else None

    trace = await eventually(complete, within=60, what="the trace is complete")
    by_name = {each.name: each for each in trace}
    created = by_name[f"create {NEEDS_TOPIC}"]
    assert {f"{each.service} {each.part}" for each in trace} == set(PARTS)
    assert by_name[OPENED].parent_id == CALLER[36:52]
    assert created.parent_id == by_name[OPENED].span_id
    assert {by_name[f"{each} {NEEDS_TOPIC}"].parent_id for each in ("send", "process")} == {created.span_id}
    assert {each.attributes["accord.aggregate.id"] for each in trace if each.name != OPENED} == {need}
    assert [each for each in trace if "Amina" in each.raw or need in each.name] == []
