"""What happened to a need, as its own methods record it; only the adapters know how it is published."""

from dataclasses import dataclass
from datetime import datetime

from needs.domain.identifiers import NeedId


@dataclass(frozen=True)
class NeedEvent:
    """One thing that happened to a need, when, and for which stated reason if any."""

    need_id: NeedId
    at: datetime
    reason: str | None = None


class NeedRegistered(NeedEvent):
    """A draft came into being; only those who may change it know of it."""


class NeedAmended(NeedEvent):
    """Its author restated it; earlier versions are kept."""


class NeedOpened(NeedEvent):
    """Its State agreed to circulate it (consent gate 1)."""


class NeedReconfirmed(NeedEvent):
    """Its State said that it still stands; its period of confirmation begins anew."""


class NeedWithdrawn(NeedEvent):
    """Its State took it back; whatever was held for it is released."""


class NeedClosed(NeedEvent):
    """Its State declared it fulfilled."""


class NeedExpired(NeedEvent):
    """Nobody confirmed it in its period, and it left circulation."""


class NeedCoverageChanged(NeedEvent):
    """Matches hold, promise or have delivered more or less of it than before."""


class NeedReminded(NeedEvent):
    """Its State has to confirm it soon, or it expires."""
