"""The network of the world: a link between each part and PostgreSQL, and two between the parts and each broker.

Brokers tell clients where to connect, by the listener through which they came; so there are two listeners for parts,
and what is on the second can be cut off while the first works. A link of its own for each part would take fourteen
listeners a broker. The campaign's own tools, and the brokers among each other, use no link.
"""

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from tests.support.links.exchange import Exchange
from tests.support.links.weather import CLEAR, Weather

MAIN, ASIDE = "MAIN", "ASIDE"
SIDES = (MAIN, ASIDE)
ON_THE_SIDE = frozenset({"needs relay 1", "offers worker 1", "matcher worker 2"})
"""Parts that are on the second links to the brokers: a relay and a worker of which there is another, and one of which
there is none."""


class Network:
    """The links, by name; faults change their weather and leave it clear."""

    def __init__(self) -> None:
        self._exchange = Exchange()
        self._names: dict[str, list[str]] = {}

    def brokers(self, side: str, listeners: Mapping[int, int]) -> dict[int, int]:
        """Put a link before each broker's listener of a side, and return the ports of the links."""
        opened: dict[int, int] = {}
        for number, port in listeners.items():
            name = f"{side} to broker {number}"
            self._names.setdefault(f"brokers {side}", []).append(name)
            opened[number] = self._exchange.open(name, ("127.0.0.1", port))
        return opened

    def database(self, part: str, socket: Path, url: str) -> str:
        """Put a link between a part and PostgreSQL, and return the address of its database through it."""
        name = f"{part} to PostgreSQL"
        self._names[name] = [name]
        port = self._exchange.open(name, socket)
        return f"postgresql+asyncpg://postgres@127.0.0.1:{port}/{make_url(url).database}"

    def to_databases(self, *parts: str) -> list[str]:
        """Return the names of the links between PostgreSQL and the parts whose name begins so; of all by default."""
        ends = " to PostgreSQL"
        return [name for name in self._names if name.endswith(ends) and name.startswith(parts or ("",))]

    def to_brokers(self, *sides: str) -> list[str]:
        """Return the names of the links to all brokers, of these sides or of both."""
        return [name for side in sides or SIDES for name in self._names.get(f"brokers {side}", [])]

    @contextmanager
    def in_weather(self, names: Iterable[str], weather: Weather) -> Generator[None]:
        """Have this weather on links for the length of the block."""
        links = list(names)
        assert links, "there are no such links"
        self._exchange.change(links, weather)
        try:
            yield
        finally:
            self._exchange.change(links, CLEAR)

    def cut(self, names: Iterable[str]) -> None:
        """Reset every connection of these links."""
        self._exchange.cut(names)

    def count(self, names: Iterable[str], what: str) -> int:
        """Add up what these links have counted; see `Exchange.count`."""
        return self._exchange.count(names, what)

    def close(self) -> None:
        """End all links."""
        self._exchange.close()
