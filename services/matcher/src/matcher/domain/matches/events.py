"""What happened to a match, as its own methods record it; only the adapters know how it is published and logged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar, Final
from uuid import UUID

from matcher.domain.matches.life_cycle import Action, Status


@dataclass(frozen=True)
class MatchEvent:
    """One thing that happened: what moved the match from where, when, and why; `action` None = it stayed.

    `code` is the coded reason and `reason` its free text, if any; `facts` is what it rested on, as JSON values.
    """

    action: ClassVar[Action | None] = None

    match_id: UUID
    at: datetime
    before: Status | None
    reason: str | None = None
    code: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])


class MatchProposed(MatchEvent):
    """Proposed by the engine, a round or a coordinator's hand."""

    action = "propose"


class MatchRevised(MatchEvent):
    """Its quantities were set anew."""

    action = "revise"


class MatchEndorsed(MatchEvent):
    """A coordinator endorsed it."""

    action = "endorse"


class MatchReserved(MatchEvent):
    """Both sides hold."""

    action = "hold"


class MatchRefused(MatchEvent):
    """A side could not hold it."""

    action = "refuse"


class MatchAccepted(MatchEvent):
    """A party consented."""

    action = "accept"


class MatchConfirmed(MatchEvent):
    """All parties have consented."""

    action = "confirm"


class MatchOutdated(MatchEvent):
    """Its need or an offer was amended since it was judged."""


class MatchRenewed(MatchEvent):
    """All parties have consented anew."""


class DeliveryPlanned(MatchEvent):
    """Milestones and indicators were set."""

    action = "plan"


class DeliveryReported(MatchEvent):
    """Something was delivered."""

    action = "deliver"


class MatchDelivered(MatchEvent):
    """Delivery has ended."""

    action = "complete"


class MatchEvaluated(MatchEvent):
    """The State evaluated it."""

    action = "evaluate"


class MatchRejected(MatchEvent):
    """A coordinator turned it down."""

    action = "reject"


class MatchDeclined(MatchEvent):
    """A party turned it down."""

    action = "decline"


class MatchExpired(MatchEvent):
    """Its deadline passed."""

    action = "expire"


class MatchDissolved(MatchEvent):
    """It ended after all."""

    action = "dissolve"


class MatchReminded(MatchEvent):
    """Its deadline is near."""


class InterestDeclared(MatchEvent):
    """A coordinator declared a conflict of interest."""


class HoldLost(MatchEvent):
    """A side says that it does not hold what was agreed: for coordinators to settle."""


class SideAnswered(MatchEvent):
    """One side has answered, which alone does not move the match: for its history, others need not know."""


LEAVING: Final[Mapping[Action, type[MatchEvent]]] = MappingProxyType(
    {"reject": MatchRejected, "decline": MatchDeclined, "expire": MatchExpired, "dissolve": MatchDissolved}
)
"""What happens by each action that ends a match without delivery."""
