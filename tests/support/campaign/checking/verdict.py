"""All checks on one world's books, and how their findings are counted."""

from collections import Counter
from collections.abc import Sequence

from tests.support.campaign.checking import accounts, deliveries, records
from tests.support.campaign.checking.books import Books, Finding
from tests.support.campaign.ledger import Acknowledged


def findings_in(books: Books, acknowledged: Sequence[Acknowledged], planted: Counter[str]) -> list[Finding]:
    """Return every breach that the books show; none means that everything promised holds."""
    return [
        *records.lost_acknowledgements(books, acknowledged),
        *records.records_nobody_asked_for(books, acknowledged),
        *records.broken_histories(books),
        *records.unfinished(books),
        *deliveries.unpublished(books),
        *deliveries.lost_on_the_way(books),
        *deliveries.never_committed(books),
        *deliveries.backward_steps(books),
        *deliveries.unapplied(books),
        *deliveries.old_copies(books),
        *deliveries.unexpected_letters(books, planted),
        *accounts.unequal_accounts(books),
        *accounts.broken_bounds(books),
        *accounts.unequal_sides(books),
        *accounts.held_for_nobody(books),
    ]
