"""Numbers as the six languages write them: digits of any script with their separators, number words, Chinese signs."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from shared.glossary.habits import Habits
from shared.glossary.signs import DECIMAL, GROUPING
from shared.glossary.tokens import Kind, Token

_DIGITS: Final = re.compile(rf"(?P<whole>\d+)(?:{DECIMAL}(?P<part>\d{{1,2}}|\d{{4,}}))?")
_GROUPED: Final = re.compile(
    rf"\d{{1,3}}(?:(?P<sign>{GROUPING})\d{{3}})(?:(?P=sign)\d{{3}})*(?:{DECIMAL}(?P<part>\d{{1,2}}))?"
)
_SEPARATORS: Final = re.compile(GROUPING)
_LARGEST: Final = Decimal(10) ** 12
_MOST_WORDS: Final = 12


class Numeral(NamedTuple):
    """A number, and the place of the first token behind it."""

    value: Decimal
    end: int


def numeral_at(tokens: Sequence[Token], at: int, habits: Habits) -> Numeral | None:
    """Return the number that begins at this token, or None where none does or it cannot be told."""
    value, end = _first_part(tokens, at, habits)
    if value is None:
        return None
    while end < min(len(tokens), at + _MOST_WORDS) and _multiplies(tokens[end], habits, first=end == at):
        value, end = value * habits.multipliers[tokens[end].word], end + 1
    return Numeral(_tidy(value), end) if 0 < value < _LARGEST else None


def _multiplies(token: Token, habits: Habits, *, first: bool) -> bool:
    return token.word in habits.multipliers and (first or not token.little)


def _tidy(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if whole == value else value


def _first_part(tokens: Sequence[Token], at: int, habits: Habits) -> tuple[Decimal | None, int]:
    token = tokens[at]
    if token.kind is Kind.NUMBER:
        return _digits(token.word), at + 1
    if habits.language == "zh":
        return _chinese(tokens, at, habits)
    value = habits.numbers.get(token.word)
    if value is None:
        return (Decimal(1), at) if token.word in habits.multipliers else (None, at)
    following = habits.numbers.get(tokens[at + 1].word, 0) if at + 1 < len(tokens) else 0
    is_tens_and_ones = value % 10 == 0 and 10 < value < 100 and 0 < following < 10  # noqa: PLR2004
    return (Decimal(value + following), at + 2) if is_tens_and_ones else (Decimal(value), at + 1)


def _digits(written: str) -> Decimal | None:
    """Read digits: a separator before exactly three of them groups thousands, before others it is the decimal sign."""
    grouped = _GROUPED.fullmatch(written)
    if grouped:
        part = grouped["part"]
        whole = written[: -len(part) - 1] if part else written
        return _decimal(_SEPARATORS.sub("", whole), part)
    plainly = _DIGITS.fullmatch(written)
    return _decimal(plainly["whole"], plainly["part"]) if plainly else None


def _decimal(whole: str, part: str | None) -> Decimal:
    return Decimal(f"{whole}.{part}" if part else whole)


def _chinese(tokens: Sequence[Token], at: int, habits: Habits) -> tuple[Decimal | None, int]:
    total = section = digit = 0
    end = at
    while end < len(tokens) and end - at < _MOST_WORDS:
        sign = tokens[end].word
        if sign in habits.numbers:
            digit = habits.numbers[sign]
        elif sign in habits.multipliers:
            total, section, digit = _multiplied(total, section, digit, habits.multipliers[sign])
        else:
            break
        end += 1
    value = total + section + digit
    return (Decimal(value), end) if value else (None, at)


def _multiplied(total: int, section: int, digit: int, by: int) -> tuple[int, int, int]:
    ten_thousand = 10_000
    if by >= ten_thousand:
        return total + (section + digit) * by, 0, 0
    return total, section + (digit or 1) * by, 0
