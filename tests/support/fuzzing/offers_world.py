"""The offers service with offers of two donors that call and one that never does, drafts and matches among them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from offers.adapters.reservations.tables import dead_letters, inbox
from offers.consumers import handlers
from shared.events.matches import MatchLine
from shared.identifiers import new_id
from shared.messaging.processing import EventProcessor, InboxTables
from tests.support import request_documents
from tests.support.consuming_offers import event_of, record_of
from tests.support.fuzzing.secret_words import Secrets
from tests.support.fuzzing.world import Document, Prospect, World
from tests.support.matches_on_offers import match_state
from tests.support.posting_services import OFFER, Desk, desk_at

if TYPE_CHECKING:
    from tests.support.databases import Databases

REASON: Document = {"reason": "Reviewed."}


@asynccontextmanager
async def offers_world(databases: "Databases") -> AsyncGenerator[World]:
    """Run the service on a database of its own."""
    url = await databases.create_for_service("offers")
    async with desk_at(OFFER, url) as desk:
        secrets = Secrets()
        offers = [offer for donor in ("eu", "deu", "swe") for offer in await _offers_of(desk, donor, secrets)]
        await _match(desk, *offers)
        ids = {
            "offer_id": [offer["id"] for offer in offers],
            "line_id": [each["id"] for offer in offers for each in offer["lines"]],
        }
        owners = {offer["id"]: offer["donor"]["organisation"] for offer in offers}
        fitting = {made: [f"donor_{owner}"] for made, owner in owners.items() if owner != "swe"}
        fitting["POST /v1/offers"] = ["donor_eu"]
        paused, drafts = ([offer for offer in offers if offer["status"] == status] for status in ("paused", "draft"))
        prospects = {
            "POST /v1/offers/{offer_id}/resume": _prospects(paused),
            "POST /v1/offers/{offer_id}/open": _prospects(drafts),
            "PUT /v1/offers/{offer_id}": _prospects(drafts, is_amended=True),
        }
        yield World(
            "offers", desk.service, {"offer_id": "offers"}, _bodies(), secrets, ids, fitting, prospects=prospects
        )
    await databases.drop(url)


async def _offers_of(desk: Desk, donor: str, secrets: Secrets) -> list[Document]:
    """Post a draft, and offers that each audience may read, all with a contact that only few may."""
    actor, own = desk.service.forge.as_donor(donor), f"donor_{donor}"
    audience = {"public": None, "recipients": ("recipient_bfa", "recipient_ken"), "coordinators": ()}
    offers: list[Document] = []
    for visibility, readers in audience.items():
        shown = {} if readers is None else {"texts": _texts(secrets.new(f"an offer for {visibility}", own, *readers))}
        hidden = _private(donor, visibility, secrets.new(f"the contact of an offer for {visibility}", own))
        offers.append(await desk.opened(actor=actor, **hidden, **shown))
    paused = await desk.opened(actor=actor, **_private(donor, "public", "Desk") | {"external_id": f"O-{donor}-paused"})
    offers.append((await desk.act(paused, "pause", REASON, actor=actor)).json())
    word = secrets.new("a draft", own)
    hidden = _private(donor, "draft", word) | {"visibility": "coordinators"}
    offers.append(await desk.posted(actor=actor, **hidden, texts=_texts(word)))
    return offers


def _private(donor: str, name: str, word: str) -> Document:
    return {
        "external_id": f"O-{donor}-{name}",
        "donor": {"organisation": donor, "name": f"Donor {donor}", "kind": "state"},
        "visibility": name,
        "contact": {"name": word, "email": f"{word}@example.org", "phone": word},
    }


def _texts(word: str) -> list[Document]:
    return [{"language": "en", "title": f"Machines {word}", "narrative": word}]


async def _match(desk: Desk, *offers: Document) -> None:
    """Have matches take something of each offer that is open."""
    service = desk.service
    tables = InboxTables(inbox, dead_letters)
    processor = EventProcessor(service.database.sessions, tables, handlers(service.clock), consumer="offers")
    for number, offer in enumerate(offers):
        taken = MatchLine(
            component_id=new_id(),
            offer_id=UUID(offer["id"]),
            line_id=UUID(offer["lines"][0]["id"]),
            quantity=Decimal(2),
            unit="machine",
            delivered=Decimal(0),
            covered=Decimal(0),
        )
        status = "endorsed" if number % 2 else "confirmed"
        await processor.process(record_of(event_of(match_state(taken, status=status))))


def _prospects(offers: list[Document], *, is_amended: bool = False) -> list[Prospect]:
    """Return calls by the owners of these offers, with the same offer said anew if it `is_amended`."""
    own = ("external_id", "donor", "visibility")
    return [
        Prospect(
            f"donor_{offer['donor']['organisation']}",
            {"offer_id": offer["id"]},
            request_documents.offer(**{name: offer[name] for name in own}) if is_amended else None,
        )
        for offer in offers
        if offer["donor"]["organisation"] != "swe"
    ]


def _bodies() -> dict[str, list[Document]]:
    documents = [
        request_documents.offer(),
        request_documents.offer(external_id="O-2", visibility="recipients"),
        request_documents.offer(external_id=None, lines=[request_documents.line()] * 2),
    ]
    return {
        "POST /v1/offers": documents,
        "PUT /v1/offers/{offer_id}": documents,
        "POST /v1/offers/{offer_id}/pause": [REASON],
        "POST /v1/offers/{offer_id}/close": [REASON],
    }
