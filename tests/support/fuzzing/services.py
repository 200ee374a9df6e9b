"""The services that are fuzzed, each with how its world is made."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Final

from tests.support.fuzzing.matcher_world import matcher_world
from tests.support.fuzzing.needs_world import needs_world
from tests.support.fuzzing.offers_world import offers_world
from tests.support.fuzzing.world import World

if TYPE_CHECKING:
    from tests.support.databases import Databases

Opening = Callable[["Databases"], AbstractAsyncContextManager[World]]
SERVICES: Final[Mapping[str, Opening]] = {"needs": needs_world, "offers": offers_world, "matcher": matcher_world}
