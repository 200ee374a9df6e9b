"""Where the embedded stack keeps its files and on which ports of the loopback interface it listens."""

from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
DEFAULT_PORT_BASE = 8700
SERVICES = ("needs", "offers", "matcher")


@dataclass(frozen=True)
class Ports:
    """The stack's ports, counted from one base."""

    base: int = DEFAULT_PORT_BASE

    @property
    def by_name(self) -> dict[str, int]:
        """Each part's port; the first is reserved for the console."""
        names = ("console", "needs", "offers", "matcher", "identity", "broker")
        return {name: self.base + number for number, name in enumerate(names)}

    def url(self, name: str) -> str:
        """Return the base address of a part."""
        return f"http://{HOST}:{self.by_name[name]}"


@dataclass(frozen=True)
class DataDirectory:
    """The folder that holds all of a stack's state: a second `up` on it continues with its data."""

    root: Path

    @property
    def postgres(self) -> Path:
        """The database cluster."""
        return self.root / "postgres"

    @property
    def identity(self) -> Path:
        """The local identity provider's keys."""
        return self.root / "identity"

    @property
    def person_key(self) -> Path:
        """The key under which erased persons are known; without it their erasures could not be told from others."""
        return self.root / "person_key"

    @property
    def state_file(self) -> Path:
        """What is running: ports and process ids."""
        return self.root / "stack.json"

    def log(self, part: str) -> Path:
        """Return the log file of one part."""
        return self.root / "logs" / f"{part}.log"

    def prepare(self) -> None:
        """Make the folders."""
        for folder in (self.root, self.postgres, self.identity, self.root / "logs"):
            folder.mkdir(parents=True, exist_ok=True)
