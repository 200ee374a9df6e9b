"""What the matcher holds of persons; `docs/personal-data.md` says the same to readers."""

from collections.abc import Sequence
from typing import Final

from matcher.adapters.personal import of_basis, of_decisions, of_deliveries, of_matches, of_records
from matcher.adapters.personal.rewriting import Rewritten
from shared.personal.removed_rows import RemovedRows

HOLDINGS: Final[Sequence[Rewritten | RemovedRows]] = (
    of_records.NEEDS,
    of_records.OFFERS,
    of_records.CANDIDATES,
    of_records.ROUNDS,
    of_records.ROUND_INPUTS,
    of_matches.MATCHES,
    of_matches.HISTORY,
    of_matches.MESSAGES,
    of_records.ACTIVITIES,
    of_basis.RATES,
    of_basis.PROFILES,
    of_basis.ACTIVATIONS,
    of_deliveries.KEYS,
    of_deliveries.ANSWERS,
    of_deliveries.LETTERS,
    of_decisions.TEXTS,
    of_decisions.PSEUDONYMS,
)
"""In the order in which everybody here takes locks: copies of records, rounds, matches, the decision log."""
