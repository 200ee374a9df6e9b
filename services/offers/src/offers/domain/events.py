"""What happened to an offer, as its own methods record it; only the adapters know how it is published."""

from dataclasses import dataclass
from datetime import datetime

from offers.domain.identifiers import OfferId


@dataclass(frozen=True)
class OfferEvent:
    """One thing that happened to an offer, when, and for which stated reason if any."""

    offer_id: OfferId
    at: datetime
    reason: str | None = None


class OfferRegistered(OfferEvent):
    """A draft came into being; only its donor knows of it."""


class OfferAmended(OfferEvent):
    """Its donor restated it; the status may have followed the ledger."""


class OfferOpened(OfferEvent):
    """Its donor made the draft an offer that stands."""


class OfferPaused(OfferEvent):
    """Its donor takes no new matches for now."""


class OfferResumed(OfferEvent):
    """Its donor takes matches again."""


class OfferClosed(OfferEvent):
    """Its donor ended it for good."""


class OfferReconfirmed(OfferEvent):
    """Its donor said that it still stands."""


class OfferReminded(OfferEvent):
    """It has to be confirmed soon, or it is closed."""


class OfferLedgerChanged(OfferEvent):
    """Matches reserve, commit or have delivered more or less of it; the status may have followed."""
