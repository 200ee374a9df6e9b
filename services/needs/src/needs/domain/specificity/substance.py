"""How much a text says, measured alike in the six scripts."""

from needs.domain.details import NeedDetails

_CHINESE_FIRST, _CHINESE_LAST = "\u4e00", "\u9fff"
_LETTERS_PER_CHINESE_CHARACTER = 3


def substance(text: str) -> int:
    """Return the length in letters; a Chinese character counts as three."""
    chinese = sum(_CHINESE_FIRST <= character <= _CHINESE_LAST for character in text)
    return len(text.strip()) + chinese * (_LETTERS_PER_CHINESE_CHARACTER - 1)


def longest_narrative(details: NeedDetails) -> int:
    """Return the substance of the narrative that says most."""
    return max((substance(text.narrative) for text in details.texts), default=0)
