"""A suggested key: how sure it is, and because of which words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from needs.domain.suggestions.mentions import Mention, Words

_WHOLE = 1000
_MOST_WORDS_SHOWN = 12


@dataclass(frozen=True)
class Suggested:
    """A key of the vocabulary; `sure` in thousandths; `because` holds the first of the words that led to it."""

    key: str
    sure: int
    because: tuple[Words, ...]


def suggested(key: str, mentions: Sequence[Mention]) -> Suggested:
    """Return the suggestion that these mentions make together."""
    return Suggested(key, sureness(mentions), tuple(mention.words for mention in mentions[:_MOST_WORDS_SHOWN]))


def suggested_keys(mentions: Iterable[tuple[str, Mention]]) -> tuple[Suggested, ...]:
    """Return one suggestion for each key, the surest first, then as the author wrote them."""
    by_key: dict[str, list[Mention]] = {}
    for key, mention in mentions:
        by_key.setdefault(key, []).append(mention)
    return tuple(sorted((suggested(key, those) for key, those in by_key.items()), key=lambda each: -each.sure))


def sureness(mentions: Sequence[Mention]) -> int:
    """Return how sure several concepts make a meaning together: each leaves less doubt; a repetition leaves as much."""
    doubt = _WHOLE
    for certainty in {mention.concept.key: mention.concept.certainty for mention in mentions}.values():
        doubt = doubt * (_WHOLE - certainty.points) // _WHOLE
    return _WHOLE - doubt
