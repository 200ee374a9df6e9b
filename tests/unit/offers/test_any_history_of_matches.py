"""Whatever matches ask, in whatever order, with gaps and repeats: the ledger keeps its bounds and adds up."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from offers.domain.ceiling import Ceiling
from offers.domain.ledger import ledger_holds, status_from_ledger
from offers.domain.line import LineDetails
from offers.domain.offer import Offer
from shared.events.matches import MatchLine, MatchStatus
from shared.statements.standings import Figures
from tests.support.matches_on_offers import OfferBook, match_state, takes
from tests.support.offer_examples import budget, machines, opened, terms

MATCHES = 4


@dataclass(frozen=True)
class Told:
    """One thing that is told of a match: how many versions later, and what it says of two lines (0 = not named)."""

    match: int
    later: int
    status: MatchStatus
    quantities: tuple[int | None, int | None]
    delivered: int


OFTEN: tuple[MatchStatus, ...] = ("endorsed", "endorsed", "endorsed", "endorsed", "confirmed", "in_delivery")
quantities = st.one_of(st.integers(3, 6), st.integers(0, 6), st.none())
histories = st.lists(
    st.builds(
        Told,
        match=st.integers(0, MATCHES - 1),
        later=st.sampled_from([1, 1, 1, 2, 0]),
        status=st.sampled_from([*OFTEN, *get_args(MatchStatus)]),
        quantities=st.tuples(quantities, quantities),
        delivered=st.integers(0, 6),
    ),
    min_size=5,
    max_size=25,
)
kinds = st.sampled_from(
    [
        machines(),
        machines(divisible=False, smallest_share=None, largest_share=None),
        machines(smallest_share=None, largest_share=None),
    ]
)
ceilings = st.integers(5, 15)


class Telling:
    """Tells of matches, each version later than the one before, and repeats some."""

    def __init__(self, line: LineDetails, ceiling: int) -> None:
        money = budget(pledged=Decimal(12))
        limit = Ceiling(Decimal(ceiling), "money", "EUR")
        self.offer = opened(terms(lines=(line, money), per_state_ceiling=limit))
        self.book = OfferBook.of(self.offer)
        self._matches = [match_state(takes(self.offer, 0), takes(self.offer, 1)) for _ in range(MATCHES)]
        self._versions = [1] * MATCHES

    async def tell(self, told: Told) -> None:
        """Tell one thing; a machine counts as half a euro of what the match's States may have."""
        self._versions[told.match] += told.later
        match = self._matches[told.match]
        machines_asked, money_asked = told.quantities
        lines = [
            _said(match.lines[0], told, machines_asked, Decimal(machines_asked or 1) / 2),
            _said(match.lines[1], told, money_asked, None),
        ]
        update = {
            "version": self._versions[told.match],
            "status": told.status,
            "states": ("KEN", "UGA")[: 1 + told.match % 2],
            "lines": tuple(line for line, asked in zip(lines, told.quantities, strict=True) if asked != 0),
        }
        await self.book.hear(match.model_copy(update=update))


def _said(line: MatchLine, told: Told, quantity: int | None, charged: Decimal | None) -> MatchLine:
    asked = None if quantity is None else Decimal(quantity)
    delivered = Decimal(min(told.delivered, quantity or 0))
    return line.model_copy(update={"quantity": asked, "delivered": delivered, "charged": charged})


def must_add_up(book: OfferBook, offer: Offer) -> None:
    """Fail unless every figure of the offer is within its bounds and is the sum of what matches hold."""
    stored = book.offer(offer)
    held = [each for reservation in book.uow.held_for.values() for each in reservation.holdings]
    for line in stored.lines:
        mine = [each.figures() for each in held if each.line_id == line.id]
        sums = Figures(
            *(sum((getattr(each, name) for each in mine), Decimal(0)) for name in ("held", "promised", "delivered"))
        )
        assert ledger_holds(line)
        assert sums == book.journalled(line.id) == Figures(line.reserved, line.committed, line.delivered)
    charged = Counter[str]()
    for each in held:
        charged.update(each.counted())
        assert each.largest_share is None or each.figures().total() <= each.largest_share
    engaged = book.engaged(offer)
    assert engaged == {state: charged.get(state, Decimal(0)) for state in engaged}
    assert all(account.ceiling is not None and 0 <= account.engaged <= account.ceiling for account in stored.accounts)
    assert stored.status == status_from_ledger(stored.status, stored.lines)


@settings(max_examples=100, deadline=None)
@given(line=kinds, ceiling=ceilings, history=histories)
async def test_the_ledger_adds_up_after_every_event(line: LineDetails, ceiling: int, history: list[Told]) -> None:
    telling = Telling(line, ceiling)
    for told in history:
        await telling.tell(told)
        must_add_up(telling.book, telling.offer)


@settings(max_examples=40, deadline=None)
@given(line=kinds, ceiling=ceilings, history=histories)
async def test_ending_every_match_leaves_only_what_was_delivered(
    line: LineDetails, ceiling: int, history: list[Told]
) -> None:
    telling = Telling(line, ceiling)
    for told in history:
        await telling.tell(told)
    for number in range(MATCHES):
        await telling.tell(Told(number, 1, "dissolved", (1, 1), 0))
    lines = telling.book.offer(telling.offer).lines
    assert {(each.reserved, each.committed) for each in lines} == {(Decimal(0), Decimal(0))}
