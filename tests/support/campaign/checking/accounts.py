"""The ledgers of offers, the matches and the coverage of needs say the same, and no bound is broken."""

from collections.abc import Iterator
from decimal import Decimal

from shared.statements.standings import STANDINGS
from tests.support.campaign.checking.books import Books, Breach, Finding, Standing

NONE = Decimal(0)
NOTHING = (NONE, NONE, NONE)


def unequal_accounts(books: Books) -> Iterator[Finding]:
    """Yield each line and component whose figures are not what its matches hold, nor what its journal sums to."""
    for account in books.accounts:
        if account.figures != account.holdings:
            yield Finding(
                Breach.UNEQUAL, f"{account.name} says {_said(account.figures)}, its matches {_said(account.holdings)}"
            )
        if account.figures != account.journal:
            yield Finding(
                Breach.UNEQUAL, f"{account.name} says {_said(account.figures)}, its journal {_said(account.journal)}"
            )


def broken_bounds(books: Books) -> Iterator[Finding]:
    """Yield each line that is over-committed and each component that is over-covered."""
    for account in books.accounts:
        if min(account.figures) < 0 or (account.room is not None and sum(account.figures) > account.room):
            yield Finding(Breach.DUPLICATED, f"{account.name} has {_said(account.figures)} of {account.room}")


def unequal_sides(books: Books) -> Iterator[Finding]:
    """Yield each match of which a side does not hold what the match's status asks of it."""
    for standing in books.standings:
        yield from _sides(standing)
        if standing.capacity != standing.quantity:
            said = f"takes {_said(standing.quantity)}, offers holds {_said(standing.capacity)}"
            yield Finding(Breach.UNEQUAL, f"match {standing.match_id} is {standing.status}: it {said}")


def held_for_nobody(books: Books) -> Iterator[Finding]:
    """Yield what a side holds for a match that the matcher does not know."""
    for stray in books.strays:
        yield Finding(Breach.DUPLICATED, f"{stray}, of which the matcher knows nothing")


def _sides(standing: Standing) -> Iterator[Finding]:
    asked = STANDINGS[standing.status]
    fitting = {"released", "refused", None} if asked == "released" else {asked}
    for side, status in standing.sides.items():
        if standing.status != "endorsed" and status not in fitting:
            yield Finding(Breach.UNEQUAL, f"match {standing.match_id} is {standing.status}; {side} says {status}")


def _said(figures: tuple[Decimal, ...]) -> str:
    return "/".join(f"{each:g}" for each in figures)
