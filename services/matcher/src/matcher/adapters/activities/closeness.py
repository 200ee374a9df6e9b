"""How alike two texts of one language are."""

from rapidfuzz import fuzz, utils


def token_set_closeness(one: str, other: str) -> int:
    """Return rapidfuzz's token set ratio, 0 to 100, whole: words in any order, case and punctuation aside."""
    return round(fuzz.token_set_ratio(one, other, processor=utils.default_process))
