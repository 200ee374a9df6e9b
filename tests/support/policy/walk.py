"""The walk: every row of the policy asked by every actor, and what differs from the table."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import httpx

from tests.support.http_service import client_of
from tests.support.policy.actors import WHO, sign_in_all
from tests.support.policy.row import Outcome, Row
from tests.support.policy.target import Asking, Target, Told, World, told
from tests.support.running_service import Headers

SHORTENED: Final = 4
"""A short walk asks a quarter."""
_CONFLICT: Final = 409
_REFUSALS: Final = {401: Outcome.UNAUTHENTICATED, 403: Outcome.FORBIDDEN, 404: Outcome.UNKNOWN}


@dataclass
class Findings:
    """`wrong` = what differs from the table; `asked` counts the requests, by what the table expects of them."""

    wrong: list[str] = field(default_factory=list[str])
    asked: Counter[Outcome] = field(default_factory=Counter[Outcome])
    done: dict[str, bool] = field(default_factory=dict[str, bool])

    def note(self, row: Row, who: str, said: str) -> None:
        """Note what is wrong with an answer."""
        self.wrong.append(f"{row.name}, {WHO[who].heading}: {said}")

    def never_done(self) -> Iterator[str]:
        """Give the actions that the table allows to somebody and that never succeeded: their requests prove nothing."""
        return (f"{action}: allowed, but never succeeded" for action, done in self.done.items() if not done)


class Walk:
    """Walks one service; a short walk asks each actor for a part of the situations of an action, one at least."""

    def __init__(self, world: World, asking: Asking, *, is_short: bool) -> None:
        self.findings = Findings()
        self._is_short = is_short
        self._world = world
        self._asking = asking
        self._actors: Mapping[str, Headers] = sign_in_all(world.service.forge)
        self._nothing: dict[tuple[str, str, str], Told] = {}
        self._strangers: set[str] = set()

    async def over(self, rows: Sequence[Row]) -> Findings:
        """Ask for every row as every actor, those first who may not, and return what was found."""
        situations = Counter(row.action for row in rows)
        place = Counter[str]()
        for row in rows:
            place[row.action] += 1
            parts = min(SHORTENED, situations[row.action]) if self._is_short else 1
            await self._ask_for(row, self._asked(row, parts, place[row.action]))
        self.findings.wrong += self.findings.never_done()
        return self.findings

    async def _ask_for(self, row: Row, actors: Sequence[str]) -> None:
        is_open = row.outcome("nobody") is Outcome.ALLOWED
        may = {who: row.outcome(who) is Outcome.ALLOWED for who in actors}
        target = Target() if is_open else await self._world.target(row, is_done=any(may.values()))
        version = await self._asking.version_of(target)
        for who in sorted(actors, key=may.__getitem__):
            if may[who]:
                version = await self._asking.version_of(target)
            await self._try(row, target, who, version)

    def _asked(self, row: Row, parts: int, place: int) -> list[str]:
        """Return who is to be asked: without a token once for an action, and alone where nobody needs one."""
        if row.outcome("nobody") is Outcome.ALLOWED:
            return [] if self._is_short else ["nobody"]
        asked = [who for number, who in enumerate(WHO) if who != "nobody" and (number + place) % parts == 0]
        if row.action not in self._strangers:
            asked.append("nobody")
            asked += [who for who in WHO if row.outcome(who) is Outcome.ALLOWED and who not in asked][:1]
        self._strangers.add(row.action)
        return asked

    async def _try(self, row: Row, target: Target, who: str, version: int | None) -> None:
        expected = row.outcome(who)
        self.findings.asked[expected] += 1
        answer = await self._asking.send(row, target, self._actors[who], version)
        found = outcome_of(answer)
        if found is not expected:
            self.findings.note(row, who, f"expected {expected}, was {answer.status_code} {answer.text[:200]}")
        elif expected is Outcome.UNKNOWN:
            await self._compare(row, target, who, version, answer)
        elif expected is Outcome.ALLOWED:
            self.findings.done[row.action] = self.findings.done.get(row.action, False) or answer.is_success
        for word in self._leaks(row, who, answer):
            self.findings.note(row, who, f"was told of {word}")

    async def _compare(self, row: Row, target: Target, who: str, version: int | None, answer: httpx.Response) -> None:
        """Note an answer that tells a hidden record from one that does not exist."""
        key = (row.action, who, repr(target.body))
        if key not in self._nothing:
            self._nothing[key] = await self._asking.send_for_nothing(row, target, self._actors[who], version)
        if told(answer, target.record) != self._nothing[key]:
            self.findings.note(row, who, f"tells it from nothing: {answer.text} {self._nothing[key]}")

    def _leaks(self, row: Row, who: str, answer: httpx.Response) -> Iterator[str]:
        """Give the words in an answer that this actor may not read, but for the path that it asked for itself."""
        if not answer.is_success:
            return
        text = answer.text + str(answer.headers)
        for secret in self._world.secrets:
            is_wrong = not secret.is_told_rightly(who, row.route) and secret.word not in str(answer.url)
            if is_wrong and secret.word in text:
                yield secret.word


def outcome_of(answer: httpx.Response) -> Outcome | None:
    """Return what rights made of a request: a conflict stands behind them; None where something else went wrong."""
    if answer.is_success or answer.status_code == _CONFLICT:
        return Outcome.ALLOWED
    return _REFUSALS.get(answer.status_code)


async def walked(world: World, rows: Sequence[Row], *, is_short: bool = False) -> Findings:
    """Walk rows of one service."""
    async with client_of(world.service.app) as client:
        return await Walk(world, Asking(client, world.service), is_short=is_short).over(rows)
