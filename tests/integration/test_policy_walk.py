"""Every route of every service, asked by every actor, answers as the policy says.

ACCORD_WALK=full asks every actor for every situation; otherwise each for a quarter of them.
"""

import os

import pytest

from matcher.api import stream
from tests.support.policy.matcher_world import MatcherWorld
from tests.support.policy.posting_world import world_of_needs, world_of_offers
from tests.support.policy.table import rows_for
from tests.support.policy.walk import Findings, walked
from tests.support.posting_services import Desk
from tests.support.running_matcher import RunningMatcher

pytestmark = pytest.mark.timeout(900)

IS_SHORT = os.environ.get("ACCORD_WALK") != "full"


def kept(found: Findings) -> bool:
    """Say how much was asked, and whether every answer was the policy's."""
    print(dict(sorted(found.asked.items())), *found.wrong, sep="\n")  # noqa: T201 (the counts are asked for)
    return not found.wrong


async def test_the_needs_service_keeps_to_the_policy(needs_desk: Desk) -> None:
    world = world_of_needs(needs_desk)
    await world.keep_all()
    assert kept(await walked(world, rows_for("needs"), is_short=IS_SHORT))


async def test_the_offers_service_keeps_to_the_policy(offers_desk: Desk) -> None:
    world = world_of_offers(offers_desk)
    await world.keep_all()
    assert kept(await walked(world, rows_for("offers"), is_short=IS_SHORT))


async def test_the_matcher_keeps_to_the_policy(matcher: RunningMatcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "STREAM_SECONDS", 0.05)
    world = MatcherWorld(matcher)
    await world.keep_all()
    assert kept(await walked(world, rows_for("matcher"), is_short=IS_SHORT))
