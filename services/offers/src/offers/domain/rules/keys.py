"""Rules for keys of the controlled vocabulary: known, and each said once."""

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches

from offers.domain.rules.lists import duplicate_problems, too_many
from shared.errors import FieldProblem

_LISTED_IN_FULL = 12
_MOST_KEYS = 100
_LONGEST_SHOWN = 60


def key_problems(pointer: str, key: str | None, known: Collection[str], kind: str) -> Iterator[FieldProblem]:
    """Check one key, where given; the answer lists the keys of a short list and the nearest of a long one."""
    if key is not None and key not in known:
        yield FieldProblem(pointer, f"expected {_expected(key, known, kind)}, got {shown(key)}", "unknown")


def keys_problems(pointer: str, keys: Sequence[str], known: Collection[str], kind: str) -> Iterator[FieldProblem]:
    """Check a list of keys: each known, none twice."""
    excess = too_many(pointer, keys, _MOST_KEYS)
    if excess:
        yield from excess
        return
    for place, key in enumerate(keys):
        yield from key_problems(f"{pointer}/{place}", key, known, kind)
    yield from duplicate_problems(pointer, keys)


def shown(value: str) -> str:
    """Quote what was sent, shortened, so that an answer stays readable."""
    return repr(value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…")


def nearest(key: str, known: Collection[str]) -> str:
    """Return " (perhaps a or b)" for a key that looks like known ones in any letter case, else nothing."""
    spellings = {each.casefold(): each for each in sorted(known)}
    near = get_close_matches(key[:_LONGEST_SHOWN].casefold(), spellings, n=3)
    return f" (perhaps {' or '.join(spellings[each] for each in near)})" if near else ""


def _expected(key: str, known: Collection[str], kind: str) -> str:
    if len(known) <= _LISTED_IN_FULL:
        return f"a {kind}: one of {', '.join(sorted(known))}"
    return f"a {kind} of the vocabulary{nearest(key, known)}"
