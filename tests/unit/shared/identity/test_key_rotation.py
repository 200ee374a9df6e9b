"""Keys change while tokens are verified: nobody with a good token notices, and withdrawn keys serve nobody."""

import asyncio
from contextlib import AbstractAsyncContextManager

import pytest

from shared.errors import Unauthenticated
from shared.identity.refusals import Refusal
from shared.identity.relying_party import open_verifier
from shared.identity.tokens import TokenVerifier
from tests.support.moving_clock import MovingClock
from tests.support.tokens import TokenForge


def verifier_over(forge: TokenForge, clock: MovingClock) -> AbstractAsyncContextManager[TokenVerifier]:
    return open_verifier(forge.issuer, clock=clock, transport=forge.transport())


async def verified(verifier: TokenVerifier, *tokens: str) -> int:
    """Verify all at once, and return how many were trusted."""
    outcomes = await asyncio.gather(*(verifier.verify(token) for token in tokens), return_exceptions=True)
    assert all(isinstance(outcome, Unauthenticated) for outcome in outcomes if isinstance(outcome, BaseException))
    return sum(not isinstance(outcome, BaseException) for outcome in outcomes)


async def test_a_rotation_amid_verification_loses_no_token_and_costs_one_fetch() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        former = [forge.token(jti=f"former-{number}") for number in range(50)]
        assert await verified(verifier, *former) == 50
        clock.advance(seconds=10)
        forge.rotate()
        new = [forge.token(jti=f"new-{number}") for number in range(50)]
        mixed = [token for pair in zip(former, new, strict=True) for token in pair]
        assert await verified(verifier, *mixed) == 100
    assert forge.asked.count("/jwks") == 2


async def test_tokens_of_a_withdrawn_key_are_refused_as_soon_as_the_new_one_is_seen() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        former = forge.token()
        assert await verified(verifier, former) == 1
        clock.advance(seconds=10)
        forge.rotate(keep_former=False)
        assert await verified(verifier, forge.token()) == 1
        with pytest.raises(Unauthenticated) as refusal:
            await verifier.verify(former)
    assert refusal.value.extra["reason"] == Refusal.UNKNOWN_KEY


async def test_a_withdrawn_key_serves_for_ten_minutes_at_most_where_nobody_signs_in_anew() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        former = forge.token()
        assert await verified(verifier, former) == 1
        forge.rotate(keep_former=False)
        clock.advance(minutes=9, seconds=59)
        assert await verified(verifier, former) == 1
        clock.advance(seconds=1)
        assert await verified(verifier, former) == 0


async def test_a_provider_that_comes_back_with_other_keys_is_followed() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        before = forge.token()
        assert await verified(verifier, before) == 1
        forge.away = True
        clock.advance(minutes=11)
        assert await verified(verifier, before) == 1
        forge.rotate(keep_former=False)
        forge.away = False
        clock.advance(seconds=10)
        assert await verified(verifier, forge.token(), before) == 1
