"""The needs service in memory with one need, told of matches on it."""

from decimal import Decimal
from typing import Any

from needs.application.apply_match import ApplyMatch, apply_match
from needs.domain.component import NeedComponent
from needs.domain.need import Need
from needs.domain.reservation import Reservation
from shared.events.matches import MatchLine
from shared.identifiers import new_id
from tests.support.fake_needs import FakeNeedsUnitOfWork
from tests.support.matches_on_needs import line, match
from tests.support.moving_clock import MovingClock
from tests.support.need_examples import circulated, component, statement

CLOCK = MovingClock()


class NeedsSide:
    """One need, 30 of something unless another is given, and what became of it."""

    def __init__(self, need: Need | None = None) -> None:
        self.need_id = (need := need or asking(30)).id
        self.components = [each.id for each in need.components]
        self.uow = FakeNeedsUnitOfWork(need)

    @property
    def need(self) -> Need:
        return self.uow.stored[self.need_id]

    @property
    def component(self) -> NeedComponent:
        return self.need.components[0]

    def figures(self, place: int = 0) -> tuple[Decimal, Decimal, Decimal]:
        ledger = self.need.components[place]
        return ledger.held, ledger.confirmed, ledger.delivered

    def gives(self, coverage: int | None = 10, covered: int = 0, place: int = 0, **changes: Any) -> MatchLine:
        return line(self.components[place], coverage, covered, **changes)

    async def told(self, status: str, version: int, *lines: MatchLine, number: int = 1) -> Reservation | None:
        state = match(self.need_id, status, version, *(lines or (self.gives(),)), number=number)
        return await apply_match(ApplyMatch(state, new_id()), uow=self.uow, clock=CLOCK)

    async def answer(self, status: str, version: int, *lines: MatchLine, number: int = 1) -> Reservation:
        reservation = await self.told(status, version, *lines, number=number)
        assert reservation is not None
        return reservation


def asking(*quantities: int | None) -> Need:
    """Return a circulated need with a component for each quantity; None = nobody said how much."""
    measured = [
        component(quantity=Decimal(each)) if each else component(quantity=None, unit=None) for each in quantities
    ]
    return circulated(statement(components=tuple(measured)))


def codes(reservation: Reservation) -> list[str]:
    return [shortfall.code for shortfall in reservation.shortfalls]
