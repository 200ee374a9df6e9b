"""The needs service with needs of two States that call and one that never does, drafts and matches among them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from uuid import UUID

from needs.adapters.tables import dead_letters, inbox
from needs.consumers import handlers
from shared.messaging.processing import EventProcessor, InboxTables
from tests.support import matches_on_needs, request_documents
from tests.support.fuzzing.secret_words import Secrets
from tests.support.fuzzing.world import Document, Prospect, World
from tests.support.posting_services import NEED, Desk, desk_at

if TYPE_CHECKING:
    from tests.support.databases import Databases

REASON: Document = {"reason": "Besoin couvert autrement."}


@asynccontextmanager
async def needs_world(databases: "Databases") -> AsyncGenerator[World]:
    """Run the service on a database of its own."""
    url = await databases.create_for_service("needs")
    async with desk_at(NEED, url) as desk:
        secrets = Secrets()
        needs = [need for state in ("BFA", "KEN", "SEN") for need in await _needs_of(desk, state, secrets)]
        await _match(desk, *needs)
        ids = {
            "need_id": [need["id"] for need in needs],
            "component_id": [each["id"] for need in needs for each in need["components"]],
        }
        fitting = {
            need["id"]: [f"recipient_{need['states'][0].lower()}"] for need in needs if need["states"] != ["SEN"]
        }
        fitting |= {f"POST /v1/needs{more}": ["recipient_bfa"] for more in ("", "/suggestions")}
        prospects = {"PUT /v1/needs/{need_id}": [_amendment(need) for need in needs if need["id"] in fitting]}
        yield World("needs", desk.service, {"need_id": "needs"}, _bodies(), secrets, ids, fitting, prospects=prospects)
    await databases.drop(url)


async def _needs_of(desk: Desk, state: str, secrets: Secrets) -> list[Document]:
    """Post a draft, and needs that each audience may read, all with what only few may."""
    actor, own = desk.service.forge.as_recipient(state), f"recipient_{state.lower()}"
    audience = {"public": None, "donors": ("donor_eu", "donor_deu"), "coordinators": ()}
    needs: list[Document] = []
    for visibility, readers in audience.items():
        shown = {} if readers is None else {"texts": _texts(secrets.new(f"a need for {visibility}", own, *readers))}
        hidden = _private(state, visibility, secrets.new(f"a {visibility} need's site or contact", own))
        needs.append(await desk.opened(actor=actor, **hidden, **shown))
    word = secrets.new("a draft", own)
    hidden = _private(state, "draft", word) | {"visibility": "coordinators"}
    needs.append(await desk.posted(actor=actor, **hidden, texts=_texts(word)))
    return needs


def _private(state: str, name: str, word: str) -> Document:
    return {
        "external_id": f"N-{state}-{name}",
        "states": [state],
        "visibility": name,
        "contact": {"name": word, "email": f"{word}@example.org", "is_national_point_of_contact": True},
        "sensitive": {"sites": [word], "stock_figures": word, "visibility": "coordinators"},
    }


def _texts(word: str) -> list[Document]:
    return [{"language": "fr", "title": f"Marquage {word}", "narrative": word}]


async def _match(desk: Desk, *needs: Document) -> None:
    """Have matches take something of each need that is open."""
    service = desk.service
    tables = InboxTables(inbox, dead_letters)
    processor = EventProcessor(service.database.sessions, tables, handlers(service.clock), consumer="needs")
    for number, need in enumerate(needs, 1):
        taken = matches_on_needs.line(UUID(need["components"][0]["id"]), 10)
        status = "endorsed" if number % 2 else "confirmed"
        state = matches_on_needs.match(UUID(need["id"]), status, 2, taken, number=number)
        await processor.process(matches_on_needs.received(matches_on_needs.event_of(state)))


def _amendment(need: Document) -> Prospect:
    [state], names = need["states"], {"id"}
    parts = [request_documents.component() | {name: each[name] for name in names} for each in need["components"]]
    document = request_documents.need(external_id=need["external_id"], states=[state], components=parts)
    return Prospect(
        f"recipient_{state.lower()}", {"need_id": need["id"]}, document | {"visibility": need["visibility"]}
    )


def _bodies() -> dict[str, list[Document]]:
    documents = [
        request_documents.need(),
        request_documents.need(external_id="N-2", visibility="donors"),
        request_documents.need(external_id=None, states=["KEN"], components=[request_documents.component()] * 2),
    ]
    return {
        "POST /v1/needs": documents,
        "PUT /v1/needs/{need_id}": documents,
        "POST /v1/needs/suggestions": [{"texts": documents[0]["texts"]}],
        "POST /v1/needs/{need_id}/open": [{"consent": True, "insist": True}],
        "POST /v1/needs/{need_id}/close": [REASON],
        "POST /v1/needs/{need_id}/withdraw": [REASON],
    }
