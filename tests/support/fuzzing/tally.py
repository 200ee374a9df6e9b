"""How many calls were made and what was answered, and what was wrong, each kind of fault once."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.support.fuzzing.checking import Fault


@dataclass
class Tally:
    """Counts by service, operation and status; `unsent` are calls that HTTP cannot say."""

    answers: Counter[tuple[str, str, int]] = field(default_factory=Counter[tuple[str, str, int]])
    callers: Counter[str] = field(default_factory=Counter[str])
    unsent: int = 0
    faults: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    examples: dict[tuple[str, str], Fault] = field(default_factory=dict[tuple[str, str], Fault])
    _told: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def count(self, service: str, operation: str, status: int, who: str, faults: Iterable[Fault]) -> None:
        """Take in one call."""
        self.answers[service, operation, status] += 1
        self.callers[who] += 1
        for fault in faults:
            lines = fault.wrong.splitlines()
            kind = (f"{service} {operation}", " ".join(dict.fromkeys((lines[0], lines[-1])))[:200])
            self.faults[kind] += 1
            self.examples.setdefault(kind, fault)

    @property
    def calls(self) -> int:
        """All calls."""
        return self.answers.total()

    def new_kinds(self) -> list[Fault]:
        """Return an example of each kind of fault that this has not returned before."""
        fresh = [fault for kind, fault in self.examples.items() if kind not in self._told]
        self._told.update(self.examples)
        return fresh

    def statuses(self, service: str | None = None) -> dict[int, int]:
        """Return how many calls had each status, in order."""
        statuses: Counter[int] = Counter()
        for (name, _, status), count in self.answers.items():
            if service in {None, name}:
                statuses[status] += count
        return dict(sorted(statuses.items()))

    def operations(self, service: str) -> dict[str, dict[int, int]]:
        """Return how many calls of each operation had each status."""
        by_operation: dict[str, dict[int, int]] = {}
        for (name, operation, status), count in sorted(self.answers.items()):
            if name == service:
                by_operation.setdefault(operation, {})[status] = count
        return by_operation

    def never_succeeded(self) -> list[str]:
        """Return the operations of which no call was answered with success."""
        succeeded = {(service, operation) for service, operation, status in self.answers if 200 <= status < 300}
        tried = {(service, operation) for service, operation, _ in self.answers}
        return [f"{service} {operation}" for service, operation in sorted(tried - succeeded)]

    def report(self) -> Iterator[str]:
        """Give the lines of the full account."""
        for service in sorted({service for service, _, _ in self.answers}):
            yield f"{service}: {_said(self.statuses(service))}"
            yield from (f"  {name}: {_said(each)}" for name, each in self.operations(service).items())
        yield f"never succeeded: {', '.join(self.never_succeeded()) or 'none'}"
        yield f"callers: {dict(sorted(self.callers.items()))}"
        yield f"{self.calls} calls ({self.unsent} more could not be said in HTTP): {_said(self.statuses())}"
        for kind, count in self.faults.most_common():
            yield f"FAULT x {count}: {self.examples[kind]}"
        yield f"{self.faults.total()} faults of {len(self.faults)} kinds"


def _said(statuses: dict[int, int]) -> str:
    return f"{sum(statuses.values())} = " + ", ".join(f"{count} x {status}" for status, count in statuses.items())
