"""Help can be given while it is wanted, for at least the shortest useful time, and begins by the deadline.

Days before today do not count, except among historic examples.
"""

from matcher.domain.conditions.verdict import Change, Code, Party, Verdict, failing, holding
from matcher.domain.facts import Fact, iso, span_facts
from matcher.domain.pairing import Meeting
from matcher.domain.spans import Span, days_together


def window_disjoint(meeting: Meeting) -> Verdict:
    """Hold when the windows overlap long enough and the offer's does not open after the deadline."""
    late, missing = _days_late(meeting), _days_missing(meeting, meeting.days_together)
    if not late and not missing:
        return holding(Code.WINDOW_DISJOINT)
    change = Change(_who_could(meeting, missing), "window" if missing else "deadline", days=max(late, missing))
    return failing(Code.WINDOW_DISJOINT, _variant(meeting, late, missing), change, _facts(meeting))


def _variant(meeting: Meeting, late: int, missing: int) -> str:
    if late:
        return "late_and_short" if missing else "deadline"
    return "apart" if (meeting.days_together or 0) <= 0 else "too_short"


def _required(meeting: Meeting) -> int:
    return max(1, meeting.need.shortest_useful_days)


def _days_late(meeting: Meeting) -> int:
    opens, deadline = meeting.offer.window.start, meeting.need.deadline
    return 0 if opens is None or deadline is None else max(0, (opens - deadline).days)


def _days_missing(meeting: Meeting, together: int | None) -> int:
    return 0 if together is None else max(0, _required(meeting) - together)


def _who_could(meeting: Meeting, missing: int) -> Party:
    """Name the sides that can close the gap alone: those whose counterpart's window is itself long enough."""
    if not missing:
        return Party.EITHER
    state = not _days_missing(meeting, days_together(meeting.offer.window, Span(), meeting.present))
    donor = not _days_missing(meeting, days_together(meeting.need.window, Span(), meeting.present))
    if state and donor:
        return Party.EITHER
    if state:
        return Party.STATE
    return Party.DONOR if donor else Party.BOTH


def _facts(meeting: Meeting) -> dict[str, Fact]:
    facts: dict[str, Fact] = {
        "donor": meeting.offer.donor.name,
        "deadline": iso(meeting.need.deadline),
        "days_together": meeting.days_together,
        "shortest_useful_days": _required(meeting),
        "counted_from": iso(meeting.present),
    }
    return facts | span_facts("offer", meeting.offer.window) | span_facts("need", meeting.need.window)
