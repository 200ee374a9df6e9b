"""What this service holds for one match: one reservation, moved from state to state and journalled at every step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Self

from offers.domain.demand import ClaimKey, Demand
from offers.domain.holding import Holding, Movement, Taking
from offers.domain.identifiers import MatchId, OfferId, ReservationId
from offers.domain.reservation_events import ANSWERS, ReservationEvent, ReservationStatus
from offers.domain.shortfall import Shortfall
from offers.domain.targets import target_of
from shared.statements.standings import Figures, Standing


@dataclass(eq=False, kw_only=True)
class Reservation:
    """The answer to a match's newest version, with what is held for it.

    `version` counts the answers, `match_version` is the newest version of the match that was applied, `states` those on
    whose account it holds, `offer_ids` the offers that the match names. A match that never asked for anything is
    remembered at version 0, unanswered, so that a late event of it cannot take hold. `movements` are entries of the
    journal that the next commit writes.
    """

    id: ReservationId
    match_id: MatchId
    created_at: datetime
    updated_at: datetime
    version: int = 0
    match_version: int = 0
    status: ReservationStatus = "released"
    states: tuple[str, ...] = ()
    offer_ids: tuple[OfferId, ...] = ()
    holdings: list[Holding] = field(default_factory=list[Holding])
    shortfalls: tuple[Shortfall, ...] = ()
    opened_at: datetime | None = None
    events: list[ReservationEvent] = field(default_factory=list[ReservationEvent])
    movements: list[Movement] = field(default_factory=list[Movement])

    @classmethod
    def first_seen(cls, reservation_id: ReservationId, match_id: MatchId, now: datetime) -> Self:
        """Return an empty one for a match that was not known."""
        return cls(id=reservation_id, match_id=match_id, created_at=now, updated_at=now)

    def is_unheard_of(self) -> bool:
        """Answer whether nothing was ever asked for the match, as far as is known here."""
        return self.opened_at is None

    def stands(self) -> bool:
        """Answer whether what is held now stays the figure of each line until it ends."""
        return self.status in {"held", "confirmed", "settled"}

    def holding_of(self, key: ClaimKey) -> Holding | None:
        """Return what is set aside of a line for a component, if anything is."""
        return next((each for each in self.holdings if each.key == key), None)

    def engaged_by_offer(self) -> set[OfferId]:
        """Return the offers of which anything is set aside."""
        return {holding.offer_id for holding in self.holdings}

    def take(self, takings: Sequence[Taking], demand: Demand) -> None:
        """Hold these and nothing else, each as the match's standing asks."""
        wanted = {taking.claim.key: taking for taking in takings}
        self._free([holding for holding in self.holdings if holding.key not in wanted], demand)
        for key, taking in wanted.items():
            self._set_aside(self.holding_of(key), taking, demand.standing)
        self.states = demand.states

    def let_go(self, demand: Demand) -> None:
        """Free everything but what was delivered."""
        self._free(list(self.holdings), demand)

    def answer(self, demand: Demand, shortfalls: Sequence[Shortfall], now: datetime) -> None:
        """Note the match's version, and record the answer where there is one to give."""
        status: ReservationStatus = "refused" if shortfalls else demand.standing
        changed = bool(self.movements) or (status, tuple(shortfalls)) != (self.status, self.shortfalls)
        self.match_version, self.updated_at = demand.match_version, now
        self.offer_ids = tuple(sorted(demand.offer_ids() | self.engaged_by_offer()))
        self.status, self.shortfalls = status, tuple(shortfalls)
        if demand.wants_an_answer or changed:
            self.version += 1
            self.opened_at = self.opened_at or now
            self.events.append(ANSWERS[status](self.id, now, demand.event_id))

    def _set_aside(self, holding: Holding | None, taking: Taking, standing: Standing) -> None:
        before, charged = (Figures(), _NO_CHARGES) if holding is None else (holding.figures(), holding.counted())
        is_new = holding is None
        if holding is None:
            holding = Holding.of(taking, self._next_position())
            self.holdings.append(holding)
        claim = taking.claim
        told = None if claim.quantity is None else claim.delivered
        holding.restate(taking)
        holding.set_aside(target_of(standing, figure=taking.figure, told=told, counted=before.delivered))
        self._journal(holding, before, charged, even_if_unmoved=is_new or self.status != standing)

    def _free(self, holdings: Sequence[Holding], demand: Demand) -> None:
        for holding in holdings:
            before, charged = holding.figures(), holding.counted()
            claim = demand.claim_of(holding.key)
            told = None if claim is None or holding.quantity is None else claim.delivered
            # Letting go never takes room: of more than is engaged, delivery is counted no further than that.
            holding.set_aside(target_of("released", figure=before.total(), told=told, counted=before.delivered))
            if not holding.figures().total():
                holding.charges = ()
                self.holdings.remove(holding)
            self._journal(holding, before, charged, even_if_unmoved=self.stands())

    def _next_position(self) -> int:
        return max((holding.position for holding in self.holdings), default=-1) + 1

    def _journal(
        self, holding: Holding, before: Figures, charged: Mapping[str, Decimal], *, even_if_unmoved: bool
    ) -> None:
        """Note what happened to a holding; where nothing is measured it happened all the same."""
        movement = Movement(
            offer_id=holding.offer_id,
            line_id=holding.line_id,
            component_id=holding.component_id,
            before=before,
            after=holding.figures(),
            charged_before=dict(charged),
            charged_after=holding.counted(),
        )
        if even_if_unmoved or movement.moves_the_ledger():
            self.movements.append(movement)


_NO_CHARGES: Mapping[str, Decimal] = {}
