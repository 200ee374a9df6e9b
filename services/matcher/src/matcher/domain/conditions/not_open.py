"""Both records are open, and the call takes applications today."""

from matcher.domain.conditions.verdict import Change, Code, Party, Verdict, failing, holding
from matcher.domain.demand import ASKING
from matcher.domain.facts import span_facts
from matcher.domain.pairing import Meeting


def not_open(meeting: Meeting) -> Verdict:
    """Hold for an open need and an open offer whose call includes today; a historic call is not asked for its dates."""
    need, offer = meeting.need, meeting.offer
    asking, offering = need.status in ASKING, offer.status == "open"
    if not asking or not offering:
        who = Party.DONOR if asking else Party.STATE if offering else Party.BOTH
        variant = {Party.DONOR: "offer", Party.STATE: "need", Party.BOTH: "neither"}[who]
        return _closed(meeting, variant, Change(who, "reopen"))
    if meeting.present is None or offer.call.includes(meeting.present):
        return holding(Code.NOT_OPEN)
    if offer.call.start is not None and meeting.present < offer.call.start:
        days = (offer.call.start - meeting.present).days
        return _closed(meeting, "call_not_yet", Change(Party.WAIT, "call", days=days))
    return _closed(meeting, "call_over", Change(Party.DONOR, "call"))


def _closed(meeting: Meeting, variant: str, change: Change) -> Verdict:
    need, offer = meeting.need, meeting.offer
    facts = {"donor": offer.donor.name, "need_status": need.status, "offer_status": offer.status}
    return failing(Code.NOT_OPEN, variant, change, facts | span_facts("call", offer.call))
