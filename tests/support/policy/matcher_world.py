"""The matcher with records, matches, rounds and activities in every situation of the policy."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from matcher.adapters.stream.watching import StreamWatch
from tests.support.activity_examples import activity_document
from tests.support.basis_examples import SHIPPED, rate_table, scoring_profile
from tests.support.match_desk import Document, MatchDesk
from tests.support.policy.actors import COORDINATORS, LEAD, REGION
from tests.support.policy.match_rows import MATCHES
from tests.support.policy.match_world import KEPT, PUBLIC, MatchesOfThePolicy
from tests.support.policy.matcher_rows import NEEDS_MATCHED, ROUNDS
from tests.support.policy.posting_rows import OFFERS
from tests.support.policy.row import Row
from tests.support.policy.target import PACKAGES, Secret, Target
from tests.support.round_desk import RoundDesk
from tests.support.running_matcher import RunningMatcher
from tests.support.running_service import RunningService

_LISTS: Final = ("needs", "offers", "matches", "decisions", "activities", "rounds", "rate-tables", "scoring-profiles")
_IN_LEAD: Final = {"recipients": [{"state": LEAD, "percentage": 100}]}
_SCOPES: Final[Mapping[str, Document]] = {"of a region": {"areas": [REGION]}, "of everywhere": {}}
_HARMLESS: Final = frozenset({"messages", "read", "interests"})
"""What leaves a match where it stands, so that all rows share one."""
_REFUSED_BY_THE_STATUS: Final = frozenset(
    {
        ("complete", "public confirmed"),
        ("evaluation", "public confirmed"),
        ("revise", "narrowed proposed"),
        ("endorse", "narrowed proposed"),
    }
)
"""What those who may do it are told is a conflict, here."""


@dataclass
class MatcherWorld:
    """One matcher."""

    matcher: RunningMatcher
    secrets: list[Secret] = field(default_factory=list[Secret])
    _kept: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    _documents: dict[str, Document] = field(default_factory=dict[str, Document])
    _made: int = 0

    def __post_init__(self) -> None:
        self.desk = MatchDesk(self.matcher)
        self.rounds = RoundDesk(self.matcher)
        self.matches = MatchesOfThePolicy(self.desk)
        state = self.service.app.state
        state.parts = replace(state.parts, stream=StreamWatch(0.01))

    @property
    def service(self) -> RunningService:
        """The service that is walked."""
        return self.matcher.service

    async def keep_all(self) -> None:
        """Make what is only read, before anybody asks for a list."""
        await self._keep_records()
        await self._keep_matches()
        await self._keep_rounds()
        self._keep("activity_id", "in the lead State", await self._activity(**_IN_LEAD), COORDINATORS | {"lead"})
        self._kept["digest", ""] = SHIPPED.digest
        self._kept["table_id", ""] = await self._created("/v1/rate-tables", rate_table())

    async def target(self, row: Row, *, is_done: bool) -> Target:
        """Return what the row is tried on."""
        parameter = row.route.partition("{")[2].partition("}")[0]
        if not parameter:
            return await self._collection(row)
        action = row.route.rpartition("/")[2]
        if row.method == "GET":
            query = {"weights": "words:50"} if action == "what-if" else {}
            return Target(self._kept[parameter, row.record], query=query)
        changing: Mapping[str, Callable[[str, Row, bool], Awaitable[Target]]] = {
            "match_id": self._match_to_change,
            "package_id": self._package_to_change,
            "round_id": self._round_to_change,
            "digest": self._profile_to_change,
        }
        return await changing[parameter](action, row, is_done)

    async def _keep_records(self) -> None:
        for situation, seen_by in NEEDS_MATCHED.items():
            of_group = situation == "group"
            need = await self.matches.need(KEPT if of_group else situation, of_group=of_group)
            self._keep("need_id", situation, str(need.need_id), seen_by, need.texts[0].title)
        for situation, circle in OFFERS.items():
            if situation == "draft":
                continue
            offer = await self.matches.offer(situation, only_read=True)
            self._keep("offer_id", situation, str(offer.offer_id), circle.seen_by, offer.texts[0].title)

    async def _keep_matches(self) -> None:
        for stage, seen_by in (
            ("proposed", COORDINATORS | {"funder"}),
            ("confirmed", MATCHES["funded confirmed"].seen_by),
        ):
            _, funds = await self.matches.funding(stage)
            self.secrets += [Secret(word, seen_by) for word in (str(funds.offer_id), funds.texts[0].title)]
        for situation, match in MATCHES.items():
            kept = await self.matches.match(situation, only_read=True)
            self._documents[situation] = kept
            self._keep("match_id", situation, kept["id"], match.seen_by, auditors=_auditors(situation))
        for situation in ("kept proposed", "public proposed"):
            package = (await self.matches.package(situation))["id"]
            seen_by = MATCHES[situation].seen_by
            self._keep("package_id", situation, package, seen_by, auditors=_auditors(situation))

    async def _keep_rounds(self) -> None:
        for situation, seen_by in ROUNDS.items():
            need = await self.matches.need(PUBLIC)
            ran = await self.rounds.ran(scope=_SCOPES[situation] | {"needs": [str(need.need_id)]})
            self._keep("round_id", situation, ran["id"], seen_by)

    def _keep(
        self,
        parameter: str,
        situation: str,
        record: str,
        seen_by: frozenset[str],
        *words: str,
        auditors: frozenset[str] = frozenset(),
    ) -> None:
        self._kept[parameter, situation] = record
        self.secrets += [Secret(word, seen_by, auditors) for word in (record, *words)]

    async def _collection(self, row: Row) -> Target:
        what = row.route.removeprefix("/v1/")
        if row.method == "GET":
            headers = {"Last-Event-ID": "0"} if what == "stream" else {}
            return Target(headers=headers, query={"limit": "200"} if what in _LISTS else {})
        self._made += 1
        if what == "matches":
            return Target(body=await self._proposal())
        if what == "match-packages":
            return Target(body={"matches": [await self._proposal() for _ in range(2)]})
        bodies: Mapping[str, Any] = {
            "rate-tables": rate_table(source=f"Source {self._made}"),
            "scoring-profiles": scoring_profile(),
            "activities": activity_document(1000 + self._made),
            "rounds": {"scope": _SCOPES.get(row.record, {})},
        }
        return Target(body=bodies[what])

    async def _proposal(self) -> Document:
        pair = await self.matches.pair("public")
        return pair.between | {"lines": [pair.line | {"quantity": 4}]}

    async def _match_to_change(self, action: str, row: Row, is_done: bool) -> Target:  # noqa: FBT001 (called by position)
        is_harmless = not is_done or action in _HARMLESS or (action, row.record) in _REFUSED_BY_THE_STATUS
        match = self._documents[row.record] if is_harmless else await self.matches.match(row.record)
        body = await self.matches.body(action, match)
        is_talk = action in {"messages", "read"}
        return Target(match["id"], body, "" if is_talk else "matches")

    async def _package_to_change(self, _action: str, row: Row, is_done: bool) -> Target:  # noqa: FBT001 (called by position)
        if not is_done:
            return Target(self._kept["package_id", row.record], {}, PACKAGES)
        package = await self.matches.package(row.record)
        answer = await self.desk.ask("GET", f"/v1/match-packages/{package['id']}")
        flags = [code for match in answer.json()["matches"] for code in await self.desk.flags(match)]
        return Target(package["id"], {"acknowledged": sorted(set(flags))}, PACKAGES)

    async def _round_to_change(self, action: str, row: Row, is_done: bool) -> Target:  # noqa: FBT001 (called by position)
        if action == "adopt":
            body = {"all": True, "accept_stale": True, "partial": True}
            return Target(self._kept["round_id", row.record], body)
        if not is_done:
            return Target(self._kept["round_id", row.record])
        return Target(str(await self.rounds.asked_for(scope=_SCOPES[row.record])))

    async def _profile_to_change(self, _action: str, _row: Row, _is_done: bool) -> Target:  # noqa: FBT001 (called by position)
        return Target(SHIPPED.digest, {"reason": "Agreed in the board."})

    async def _activity(self, **changes: Any) -> str:
        return await self._created("/v1/activities", activity_document(**changes))

    async def _created(self, path: str, body: Any) -> str:
        answer = await self.desk.ask("POST", path, body)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]


def _auditors(situation: str) -> frozenset[str]:
    """Observers read the decisions on a match between public records that was given up, which no list shows them."""
    return frozenset({"observer"} if situation == "public dissolved" else ())
