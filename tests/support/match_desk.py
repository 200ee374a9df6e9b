"""Coordinators and parties at the matcher: matches led through their life over HTTP, both ledgers answering by events.

Each pair of records is a State's and a donor's of its own, so that tests share one matcher without meeting.
"""

from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import httpx

from shared.events.envelope import Envelope
from shared.events.needs import NeedState
from shared.events.offers import Donor, OfferState
from shared.events.reservations import ReservationState, ReservationStatus, Shortfall, Side, reservation_id
from shared.identifiers import new_id
from shared.messaging.processing import Applied
from tests.support.published_states import NOW, need_state, offer_state, received
from tests.support.running_matcher import RunningMatcher, matcher_at
from tests.support.running_service import Headers

if TYPE_CHECKING:
    from tests.support.databases import Databases

Document = dict[str, Any]

STATES: Final = (
    *("BFA", "GHA", "SEN", "TGO", "BEN", "MWI", "ZMB", "RWA", "NAM", "BWA", "LSO", "PER", "PRY", "FJI", "TON", "WSM"),
    *("MNG", "NPL", "BTN", "KHM", "LAO", "URY", "CHL", "BOL", "ECU", "GTM", "BLZ", "PAN", "CRI", "DOM", "JAM", "GUY"),
)
"""The States of the pairs, one each."""


@dataclass(frozen=True)
class Pair:
    """A need of one State for so many machines, and an offer of one donor that answers it."""

    need: NeedState
    offer: OfferState

    @property
    def state(self) -> str:
        """The State that asks."""
        return self.need.states[0]

    @property
    def donor(self) -> str:
        """The organisation that gives."""
        return self.offer.donor.organisation

    @property
    def line(self) -> Document:
        """The component and the line, as requests name them."""
        component, line = self.need.components[0], self.offer.lines[0]
        return {"component_id": str(component.component_id), "line_id": str(line.line_id)}

    @property
    def between(self) -> Document:
        """The records, as a proposal names them."""
        return {"need_id": str(self.need.need_id), "offer_id": str(self.offer.offer_id)}

    def amended(self, *, priority: int = 4) -> NeedState:
        """Return the need as its State has amended it."""
        version = self.need.version + 1
        changes = {"version": version, "statement": version, "priority": priority}
        return self.need.model_copy(update=changes)


