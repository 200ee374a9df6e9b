"""How much may be told of records that a reader may not know of: steps, behind each of which stand several parties.

One record more or less moves no figure by more than one step, whoever posts it, and figures of the same records told
together leave every number within each figure's step possible. Both are held by tests/property.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

STEP: Final = 5
"""How many numbers a reader cannot tell apart."""

FEWEST: Final = 3
"""How many parties (States, donors) stand behind a figure above the lowest step, at least."""

ROUNDED_TO: Final = 100


@dataclass(frozen=True)
class Withheld:
    """So many records alike, not shown to a reader; `parties` is who stands behind each, one of a kind at each place.

    (State,) for needs, (donor,) for offers, (State, donor) for pairs of them.
    """

    parties: tuple[str, ...]
    headings: frozenset[str] = frozenset()
    number: int = 1


@dataclass(frozen=True)
class NotShown:
    """What a reader is told of them, as steps such as "5-9"; a heading that is not named is at the lowest, "0-4"."""

    in_all: str
    by_heading: Mapping[str, str]


def disclosed(withheld: Iterable[Withheld], step: int = STEP) -> NotShown:
    """Return the steps: all records by themselves, never a sum of headings, and each heading by itself."""
    every = list(withheld)
    under: dict[str, list[Withheld]] = {}
    for each in every:
        for heading in each.headings:
            under.setdefault(heading, []).append(each)
    told = {heading: steps_told(found, step) for heading, found in sorted(under.items())}
    by_heading = {heading: _in_words(number, step) for heading, number in told.items() if number}
    return NotShown(_in_words(steps_told(every, step), step), by_heading)


def steps_told(withheld: Sequence[Withheld], step: int = STEP) -> int:
    """Return how many whole steps are told of: never too many, and too few where a few parties have most of it.

    No more than there are records beside those of the two largest parties of each kind: with fewer than three parties
    none, and a third one that comes in does not lay open what two had.
    """
    whole = sum(each.number for each in withheld) // step
    kinds = zip(*(each.parties for each in withheld), strict=True)
    return min([whole, *(_beside_the_largest(kind, withheld) for kind in kinds)])


def rounded(number: int) -> int:
    """Return a number of events down to whole hundreds: exact, it would tell of each record that is posted."""
    return number - number % ROUNDED_TO


def _beside_the_largest(parties: Sequence[str], withheld: Sequence[Withheld]) -> int:
    of_party = Counter[str]()
    for party, each in zip(parties, withheld, strict=True):
        of_party[party] += each.number
    return sum(sorted(of_party.values())[: 1 - FEWEST])


def _in_words(steps: int, step: int) -> str:
    return f"{steps * step}-{steps * step + step - 1}"
