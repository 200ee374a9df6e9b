"""The floor: one compiled pass over packed rows, with the same conditions and the same integer score, best 20 kept.

The categories lie apart, so that of most lines two bytes are read and no more.

It knows needs of one component and one State among live offers, without rates, refusals or ledgers.
"""

import importlib
from typing import Any

import numpy as np

from tests.benchmarks.packed import NEVER, UNKNOWN

numba: Any = importlib.import_module("numba")
compiled: Any = numba.njit(nogil=True)
NONE = -1


@compiled
def reached(need: Any, areas: Any, rest: Any) -> int:
    """Return the points of the criterion `specificity`, 0 = not eligible."""
    if rest.excluded[need.state_word] & need.state_bit:
        return 0
    if rest.named[need.state_word] & need.state_bit:
        return 1000
    if areas & need.subregional:
        return 850
    if areas & need.region:
        return 700
    if areas & need.development:
        return 650
    return 500 if areas >> np.uint64(63) else 0


@compiled
def ones(mask: int) -> int:
    """Return how many bits are set."""
    count = 0
    while mask:
        mask &= mask - 1
        count += 1
    return count


@compiled
def formed(need: Any, forms: int) -> int:
    """Return the points of the criterion `modality`, 0 = the forms do not meet."""
    if need.forms == 0 or (forms == 0 and need.forms != need.finance):
        return 500
    met = need.forms & forms
    if forms & need.finance:
        met |= need.bought
    return ones(met) * 1000 // need.forms_asked


@compiled
def timed(need: Any, start: int, end: int) -> int:
    """Return the points of the criterion `timing`, NONE where the windows do not meet in time."""
    together = min(end, need.last) - max(start, need.first) + 1
    if together < need.useful or start > need.deadline:
        return NONE
    late = max(0, max(start, need.today) - need.deadline) if need.deadline < NEVER else 0
    return min(1000, together * 1000 // need.wanted) * 730 // (730 + late)


@compiled
def spoken(need: Any, working: int, known: int) -> int:
    """Return the points of the criterion `language`."""
    if working == 0 or need.working == 0:
        return 500
    if working & need.working:
        return 1000
    return 400 if known & need.known else 0


@compiled
def covered(asked: int, amounts: Any) -> int:
    """Return the points of the criterion `coverage`, NONE where nothing or less than the smallest share is left."""
    most = min(asked, amounts.remaining, amounts.largest, amounts.room)
    if most < amounts.smallest or amounts.remaining == 0:
        return NONE
    if asked >= UNKNOWN or amounts.remaining >= UNKNOWN:
        return 500
    return min(1000, most * 1000 // asked)


@compiled
def worded(need: Any, rest: Any, tokens: Any, language_of: Any) -> int:
    """Return the points of the criterion `words`."""
    shared, theirs = 0, 0
    for place in range(rest.words_from, rest.words_from + rest.words):
        token = tokens[place]
        shared += need.sought[token]
        theirs += language_of[token] == need.language
    return shared * 1000 // (need.words + theirs - shared) if shared else 0


@compiled
def merit_of(need: Any, row: Any, rest: Any, category: int) -> int:
    """Return the contributions of all criteria but coverage and words, NONE where a condition fails."""
    weights = need.weights
    if row.applicants and not row.applicants & need.applicants:
        return NONE
    if row.conditions & ~need.conditions or not row.call_start <= need.today <= row.call_end:
        return NONE
    timing = timed(need, row.start, row.end)
    specificity = reached(need, row.areas, rest)
    modality = formed(need, row.forms)
    if timing == NONE or specificity == 0 or modality == 0:
        return NONE
    merit = category * weights[0] // 1000 + specificity * weights[1] // 1000 + modality * weights[3] // 1000
    merit += timing * weights[4] // 1000 + spoken(need, row.working, row.known) * weights[5] // 1000
    return merit + weights[6]


@compiled
def keep(best: Any, kept: int, score: int, offer: int, rest: Any) -> int:
    """Put an offer in its place among the best, and return how many there are."""
    place = kept if kept < len(best) else kept - 1
    high, low = rest[offer].high, rest[offer].low
    if kept == len(best) and not comes_before(score, high, low, best[kept - 1], rest):
        return kept
    while place > 0 and comes_before(score, high, low, best[place - 1], rest):
        best[place] = best[place - 1]
        place -= 1
    best[place, 0], best[place, 1] = score, offer
    return min(kept + 1, len(best))


@compiled
def comes_before(score: int, high: Any, low: Any, other: Any, rest: Any) -> bool:
    """Say whether an offer of that score and identifier comes before another."""
    if score != other[0]:
        return score > other[0]
    theirs = rest[other[1]]
    return high < theirs.high or (high == theirs.high and low < theirs.low)


@compiled
def entered(need: Any, best: Any, kept: int, offer: int, lead: int, coverage: int, offers: Any) -> int:  # noqa: PLR0917 (numba takes no names)
    """Score an offer whose lines were all seen, put it among the best, and return how many there are."""
    _, _, _, rest, tokens, language_of = offers
    if lead == NONE:
        return kept
    score = lead + coverage * need.weights[2] // 1000
    if kept == len(best) and score + need.weights[7] < best[kept - 1, 0]:
        return kept
    score += worded(need, rest[offer], tokens, language_of) * need.weights[7] // 1000
    return keep(best, kept, score, offer, rest)


@compiled
def best_in_one_pass(need: Any, offers: Any, best: Any) -> int:
    """Fill `best` with (score, number of the offer), best first, and return how many there are."""
    categories, hot, amounts, rest, _, _ = offers
    kept, current, lead, coverage = 0, NONE, NONE, NONE
    for at in range(len(hot)):
        category = max(need.points_of_category[categories[at, 0]], need.points_of_category[categories[at, 1]])
        if category == 0:
            continue
        row = hot[at]
        if row.offer != current:
            kept = entered(need, best, kept, current, lead, coverage, offers)
            current, lead, coverage = np.int64(row.offer), NONE, NONE
        share = covered(need.asked[row.measure], amounts[at])
        merit = merit_of(need, row, rest[current], category) if share != NONE else NONE
        if merit != NONE:
            lead, coverage = max(lead, merit), max(coverage, share)
    return entered(need, best, kept, current, lead, coverage, offers)
