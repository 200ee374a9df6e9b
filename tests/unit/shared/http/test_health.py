import asyncio

import pytest

from shared.http import health
from shared.http.health import ReadinessCheck
from tests.support.http_service import ask, service


async def present() -> None: ...


async def away() -> None:
    raise ConnectionRefusedError("postgresql://needs:opensesame@10.0.0.7")


async def test_a_live_service_says_so_whatever_is_away() -> None:
    answer = await ask(service(readiness=[ReadinessCheck("database", away)]), "GET", "/livez")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


async def test_a_service_is_ready_when_what_it_requires_is_there() -> None:
    answer = await ask(service(readiness=[ReadinessCheck("database", present)]), "GET", "/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "checks": {"database": {"status": "ok", "required": True}}}


async def test_a_service_is_not_ready_without_what_it_requires() -> None:
    checks = [ReadinessCheck("database", away), ReadinessCheck("provider", present)]
    answer = await ask(service(readiness=checks), "GET", "/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "unready")
    assert answer.json()["checks"]["database"]["status"] == "failed"
    assert answer.json()["checks"]["provider"]["status"] == "ok"
    assert "retry-after" in answer.headers


async def test_kafka_being_away_does_not_make_a_service_unready() -> None:
    checks = [ReadinessCheck("database", present), ReadinessCheck("kafka", away, required=False)]
    answer = await ask(service(readiness=checks), "GET", "/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"]["kafka"] == {"status": "failed", "required": False}


async def test_a_check_that_hangs_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.01)

    async def hang() -> None:
        await asyncio.Event().wait()

    answer = await ask(service(readiness=[ReadinessCheck("database", hang)]), "GET", "/readyz")
    assert answer.status_code == 503


async def test_why_a_check_failed_is_not_told_to_strangers() -> None:
    answer = await ask(service(readiness=[ReadinessCheck("database", away)]), "GET", "/readyz")
    assert "opensesame" not in answer.text
    assert "10.0.0.7" not in answer.text
