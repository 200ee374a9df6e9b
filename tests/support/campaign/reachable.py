"""What the load and the checker need of a world, however it is run: cluster and processes, or the embedded stack."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol


class Accounts(Protocol):
    """Signs in everybody who has a part in a story; each method returns the headers of a request."""

    def as_recipient(self, state: str) -> Mapping[str, str]:
        """Sign a State's authority in."""
        ...

    def as_donor(self, organisation: str) -> Mapping[str, str]:
        """Sign a donor in."""
        ...

    def as_coordinator(self) -> Mapping[str, str]:
        """Sign a coordinator of all regions in."""
        ...


class Reachable(Protocol):
    """Three services that can be asked over HTTP, and their databases."""

    @property
    def accounts(self) -> Accounts:
        """Whoever signs people in."""
        ...

    @property
    def begun(self) -> Mapping[str, datetime]:
        """Since when a topic that was lost on purpose holds everything again."""
        ...

    @property
    def planted_events(self) -> set[str]:
        """Events that were planted to be buried."""
        ...

    def api(self, service: str) -> str:
        """Return the address of a service's API."""
        ...

    async def rows(self, service: str, query: str) -> Sequence[Mapping[str, Any]]:
        """Run one query in a service's database."""
        ...