@dataclass
class MatchDesk:
    """Everybody who has a hand in matches, at one matcher."""

    matcher: RunningMatcher
    made: int = 0
    told: Counter[tuple[UUID, Side]] = field(default_factory=Counter[tuple[UUID, Side]])

    @property
    def coordinator(self) -> Headers:
        """A coordinator of all regions."""
        return self.matcher.service.forge.as_coordinator()

    def recipient(self, pair: Pair) -> Headers:
        """The State of a pair."""
        return self.matcher.service.forge.as_recipient(pair.state)

    def donor(self, pair: Pair) -> Headers:
        """The donor of a pair."""
        return self.matcher.service.forge.as_donor(pair.donor)

    async def pair(self, *, asked: int = 4, pledged: int = 10, need: Any = None, offer: Any = None) -> Pair:
        """Take in a new pair of records; `need` and `offer` are changes to them."""
        number, self.made = self.made + 1, self.made + 1
        a_need, an_offer = need_state(number), offer_state(number)
        [component], [line] = a_need.components, an_offer.lines
        components = (component.model_copy(update={"quantity": Decimal(asked)}),)
        lines = (line.model_copy(update={"pledged": Decimal(pledged)}),)
        donor = Donor(organisation=f"donor_{number}", name=f"Donor {number}", kind="state")
        asking = {"components": components, "states": (STATES[number - 1],), "has_authority": True, "statement": 1}
        giving = {"lines": lines, "donor": donor, "statement": 1}
        pair = Pair(a_need.model_copy(update=asking | (need or {})), an_offer.model_copy(update=giving | (offer or {})))
        await self.matcher.take_in(pair.need, pair.offer)
        return pair

    async def ask(self, method: str, path: str, body: Any = None, **request: Any) -> httpx.Response:
        """Send a request as the coordinator, or as another `actor`."""
        actor = request.pop("actor", self.coordinator)
        return await self.matcher.service.ask(method, path, actor, body, **request)

    async def read(self, match_id: UUID | str, actor: Headers | None = None) -> Document:
        """Return a match as the coordinator reads it, or another actor."""
        answer = await self.ask("GET", f"/v1/matches/{match_id}", actor=actor or self.coordinator)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def tell(self, match: Document, action: str, body: Any = None, **request: Any) -> httpx.Response:
        """Do something with a match at the version it was read at; `method` is POST unless told otherwise."""
        version = request.pop("version", match["version"])
        method = request.pop("method", "POST")
        return await self.ask(method, f"/v1/matches/{match['id']}/{action}", body, version=version, **request)

    async def done(self, match: Document, action: str, body: Any = None, **request: Any) -> Document:
        """Do something with a match and return it as it is afterwards."""
        answer = await self.tell(match, action, body, **request)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def proposed(self, pair: Pair, quantity: float | None = None) -> Document:
        """Propose a pair by hand."""
        chosen = {"lines": [pair.line | {"quantity": quantity}]} if quantity is not None else {}
        answer = await self.ask("POST", "/v1/matches", pair.between | chosen)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def funded(self, **of_funder: Any) -> tuple[Document, Pair, Pair]:
        """Propose a pair that another donor's money pays for; return the match, the provider's pair, the funder's."""
        provider = await self.pair(offer={"delivery_model": "delivers_for_others"})
        money = {"categories": ("marking",), "modalities": ("finance",), "unit": "money", "currency": "EUR"}
        [line] = offer_state().lines
        paying = line.model_copy(update=money | {"line_id": new_id(), "pledged": Decimal(9000)})
        funder = await self.pair(offer={"delivery_model": "funds_others", "lines": (paying,)} | of_funder)
        paid = {"component_id": provider.line["component_id"], "line_id": str(paying.line_id), "quantity": 1200.5}
        document = provider.between | {"lines": [provider.line | {"quantity": 4}], "funder_lines": [paid]}
        answer = await self.ask("POST", "/v1/matches", document | {"funder_offer_id": str(funder.offer.offer_id)})
        assert answer.status_code == 201, answer.text
        return answer.json(), provider, funder

    async def endorsed(self, pair: Pair) -> Document:
        """Propose a pair and endorse it, every flag acknowledged."""
        match = await self.proposed(pair)
        return await self.done(match, "endorse", {"acknowledged": await self.flags(match)})

    async def flags(self, match: Document) -> list[str]:
        """Return the codes of a match's flags."""
        answer = await self.ask("GET", f"/v1/matches/{match['id']}/review")
        assert answer.status_code == 200, answer.text
        return [flag["code"] for flag in answer.json()["flags"]]

    async def reserved(self, pair: Pair) -> Document:
        """Return a match of the pair that both sides hold."""
        match = await self.endorsed(pair)
        await self.answers(match, "held")
        return await self.read(match["id"])

    async def confirmed(self, pair: Pair) -> Document:
        """Return a match of the pair that its State and its donor have accepted."""
        match = await self.reserved(pair)
        match = await self.done(match, "accept", actor=self.recipient(pair))
        return await self.done(match, "accept", actor=self.donor(pair))

    async def answers(self, match: Document, status: ReservationStatus) -> list[Applied]:
        """Have both sides say the same of the match as it was read."""
        return [await self.answer(match, side, status) for side in ("offers", "needs")]

    async def answer(
        self,
        match: Document,
        side: Side,
        status: ReservationStatus,
        *,
        to_version: int | None = None,
        version: int | None = None,
        shortfalls: Sequence[Shortfall] = (),
    ) -> Applied:
        """Have one side say what it holds; each answer has the next version of that side's reservation."""
        match_id = UUID(match["id"])
        self.told[match_id, side] += 1
        state = ReservationState(
            reservation_id=reservation_id(match_id, side),
            version=version or self.told[match_id, side],
            side=side,
            match_id=match_id,
            match_version=to_version or match["version"],
            status=status,
            shortfalls=tuple(shortfalls),
            updated_at=NOW,
        )
        return await self.matcher.processor.process(received(event_of_reservation(state)))


@asynccontextmanager
async def match_desk_in(databases: "Databases") -> AsyncGenerator[MatchDesk]:
    """Run a matcher on a database of its own, for all tests of a module."""
    url = await databases.create_for_service("matcher")
    async with matcher_at(url) as matcher:
        yield MatchDesk(matcher)
    await databases.drop(url)


def event_of_reservation(state: ReservationState) -> Envelope:
    """Return an event that states a reservation; each call makes another event."""
    return Envelope(
        id=new_id(),
        type=f"org.accord.reservation.{state.status}.v1",
        source=f"/accord/{state.side}",
        subject=str(state.reservation_id),
        time=NOW,
        version=state.version,
        data=state,
    )
