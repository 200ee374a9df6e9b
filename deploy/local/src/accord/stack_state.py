"""What of a stack is running, written down so that `status` and `down` find exactly the processes `up` started."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil


@dataclass(frozen=True)
class ProcessMark:
    """A process that cannot be mistaken for another that got the same number later."""

    pid: int
    created: float

    @classmethod
    def of(cls, pid: int) -> "ProcessMark":
        """Mark a running process."""
        return cls(pid=pid, created=psutil.Process(pid).create_time())

    def process(self) -> psutil.Process | None:
        """Return the process if it is still the one that was marked and runs."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.created) < 1.0
            alive = same and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return None
        return process if alive else None


@dataclass
class StackState:
    """A stack's ports, its supervisor and its parts, and whether all of it has become ready."""

    port_base: int
    supervisor: ProcessMark
    parts: dict[str, ProcessMark] = field(default_factory=dict[str, ProcessMark])
    ready: bool = False
    failure: str | None = None

    def save(self, path: Path) -> None:
        """Write the state so that a reader sees the former or this one, never half of it."""
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(asdict(self), indent=2), encoding="utf-8")
        draft.replace(path)

    @classmethod
    def load(cls, path: Path) -> "StackState | None":
        """Read the state, or None where no stack was started."""
        if not path.is_file():
            return None
        saved = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            port_base=saved["port_base"],
            supervisor=ProcessMark(**saved["supervisor"]),
            parts={name: ProcessMark(**mark) for name, mark in saved["parts"].items()},
            ready=saved["ready"],
            failure=saved["failure"],
        )

    def is_running(self) -> bool:
        """Whether the supervisor lives."""
        return self.supervisor.process() is not None
