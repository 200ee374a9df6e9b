"""Matches in every situation of the policy, led there as their parties and coordinators lead them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from shared.events.model import Text
from shared.events.needs import NeedState
from shared.events.offers import Donor, OfferState
from tests.support.match_desk import Document, MatchDesk, Pair
from tests.support.policy.actors import DONOR, FUNDER, LEAD, NAMED, REGION
from tests.support.published_states import NOW, need_state, offer_state
from tests.support.running_service import Headers

TODAY: Final = NOW.date().isoformat()
FACETS: Final = ("adequate", "measurable", "sustainable", "timely")
GIVEN_UP: Final = {"reason_code": "other", "reason_text": "By agreement."}
KEPT, PUBLIC = "coordinators", "public"
_GIVER: Final = Donor(organisation=DONOR, name="European Union", kind="regional_organisation")


_PAYER: Final = Donor(organisation=FUNDER, name="Japan", kind="state")
_MONEY: Final = {"categories": ("marking",), "modalities": ("finance",), "unit": "money", "currency": "EUR"}


@dataclass
class MatchesOfThePolicy:
    """Makes needs, offers and matches; offers of a visibility are shared, needs are new each time."""

    desk: MatchDesk
    offers: dict[str, OfferState] = field(default_factory=dict[str, OfferState])
    _made: int = 0

    async def need(self, visibility: str, *, of_group: bool = False) -> NeedState:
        """Return a new need of the lead State and the named one, or of their group."""
        self._made += 1
        whose: Mapping[str, Any] = {"states": (), "group": REGION} if of_group else {"states": (LEAD, NAMED)}
        title = Text(language="en", title=f"Machines <need {self._made:04}>")
        need = need_state(self._made, visibility=visibility, texts=(title,), has_authority=True, statement=1, **whose)
        await self.desk.matcher.take_in(need)
        return need

    async def offer(self, visibility: str, *, only_read: bool = False) -> OfferState:
        """Return the donor's offer of this visibility, of more than all needs ask for; another one for reading."""
        key = f"{visibility}, only read" if only_read else visibility
        return await self._kept(key, visibility)

    async def _taken_in(self, number: int, visibility: str, changes: Mapping[str, Any]) -> OfferState:
        title = Text(language="en", title=f"Machines <offer {number:04}>")
        offer = offer_state(number, visibility=visibility, texts=(title,), donor=_GIVER, statement=1)
        pays = changes.get("delivery_model") == "funds_others"
        line = offer.lines[0].model_copy(update={"pledged": Decimal(10_000_000)} | (_MONEY if pays else {}))
        offer = offer.model_copy(update={"lines": (line,), **changes})
        await self.desk.matcher.take_in(offer)
        return offer

    async def pair(self, situation: str) -> Pair:
        """Return a need and an offer between which no match stands."""
        is_open = situation.startswith(("public", "group"))
        need = await self.need(PUBLIC if is_open else "donors", of_group=situation.startswith("group"))
        return Pair(need, await self.offer(PUBLIC if is_open else KEPT))

    async def match(self, situation: str, *, only_read: bool = False) -> Document:
        """Return a match in this situation; `only_read` = paid for, if it is, by an offer that no other match has."""
        stage = situation.partition(" ")[2]
        if situation.startswith("funded"):
            return await self._funded(stage, await self.funding(stage if only_read else "any"))
        pair = await self.pair(situation)
        if stage == "proposed":
            proposed = await self.desk.proposed(pair)
            return await self._narrowed(pair, proposed) if situation.startswith("narrowed") else proposed
        if stage == "reserved":
            return await self.desk.reserved(pair)
        confirmed = await self.desk.confirmed(pair)
        if stage == "dissolved":
            return await self.desk.done(confirmed, "dissolve", GIVEN_UP)
        arrived = {"in delivery": 1, "delivered": 4}.get(stage)
        if arrived is None:
            return confirmed
        return await self.desk.done(confirmed, "deliveries", delivery_of(confirmed, arrived), actor=self._donor)

    async def funding(self, stage: str) -> tuple[OfferState, OfferState]:
        """Return the donor's offer to deliver with others' money, and the funder's, kept, for matches in a stage."""
        delivers = await self._kept("deliverer", PUBLIC, delivery_model="delivers_for_others")
        funds = await self._kept(f"funder, {stage}", KEPT, donor=_PAYER, delivery_model="funds_others")
        return delivers, funds

    async def _kept(self, key: str, visibility: str, **changes: Any) -> OfferState:
        if key not in self.offers:
            self.offers[key] = await self._taken_in(len(self.offers) + 1, visibility, changes)
        return self.offers[key]

    async def _funded(self, stage: str, offers: tuple[OfferState, OfferState]) -> Document:
        delivers, funds = offers
        pair = Pair(await self.need(PUBLIC), delivers)
        paid = pair.line | {"line_id": str(funds.lines[0].line_id), "quantity": 1200}
        document = pair.between | {"lines": [pair.line | {"quantity": 4}], "funder_lines": [paid]}
        answer = await self.desk.ask("POST", "/v1/matches", document | {"funder_offer_id": str(funds.offer_id)})
        assert answer.status_code == 201, answer.text
        match = answer.json()
        if stage == "proposed":
            return match
        match = await self.desk.done(match, "endorse", {"acknowledged": await self.desk.flags(match)})
        await self.desk.answers(match, "held")
        match = await self.desk.read(match["id"])
        forge = self.desk.matcher.service.forge
        parties = (forge.as_recipient(LEAD), self._donor, forge.as_donor(FUNDER)) if stage == "confirmed" else ()
        for party in parties:
            match = await self.desk.done(match, "accept", actor=party)
        return match

    async def _narrowed(self, pair: Pair, match: Document) -> Document:
        await self.desk.matcher.take_in(pair.amended().model_copy(update={"visibility": KEPT}))
        return await self.desk.read(match["id"])

    async def package(self, situation: str) -> Document:
        """Return a package of two matches proposed in this situation."""
        pairs = [await self.pair(situation) for _ in range(2)]
        answer = await self.desk.ask("POST", "/v1/match-packages", {"matches": [pair.between for pair in pairs]})
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def body(self, action: str, match: Document) -> Any:
        """Return a body that is right for an action on a match; None where it takes none."""
        if action == "endorse":
            return {"acknowledged": await self.desk.flags(match)}
        if action == "revise":
            return revision_of(match)
        return delivery_of(match, 1) if action == "deliveries" else BODIES.get(action)

    @property
    def _donor(self) -> Headers:
        return self.desk.matcher.service.forge.as_donor(DONOR)


BODIES: Final[Mapping[str, Any]] = {
    "reject": GIVEN_UP,
    "interests": {"text": "A relative works there."},
    "decline": GIVEN_UP,
    "dissolve": GIVEN_UP,
    "delivery-plan": {"milestones": [{"title": "Machines arrive", "planned": TODAY}]},
    "evaluation": {"ratings": [{"facet": facet, "mark": 4} for facet in FACETS]},
    "messages": {"language": "en", "body": "When may we come?"},
    "read": {"up_to": 0},
}


def delivery_of(match: Document, quantity: int) -> Document:
    """Return a report that so much of a match's only line has come today."""
    return {"on": TODAY, "lines": [_line_of(match) | {"quantity": quantity}]}


def revision_of(match: Document) -> Document:
    """Return a revision to four machines, with what pays for them if the match has it."""
    money = [line for line in match["lines"] if line["role"] == "funds"]
    paid = [{name: line[name] for name in ("component_id", "line_id")} | {"quantity": 1200} for line in money]
    return {"lines": [_line_of(match) | {"quantity": 4}]} | ({"funder_lines": paid} if paid else {})


def _line_of(match: Document) -> Document:
    return {name: match["lines"][0][name] for name in ("component_id", "line_id")}
