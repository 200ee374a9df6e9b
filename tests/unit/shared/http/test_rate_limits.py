from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from pydantic import ValidationError

from shared.identity.dependencies import CurrentActor
from shared.metrics import ServiceMetrics
from tests.support.http_service import client_of, service, service_settings
from tests.support.tokens import TokenForge

FORGE = TokenForge()
FATOU, GORAN = FORGE.as_recipient("BFA"), FORGE.as_recipient("MNE")
NOBODY: dict[str, str] = {}


def limited(metrics: ServiceMetrics | None = None, **rates: int) -> FastAPI:
    router = APIRouter()

    @router.get("/me")
    async def get_me(actor: CurrentActor) -> str:
        return actor.subject

    @router.post("/me")
    async def post_me(actor: CurrentActor) -> str:
        return actor.subject

    app = service(router, settings=service_settings(**rates), metrics=metrics)
    app.state.token_verifier = FORGE.verifier()
    return app


async def statuses(app: FastAPI, *requests: tuple[str, dict[str, str]], path: str = "/me") -> list[int]:
    async with client_of(app) as client:
        return [(await client.request(method, path, headers=headers)).status_code for method, headers in requests]


async def last_of(app: FastAPI, number: int, headers: dict[str, str]) -> httpx.Response:
    async with client_of(app) as client:
        answers = [await client.get("/me", headers=headers) for _ in range(number)]
    return answers[-1]


async def test_an_actor_that_reads_too_often_is_refused_with_a_problem_that_says_when_to_come_again() -> None:
    answer = await last_of(limited(rate_actor_reads=3), 4, FATOU)
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["code"], problem["type"]) == (
        429,
        "too-many-requests",
        "/problems/too-many-requests",
    )
    assert answer.headers["content-type"] == "application/problem+json"
    assert 1 <= int(answer.headers["retry-after"]) <= 20


async def test_reads_and_writes_are_counted_apart() -> None:
    app = limited(rate_actor_reads=1, rate_actor_writes=2)
    asked = [("GET", FATOU), ("GET", FATOU), ("POST", FATOU), ("POST", FATOU), ("POST", FATOU)]
    assert await statuses(app, *asked) == [200, 429, 200, 200, 429]


async def test_one_actors_haste_takes_nothing_from_another_at_the_same_address() -> None:
    asked = [("GET", FATOU), ("GET", FATOU), ("GET", GORAN)]
    assert await statuses(limited(rate_actor_reads=1), *asked) == [200, 429, 200]


async def test_all_that_comes_from_one_address_is_counted_together() -> None:
    asked = [("GET", FATOU), ("GET", GORAN), ("GET", FATOU), ("POST", FATOU)]
    assert await statuses(limited(rate_address_reads=2), *asked) == [200, 200, 429, 200]


async def test_an_address_is_counted_even_where_there_is_nothing_to_find() -> None:
    assert await statuses(limited(rate_address_reads=1), *[("GET", NOBODY)] * 2, path="/no/such") == [404, 429]


async def test_tokens_that_are_refused_are_counted_by_address_and_hold_up_nobody_who_has_a_good_one() -> None:
    forged = {"Authorization": "Bearer not.a.token"}
    asked = [("GET", forged), ("GET", NOBODY), ("GET", forged), ("GET", NOBODY), ("GET", FATOU)]
    assert await statuses(limited(rate_address_refusals=2), *asked) == [401, 401, 429, 429, 200]


async def test_behind_a_proxy_its_callers_are_told_apart_and_cannot_name_themselves() -> None:
    def sent_by(address: str) -> tuple[str, dict[str, str]]:
        return "GET", FATOU | {"X-Forwarded-For": address}

    app = limited(rate_address_reads=1, trusted_proxies=1)
    asked = [sent_by("192.0.2.1"), sent_by("192.0.2.2"), sent_by("203.0.113.9, 192.0.2.1")]
    assert await statuses(app, *asked) == [200, 200, 429]


async def test_without_a_proxy_a_header_makes_nobody_somebody_else() -> None:
    asked = [("GET", FATOU | {"X-Forwarded-For": f"192.0.2.{number}"}) for number in range(3)]
    assert await statuses(limited(rate_address_reads=1), *asked) == [200, 429, 429]


async def test_nought_switches_a_limit_off() -> None:
    assert await statuses(limited(rate_actor_reads=0), *[("GET", FATOU)] * 50) == [200] * 50


async def test_a_fuzzer_an_import_and_a_busy_ministry_stay_below_the_defaults() -> None:
    settings = service_settings()
    least_actor, least_address = 200 * 60, 500 * 60
    assert min(settings.rate_actor_reads, settings.rate_actor_writes) >= least_actor
    assert min(settings.rate_address_reads, settings.rate_address_writes) >= least_address
    assert settings.rate_address_refusals >= 100 * 60


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
async def test_the_platform_may_always_ask(path: str) -> None:
    assert 429 not in await statuses(limited(rate_address_reads=1), *[("GET", NOBODY)] * 3, path=path)


async def test_refusals_are_counted_by_the_limit_that_was_met() -> None:
    metrics = ServiceMetrics("needs")
    await statuses(
        limited(metrics, rate_actor_reads=1, rate_address_refusals=1), *[("GET", FATOU), ("GET", NOBODY)] * 3
    )

    def counted(limit: str) -> float | None:
        return metrics.registry.get_sample_value("needs_http_rate_refusals_total", {"limit": limit})

    assert [counted(limit) for limit in ("actor_reads", "address_refusals", "address_reads")] == [2, 2, 0]


@pytest.mark.parametrize("changes", [{"rate_actor_reads": -1}, {"trusted_proxies": 11}, {"rate_address_writes": "x"}])
def test_a_rate_that_means_nothing_stops_the_start(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        service_settings(**changes)
