"""The one place where a test waits: on a condition and with a deadline, never for a length of time."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, overload

FIRST_PAUSE_SECONDS = 0.005
LONGEST_PAUSE_SECONDS = 0.2
T = TypeVar("T")


class WillNeverHoldError(Exception):
    """Raised by a condition that can never hold any more; the wait ends with it at once."""


class _Watch:
    """Remembers the last answer of a condition, for the message of a wait that failed."""

    def __init__(self, what: str, within: float) -> None:
        self.answer: Any = None
        self.error: Exception | None = None
        self._looked = False
        self._what = what
        self._within = within
        self._pause = FIRST_PAUSE_SECONDS

    def saw(self, answer: Any) -> bool:
        """Note an answer and tell whether the wait is over."""
        self._looked, self.answer, self.error = True, answer, None
        return bool(answer)

    def failed(self, error: Exception) -> bool:
        """Note an exception, which means "not yet"."""
        self._looked, self.error = True, error
        return False

    def pause(self) -> float:
        """Return how long to look away: longer each time, for what takes long may as well be noticed a little late."""
        pause = self._pause
        self._pause = min(pause * 1.2, LONGEST_PAUSE_SECONDS)
        return pause

    def too_late(self) -> AssertionError:
        """Say what was awaited and how near it came."""
        if not self._looked:
            last = "the condition never answered"
        elif self.error is not None:
            last = f"the condition last raised {type(self.error).__name__}: {self.error}"
        else:
            last = f"the condition last answered {self.answer!r}"
        return AssertionError(f"not within {self._within:g} s: {self._what}; {last}")


@overload
async def eventually(condition: Callable[[], Awaitable[T | None]], *, within: float = ..., what: str) -> T: ...
@overload
async def eventually(condition: Callable[[], T | None], *, within: float = ..., what: str) -> T: ...
async def eventually(condition: Callable[[], Any], *, within: float = 10.0, what: str) -> Any:
    """Return the first truthy answer of `condition`, a function or a coroutine function.

    An exception other than `WillNeverHoldError` means "not yet". After `within` seconds an AssertionError
    says `what` was awaited, in the words of a sentence ("the need is open"), and the last answer or exception.
    """
    __tracebackhide__ = True
    watch = _Watch(what, within)
    try:
        async with asyncio.timeout(within):
            while True:
                if await _holds(condition, watch):
                    return watch.answer
                await asyncio.sleep(watch.pause())
    except TimeoutError:
        raise watch.too_late() from watch.error


async def _holds(condition: Callable[[], Any], watch: _Watch) -> bool:
    try:
        answer = condition()
        return watch.saw(await answer if inspect.isawaitable(answer) else answer)
    except WillNeverHoldError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a condition raises means "not yet"
        return watch.failed(error)


def wait_until(condition: Callable[[], T | None], *, within: float = 10.0, what: str) -> T:
    """Do what `eventually` does where no event loop runs; `condition` is a plain function."""
    __tracebackhide__ = True
    watch = _Watch(what, within)
    deadline = time.monotonic() + within
    while True:
        try:
            if watch.saw(answer := condition()) and answer is not None:
                return answer
        except WillNeverHoldError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a condition raises means "not yet"
            watch.failed(error)
        if time.monotonic() >= deadline:
            raise watch.too_late() from watch.error
        time.sleep(watch.pause())
