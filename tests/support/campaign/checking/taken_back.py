"""What a database has lost by being put back to an older backup: by definition, and not one row more than that."""

from collections import defaultdict
from dataclasses import dataclass, field

from tests.support.campaign.ledger import Acknowledged


@dataclass
class TakenBack:
    """What is gone with the time since the backups, over all restores."""

    requests: set[Acknowledged] = field(default_factory=set[Acknowledged])
    """Acknowledged after the backup of their database, and not in it."""
    events: set[str] = field(default_factory=set[str])
    """Events whose rows in an outbox are gone; they may be on a topic."""
    claims: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict[str, set[str]](set))
    """By consumer: events that it had claimed, and of which it knows no more."""
    reservations: set[str] = field(default_factory=set[str])
    """Those with lost answers that were published: the next ones begin at 1 again, until a repair lifts them."""
    logs: set[str] = field(default_factory=set[str])
    """Decision logs that lost their end: new entries take the numbers of the lost ones."""
    ended: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """(kind, id) of lost records that had ended before, so that nothing is told of them again."""

    def records(self) -> frozenset[str]:
        """Return the ids of records registered or opened since the backup: they are gone, or drafts again."""
        return frozenset(each.record_id for each in self.requests if each.happened in {"registered", "opened"})

    def claimed(self, consumer: str) -> set[str]:
        """Return what the consumer had applied before its database was put back."""
        return self.claims[consumer]
