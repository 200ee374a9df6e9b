"""How many needs a second one process of the needs service accepts, against an application that only inserts a row.

Two processes on one PostgreSQL, asked in turn by the same client over kept connections: the same bytes, with a token.
"""

from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from statistics import median
from uuid import uuid4

from tests.benchmarks.ratios import ROUNDS, Limit, Ratio
from tests.benchmarks.server import Server
from tests.support import request_documents
from tests.support.campaign.identity import identity_provider
from tests.support.databases import Databases
from tests.support.overload.calling import request
from tests.support.overload.crowd import closed_loop
from tests.support.overload.pressed import address_of
from tests.support.postgres import PostgresProcess
from tests.support.tokens import TokenForge

CALLERS = 4
SECONDS = 1.5
PEOPLE = 50
NO_BROKER = "127.0.0.1:1"
WANTED = Limit(at_least=0.6)

_numbers = count(1)


@dataclass(frozen=True)
class Rate:
    """What one side accepted in one turn: requests a second, and the milliseconds of a core that each took."""

    per_second: float
    cpu_ms: float


@dataclass(frozen=True)
class Sides:
    """Both applications, and the accounts that post."""

    ours: Server
    bare: Server
    forge: TokenForge

    def needs(self, *, keyed: bool) -> Iterator[bytes]:
        """Return requests without end, each another need, with an Idempotency-Key or without."""
        people = [self.forge.headers("recipient", state="BFA", sub=f"author-{number}") for number in range(PEOPLE)]
        for number in _numbers:
            key = {"Idempotency-Key": uuid4().hex} if keyed else {}
            document = request_documents.need(external_id=f"B-{number}")
            yield request("POST", "/v1/needs", people[number % PEOPLE] | key, document)


async def posting_figures() -> list[Ratio]:
    """Measure without an Idempotency-Key, which is what the limit is for, and with one; weigh the process after it."""
    async with _both_sides() as sides:
        rest = sides.ours.mebibytes()
        plain, keyed = await _in_turn(sides, keyed=False), await _in_turn(sides, keyed=True)
        after = sides.ours.mebibytes()
    said = f"after the load, {rest:.0f} at rest"
    return [
        _ratio("post_need_vs_bare_insert", plain, WANTED),
        _ratio("post_need_with_key_vs_bare_insert", keyed, None),
        Ratio("memory_mb_needs_api_posting", after, "MiB", said, "nothing: a weight"),
    ]


@asynccontextmanager
async def _both_sides() -> AsyncGenerator[Sides]:
    async with AsyncExitStack() as ends:
        server = PostgresProcess()
        ends.callback(server.close)
        server.start()
        databases = Databases(server)
        forge = ends.enter_context(identity_provider())
        told = {"ACCORD_KAFKA_BOOTSTRAP": NO_BROKER, "ACCORD_OIDC_ISSUER": forge.issuer}
        for_ours = told | {"ACCORD_DATABASE_URL": await databases.create_for_service("needs")}
        ours = Server("needs.main", "api", environment=for_ours)
        ends.callback(ours.close)
        bare_url = {"ACCORD_DATABASE_URL": await databases.create()}
        bare = Server("tests.benchmarks.bare_insert", environment=bare_url)
        ends.callback(bare.close)
        await ours.ready()
        await bare.ready("/openapi.json")
        yield Sides(ours, bare, forge)


async def _in_turn(sides: Sides, *, keyed: bool) -> list[tuple[Rate, Rate]]:
    """Ask both sides in turn, after a turn that does not count."""
    needs, pairs = sides.needs(keyed=keyed), list[tuple[Rate, Rate]]()
    for _ in range(ROUNDS + 1):
        pairs.append((await _rate(sides.ours, needs), await _rate(sides.bare, needs)))
    return pairs[1:]


async def _rate(server: Server, needs: Iterator[bytes]) -> Rate:
    before = server.cpu_seconds()
    told = await closed_loop(address_of(server.url), needs, callers=CALLERS, seconds=SECONDS)
    if set(told.statuses()) != {201}:
        raise AssertionError(f"not every need was accepted: {told.statuses()}")
    return Rate(told.per_second(201), (server.cpu_seconds() - before) / len(told.answers) * 1000)


def _ratio(name: str, pairs: list[tuple[Rate, Rate]], wanted: Limit | None) -> Ratio:
    ours, bare = zip(*pairs, strict=True)
    rates = [median(rate.per_second for rate in side) for side in (ours, bare)]
    cpu = [median(rate.cpu_ms for rate in side) for side in (ours, bare)]
    what = f"{rates[0]:.0f} needs a second by {CALLERS} callers, {cpu[0]:.1f} ms of a core each"
    against = f"one bare insert, {rates[1]:.0f} a second, {cpu[1]:.1f} ms"
    return Ratio(name, rates[0] / rates[1], "x", what, against, wanted)
