"""Keys are fetched when they must be, never more often, and outlive an absent provider."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager

import pytest
from joserfc.jwk import Key

from shared.errors import Unauthenticated, Unavailable
from shared.identity.jwks import ProviderAway
from shared.identity.key_cache import CachedKeys
from shared.identity.keys import usable_keys
from shared.identity.refusals import Refusal
from shared.identity.relying_party import open_verifier
from shared.identity.tokens import TokenVerifier
from tests.support.moving_clock import MovingClock
from tests.support.tokens import TokenForge

DISCOVERY = "/.well-known/openid-configuration"


def verifier_over(forge: TokenForge, clock: MovingClock) -> AbstractAsyncContextManager[TokenVerifier]:
    return open_verifier(forge.issuer, clock=clock, transport=forge.transport())


async def refuses_as_unknown(verifier: TokenVerifier, token: str) -> bool:
    with pytest.raises(Unauthenticated) as refusal:
        await verifier.verify(token)
    return refusal.value.extra["reason"] == Refusal.UNKNOWN_KEY


async def test_keys_are_discovered_at_the_first_token_and_not_again_while_fresh() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        assert forge.asked == []
        await verifier.verify(forge.token())
        clock.advance(minutes=9)
        await verifier.verify(forge.token())
    assert forge.asked == [DISCOVERY, "/jwks"]


async def test_keys_are_fetched_again_when_no_longer_fresh() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        await verifier.verify(forge.token())
        clock.advance(minutes=10)
        await verifier.verify(forge.token())
    assert forge.asked.count("/jwks") == 2


async def test_a_given_address_is_used_without_discovery() -> None:
    forge = TokenForge()
    inner = "http://keycloak:8080/certs"
    async with open_verifier(forge.issuer, jwks_url=inner, transport=forge.transport()) as verifier:
        await verifier.verify(forge.token())
    assert forge.asked == ["/certs"]


async def test_a_rotated_key_is_noticed_at_the_first_token_it_signed() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        await verifier.verify(forge.token())
        clock.advance(seconds=10)
        forge.rotate()
        assert await verifier.verify(forge.token())


async def test_a_flood_of_forged_key_ids_reaches_the_provider_once_in_ten_seconds() -> None:
    clock = MovingClock()
    forge, stranger = TokenForge(clock=clock), TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        await verifier.verify(forge.token())
        for _ in range(200):
            clock.advance(seconds=0.1)
            forged = stranger.token(header={"kid": f"forged-{clock().timestamp()}"})
            assert await refuses_as_unknown(verifier, forged)
    assert forge.asked.count("/jwks") == 3


async def test_concurrent_requests_share_one_fetch() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        await asyncio.gather(*(verifier.verify(forge.token()) for _ in range(50)))
    assert forge.asked.count("/jwks") == 1


async def test_keys_at_hand_go_on_serving_while_the_provider_is_away() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        await verifier.verify(forge.token())
        forge.away = True
        clock.advance(hours=5, minutes=59)
        assert await verifier.verify(forge.token())


async def test_keys_do_not_serve_for_ever_without_their_provider() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        await verifier.verify(forge.token())
        forge.away = True
        clock.advance(hours=6)
        with pytest.raises(Unavailable):
            await verifier.verify(forge.token())


async def test_a_provider_that_is_away_is_asked_once_in_ten_seconds() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        await verifier.verify(forge.token())
        clock.advance(minutes=20)
        forge.away = True
        forge.asked.clear()
        for _ in range(20):
            await verifier.verify(forge.token())
            clock.advance(seconds=1)
    assert len(forge.asked) == 2


async def test_requests_that_waited_for_a_slow_failure_do_not_each_try_again() -> None:
    clock, fetches = MovingClock(), 0

    async def fails_slowly() -> Mapping[str, Key]:
        nonlocal fetches
        fetches += 1
        clock.advance(seconds=5)
        raise ProviderAway("timed out")

    keys = CachedKeys(fails_slowly, clock=clock)
    outcomes = await asyncio.gather(*(keys.find("any") for _ in range(20)), return_exceptions=True)
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
    assert fetches == 1


async def test_without_keys_and_provider_no_token_can_be_judged() -> None:
    forge = TokenForge()
    forge.away = True
    async with open_verifier(forge.issuer, transport=forge.transport()) as verifier:
        with pytest.raises(Unavailable):
            await verifier.verify(forge.token())


async def test_a_service_started_before_its_provider_recovers_within_a_second() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    forge.away = True
    async with verifier_over(forge, clock) as verifier:
        with pytest.raises(Unavailable):
            await verifier.verify(forge.token())
        forge.away = False
        clock.advance(seconds=1)
        assert await verifier.verify(forge.token())


async def test_a_key_unknown_while_the_provider_is_away_cannot_be_judged() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        await verifier.verify(forge.token())
        clock.advance(seconds=10)
        forge.rotate()
        forge.away = True
        with pytest.raises(Unavailable):
            await verifier.verify(forge.token())


async def test_a_provider_under_another_name_is_not_believed() -> None:
    forge = TokenForge()
    async with open_verifier("https://other.test", transport=forge.transport()) as verifier:
        with pytest.raises(Unavailable):
            await verifier.verify(forge.token(iss="https://other.test"))


async def test_old_keys_serve_others_while_one_request_waits_for_a_slow_provider() -> None:
    clock, forge = MovingClock(), TokenForge()
    asked, answered = asyncio.Event(), asyncio.Event()
    fetches = 0

    async def slow_after_the_first() -> Mapping[str, Key]:
        nonlocal fetches
        fetches += 1
        if fetches > 1:
            asked.set()
            await answered.wait()
        return usable_keys(forge.key_set())

    keys = CachedKeys(slow_after_the_first, clock=clock)
    await keys.find(forge.key.kid)
    clock.advance(minutes=11)
    waiting = asyncio.create_task(keys.find(forge.key.kid))
    await asked.wait()
    assert await keys.find(forge.key.kid)
    assert not waiting.done()
    answered.set()
    assert await waiting


async def test_a_provider_on_this_machine_is_asked_directly_although_a_proxy_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forge = TokenForge()
    key_set = json.dumps(forge.key_set()).encode()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(key_set) + key_set)
        await writer.drain()
        writer.close()

    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with open_verifier(forge.issuer, jwks_url=f"http://127.0.0.1:{port}/jwks") as verifier:
            assert await verifier.verify(forge.token())


async def test_once_the_provider_is_back_an_unknown_key_is_a_refusal_again() -> None:
    clock = MovingClock()
    forge, stranger = TokenForge(clock=clock), TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        await verifier.verify(forge.token())
        clock.advance(seconds=10)
        forge.away = True
        with pytest.raises(Unavailable):
            await verifier.verify(stranger.token())
        clock.advance(seconds=10)
        forge.away = False
        assert await refuses_as_unknown(verifier, stranger.token())
