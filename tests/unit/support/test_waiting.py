"""Waiting on a condition: what it returns, how long it lasts, and what it says when it was in vain."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from tests.support.waiting import WillNeverHoldError, eventually, wait_until


async def in_a_loop(condition: Callable[[], Any], within: float) -> Any:
    return await eventually(condition, within=within, what="the need is open")


async def without_a_loop(condition: Callable[[], Any], within: float) -> Any:
    return await asyncio.to_thread(wait_until, condition, within=within, what="the need is open")


both = pytest.mark.parametrize("wait", [in_a_loop, without_a_loop])
Wait = Callable[[Callable[[], Any], float], Awaitable[Any]]


@both
async def test_a_wait_ends_with_the_first_answer_that_holds(wait: Wait) -> None:
    answers = iter([None, 0, "", "open", "closed"])
    assert await wait(lambda: next(answers), 5) == "open"


@both
async def test_an_exception_means_not_yet(wait: Wait) -> None:
    attempts = itertools.count()

    def condition() -> int:
        return [][next(attempts)] if next(attempts) < 4 else 7

    assert await wait(condition, 5) == 7


@both
async def test_a_wait_in_vain_names_what_was_awaited_and_the_last_answer(wait: Wait) -> None:
    answers: Iterator[list[int]] = itertools.repeat([])
    with pytest.raises(AssertionError, match=r"not within 0\.05 s: the need is open; .* last answered \[\]"):
        await wait(lambda: next(answers), 0.05)


@both
async def test_a_wait_in_vain_names_the_last_exception_and_keeps_it_as_the_cause(wait: Wait) -> None:
    def condition() -> None:
        raise LookupError("no such need")

    with pytest.raises(AssertionError, match="last raised LookupError: no such need") as failure:
        await wait(condition, 0.05)
    assert isinstance(failure.value.__cause__, LookupError)


@both
async def test_a_condition_that_can_never_hold_ends_the_wait_at_once(wait: Wait) -> None:
    def condition() -> None:
        raise WillNeverHoldError("the server ended")

    with pytest.raises(WillNeverHoldError, match="the server ended"):
        await wait(condition, 3600)


async def test_a_condition_may_be_a_coroutine_function() -> None:
    answers = iter([False, True])

    async def condition() -> bool:
        return next(answers)

    assert await eventually(condition, what="the second answer is there") is True


async def test_a_condition_that_never_answers_does_not_outlast_the_deadline() -> None:
    with pytest.raises(AssertionError, match="the condition never answered"):
        await eventually(asyncio.Event().wait, within=0.05, what="an event nobody sets is set")


async def test_a_time_out_within_the_condition_means_not_yet() -> None:
    async def condition() -> None:
        raise TimeoutError("the broker is slow")

    with pytest.raises(AssertionError, match="last raised TimeoutError: the broker is slow"):
        await eventually(condition, within=0.05, what="the broker answers")
