"""How close the two texts are, within one language: a tie-breaker, for words do not carry across languages."""

from matcher.domain.amounts import part_of
from matcher.domain.pairing import Meeting
from matcher.domain.scoring.mark import Mark
from matcher.domain.texts import Text, words_of


def words(meeting: Meeting) -> Mark:
    """Return the share of all words that both texts use, for the closest two texts in the same language."""
    pairs = [
        (_closeness(asked, offered), asked.language)
        for asked in meeting.need.texts
        for offered in meeting.offer.texts
        if asked.language == offered.language
    ]
    if not pairs:
        return Mark(0, "no_common_text")
    points, language = max(pairs)
    return Mark(points, "same_language", {"language": language, "share": points})


def _closeness(asked: Text, offered: Text) -> int:
    first, second = words_of(asked), words_of(offered)
    shared = len(first & second)
    return part_of(shared, len(first) + len(second) - shared) if shared else 0
