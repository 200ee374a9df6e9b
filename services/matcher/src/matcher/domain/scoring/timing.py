"""Whether help comes while it is wanted, and in time."""

from datetime import date
from typing import Final

from matcher.domain.amounts import ONE, part_of
from matcher.domain.facts import Fact, iso, span_facts
from matcher.domain.pairing import Meeting
from matcher.domain.scoring.mark import Mark
from matcher.domain.spans import Span, days_together

PATIENCE_DAYS: Final = 730
"""Help that begins this many days late is worth half; the loss saturates."""


def timing(meeting: Meeting) -> Mark:
    """Return the share of the wanted window that is covered, lessened by each day that help begins late.

    Late counts from the deadline; without one, and where the window has no end, from the day on which help is wanted.
    """
    wanted, together = _days_wanted(meeting), meeting.days_together
    share = ONE if wanted is None or together is None else part_of(together, wanted)
    late = _days_late(meeting, wanted)
    facts: dict[str, Fact] = {
        "donor": meeting.offer.donor.name,
        "days_together": together,
        "days_wanted": wanted,
        "days_late": late,
        "deadline": iso(meeting.need.deadline),
        "share": share,
    }
    variant = "late" if late else "covered" if share == ONE else "part"
    facts |= span_facts("offer", meeting.offer.window) | span_facts("need", meeting.need.window)
    return Mark(share * PATIENCE_DAYS // (PATIENCE_DAYS + late), variant, facts)


def _days_wanted(meeting: Meeting) -> int | None:
    """Return the length of the wanted window from now on, at least a day; None where an end is open."""
    days = days_together(meeting.need.window, Span(), meeting.present)
    return None if days is None else max(1, days)


def _days_late(meeting: Meeting, wanted: int | None) -> int:
    due = meeting.need.deadline
    if due is None and wanted is None:
        due = _latest(meeting.need.window.start, meeting.present)
    begins = _latest(meeting.offer.window.start, meeting.present)
    return 0 if due is None or begins is None else max(0, (begins - due).days)


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day is not None), default=None)
