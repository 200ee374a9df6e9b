"""Rules for keys of the controlled vocabulary: known, and each said once."""

from collections.abc import Callable, Collection, Iterator, Sequence
from difflib import get_close_matches

from shared.errors import FieldProblem
from shared.rules.lists import duplicate_problems, too_many

MOST_KEYS = 30
"""No list of keys is longer, unless its own rule says otherwise."""

_LISTED_IN_FULL = 12
_LONGEST_SHOWN = 60


def key_problems(
    pointer: str, key: str | None, known: Collection[str], kind: str, *, alike: Callable[[str], str] = str.casefold
) -> Iterator[FieldProblem]:
    """Check one key, where given; the answer lists the keys of a short list and the nearest of a long one."""
    if key is not None and key not in known:
        yield FieldProblem(pointer, f"expected {_expected(key, known, kind, alike)}, got {shown(key)}", "unknown")


def keys_problems(
    pointer: str, keys: Sequence[str], known: Collection[str], kind: str, *, most: int = MOST_KEYS
) -> Iterator[FieldProblem]:
    """Check a list of keys: not too many, each known, none twice."""
    excess = too_many(pointer, keys, most)
    if excess:
        yield from excess
        return
    for place, key in enumerate(keys):
        yield from key_problems(f"{pointer}/{place}", key, known, kind)
    yield from duplicate_problems(pointer, keys)


def shown(value: str) -> str:
    """Quote what was sent, shortened, so that an answer stays readable."""
    return repr(value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…")


def nearest(key: str, known: Collection[str], *, alike: Callable[[str], str] = str.casefold) -> str:
    """Return " (perhaps a or b)" for a key that looks like known ones once both are put through `alike`, or nothing."""
    spellings = {alike(each): each for each in sorted(known)}
    near = get_close_matches(alike(key[:_LONGEST_SHOWN]), spellings, n=3)
    return f" (perhaps {' or '.join(spellings[each] for each in near)})" if near else ""


def _expected(key: str, known: Collection[str], kind: str, alike: Callable[[str], str]) -> str:
    if len(known) <= _LISTED_IN_FULL:
        return f"a {kind}: one of {', '.join(sorted(known))}"
    return f"a {kind} of the vocabulary{nearest(key, known, alike=alike)}"
