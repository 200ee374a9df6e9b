"""What every service has figures of: letters that wait, erasures that are not carried out, reservations that stand."""

from sqlalchemy import Table

from shared.service.gauging import Gauged, age_of, count_of


def letters_waiting(dead_letters: Table) -> Gauged:
    """Count the dead letters that nobody has replayed."""
    meaning = "Events that could not be applied and wait for an operator"
    return count_of("dead_letters_waiting", meaning, dead_letters, dead_letters.c.replayed_at.is_(None))


def erasures_gauged(erasures: Table) -> tuple[Gauged, Gauged]:
    """Count the erasures carried out here, and tell how long the oldest waits that is not."""
    at, applied_at = erasures.c.at, erasures.c.applied_at
    return (
        count_of("erasures_applied", "Erasures carried out in this database", erasures, applied_at.is_not(None)),
        age_of("erasures_oldest_pending", "Age of the oldest erasure not carried out here", at, applied_at.is_(None)),
    )


def oldest_hold(reservations: Table) -> Gauged:
    """Tell how long the oldest reservation holds what is neither confirmed nor released."""
    meaning = "Age of the oldest reservation that is only held"
    return age_of("reservations_oldest_held", meaning, reservations.c.updated_at, reservations.c.status == "held")
