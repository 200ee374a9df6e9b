"""Two States and two donors post: drafts, and records of every visibility; one need names a second State."""

from dataclasses import dataclass, field
from typing import Any

from tests.support.crawling import documents
from tests.support.crawling.markers import marker
from tests.support.crawling.people import GERMANY, GHANA, JAPAN, KENYA, NORWAY, OF_ECOWAS, SECRETARIAT, TOGO, tokens_of
from tests.support.crawling.services import Document, Services

NEEDS_OF, OFFERS_OF = (GHANA, KENYA), (JAPAN, GERMANY)
SENSITIVE_TO = {GHANA: "coordinators", KENYA: "donors"}
"""How widely each State lets its sites and stock figures be seen."""

NAMING_TOGO, WITHDRAWN, OF_THE_GROUP, ACTIVITY = "gha_with_togo", "gha_withdrawn", "ecowas_draft", "french_activity"
DELIVERING, FUNDS, FUNDS_LATER = "deu_delivers", "nor_funds", "nor_funds_later"
CLOSED_OFFER, LATER_OPENED = "jpn_closed", "gha_public"


@dataclass
class Posted:
    """The services with what was posted to them: each record by its name, as its author read it last."""

    services: Services
    records: dict[str, Document] = field(default_factory=dict[str, Document])

    def __post_init__(self) -> None:
        """Let everybody sign in."""
        self.tokens = tokens_of(self.services.forge)

    @property
    def identifiers(self) -> dict[str, str]:
        """The name of each record by its identifier, and by those of its components or lines."""
        parts = {
            part["id"]: name
            for name, record in self.records.items()
            for part in (*record.get("components", ()), *record.get("lines", ()))
            if "id" in part
        }
        return parts | {record["id"]: name for name, record in self.records.items()}

    async def post(self, name: str, kind: str, document: Document, who: str) -> Document:
        """Register a draft."""
        posted = await self.services.done("POST", kind, f"/v1/{kind}", self.tokens[who], document)
        return self._noted(name, posted)

    async def act(self, name: str, kind: str, action: str, body: Any, who: str) -> Document:
        """Do something to a record at its present version."""
        record = self.records[name]
        path = f"/v1/{kind}/{record['id']}/{action}"
        done = await self.services.done("POST", kind, path, self.tokens[who], body, version=record["version"])
        return self._noted(name, done)

    async def amend(self, name: str, kind: str, who: str, reason: str, **changes: Any) -> Document:
        """Put a record's document in place of the one it has, with changes."""
        path = f"/v1/{kind}/{self.records[name]['id']}"
        present = await self.services.done("GET", kind, path, self.tokens[who])
        part = {"needs": "components", "offers": "lines"}[kind]
        make = documents.need if kind == "needs" else documents.offer
        document = make(name, who)
        document[part] = [document[part][0] | {"id": present[part][0]["id"]}]
        document |= {"visibility": present["visibility"], "reason": reason} | changes
        amended = await self.services.done("PUT", kind, path, self.tokens[who], document, version=present["version"])
        return self._noted(name, amended)

    def _noted(self, name: str, record: Document) -> Document:
        self.records[name] = record
        return record


async def post_everything(services: Services) -> Posted:
    """Post needs, offers and an activity, and have the matcher know of those that circulate."""
    posted = Posted(services)
    for state in NEEDS_OF:
        await _post_needs(posted, state)
    for donor in OFFERS_OF:
        await _post_offers(posted, donor)
    await _post_the_rest(posted)
    await services.carry()
    return posted


async def post_hidden(posted: Posted) -> None:
    """Post two drafts of a need for donors and two of an offer for coordinators; open one of each."""
    for name in ("hidden_draft", "hidden_need"):
        await posted.post(name, "needs", documents.need(name, KENYA, visibility="donors"), KENYA)
    for name in ("hidden_draft_offer", "hidden_offer"):
        await posted.post(name, "offers", documents.offer(name, GERMANY, visibility="coordinators"), GERMANY)
    await posted.act("hidden_need", "needs", "open", {"consent": True, "insist": True}, KENYA)
    await posted.act("hidden_offer", "offers", "open", None, GERMANY)
    await posted.services.carry()


async def _post_needs(posted: Posted, state: str) -> None:
    owner = state.lower()
    for kept_to in ("draft", "public", "donors", "coordinators"):
        name = f"{owner}_{kept_to}"
        document = documents.need(name, state, visibility="public" if kept_to == "draft" else kept_to)
        document["sensitive"]["visibility"] = SENSITIVE_TO[state]
        await posted.post(name, "needs", document, state)
        if kept_to == "draft":
            continue
        if name == LATER_OPENED:
            await posted.amend(name, "needs", state, marker(name, "reason_of_a_draft"))
        await posted.act(name, "needs", "open", {"consent": True, "insist": True}, state)


async def _post_offers(posted: Posted, donor: str) -> None:
    for kept_to in ("draft", "public", "recipients", "coordinators"):
        name = f"{donor}_{kept_to}"
        document = documents.offer(name, donor, visibility="public" if kept_to == "draft" else kept_to)
        await posted.post(name, "offers", document, donor)
        if kept_to != "draft":
            await posted.act(name, "offers", "open", None, donor)


async def _post_the_rest(posted: Posted) -> None:
    cross_border = documents.need(NAMING_TOGO, GHANA, states=[GHANA, TOGO], visibility="donors")
    await posted.post(NAMING_TOGO, "needs", cross_border, GHANA)
    await posted.act(NAMING_TOGO, "needs", "open", {"consent": True, "insist": True}, GHANA)
    await posted.post(WITHDRAWN, "needs", documents.need(WITHDRAWN, GHANA), GHANA)
    await posted.act(WITHDRAWN, "needs", "withdraw", {"reason": marker(WITHDRAWN, "closing_reason")}, GHANA)
    of_group = documents.need(OF_THE_GROUP, None, group="ecowas")
    await posted.post(OF_THE_GROUP, "needs", of_group, OF_ECOWAS)
    closed = documents.offer(CLOSED_OFFER, JAPAN, visibility="recipients")
    await posted.post(CLOSED_OFFER, "offers", closed, JAPAN)
    await posted.act(CLOSED_OFFER, "offers", "open", None, JAPAN)
    await posted.act(CLOSED_OFFER, "offers", "close", {"reason": marker(CLOSED_OFFER, "closing_reason")}, JAPAN)
    delivering = documents.offer(DELIVERING, GERMANY, delivery_model="delivers_for_others")
    await posted.post(DELIVERING, "offers", delivering, GERMANY)
    await posted.act(DELIVERING, "offers", "open", None, GERMANY)
    for name in (FUNDS, FUNDS_LATER):
        kept = {"visibility": "coordinators", "delivery_model": "funds_others", "lines": documents.money(name)}
        await posted.post(name, "offers", documents.offer(name, NORWAY, **kept), NORWAY)
        await posted.act(name, "offers", "open", None, NORWAY)
    known = documents.activity(ACTIVITY, KENYA)
    registered = await posted.services.done("POST", "matcher", "/v1/activities", posted.tokens[SECRETARIAT], known)
    posted.records[ACTIVITY] = registered
