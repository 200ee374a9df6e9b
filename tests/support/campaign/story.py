"""One story of the load: a need and an offer, from their drafts to the delivery of their match or to its early end."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.support import request_documents
from tests.support.acknowledged_load import CATEGORIES
from tests.support.campaign.asking import Abandoned, Asked, Asker, Document, Refused
from tests.support.campaign.lasting import lasting
from tests.support.campaign.ledger import Ledger
from tests.support.campaign.reachable import Accounts

STATES = ("BFA", "GHA", "SEN", "TGO", "BEN", "MWI", "ZMB", "RWA", "NAM", "BWA", "LSO", "PER", "PRY", "FJI", "NPL")
LOOK_SECONDS = 0.25
QUANTITY = 4
"""Machines that a need asks for; an offer has ten and gives at most four to a match."""


@dataclass(frozen=True)
class Stage:
    """What all stories share: who asks which service, the book, the day, and whether the load is over."""

    askers: Mapping[str, Asker]
    ledger: Ledger
    accounts: Accounts
    today: date
    over: asyncio.Event


class Story:
    """A State, a donor and a coordinator around two records; what each does next is drawn by lot."""

    def __init__(self, stage: Stage, number: int) -> None:
        self._stage = stage
        self._lots = random.Random(number)
        self._number = number
        self._restores = stage.ledger.restores
        state = self._lots.choice(STATES)
        self._state, self._donor_key = state, f"donor_{state.lower()}"
        self._category = self._lots.choice(CATEGORIES)
        self._window = {"start": str(stage.today), "end": str(stage.today + timedelta(days=365))}
        self._recipient = stage.accounts.as_recipient(state)
        self._donor = stage.accounts.as_donor(self._donor_key)
        self._coordinator = stage.accounts.as_coordinator()

    async def tell(self) -> None:
        """Live it to its end, or until the load is over; what is refused ends it, and is counted."""
        try:
            need, offer = await asyncio.gather(self._need(), self._offer())
            await self._until_candidates(need["id"], offer["id"])
            match = await self._reserved(need["id"], offer["id"])
            if match is not None:
                await self._carried_out(match)
                await self._afterwards(need["id"], offer["id"])
        except (Refused, Abandoned):
            return

    async def begin(self) -> None:
        """Live it no further than to two records that stand open."""
        with suppress(Refused, Abandoned):
            await asyncio.gather(self._need(), self._offer())

    async def _need(self) -> Document:
        component = request_documents.component(
            category=self._category, quantity=QUANTITY, unit="machine", estimated_cost=None, currency=None
        )
        document = request_documents.need(
            external_id=f"N-{self._number}", states=[self._state], components=[component], window=self._window
        )
        asker = self._stage.askers["needs"]
        need = await asker.create("need", "registered", Asked("POST", "/v1/needs", self._recipient, document))
        self._go_on()
        opening = {"consent": True, "insist": True}
        need = await asker.change("need", need["id"], "opened", Asked("POST", "/open", self._recipient, opening))
        if self._lots.random() < 0.3:
            parts = [component | {"id": need["components"][0]["id"]}]
            amended = document | {"priority": 5, "components": parts}
            need = await asker.change("need", need["id"], "amended", Asked("PUT", "", self._recipient, amended))
        return need

    async def _offer(self) -> Document:
        line = request_documents.line(categories=[self._category])
        document = request_documents.offer(
            external_id=f"O-{self._number}",
            donor={"organisation": self._donor_key, "name": self._donor_key, "kind": "state"},
            lines=[line],
            eligibility={"states": [self._state]},
            conditions=[],
            window=self._window,
            call=self._window,
            per_state_ceiling=None,
        )
        asker = self._stage.askers["offers"]
        offer = await asker.create("offer", "registered", Asked("POST", "/v1/offers", self._donor, document))
        self._go_on()
        return await asker.change("offer", offer["id"], "opened", Asked("POST", "/open", self._donor))

    async def _until_candidates(self, need_id: str, offer_id: str) -> None:
        async def are_candidates() -> bool:
            path = f"/v1/needs/{need_id}/candidates?limit=200"
            found = await self._stage.askers["matcher"].read(path, self._coordinator)
            return any(each["offer"]["id"] == offer_id for each in found["items"])

        await self._until(are_candidates)

    async def _reserved(self, need_id: str, offer_id: str) -> Document | None:
        """Propose and endorse the two; None where a side could not hold it."""
        asker, body = self._stage.askers["matcher"], {"need_id": need_id, "offer_id": offer_id}
        match = await asker.create("match", "proposed", Asked("POST", "/v1/matches", self._coordinator, body))
        self._go_on()
        review = await asker.read(f"/v1/matches/{match['id']}/review", self._coordinator)
        flags = {"acknowledged": [flag["code"] for flag in review["flags"]]}
        await self._match(match["id"], "endorsed", "/endorse", self._coordinator, flags)

        async def is_answered() -> Document | None:
            read = await asker.read(f"/v1/matches/{match['id']}", self._coordinator)
            return read if read["status"] != "endorsed" else None

        answered = await self._until(is_answered)
        return answered if answered["status"] == "reserved" else None

    async def _carried_out(self, match: Document) -> None:
        """Decline it, or agree to it and deliver; some leave it at the agreement, some end it."""
        if self._lots.random() < 0.15:
            why = {"reason_code": "funds_not_available"}
            await self._match(match["id"], "declined", "/decline", self._donor, why)
            return
        for party in (self._recipient, self._donor):
            await self._match(match["id"], "accepted", "/accept", party)
            self._go_on()
        how = self._lots.random()
        if how < 0.6:
            [line] = match["lines"]
            part = {"component_id": line["component_id"], "line_id": line["line_id"]}
            given = line["quantity"] if how < 0.4 else line["quantity"] / 2
            report = {"on": str(self._stage.today), "lines": [part | {"quantity": given}]}
            await self._match(match["id"], "delivery_reported", "/deliveries", self._donor, report)
        elif how < 0.75:
            await self._match(match["id"], "dissolved", "/dissolve", self._recipient, {"reason_code": "other"})

    async def _afterwards(self, need_id: str, offer_id: str) -> None:
        """Some take the need back or pause the offer."""
        self._go_on()
        reason = {"reason": "As the plan of the year says."}
        if self._lots.random() < 0.1:
            asked = Asked("POST", "/withdraw", self._recipient, reason)
            await self._stage.askers["needs"].change("need", need_id, "withdrawn", asked)
        if self._lots.random() < 0.1:
            asked = Asked("POST", "/pause", self._donor, reason)
            await self._stage.askers["offers"].change("offer", offer_id, "paused", asked)

    async def _match(
        self, match_id: str, happened: str, action: str, actor: Mapping[str, str], body: Document | None = None
    ) -> Document:
        asked = Asked("POST", action, actor, body)
        return await self._stage.askers["matcher"].change("match", match_id, happened, asked)

    async def _until(self, condition: Callable[[], Awaitable[Any]]) -> Any:
        """Wait for what comes by events, however long; the time it took is written down."""
        since = time.monotonic()
        while True:
            try:
                if found := await condition():
                    self._stage.ledger.delivered_after.append(time.monotonic() - since)
                    return found
            except Refused as refused:
                if refused.status != 404:
                    raise
            self._go_on()
            await lasting(LOOK_SECONDS)

    def _go_on(self) -> None:
        if self._stage.over.is_set() or self._stage.ledger.restores != self._restores:
            raise Abandoned
