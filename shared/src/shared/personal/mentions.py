"""Where a text may name somebody: every stretch that could be an address, a number or a name, in its compared form."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from shared.personal.folding import Folded, Span, Word, folded
from shared.personal.identifiers import FEWEST_PHONE_DIGITS, MOST_PHONE_DIGITS, Kind, normalised

_ADDRESSES: Final = (
    re.compile(r"[^\s@<>()\[\]{},;:\"'|/\\]+@[^\s@<>()\[\]{},;:\"'|/\\]+"),
    re.compile(r"[^\s@<>()\[\]{},;:\"|\\]+@[^\s@<>()\[\]{},;:\"|\\]+"),
    re.compile(r"[a-z0-9!#$%&*+=?^_`{|}~.'-]+@[a-z0-9.-]+"),
    re.compile(r"[a-z0-9_.+-]+@[a-z0-9.-]+"),
)
"""An address as it may stand among words: cautious and generous, and in letters of ASCII amid another script."""

_AROUND: Final = ".!?-_*'`"
"""What may stand before or after an address and be no part of it."""

_NUMBER: Final = re.compile(r"\+?\(?\+?\d(?:[\s().\-/\u2010-\u2015]*\d)+")
_GROUP: Final = re.compile(r"\d+")
_TRUNK: Final = re.compile(r"\(0\)")

_PROCLITICS: Final = ("\u0648", "\u0641", "\u0628", "\u0644", "\u0643")
"""Arabic and, so, in, to, like: written together with the word after them."""


class Candidate(NamedTuple):
    """A stretch of a text, and what it says in the form in which identifiers are compared."""

    kind: Kind
    form: str
    span: Span


def candidates(text: str, kinds: Collection[Kind], name_lengths: Collection[int]) -> Iterator[Candidate]:
    """Return whatever in a text could be an identifier of these kinds; names by how many words they have."""
    whole = folded(text)
    if "email" in kinds and "@" in whole.text:
        yield from _addresses(whole)
    if "phone" in kinds:
        yield from _numbers(whole)
    if "name" in kinds:
        words = tuple(whole.words())
        for length in name_lengths:
            yield from _names(words, length)


def _addresses(whole: Folded) -> Iterator[Candidate]:
    for pattern in _ADDRESSES:
        for found in pattern.finditer(whole.text):
            written = found.group()
            start = found.start() + len(written) - len(written.lstrip(_AROUND))
            bare = written.strip(_AROUND)
            for address in {bare, bare.split("?")[0]}:
                form = normalised("email", address)
                if form is not None:
                    yield Candidate("email", form, whole.origin(start, start + len(address)))


def _numbers(whole: Folded) -> Iterator[Candidate]:
    """Return every run of groups of digits that is long enough: what follows a number may look like more of it."""
    for found in _NUMBER.finditer(whole.text):
        written = _TRUNK.sub("   ", found.group())
        groups = list(_GROUP.finditer(written))
        for first, group in enumerate(groups):
            yield from _runs(whole, found.start(), written, groups[first:], _plus_before(written, group.start()))


def _runs(whole: Folded, offset: int, written: str, groups: Sequence[re.Match[str]], start: int) -> Iterator[Candidate]:
    digits = 0
    for group in groups:
        digits += len(group.group())
        if digits > MOST_PHONE_DIGITS + len("00"):
            return
        form = normalised("phone", written[start : group.end()]) if digits >= FEWEST_PHONE_DIGITS else None
        if form is not None:
            yield Candidate("phone", form, whole.origin(offset + start, offset + group.end()))


def _plus_before(written: str, start: int) -> int:
    """Return where the number begins that has its first digit there: at its plus, where it has one."""
    before = written[:start].rstrip("( ")
    return len(before) - 1 if before.endswith("+") else start


def _names(words: Sequence[Word], length: int) -> Iterator[Candidate]:
    for first in range(len(words) - length + 1):
        text, start, _ = words[first]
        rest = "".join(f" {word.text}" for word in words[first + 1 : first + length])
        end = words[first + length - 1].end
        yield Candidate("name", text + rest, Span(start, end))
        if rest and len(text) > 1 and text.startswith(_PROCLITICS):
            yield Candidate("name", text[1:] + rest, Span(start + 1, end))
