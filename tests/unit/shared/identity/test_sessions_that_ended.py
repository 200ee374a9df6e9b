"""A session that ended is noticed within half a minute, although its token would serve for longer."""

import asyncio
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from shared.errors import Unauthenticated, Unavailable
from shared.identity.introspection import Introspection, IntrospectionEndpoint
from shared.identity.jwks import ProviderAway
from shared.identity.relying_party import open_verifier
from shared.identity.sessions import AskedSessions
from shared.identity.tokens import TokenVerifier
from tests.support.moving_clock import MovingClock
from tests.support.tokens import CLIENT, ISSUER, TokenForge

ASKED = Introspection(f"{ISSUER}/introspect", *CLIENT)
QUESTION = "/introspect"


def verifier_over(forge: TokenForge, clock: MovingClock) -> AbstractAsyncContextManager[TokenVerifier]:
    return open_verifier(forge.issuer, clock=clock, introspection=ASKED, transport=forge.transport())


async def is_refused_as_ended(verifier: TokenVerifier, token: str) -> bool:
    with pytest.raises(Unauthenticated) as refusal:
        await verifier.verify(token)
    return (refusal.value.code, refusal.value.extra["reason"]) == ("session-ended", "session_ended")


async def test_a_token_is_asked_about_once_in_half_a_minute() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        token = forge.token()
        for _ in range(60):
            await verifier.verify(token)
            clock.advance(seconds=1)
    assert forge.asked.count(QUESTION) == 2


async def test_an_ended_session_is_refused_when_the_last_answer_no_longer_serves() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        token = forge.token()
        await verifier.verify(token)
        forge.ended.add(token)
        clock.advance(seconds=29.9)
        assert await verifier.verify(token)
        clock.advance(seconds=0.1)
        assert await is_refused_as_ended(verifier, token)


async def test_that_a_session_ended_is_remembered_too() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        token = forge.token()
        forge.ended.add(token)
        for _ in range(5):
            assert await is_refused_as_ended(verifier, token)
    assert forge.asked.count(QUESTION) == 1


async def test_another_token_of_the_same_person_is_asked_about_by_itself() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        ended, lasting = forge.token(jti="1"), forge.token(jti="2")
        forge.ended.add(ended)
        assert await is_refused_as_ended(verifier, ended)
        assert await verifier.verify(lasting)


async def test_while_the_provider_is_away_the_last_answer_serves_to_its_end_and_then_nothing_does() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        token = forge.token()
        await verifier.verify(token)
        forge.away = True
        clock.advance(seconds=29)
        assert await verifier.verify(token)
        clock.advance(seconds=1)
        with pytest.raises(Unavailable):
            await verifier.verify(token)
        forge.away = False
        clock.advance(seconds=1)
        assert await verifier.verify(token)


async def test_a_provider_that_is_away_is_asked_once_in_a_second_whoever_comes() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        await verifier.verify(forge.token())
        forge.away = True
        forge.asked.clear()
        for number in range(40):
            with pytest.raises(Unavailable):
                await verifier.verify(forge.token(jti=str(number)))
            clock.advance(seconds=0.1)
    assert forge.asked.count(QUESTION) == 4


async def test_nothing_is_asked_about_a_token_that_is_refused_anyway() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    async with verifier_over(forge, clock) as verifier:
        with pytest.raises(Unauthenticated):
            await verifier.verify(forge.token(aud="another-service"))
    assert QUESTION not in forge.asked


async def test_callers_with_the_same_token_share_one_question_and_may_leave() -> None:
    asked, answered, questions = asyncio.Event(), asyncio.Event(), 0

    async def slowly(_: str) -> bool:
        nonlocal questions
        questions += 1
        asked.set()
        await answered.wait()
        return True

    sessions = AskedSessions(slowly, clock=MovingClock(), serves_for=ASKED.serves_for)
    first, second = (asyncio.create_task(sessions.lasts("token")) for _ in range(2))
    await asked.wait()
    first.cancel()
    answered.set()
    assert await second
    assert questions == 1


async def test_no_more_answers_are_kept_than_there_is_room_for() -> None:
    questions: list[str] = []

    async def ask(token: str) -> bool:
        questions.append(token)
        return True

    sessions = AskedSessions(ask, clock=MovingClock(), serves_for=ASKED.serves_for, holds=2)
    for token in ("a", "b", "a", "c", "a", "b"):
        assert await sessions.lasts(token)
    assert questions == ["a", "b", "c", "b"]


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json={}),
        httpx.Response(200, json={"active": "true"}),
        httpx.Response(200, json=[True]),
        httpx.Response(200, text="active"),
        httpx.Response(401, json={"active": True}),
        httpx.Response(503),
    ],
)
async def test_an_answer_that_does_not_say_so_counts_as_none(answer: httpx.Response) -> None:
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: answer)) as client:
        with pytest.raises(ProviderAway):
            await IntrospectionEndpoint(client, ASKED).is_active("token")


def test_the_secret_is_in_no_description_of_the_access() -> None:
    assert CLIENT[1] not in repr(ASKED)
