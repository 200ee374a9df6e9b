"""A need and an offer of today, posted by their authors, and the whole path of their match over HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import httpx

from accord import loopback
from tests.support import request_documents as documents
from tests.support.embedded_stack import Bearer, EmbeddedStack, Json
from tests.support.waiting import wait_until

STATE, DONOR, COORDINATOR = "State", "donor", "coordinator"
OTHER_STATE, OTHER_DONOR, OBSERVER = "another State", "another donor", "observer"


@dataclass(frozen=True)
class Told:
    """One request and its answer, as the documentation may show it."""

    who: str
    method: str
    address: str
    body: Json | None
    status: int
    answer: Json


@dataclass
class WholePath:
    """Everybody around one match on a running stack, and all that was said on the way."""

    stack: EmbeddedStack
    number: str
    today: date
    told: list[Told] = field(default_factory=list[Told])
    need_id: str = ""
    offer_id: str = ""
    match_id: str = ""

    def __post_init__(self) -> None:
        """Let everybody sign in."""
        bearer = self.stack.bearer
        self.bearers: Mapping[str, Bearer] = {
            STATE: bearer("recipient", state="GHA"),
            DONOR: bearer("donor", organisation="giz"),
            COORDINATOR: bearer("coordinator"),
            OTHER_STATE: bearer("recipient", state="TGO"),
            OTHER_DONOR: bearer("donor", organisation="nor"),
            OBSERVER: bearer("observer"),
        }

    def ask(self, who: str, method: str, service: str, path: str, body: Json | None = None) -> Json:
        """Send a request that has to succeed, at the version that its sender reads just before."""
        told = self.try_to(who, method, service, path, body)
        assert told.status < 300, (told.status, told.answer)
        return told.answer

    def try_to(self, who: str, method: str, service: str, path: str, body: Json | None = None) -> Told:
        """Send a request, whatever comes of it."""
        with loopback.client(base_url=self.stack.ports.url(service), headers=self.bearers[who], timeout=30) as client:
            headers = self._version(client, path) if method != "GET" else {}
            answer = client.request(method, path, json=body, headers=headers)
        self.told.append(Told(who, method, f"{service} {path}", body, answer.status_code, answer.json()))
        return self.told[-1]

    def post_both(self) -> None:
        """Post a need for 6 machines and an offer of 10, of which one State gets at most 4, and open them."""
        window = {"start": str(self.today), "end": str(self.today + timedelta(days=300))}
        component = documents.component(quantity=6, unit="machine", estimated_cost=None, currency=None)
        texts = [{"language": "en", "title": "Six marking machines", "narrative": "For the national police."}]
        need = documents.need(
            external_id=f"N-{self.number}", states=["GHA"], texts=texts, components=[component], window=window
        )
        donor = {"organisation": "giz", "name": "GIZ", "kind": "state"}
        offer = documents.offer(
            external_id=f"O-{self.number}", donor=donor, window=window, call=window, conditions=[], eligibility=AFRICA
        )
        self.need_id = self._opened(STATE, "needs", need, {"consent": True, "insist": True})
        self.offer_id = self._opened(DONOR, "offers", offer, None)
        wait_until(lambda: self.candidate() is not None, within=30, what="the two are candidates")

    def candidate(self) -> Json | None:
        """Return the offer's candidacy for the need, if it has been found."""
        found = self.stack.candidates("needs", self.need_id)
        return next((each for each in found if each["offer"]["id"] == self.offer_id), None)

    def propose(self) -> Json:
        """Propose the match as a coordinator, with what the engine would take."""
        body = {"need_id": self.need_id, "offer_id": self.offer_id}
        match = self.ask(COORDINATOR, "POST", "matcher", "/v1/matches", body)
        self.match_id = match["id"]
        return match

    def act(self, who: str, action: str, body: Json | None = None, method: str = "POST") -> Json:
        """Do something to the match."""
        return self.ask(who, method, "matcher", f"/v1/matches/{self.match_id}/{action}", body)

    def match(self, who: str = COORDINATOR) -> Json:
        """Read the match."""
        return self.ask(who, "GET", "matcher", f"/v1/matches/{self.match_id}")

    def until(self, status: str) -> None:
        """Wait until the match has a status."""
        wait_until(lambda: self.match()["status"] == status, within=30, what=f"the match is {status}")

    def figures(self) -> tuple[Json, Json]:
        """Return the ledgers of the one line and the one component, as the owners have them."""
        line = self.ask(DONOR, "GET", "offers", f"/v1/offers/{self.offer_id}")["lines"][0]
        component = self.ask(STATE, "GET", "needs", f"/v1/needs/{self.need_id}")["components"][0]
        given = {name: line[name] for name in ("reserved", "committed", "delivered")}
        return given, {name: component[name] for name in ("held", "confirmed", "delivered")}

    def until_figures(self, line: Json, component: Json) -> None:
        """Wait until both ledgers are so."""
        wait_until(lambda: self.figures() == (line, component), within=30, what=f"the ledgers are {line}, {component}")

    def tasks(self, who: str) -> list[str]:
        """Return what waits for somebody on this match."""
        found = self.ask(who, "GET", "matcher", "/v1/tasks")["items"]
        return [task["kind"] for task in found if task["record"]["id"] == self.match_id]

    def delivered(self, quantity: float, milestone: int) -> Json:
        """Return the report that this much has come today."""
        line = self.match()["lines"][0]
        part = {"component_id": line["component_id"], "line_id": line["line_id"], "quantity": quantity}
        return {"on": str(self.today), "lines": [part], "milestone": milestone}

    def _opened(self, who: str, kind: str, document: Json, opening: Json | None) -> str:
        posted = self.ask(who, "POST", kind, f"/v1/{kind}", document)
        self.ask(who, "POST", kind, f"/v1/{kind}/{posted['id']}/open", opening)
        return posted["id"]

    @staticmethod
    def _version(client: httpx.Client, path: str) -> dict[str, str]:
        record = "/".join(path.split("/")[:4])
        if record == path or path.endswith("/messages"):
            return {}
        return {"If-Match": client.get(record).headers.get("ETag", '"0"')}


AFRICA: dict[str, Any] = {"regions": ["africa"]}
