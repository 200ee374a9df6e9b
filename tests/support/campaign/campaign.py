"""One fault after the other on one running world, each under load and followed by a reading of all the books."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tests.support.campaign.checking.books import Books, Breach, Finding
from tests.support.campaign.checking.fresh import other_candidates
from tests.support.campaign.checking.reading import books_of
from tests.support.campaign.checking.topics import TopicReader
from tests.support.campaign.checking.verdict import findings_in
from tests.support.campaign.ledger import Ledger
from tests.support.campaign.load import Load
from tests.support.campaign.not_run import NotRunHereError
from tests.support.campaign.scene import Fault, Scene, name_of
from tests.support.campaign.story import STATES
from tests.support.campaign.world import TOPIC_NAMES, World
from tests.support.waiting import WillNeverHoldError, eventually

WARM_UP, AFTERWARDS = 10, 10
QUIET_SECONDS = 240.0
SHOWN = 8
STILL_SECONDS = 90.0
"""What has not arrived by then, while nothing moved, will not: a worker takes less to notice that it is stalled."""


@dataclass(frozen=True)
class Outcome:
    """What one fault did: how much was asked and accepted meanwhile, and what the books show afterwards."""

    fault: str
    seconds: float
    accepted: int
    unknown: int
    sent_twice: int
    stall_seconds: float
    ended_unasked: int
    taken_back: int
    findings: Sequence[Finding]
    not_run: str = ""
    """What the fault needs and this machine lacks; nothing was proven then."""

    def count(self, breach: Breach) -> int:
        """Count the findings of one kind."""
        return sum(finding.breach is breach for finding in self.findings)


class Stillness:
    """Notices that nothing moves in the books any more."""

    def __init__(self) -> None:
        self._seen: tuple[int, ...] = ()
        self._wrong = 0
        self._since = time.monotonic()

    def note(self, findings: Sequence[Finding], ledger: Ledger) -> None:
        """Write down what does not hold yet, whenever there is more or less of it."""
        if len(findings) != self._wrong:
            self._wrong = len(findings)
            ledger.note(f"{len(findings)} breaches, as yet: {'; '.join(each.text for each in findings[:SHOWN])}")

    def ended(self, books: Books) -> bool:
        """Whether nothing has moved for so long that nothing will."""
        seen = len(books.records), len(books.changes), *map(len, books.claims.values())
        if seen != self._seen:
            self._seen, self._since = seen, time.monotonic()
        return time.monotonic() - self._since > STILL_SECONDS


@dataclass
class Campaign:
    """A world, its load, and what the topics have said so far."""

    world: World
    load: Load
    reader: TopicReader = field(init=False)

    def __post_init__(self) -> None:
        """Begin to read at the beginning."""
        self.reader = TopicReader(self.world.cluster.bootstrap, TOPIC_NAMES)

    async def suffer(self, fault: Fault) -> Outcome:
        """Let a fault happen under load, wait until all is quiet, and read the books."""
        ledger, began = self.load.ledger, time.monotonic()
        accepted, unknown, ended = len(ledger.entries), ledger.unknown, self._ended()
        twice, wrong = await self._sent_twice(), len(ledger.wrong)
        begun, taken_back = dict(self.world.begun), len(self.world.taken_back.requests)
        ledger.begin_anew()
        missing = ""
        async with self.load.at_work():
            try:
                unmet = await self._let_happen(fault)
            except NotRunHereError as error:
                unmet, missing = [], str(error)
        seconds, stall = time.monotonic() - began, ledger.longest_stall()
        ledger.note("the load has ended")
        lost = {topic for topic, since in self.world.begun.items() if begun.get(topic) != since}
        self.reader.forget(lost)
        findings = unmet + await self._findings()
        findings += [Finding(Breach.UNEQUAL, f"answered wrongly: {each}") for each in ledger.wrong[wrong:]]
        return Outcome(
            fault=name_of(fault),
            seconds=seconds,
            accepted=len(ledger.entries) - accepted,
            unknown=ledger.unknown - unknown,
            sent_twice=max(0, await self._sent_twice() - (0 if lost else twice)),
            stall_seconds=stall,
            ended_unasked=self._ended() - ended,
            taken_back=len(self.world.taken_back.requests) - taken_back,
            findings=findings,
            not_run=missing,
        )

    async def _let_happen(self, fault: Fault) -> list[Finding]:
        """Return what the fault waited for in vain."""
        try:
            await self.load.more(WARM_UP)
            self.load.ledger.note(f"{name_of(fault)} begins")
            await fault(Scene(self.world, self.load))
            self.load.ledger.note(f"{name_of(fault)} is over")
            await self.load.more(AFTERWARDS, stories=1)
        except AssertionError as error:
            return [Finding(Breach.UNDELIVERED, str(error))]
        return []

    async def books(self) -> Books:
        """Read all the books as they are now."""
        return replace(await books_of(self.world, self.reader), taken_back=self.world.taken_back)

    async def _findings(self) -> list[Finding]:
        """Return what still does not hold when everything has had time to arrive."""
        findings: list[Finding] = []
        moved = Stillness()

        async def hold() -> bool:
            nonlocal findings
            books = await self.books()
            findings = findings_in(books, self.load.ledger.entries, self.world.planted)
            moved.note(findings, self.load.ledger)
            if findings and moved.ended(books):
                raise WillNeverHoldError
            return not findings

        try:
            await eventually(hold, within=QUIET_SECONDS, what="the books agree")
        except (AssertionError, WillNeverHoldError):
            return findings
        state = STATES[len(self.load.ledger.entries) % len(STATES)]
        return await other_candidates(self.world, state)

    async def _sent_twice(self) -> int:
        counted = Counter(record.event_id for record in await self.reader.records() if record.event_id)
        return sum(count - 1 for count in counted.values())

    def _ended(self) -> int:
        return sum(part.ended_unasked for part in self.world.parts)
