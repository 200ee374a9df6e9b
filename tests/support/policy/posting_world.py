"""The services that own needs and offers, with records in every situation of the policy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.support import request_documents
from tests.support.policy.actors import DONOR, LEAD, NAMED, REGION
from tests.support.policy.posting_rows import NEEDS, OFFERS, Circle
from tests.support.policy.row import Row
from tests.support.policy.target import Secret, Target
from tests.support.posting_services import Desk
from tests.support.request_documents import Document
from tests.support.running_service import Headers, RunningService

_REASON: Final = {"reason": "Agreed in the office."}
_BODIES: Final[Mapping[str, Any]] = {"withdraw": _REASON, "close": _REASON, "pause": _REASON}
_SUGGESTIONS: Final = {"texts": [{"language": "en", "title": "Marking machines", "narrative": "For the police."}]}


@dataclass
class PostingWorld:
    """One of the two services; every record has a number of its own in its title."""

    desk: Desk
    circles: Mapping[str, Circle]
    secrets: list[Secret] = field(default_factory=list[Secret])
    _kept: dict[str, Document] = field(default_factory=dict[str, Document])
    _made: int = 0

    @property
    def service(self) -> RunningService:
        """The service that is walked."""
        return self.desk.service

    @property
    def kind(self) -> str:
        """`needs` or `offers`."""
        return self.desk.posting.definition.name

    async def keep_all(self) -> None:
        """Make the records that are only read, before anybody asks for a list."""
        for situation, circle in self.circles.items():
            self._kept[situation] = record = await self._make(situation)
            self.secrets += [Secret(word, circle.seen_by) for word in (record["id"], self._mark())]

    async def target(self, row: Row, *, is_done: bool) -> Target:
        """Return what the row is tried on."""
        if row.record not in self.circles:
            return self._collection(row)
        is_read = row.method == "GET"
        action = row.route.rpartition("/")[2]
        is_own = is_done and not is_read
        record = await self._made_for(action, row.record) if is_own else self._kept[row.record]
        if is_read:
            return Target(record["id"])
        if row.method == "PUT":
            return Target(record["id"], self._document(row.record), self.kind)
        body = self._opening if action == "open" else _BODIES.get(action)
        return Target(record["id"], body, self.kind)

    def _collection(self, row: Row) -> Target:
        if row.method == "GET":
            return Target(query={"limit": "200"} if row.route == self.desk.posting.path else {})
        if row.route.endswith("suggestions"):
            return Target(body=_SUGGESTIONS)
        return Target(body=self._document("group draft" if row.record == "for a group" else "draft"))

    async def _made_for(self, action: str, situation: str) -> Document:
        record = await self._make(situation)
        if action == "resume" and situation != "draft":
            record = await self._act(record, situation, "pause", _REASON)
        return record

    async def _make(self, situation: str) -> Document:
        record = await self.desk.posted(actor=self._author(situation), **self._document(situation))
        if situation == "withdrawn draft":
            return await self._act(record, situation, "withdraw", _REASON)
        return record if situation.endswith("draft") else await self._act(record, situation, "open", self._opening)

    async def _act(self, record: Document, situation: str, action: str, body: Any) -> Document:
        answer = await self.desk.act(record, action, body, actor=self._author(situation))
        assert answer.status_code == 200, answer.text
        return answer.json()

    @property
    def _opening(self) -> Any:
        return self.desk.posting.opening

    def _author(self, situation: str) -> Headers:
        forge = self.service.forge
        if self.kind == "offers":
            return forge.as_donor(DONOR)
        return forge.as_coordinator(REGION) if situation.startswith("group") else forge.as_recipient(LEAD)

    def _mark(self) -> str:
        return f"<{self._made:04}>"

    def _document(self, situation: str) -> Document:
        self._made += 1
        visibility = situation if situation in {"public", "donors", "recipients"} else "coordinators"
        told = {
            "external_id": f"R-{self._made:04}",
            "visibility": visibility,
            "texts": [{"language": "en", "title": f"Marking {self._mark()}", "narrative": "Machines."}],
        }
        if self.kind == "offers":
            return request_documents.offer(**told)
        of_group = {"states": [], "group": REGION}
        whose = of_group if situation.startswith("group") else {"states": [LEAD, NAMED]}
        return request_documents.need(**told, **whose)


def world_of_needs(desk: Desk) -> PostingWorld:
    """Return the needs service, empty."""
    return PostingWorld(desk, NEEDS)


def world_of_offers(desk: Desk) -> PostingWorld:
    """Return the offers service, empty."""
    return PostingWorld(desk, OFFERS)
