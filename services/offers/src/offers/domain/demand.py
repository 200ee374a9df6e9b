"""A match at one version, as far as it concerns offers: what it asks of which line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from offers.domain.identifiers import ComponentId, LineId, MatchId, OfferId
from shared.statements.standings import NOTHING, Standing


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a match takes of one line for one component; a match has the two together at most once.

    `quantity` and `delivered` are in `unit`; None = all that the line has left when it is first held. `charged` is what
    counts on the offer's per-State ceiling, in the ceiling's measure; None = the quantity itself.
    """

    offer_id: OfferId
    line_id: LineId
    component_id: ComponentId
    quantity: Decimal | None = None
    unit: str | None = None
    currency: str | None = None
    charged: Decimal | None = None
    delivered: Decimal = NOTHING

    @property
    def key(self) -> "ClaimKey":
        """Return what tells this claim from the others of the match."""
        return self.line_id, self.component_id


ClaimKey = tuple[LineId, ComponentId]


@dataclass(frozen=True, kw_only=True)
class Demand:
    """One version of a match, and the event that told of it; `states` are those on whose account it is.

    `takes_new` = offers must still be open to it, for nothing was agreed yet. `wants_an_answer` = the matcher waits
    for this version's answer, also if nothing changes here.
    """

    match_id: MatchId
    match_version: int
    event_id: UUID
    standing: Standing
    states: tuple[str, ...]
    claims: Sequence[Claim]
    takes_new: bool = False
    wants_an_answer: bool = False

    def asks(self) -> bool:
        """Answer whether anything is to be held, promised or counted."""
        return self.standing != "released"

    def of_what_was_delivered(self) -> "Demand | None":
        """Return the part of it by which something has come, if anything has."""
        delivered = [claim for claim in self.claims if claim.quantity is not None and claim.delivered]
        return replace(self, claims=delivered) if delivered else None

    def offer_ids(self) -> set[OfferId]:
        """Return the offers that the match names."""
        return {claim.offer_id for claim in self.claims}

    def claim_of(self, key: ClaimKey) -> Claim | None:
        """Return what the match says of a line and a component, if it still names them."""
        return next((claim for claim in self.claims if claim.key == key), None)
