"""What a table of exchange rates must be like before anything is converted by it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from matcher.domain.rates import in_millionths
from shared.errors import FieldProblem
from shared.rules.keys import key_problems
from shared.rules.lists import duplicate_problems, too_many
from shared.rules.timing import LATEST, day_problems
from shared.rules.wording import required_line_problems
from shared.vocabulary import load_vocabulary

LARGEST_RATE: Final = Decimal(10_000_000)
"""No currency of the list is worth so little that more of it would be given for one unit of another."""

MOST_RATES: Final = 300
"""There are fewer currencies than this."""


@dataclass(frozen=True)
class Quote:
    """How much of a currency one unit of the table's reference currency buys."""

    currency: str
    rate: Decimal


def heading_problems(source: str, on: date, reference: str, today: date) -> Iterator[FieldProblem]:
    """Check what a table says of itself: a source, a day that has come, a currency of the list."""
    yield from required_line_problems("/source", source)
    yield from day_problems("/date", on)
    if today < on <= LATEST:
        yield FieldProblem("/date", f"expected a day not after today, {today.isoformat()}", "in-the-future")
    yield from _currency_problems("/reference_currency", reference)


def quote_problems(quotes: Sequence[Quote], reference: str) -> Iterator[FieldProblem]:
    """Check the rates: each of a currency of the list, once, above 0, plausible, exact in millionths."""
    excess = too_many("/rates", quotes, MOST_RATES)
    if excess:
        yield from excess
        return
    if all(quote.currency == reference for quote in quotes):
        yield FieldProblem("/rates", "expected the rate of at least one currency besides the reference", "required")
    for place, quote in enumerate(quotes):
        yield from _currency_problems(f"/rates/{place}/currency", quote.currency)
        yield from _rate_problems(f"/rates/{place}/rate", quote, reference)
    yield from duplicate_problems("/rates", [quote.currency for quote in quotes], "/currency")


def _currency_problems(pointer: str, currency: str) -> Iterator[FieldProblem]:
    yield from key_problems(pointer, currency, load_vocabulary().currencies, "currency", alike=str.upper)


def _rate_problems(pointer: str, quote: Quote, reference: str) -> Iterator[FieldProblem]:
    if not 0 < quote.rate <= LARGEST_RATE:
        yield FieldProblem(pointer, f"expected a number above 0 and at most {LARGEST_RATE:f}", "out-of-range")
    elif quote.currency == reference:
        if quote.rate != 1:
            yield FieldProblem(pointer, "expected 1, for this is the reference currency", "not-one")
    elif not _is_exact(quote.rate):
        yield FieldProblem(pointer, "expected at most 6 decimals", "too-fine")


def _is_exact(rate: Decimal) -> bool:
    try:
        in_millionths(rate)
    except ValueError:
        return False
    return True
