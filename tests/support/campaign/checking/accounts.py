"""The ledgers of offers, the matches and the coverage of needs say the same, and no bound is broken."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from matcher.domain.matches.life_cycle import AGREED
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
    lost = books.taken_back.records()
    for standing in books.standings:
        unheld = _knowingly_unheld(standing, lost)
        yield from _sides(standing, unheld)
        if standing.capacity != (NOTHING if "offers" in unheld else standing.quantity):
            said = f"takes {_said(standing.quantity)}, offers holds {_said(standing.capacity)}"
            yield Finding(Breach.UNEQUAL, f"match {standing.match_id} is {standing.status}: it {said}")


def held_for_nobody(books: Books) -> Iterator[Finding]:
    """Yield what a side holds for a match that the matcher does not know."""
    for stray in books.strays:
        yield Finding(Breach.DUPLICATED, f"{stray}, of which the matcher knows nothing")


def _knowingly_unheld(standing: Standing, lost: Collection[str]) -> frozenset[str]:
    """Return the sides that lost their record by a restore, of an agreed match that goes on, as the matcher knows."""
    if standing.status not in {*AGREED, "delivered", "evaluated"}:
        return frozenset()
    return frozenset(side for side in standing.refused_by if standing.records.get(side) in lost)


def _sides(standing: Standing, unheld: Collection[str]) -> Iterator[Finding]:
    asked = STANDINGS[standing.status]
    for side, status in standing.sides.items():
        fitting = {"released", "refused", None} if asked == "released" else {"refused" if side in unheld else asked}
        if standing.status != "endorsed" and status not in fitting:
            yield Finding(Breach.UNEQUAL, f"match {standing.match_id} is {standing.status}; {side} says {status}")


def _said(figures: tuple[Decimal, ...]) -> str:
    return "/".join(f"{each:g}" for each in figures)
