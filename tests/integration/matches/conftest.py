"""One matcher for all tests of a module, which each of them finds with nothing in it."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest_asyncio

from tests.support.kept_matches import begin_afresh, one_matcher
from tests.support.running_matcher import RunningMatcher

if TYPE_CHECKING:
    from tests.support.databases import Databases


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def one(databases: "Databases") -> AsyncIterator[RunningMatcher]:
    """The matcher of the module."""
    async with one_matcher(databases) as matcher:
        yield matcher


@pytest_asyncio.fixture(loop_scope="module")
async def matcher(one: RunningMatcher) -> RunningMatcher:
    """The matcher, with nothing in it."""
    await begin_afresh(one)
    return one
