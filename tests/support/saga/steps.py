"""What people do in the saga, step by step; who, with what and how much is for the caller to choose."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from matcher.domain.amounts import ONE
from matcher.domain.matches.life_cycle import OPEN
from matcher.domain.matches.match import Match
from matcher.domain.matches.parties import parties_of
from matcher.domain.matches.proposing import LineAsked, Wanted
from shared.errors import Conflict, InvalidInput, VersionMismatch
from tests.support.saga.deciding import MatchDesk
from tests.support.saga.posting import NeedDesk, OfferDesk
from tests.support.saga.records import COORDINATORS, DONORS, STATES, machines_offered, machines_wanted

T = TypeVar("T")

RECORDS: Final = 3
"""How many needs there are, and how many offers."""

WAYS_OUT: Final = ("reject", "decline", "dissolve", "complete", "revise")


@contextmanager
def unless_refused() -> Generator[None]:
    """Let a step come to nothing where somebody else was first or the rules forbid it; any other error is a failure."""
    try:
        yield
    except (VersionMismatch, Conflict, InvalidInput):
        return


def one_of(found: Sequence[T], which: int) -> T | None:
    """Return one of those that there are; None where there is none."""
    return found[which % len(found)] if found else None


@dataclass(frozen=True)
class Steps:
    """The people at their three desks; `by` is the place of a coordinator."""

    needs: NeedDesk
    offers: OfferDesk
    matches: MatchDesk

    def begin(self, pledged: int, ceiling: int | None) -> None:
        """Post a few needs and offers that are wanted by all."""
        for place, (state, quantity) in enumerate(zip(STATES, (4, 3, 6), strict=True)):
            self.needs.post(machines_wanted(state, quantity, advice=place == 0))
        self.offers.post(machines_offered(DONORS[0], 6, ceiling=ceiling, advice=True))
        self.offers.post(machines_offered(DONORS[1], 3, divisible=False))
        self.offers.post(machines_offered(DONORS[2], pledged, advice=True))

    def propose(self, by: int, need: int, offer: int, amount: int | None, *, also_advice: bool) -> None:
        """Put a need and an offer together, with the advice too if there is some."""
        with unless_refused():
            self.matches.propose(COORDINATORS[by], self._wanted(need, offer, amount, also_advice=also_advice))

    def propose_together(self, by: int, need: int, offer: int, amount: int | None) -> None:
        """Propose a package of two offers for one need."""
        with unless_refused():
            wanted = [self._wanted(need, offer + more, amount, also_advice=False) for more in range(2)]
            self.matches.propose_together(COORDINATORS[by], wanted)

    def carry_on(self, by: int, which: int, amount: int | None, lag: int, today: date) -> None:
        """Do with a match what comes next, as read `lag` versions ago."""
        match = one_of(self._going_on(), which)
        if match is not None:
            with unless_refused():
                self._next_step(by, match, amount, match.version - lag, today)

    def give_up(self, by: int, which: int, how: str, lag: int) -> None:
        """Turn a match down, end it, or begin anew with it."""
        match = one_of(self._going_on(), which)
        if match is None:
            return
        party, version = parties_of(match)[which % 2], match.version - lag
        with unless_refused():
            if how == "reject":
                self.matches.reject(COORDINATORS[by], match, version)
            elif how == "revise":
                self.matches.revise(COORDINATORS[by], match, ONE, version)
            else:
                getattr(self.matches, how)(party, match, version)

    def change_need(self, which: int, quantity: int, how: str) -> None:
        """Have a State change its mind."""
        need = self.needs.all()[which % RECORDS]
        with unless_refused():
            if how == "amend":
                self.needs.amend(need, quantity)
            else:
                getattr(self.needs, how)(need)

    def change_offer(self, which: int, pledged: int, how: str) -> None:
        """Have a donor change its mind."""
        offer = self.offers.all()[which % RECORDS]
        with unless_refused():
            if how == "amend":
                self.offers.amend(offer, pledged)
            else:
                getattr(self.offers, how)(offer)

    def _wanted(self, need: int, offer: int, amount: int | None, *, also_advice: bool) -> Wanted:
        asking, giving = self.needs.all()[need % RECORDS], self.offers.all()[offer % RECORDS]
        quantities = (None if amount is None else amount * ONE, None)
        pairs = list(zip(asking.components, giving.lines, quantities, strict=False))
        chosen = pairs if also_advice else pairs[:1]
        lines = (LineAsked(component.id, line.id, quantity) for component, line, quantity in chosen)
        return Wanted(asking.id, giving.id, tuple(lines))

    def _going_on(self) -> list[Match]:
        return [match for match in self.matches.all() if match.status in OPEN]

    def _next_step(self, by: int, match: Match, amount: int | None, version: int, today: date) -> None:
        parties = parties_of(match)
        accepted = {each.party for each in match.acceptances}
        waiting = [party for party in parties if party not in accepted]
        quantity = None if amount is None else amount * ONE
        if match.status == "refused" or (match.stale and match.status == "proposed"):
            self.matches.revise(COORDINATORS[by], match, quantity, version)
        elif match.status == "proposed":
            self.matches.endorse(COORDINATORS[by], match, version)
        elif match.status == "reserved" or match.stale:
            self.matches.accept((waiting or parties)[0], match, version)
        elif match.status == "delivered":
            self.matches.evaluate(match, version)
        elif amount is None and match.status == "in_delivery":
            self.matches.complete(parties[0], match, version)
        else:
            self.matches.deliver(parties[0], match, quantity or ONE, version, on=today)
