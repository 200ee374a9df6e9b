"""The one place where a test waits: on a condition and with a deadline, never for a length of time."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar, overload

PAUSE_SECONDS = 0.01
T = TypeVar("T")


@dataclass
class _LastLook:
    """What the condition answered the last time it was asked, for the message of a wait that failed."""

    value: Any = None
    error: Exception | None = None
    asked: bool = False

    def __str__(self) -> str:
        if not self.asked:
            return "the condition did not answer even once"
        if self.error is not None:
            return f"the condition last raised {type(self.error).__name__}: {self.error}"
        return f"the condition last answered {self.value!r}"


@overload
async def eventually(condition: Callable[[], Awaitable[T | None]], *, within: float = ..., what: str) -> T: ...
@overload
async def eventually(condition: Callable[[], T | None], *, within: float = ..., what: str) -> T: ...
async def eventually(condition: Callable[[], Any], *, within: float = 10.0, what: str) -> Any:
    """Return the first truthy answer of `condition`, a function or a coroutine function.

    An exception means "not yet". After `within` seconds an AssertionError names `what` was awaited, in the
    words of a sentence ("the need is open"), and the last answer or exception.
    """
    __tracebackhide__ = True
    last = _LastLook()
    try:
        async with asyncio.timeout(within):
            while not await _holds(condition, last):
                await asyncio.sleep(PAUSE_SECONDS)
    except TimeoutError:
        raise AssertionError(_too_late(what, within, last)) from last.error
    return last.value


async def _holds(condition: Callable[[], Any], last: _LastLook) -> bool:
    try:
        answer = condition()
        last.value = await answer if inspect.isawaitable(answer) else answer
        last.error = None
    except Exception as error:  # noqa: BLE001 - whatever a condition raises before it holds means "not yet"
        last.error = error
    last.asked = True
    return last.error is None and bool(last.value)


def wait_until(condition: Callable[[], T | None], *, within: float = 10.0, what: str) -> T:
    """Do what `eventually` does where no event loop runs; `condition` is a plain function."""
    __tracebackhide__ = True
    last = _LastLook()
    deadline = time.monotonic() + within
    while True:
        try:
            last.value, last.error = condition(), None
        except Exception as error:  # noqa: BLE001 - whatever a condition raises before it holds means "not yet"
            last.error = error
        last.asked = True
        if last.error is None and last.value:
            return last.value
        if time.monotonic() >= deadline:
            raise AssertionError(_too_late(what, within, last)) from last.error
        time.sleep(PAUSE_SECONDS)


def _too_late(what: str, within: float, last: _LastLook) -> str:
    return f"not within {within:g} s: {what}; {last}"
