"""The figures of needs and of offers: exact over what their reader lists, and steps of what circulates besides."""

from typing import Any

import pytest

from tests.support.posting_services import Desk
from tests.support.running_service import Headers

HIDDEN_OWNERS = {"needs": ("BFA", "KEN", "SEN"), "offers": ("eu", "deu", "jpn")}
LOWEST = {"in_all": "0-4", "by_category": {}}


def owner(desk: Desk, who: str) -> tuple[Headers, dict[str, Any]]:
    """Return how somebody signs in, and what its document says of whose it is."""
    if desk.posting.role == "recipient":
        return desk.service.forge.as_recipient(who), {"states": [who]}
    donor = desk.posting.document()["donor"] | {"organisation": who}
    return desk.service.forge.as_donor(who), {"donor": donor}


async def post(desk: Desk, who: str, visibility: str = "coordinators", *, draft: bool = False) -> None:
    """Post a record of its own number."""
    actor, whose = owner(desk, who)
    made = desk.posted if draft else desk.opened
    await made(actor=actor, visibility=visibility, external_id=None, **whose)


def readers(desk: Desk) -> dict[str, Headers]:
    forge = desk.service.forge
    return {
        "a State": forge.as_recipient("PER"),
        "its State": forge.as_recipient("BFA"),
        "a donor": forge.as_donor("fra"),
        "its donor": forge.as_donor("eu"),
        "a coordinator": forge.as_coordinator(),
        "a regional coordinator": forge.as_coordinator("ecowas"),
        "an observer": forge.as_observer(),
    }


async def figures(desk: Desk, who: str) -> Any:
    answer = await desk.service.ask("GET", "/v1/statistics", readers(desk)[who])
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_every_figure_is_the_length_of_the_list_that_its_reader_gets(desk: Desk) -> None:
    own, other, _ = HIDDEN_OWNERS[desk.posting.definition.name]
    middle = "donors" if desk.posting.role == "recipient" else "recipients"
    for visibility in ("public", middle, "coordinators"):
        await post(desk, own, visibility)
        await post(desk, other, visibility)
    await post(desk, own, draft=True)
    for who, reader in readers(desk).items():
        told = await figures(desk, who)
        assert told[desk.posting.definition.name] == len(await desk.listed(reader, limit=100)), who
        for status in ("draft", "open", "closed"):
            assert told["by_status"].get(status, 0) == len(await desk.listed(reader, status=status, limit=100)), who


async def test_what_circulates_unseen_is_told_in_steps_once_three_stand_behind_it(desk: Desk) -> None:
    one, other, third = HIDDEN_OWNERS[desk.posting.definition.name]
    for number in range(6):
        await post(desk, (one, other)[number % 2])
    assert (await figures(desk, "an observer"))["not_shown"] == LOWEST
    await post(desk, third)
    told = (await figures(desk, "an observer"))["not_shown"]
    assert told["in_all"] == "5-9"
    assert told["by_category"]["marking"] == "5-9"
    assert (await figures(desk, "a coordinator"))["not_shown"] == LOWEST


async def test_drafts_and_what_is_closed_are_in_no_figure_of_others(desk: Desk) -> None:
    before = await figures(desk, "an observer")
    for who in HIDDEN_OWNERS[desk.posting.definition.name]:
        for _ in range(3):
            await post(desk, who, draft=True)
            await post(desk, who)
    counted = (await figures(desk, "an observer"))["not_shown"]["in_all"]
    await desk.service.rows(_CLOSING[desk.posting.definition.name])
    assert counted == "5-9"
    assert await figures(desk, "an observer") == before


_CLOSING = {
    "needs": "UPDATE needs SET status = 'closed', closed_as = 'withdrawn' WHERE opened_at IS NOT NULL",
    "offers": "UPDATE offers SET status = 'closed', closing_reason = 'Over.' WHERE opened_at IS NOT NULL",
}


@pytest.mark.parametrize(
    ("who", "told"), [("a coordinator", 2), ("an observer", 0), ("a State", None), ("a donor", None)]
)
async def test_events_are_counted_for_coordinators_and_in_whole_hundreds_for_observers(
    desk: Desk, who: str, told: int | None
) -> None:
    await desk.opened()
    await desk.service.rows("UPDATE outbox SET published_at = now()")
    assert (await figures(desk, who))["events_published"] == told
