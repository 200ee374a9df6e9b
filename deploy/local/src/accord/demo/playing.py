"""The play itself: from a proposal to the State's evaluation, and one that a donor declines."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from accord.demo.choosing import Pair
from accord.demo.services import Answer, Json, Services, Voice
from accord.demo.telling import Teller, ledger_sentence
from accord.failures import CommandFailed
from accord.readiness import NotReady, wait_for
from shared.clock import system_clock

PATIENCE_SECONDS: Final = 60.0
INDICATOR: Final[Json] = {"name": "share of what was agreed", "unit": "per cent", "baseline": 0, "target": 100}


@dataclass
class Play:
    """One match and everybody around it."""

    services: Services
    teller: Teller
    coordinator: Voice
    pair: Pair
    match_id: str = ""

    def propose(self) -> None:
        """Have a coordinator propose the candidate."""
        self.teller.begin("A coordinator proposes the match")
        body = {"need_id": self.pair.need["id"], "offer_id": self.pair.candidate["offer"]["id"]}
        pair = self.pair.measured
        body["lines"] = [{"component_id": pair["component_id"], "line_id": pair["line_id"]}]
        answer = self._send(self.coordinator, "POST", "matcher:/v1/matches", body)
        self.match_id = answer.document["id"]
        line = answer.document["lines"][0]
        self.teller.note(f"{line['quantity']} {line['unit']} {line['currency'] or ''} for {line['category']}")
        self._see()

    def endorse(self) -> None:
        """Read the flags, acknowledge them, endorse, and wait until both services hold."""
        self.teller.begin("The coordinator reads the review flags and endorses; needs and offers hold")
        review = self.services.get(self.coordinator, f"matcher:/v1/matches/{self.match_id}/review").document
        codes = [flag["code"] for flag in review["flags"]]
        for flag in review["flags"]:
            self.teller.note(f"flag {flag['code']}: {flag['sentence']}")
        if codes:
            self._send(self.coordinator, "POST", self._path("endorse"), {"acknowledged": []}, expected=409)
        self._send(self.coordinator, "POST", self._path("endorse"), {"acknowledged": codes})
        self._until("reserved")
        self._show_ledgers()
        self._see()

    def talk(self) -> None:
        """Have the donor write and the State read."""
        self.teller.begin("The parties talk")
        body = {"language": "en", "body": "When would the first instalment suit you?"}
        self._send(self.pair.donor, "POST", self._path("messages"), body, versioned=False)
        answer = self.services.get(self.pair.state, self._path("messages"))
        self.teller.request(self.pair.state, "GET", self._path("messages"), answer)
        for message in answer.document["items"]:
            self.teller.note(f"{message['side']} ({message['language']}): {message['body']}")
        self._see()

    def agree(self) -> None:
        """Donor and State accept (gate 2), and the hold becomes a promise."""
        self.teller.begin("Donor and State accept (consent gate 2)")
        self._send(self.pair.donor, "POST", self._path("accept"))
        self._see()
        self._send(self.pair.state, "POST", self._path("accept"))
        self._until("confirmed")
        self._wait_for_ledger("committed")
        self._show_ledgers()
        self._see()

    def deliver(self) -> None:
        """Plan and deliver a half as the donor, and report the rest as the State."""
        self.teller.begin("Delivery: a plan, a first half, and the rest")
        today = system_clock().date()
        match = self._match()
        line = match["lines"][0]
        half = round(line["quantity"] / 2, 2 if line["unit"] == "money" else 0) or line["quantity"]
        titles = ("first half", "second half")
        milestones = [
            {"title": title, "planned": str(today + timedelta(days=30 * number))} for number, title in enumerate(titles)
        ]
        plan = {"milestones": milestones, "indicators": [INDICATOR]}
        self._send(self.pair.donor, "PUT", self._path("delivery-plan"), plan)
        self._report(self.pair.donor, half, 1, today)
        self._wait_for_ledger("delivered")
        self._show_ledgers()
        rest = line["quantity"] - half
        if rest > 0:
            self._report(self.pair.state, rest, 2, today)
        self._until("delivered")
        self._wait_for_ledger("delivered", line["quantity"])
        self._show_ledgers()
        self._see()

    def evaluate(self) -> None:
        """Evaluate as the State (gate 3)."""
        self.teller.begin("The State evaluates what it received (consent gate 3)")
        marks = {"adequate": 5, "measurable": 4, "sustainable": 3, "timely": 4}
        ratings = [{"facet": facet, "mark": mark} for facet, mark in marks.items()]
        found = [INDICATOR | {"actual": 100}]
        body = {"indicators": found, "ratings": ratings, "lessons": ""}
        self._send(self.pair.state, "POST", self._path("evaluation"), body)
        for facet in self._match()["facets"]:
            self.teller.note(f"{facet['facet']}: {facet['sentence']}")
        self._see()

    def decline(self) -> None:
        """Decline as the donor, and wait until what was held is free."""
        self.teller.begin("The donor declines; both sides free what they held")
        body = {"reason_code": "funds_not_available", "reason_text": "The budget line was closed."}
        self._send(self.pair.donor, "POST", self._path("decline"), body)
        self._wait_for_ledger("reserved", 0)
        self._show_ledgers()
        self._see()

    def _report(self, who: Voice, quantity: float, milestone: int, on: date) -> None:
        pair = self.pair.measured
        line = {"component_id": pair["component_id"], "line_id": pair["line_id"], "quantity": quantity}
        body = {"on": str(on), "lines": [line], "milestone": milestone, "note": ""}
        self._send(who, "POST", self._path("deliveries"), body)

    def _send(
        self,
        who: Voice,
        method: str,
        path: str,
        body: Json | None = None,
        *,
        expected: int | None = None,
        versioned: bool = True,
    ) -> Answer:
        version = None
        if self.match_id and versioned:
            version = self.services.get(who, f"matcher:/v1/matches/{self.match_id}").version
        answer = self.services.send(who, method, path, body, version)
        self.teller.request(who, method, path, answer)
        if answer.is_refusal and answer.status != expected:
            raise CommandFailed(f"the play cannot go on: {answer.document}")
        return answer

    def _path(self, action: str) -> str:
        return f"matcher:/v1/matches/{self.match_id}/{action}"

    def _match(self) -> Json:
        return self.services.get(self.coordinator, f"matcher:/v1/matches/{self.match_id}").document

    def _see(self) -> None:
        self.teller.views(self.match_id)

    def _until(self, status: str) -> None:
        self._wait(lambda: self._match()["status"] == status, f"the status {status}")

    def _wait_for_ledger(self, figure: str, amount: float | None = None) -> None:
        def there() -> bool:
            offer = self._read(self.pair.donor, "offers", self.pair.candidate["offer"]["id"])
            found = next(each for each in offer["lines"] if each["id"] == self.pair.measured["line_id"])[figure]
            return found > 0 if amount is None else found == amount

        self._wait(there, f"the figure {figure} of the offer's ledger")

    def _show_ledgers(self) -> None:
        pair = self.pair.measured
        need = self._read(self.pair.state, "needs", self.pair.need["id"])
        offer = self._read(self.pair.donor, "offers", self.pair.candidate["offer"]["id"])
        self.teller.note(ledger_sentence(need, offer, pair["component_id"], pair["line_id"]))

    def _read(self, who: Voice, service: str, record_id: str) -> dict[str, Any]:
        return self.services.get(who, f"{service}:/v1/{service}/{record_id}").document

    def _wait(self, condition: Callable[[], bool], what: str) -> None:
        try:
            wait_for(what, condition, within=PATIENCE_SECONDS, alive=lambda: True)
        except NotReady as error:
            raise CommandFailed(f"waited {PATIENCE_SECONDS:.0f} s, but {what} was not seen") from error
