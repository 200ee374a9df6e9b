"""Numbers beside the terms they count: three marking machines, 9 000 fusils, 3 台打标机."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from shared.glossary.habits import Habits
from shared.glossary.index import Match
from shared.glossary.numerals import Numeral, numeral_at
from shared.glossary.tokens import Kind, Token

_FARTHEST: Final = 4
"""How many words of no known meaning may stand between a number and what it counts."""

_YEARS: Final = range(1900, 2101)


def counted(tokens: Sequence[Token], matches: Sequence[Match], habits: Habits) -> Iterator[tuple[int, Numeral, Match]]:
    """Yield where each number begins, the number, and the term with a unit that it counts."""
    by_place = {match.first: match for match in matches}
    inside = {place for match in matches for place in range(match.first, match.end)}
    at = 0
    while at < len(tokens):
        numeral = numeral_at(tokens, at, habits)
        match = numeral and _counted_by(numeral, at, tokens, by_place, habits)
        if numeral and match and not (tokens[at].kind is Kind.NUMBER and at in inside):
            yield at, numeral, match
        at = numeral.end if numeral else at + 1


def _counted_by(
    numeral: Numeral, at: int, tokens: Sequence[Token], by_place: Mapping[int, Match], habits: Habits
) -> Match | None:
    place = _behind_measure(numeral.end, tokens, by_place, habits) if habits.measures else numeral.end
    unknown = 0
    while place is not None and place < len(tokens) and unknown <= _FARTHEST:
        match = by_place.get(place)
        if _is_beyond(tokens[place], place, numeral, habits):
            return None
        if match is not None and match.concept.meaning.unit is not None:
            return None if _is_a_year_or_an_amount(numeral, at, tokens, place, habits) else match
        if match is None and _parts(tokens[place], tokens, place, habits):
            return None
        unknown += match is None
        place = match.end if match else place + 1
    return None


def _behind_measure(place: int, tokens: Sequence[Token], by_place: Mapping[int, Match], habits: Habits) -> int | None:
    """Return where what is counted may begin: without a measure word only right behind the number."""
    if place in by_place:
        return place
    return place + 1 if place < len(tokens) and tokens[place].word in habits.measures else None


def _parts(token: Token, tokens: Sequence[Token], place: int, habits: Habits) -> bool:
    """Whether what follows no longer belongs to the number."""
    if token.kind is not Kind.WORD or token.word in habits.joining | habits.other_counts:
        return True
    return numeral_at(tokens, place, habits) is not None


def _is_beyond(token: Token, place: int, numeral: Numeral, habits: Habits) -> bool:
    """Whether little words set the token apart from the number, as "for" does in "50,000 for vehicles"."""
    if place == numeral.end:
        return not habits.genitive.issuperset(token.little)
    return bool(token.little)


def _is_a_year_or_an_amount(numeral: Numeral, at: int, tokens: Sequence[Token], place: int, habits: Habits) -> bool:
    if at > 0 and tokens[at - 1].word in habits.other_counts:
        return True
    is_like_a_year = tokens[at].word.isdigit() and numeral.value in _YEARS
    return is_like_a_year and (bool(tokens[at].little) or place > numeral.end)
