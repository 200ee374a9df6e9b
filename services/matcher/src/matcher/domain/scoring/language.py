"""Whether both sides can work in one language."""

from typing import Final

from matcher.domain.amounts import ONE
from matcher.domain.facts import Fact
from matcher.domain.pairing import Meeting
from matcher.domain.scoring.mark import NOT_SAID, Mark

VIA_A_THIRD: Final = 400
"""Points where the two meet only in a language that a side writes but does not name as a working language."""


def language(meeting: Meeting) -> Mark:
    """Return 1000 for a working language in common, 400 through a third, 0 for none, 500 where a side names none."""
    need, offer = meeting.need, meeting.offer
    facts: dict[str, Fact] = {"asked": sorted(need.languages), "offered": sorted(offer.languages)}
    if not need.languages or not offer.languages:
        return Mark(NOT_SAID, "not_said", facts)
    common = set(need.languages) & set(offer.languages)
    if common:
        return Mark(ONE, "common", facts | {"common": sorted(common)})
    known_to_need = {*need.languages, *(text.language for text in need.texts)}
    known_to_offer = {*offer.languages, *(text.language for text in offer.texts)}
    third = known_to_need & known_to_offer
    if third:
        return Mark(VIA_A_THIRD, "third", facts | {"third": sorted(third)})
    return Mark(0, "none", facts)
