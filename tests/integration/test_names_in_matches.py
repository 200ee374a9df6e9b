"""What a match shows its parties of the other side's record: its names while it goes on, then what is shown anyway."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from shared.events.model import Text
from tests.support.match_desk import Document, MatchDesk, Pair, match_desk_in

if TYPE_CHECKING:
    from tests.support.databases import Databases

pytestmark = [pytest.mark.asyncio(loop_scope="module")]

GIVEN_UP = {"reason_code": "other", "reason_text": "By agreement."}
LATER = Text(language="en", title="Something else altogether")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(databases: "Databases") -> AsyncIterator[MatchDesk]:
    async with match_desk_in(databases) as desk:
        yield desk


async def narrow(desk: MatchDesk, pair: Pair) -> None:
    """Keep both records to coordinators from now on, under another title."""
    changes = {"visibility": "coordinators", "texts": (LATER,), "version": 2, "statement": 2}
    await desk.matcher.take_in(pair.need.model_copy(update=changes), pair.offer.model_copy(update=changes))


async def names(desk: MatchDesk, match: Document, who: str, pair: Pair) -> list[str | None]:
    """Return title and number of the other side, as one party reads them."""
    actor, other = {"need": (desk.recipient(pair), "offer"), "offer": (desk.donor(pair), "need")}[who]
    shown = (await desk.read(match["id"], actor))[other]
    return [shown["title"], shown["external_id"]]


async def test_a_former_party_reads_no_title_of_a_record_that_was_narrowed_since(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.done(await desk.confirmed(pair), "dissolve", GIVEN_UP)
    assert None not in await names(desk, match, "offer", pair)
    await narrow(desk, pair)
    assert await names(desk, match, "offer", pair) == [None, None]
    assert await names(desk, match, "need", pair) == [None, None]
    assert (await desk.read(match["id"]))["need"]["title"] == LATER.title


async def test_a_party_reads_what_a_match_is_about_while_it_goes_on(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.confirmed(pair)
    await narrow(desk, pair)
    assert (await names(desk, match, "offer", pair))[0] == LATER.title


async def test_the_author_reads_its_own_title_in_an_ended_match(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.done(await desk.confirmed(pair), "dissolve", GIVEN_UP)
    await narrow(desk, pair)
    assert (await desk.read(match["id"], desk.recipient(pair)))["need"]["title"] == LATER.title
    assert (await desk.read(match["id"], desk.donor(pair)))["offer"]["title"] == LATER.title


async def test_an_unread_message_of_an_ended_match_tells_no_title_either(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.done(await desk.confirmed(pair), "dissolve", GIVEN_UP)
    said = {"language": "en", "body": "A pity."}
    await desk.ask("POST", f"/v1/matches/{match['id']}/messages", said, actor=desk.recipient(pair))
    await narrow(desk, pair)
    tasks = (await desk.ask("GET", "/v1/tasks", actor=desk.donor(pair))).json()["items"]
    [about] = [task for task in tasks if task["need"] is not None]
    assert (about["need"]["id"], about["need"]["title"]) == (str(pair.need.need_id), None)
