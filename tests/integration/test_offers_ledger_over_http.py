"""Who engages an offer, over HTTP: the journal and the reservations, for its donor and coordinators."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from offers.adapters.reservations.tables import dead_letters, inbox
from offers.consumers import handlers
from offers.domain.offer import Offer
from shared.messaging.processing import EventProcessor, InboxTables
from tests.support.consuming_offers import event_of, record_of
from tests.support.matches_on_offers import later, match_state, takes
from tests.support.posting_services import Desk
from tests.support.running_service import Headers


@dataclass(frozen=True)
class Engaged:
    """An opened offer at a desk, and matches that take of it."""

    desk: Desk
    offer: dict[str, Any]

    async def hear(self, *states: Any) -> None:
        """Apply events of matches as the worker does."""
        service = self.desk.service
        tables = InboxTables(inbox, dead_letters)
        processor = EventProcessor(service.database.sessions, tables, handlers(service.clock), consumer="offers")
        for state in states:
            await processor.process(record_of(event_of(state)))

    async def stored(self) -> Offer:
        """Return the offer as the domain knows it."""
        async with self.desk.service.database.sessions() as session:
            return await session.get_one(Offer, self.offer["id"])

    async def read(self, more: str, actor: Headers | None = None, **query: Any) -> Any:
        """Return a page of the offer's ledger."""
        path = f"/v1/offers/{self.offer['id']}/{more}"
        return await self.desk.service.ask("GET", path, actor or self.desk.author, params=query)


@pytest.fixture
async def engaged(offers_desk: Desk) -> Engaged:
    return Engaged(offers_desk, await offers_desk.opened(per_state_ceiling=None, visibility="recipients"))


async def test_the_donor_reads_each_movement_with_its_match_and_event(engaged: Engaged) -> None:
    offer = await engaged.stored()
    match = match_state(takes(offer, quantity=Decimal(2)))
    await engaged.hear(match, later(match, "confirmed"))

    held, confirmed = (await engaged.read("ledger")).json()["items"]

    line = match.lines[0]
    assert (held["match_id"], held["match_version"]) == (str(match.match_id), 2)
    assert (held["line_id"], held["component_id"]) == (str(line.line_id), str(line.component_id))
    assert [held[f"{name}_after"] for name in ("reserved", "committed", "delivered")] == [2, 0, 0]
    moved = ("reserved_before", "committed_before", "reserved_after", "committed_after")
    assert [confirmed[name] for name in moved] == [2, 0, 0, 2]
    assert [each["movement"] for each in (held, confirmed)] == ["held", "confirmed"]
    claimed = await engaged.desk.service.rows("SELECT event_id FROM inbox ORDER BY claimed_at")
    assert [each["event_id"] for each in (held, confirmed)] == [str(row["event_id"]) for row in claimed]


async def test_the_journal_is_read_page_by_page(engaged: Engaged) -> None:
    offer = await engaged.stored()
    matches = [match_state(takes(offer, quantity=Decimal(1))) for _ in range(5)]
    await engaged.hear(*matches)
    seen, cursor = list[str](), None
    while True:
        page = (await engaged.read("ledger", limit=2, **({"cursor": cursor} if cursor else {}))).json()
        seen += [each["match_id"] for each in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [str(match.match_id) for match in matches]


async def test_reservations_show_what_is_held_and_why_not(engaged: Engaged) -> None:
    offer = await engaged.stored()
    held = match_state(takes(offer, quantity=Decimal(2)))
    refused = match_state(takes(offer, quantity=Decimal(999)))
    await engaged.hear(held, refused, later(match_state(takes(offer)), "rejected"))

    items = {each["match_id"]: each for each in (await engaged.read("reservations")).json()["items"]}

    assert set(items) == {str(held.match_id), str(refused.match_id)}
    assert [each["reserved"] for each in items[str(held.match_id)]["holdings"]] == [2]
    [shortfall] = items[str(refused.match_id)]["shortfalls"]
    assert (shortfall["code"], shortfall["asked"], shortfall["remaining"]) == ("line_exhausted", 999, 8)


async def test_one_donor_does_not_read_what_another_holds_for_the_same_match(
    engaged: Engaged, offers_desk: Desk
) -> None:
    other = Engaged(offers_desk, await offers_desk.opened(per_state_ceiling=None, external_id="O-2"))
    match = match_state(takes(await engaged.stored(), quantity=Decimal(1)), takes(await other.stored()))
    await engaged.hear(match)
    [mine] = (await engaged.read("reservations")).json()["items"]
    assert [each["line_id"] for each in mine["holdings"]] == [engaged.offer["lines"][0]["id"]]


@pytest.mark.parametrize("more", ["ledger", "reservations"])
async def test_the_ledger_is_for_the_donor_and_coordinators(engaged: Engaged, more: str) -> None:
    forge = engaged.desk.service.forge
    readers = [forge.as_coordinator(), forge.as_recipient(), forge.as_donor(organisation="other_donor")]
    answers = [(await engaged.read(more, reader)).status_code for reader in readers]
    assert answers == [200, 403, 404]


async def test_the_donor_confirms_its_offer_at_the_version_it_read(offers_desk: Desk) -> None:
    offer = await offers_desk.opened()
    assert (offer["statement"], offer["confirm_by"], offer["reminded_at"]) == (2, "2027-03-02", None)
    offers_desk.service.clock.advance(days=10)
    confirmed = (await offers_desk.act(offer, "reconfirm")).json()
    assert (confirmed["confirm_by"], confirmed["statement"], confirmed["version"]) == ("2027-03-12", 2, 3)
    assert (await offers_desk.act(offer, "reconfirm")).status_code == 412
    assert (await offers_desk.events())[-1] == "org.accord.offer.reconfirmed.v1"
