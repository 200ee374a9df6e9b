"""The campaign's own book: every acknowledged request, written down before anybody acts on it, and what went wrong."""

import json
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Acknowledged:
    """One request that was answered with success: the record, the version that came of it, and what happened.

    `settled` says that an earlier answer to it had been lost, so that only a repeat brought this one.
    """

    kind: str
    record_id: str
    version: int
    happened: str
    settled: bool


@dataclass
class Ledger:
    """What was acknowledged, how often nothing was known of a request, and what was never to be answered so."""

    path: Path
    entries: list[Acknowledged] = field(default_factory=list[Acknowledged])
    unknown: int = 0
    """Requests of which nothing was known at first: the connection broke, or the answer was "not now" (503)."""
    answers: Counter[str] = field(default_factory=Counter[str])
    """How requests were answered: `200`, or `409 pairs-no-longer-hold`."""
    wrong: list[str] = field(default_factory=list[str])
    """Answers that no fault excuses, such as 500."""
    delivered_after: list[float] = field(default_factory=list[float])
    """Seconds from the acknowledgement of an opening to the candidate, and of an endorsement to its answer."""
    longest_silence: float = 0.0
    """The longest time without any acknowledgement, in seconds, since the last `begin_anew`."""
    restores: int = 0
    """How often a database was put back: stories that were being told then are given up."""
    _last: float = field(default_factory=time.monotonic)

    def acknowledge(self, entry: Acknowledged) -> None:
        """Write an entry down."""
        self.entries.append(entry)
        with self.path.open("a") as book:
            book.write(json.dumps(asdict(entry)) + "\n")
        self._hear()

    def note(self, text: str) -> None:
        """Write down when something was done to the world, between the acknowledgements, for whoever reads the book."""
        with self.path.open("a") as book:
            book.write(json.dumps({"at": round(time.monotonic(), 1), "note": text}) + "\n")

    def begin_anew(self) -> None:
        """Begin to measure silence and deliveries from now on."""
        self.longest_silence, self._last = 0.0, time.monotonic()
        self.delivered_after.clear()

    def longest_stall(self) -> float:
        """Return the longest of both since then: of no acknowledgement, and of a delivery."""
        return max([self.longest_silence, *self.delivered_after])

    def _hear(self) -> None:
        now = time.monotonic()
        self.longest_silence = max(self.longest_silence, now - self._last)
        self._last = now
