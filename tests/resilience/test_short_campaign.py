"""The fault campaign in small, on the embedded stack: whole stories under load, and all the books read afterwards."""

from collections import Counter
from pathlib import Path

import pytest

from tests.support.campaign.checking.reading import books_of
from tests.support.campaign.checking.verdict import findings_in
from tests.support.campaign.embedded_world import EmbeddedWorld
from tests.support.campaign.lasting import lasting
from tests.support.campaign.ledger import Ledger
from tests.support.campaign.load import Load
from tests.support.embedded_stack import EmbeddedStack
from tests.support.figures import Note
from tests.support.stack_harm import kill
from tests.support.waiting import eventually

pytestmark = [pytest.mark.xdist_group("resilience"), pytest.mark.timeout(600)]

BETWEEN, PAST_A_SESSION = 12, 4.0


async def hold_still(stack: EmbeddedStack, part: str, seconds: float) -> None:
    """Let a part stand still, longer than its membership of a consumer group lasts."""
    process = stack.process(part)
    process.suspend()
    await lasting(seconds)
    process.resume()


async def test_what_was_acknowledged_under_kills_and_freezes_is_in_every_book_once(
    stack: EmbeddedStack, note: Note, tmp_path: Path
) -> None:
    world, ledger = EmbeddedWorld(stack), Ledger(tmp_path / "acknowledged.jsonl")
    await world.take_for_acknowledged(ledger)
    before, load, reader = len(ledger.entries), Load(world, ledger, tellers=3), world.reader()
    async with load.at_work():
        await load.more(BETWEEN)
        for victim in ("matcher", "needs"):
            await kill(stack, victim)
            await load.more(BETWEEN)
        await hold_still(stack, "matcher", PAST_A_SESSION)
        await load.more(BETWEEN, stories=1)

    async def agree() -> bool:
        findings = findings_in(await books_of(world, reader), ledger.entries, Counter())
        assert not findings, [finding.text for finding in findings[:5]]
        return True

    await eventually(agree, within=120, what="all the books agree")
    accepted, unknown = len(ledger.entries) - before, ledger.unknown
    note(f"short campaign: {accepted} requests acknowledged, {unknown} of them unknown at first, no breach")
    assert ledger.wrong == []
