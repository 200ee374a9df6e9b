"""What the use cases ask of the outside: one transaction over projections and candidates, with an engine on them."""

from collections.abc import Iterable, Sequence
from typing import Protocol
from uuid import UUID

from matcher.domain.candidates import Candidate
from matcher.domain.engine import Engine
from shared.events.needs import NeedState
from shared.events.offers import OfferState


class Matching(Protocol):
    """The projections and candidates within one transaction; nobody else changes them meanwhile."""

    async def keep_need(self, state: NeedState) -> bool:
        """Keep the need's state unless this or a newer version is kept; say whether it was."""
        ...

    async def keep_offer(self, state: OfferState) -> bool:
        """Keep the offer's state unless this or a newer version is kept; say whether it was."""
        ...

    async def engine(self) -> Engine:
        """Return the engine over everything kept, for today."""
        ...

    async def replace_for_need(self, need_id: UUID, found: Iterable[Candidate]) -> None:
        """Make these the need's candidates."""
        ...

    async def replace_for_offer(self, offer_id: UUID, found: Iterable[Candidate]) -> None:
        """Make these the offer's candidates."""
        ...

    async def need_ids(self) -> Sequence[UUID]:
        """Return the ids of every need kept."""
        ...
