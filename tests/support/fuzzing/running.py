"""Fuzz one service: made-up calls of its operations, brought nearer to it, by everybody in the cast."""

import json
import random
from collections.abc import Iterable, Mapping
from typing import Any, Final

import httpx
import requests
from schemathesis import Case

from tests.support.fuzzing.blending import blend, promising
from tests.support.fuzzing.cast import CAST, SHARES, signed_in
from tests.support.fuzzing.checking import Fault, faults_of
from tests.support.fuzzing.sending import HOST, AppFailed, sending_to
from tests.support.fuzzing.tally import Tally
from tests.support.fuzzing.world import World
from tests.support.running_service import Headers

CURRENT: Final = 0.7
"""The share of calls on a record that name the version it has now."""

FITTING: Final = 0.6
"""The share of changes asked for by somebody who has a hand in the record."""

_SAID: Final = ("method", "url", "params", "data", "files", "cookies")


async def fuzz(world: World, tally: Tally, cases: Iterable[Case[Any]], number: int) -> None:
    """Make these calls, brought nearer to what the world holds; `number` decides by whom, and all else."""
    chance = random.Random(number)
    cast = signed_in(world.service.forge)
    async with sending_to(world.service.app) as client:
        for case in cases:
            await _call(case, world, tally, client=client, cast=cast, chance=chance)


async def _call(
    case: Case[Any],
    world: World,
    tally: Tally,
    *,
    client: httpx.AsyncClient,
    cast: Mapping[str, Headers],
    chance: random.Random,
) -> None:
    prospect = promising(case, world, chance)
    if prospect is None:
        blend(case, world, chance)
    if _takes_a_version(case) and (prospect is not None or chance.random() < CURRENT):
        version = await world.version(case.path_parameters)
        case.headers["If-Match"] = f'"{version or 1}"'
    who = _caller(case, world, chance) if prospect is None else prospect.who
    request = _said_in_http(case, cast[who])
    if request is None:
        tally.unsent += 1
        return
    status, faults = await _sent(request, case, world, who, client)
    tally.count(world.name, case.operation.label, status, who, faults)


async def _sent(
    request: httpx.Request, case: Case[Any], world: World, who: str, client: httpx.AsyncClient
) -> tuple[int, list[Fault]]:
    """Send a call, and return the status of the answer, 0 if there was none, and what is wrong with it."""
    try:
        answer = await client.send(request)
    except AppFailed as failure:
        return 0, [Fault(case.operation.label, f"no answer: {failure.__cause__!r}", f"{who}: {request.url}")]
    faults = list(faults_of(case, answer, who, world.secrets))
    if not faults:
        world.learn(case.operation.path, answer)
    return answer.status_code, faults


def _caller(case: Case[Any], world: World, chance: random.Random) -> str:
    if case.method != "GET" and chance.random() < FITTING:
        return chance.choice(world.whose(case.operation.label, case.path_parameters))
    [who] = chance.choices(CAST, SHARES)
    return who


def _takes_a_version(case: Case[Any]) -> bool:
    return any(each.name == "If-Match" for each in case.operation.headers)


def _said_in_http(case: Case[Any], credentials: Headers) -> httpx.Request | None:
    """Write the call as a request; None where it cannot be, such as a lone surrogate in an address."""
    try:
        said = case.as_transport_kwargs(base_url=HOST)
        headers = {**said.pop("headers", {}), **credentials}
        if "json" in said:
            # Written here, for requests would not send what JSON does not know, such as NaN.
            said["data"] = json.dumps(said.pop("json")).encode()
            headers.setdefault("Content-Type", "application/json")
        wanted = {name: said[name] for name in _SAID if name in said}
        ready = requests.Request(headers=headers, **wanted).prepare()
        body = ready.body if isinstance(ready.body, bytes) else str(ready.body or "").encode()
        return httpx.Request(str(ready.method), str(ready.url), headers=_in_bytes(ready.headers), content=body)
    except (ValueError, httpx.InvalidURL, requests.RequestException):
        return None


def _in_bytes(headers: Mapping[str, str | bytes]) -> list[tuple[bytes, bytes]]:
    given = headers.items()
    return [(name.encode(), value if isinstance(value, bytes) else value.encode("latin-1")) for name, value in given]
