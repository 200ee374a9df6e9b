"""Deciding whether everything that a match asks can be held: all of it, or nothing and every reason why not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from offers.domain.ceiling_room import CeilingRoom
from offers.domain.demand import Claim, Demand
from offers.domain.holding import Holding, Taking
from offers.domain.identifiers import LineId, OfferId
from offers.domain.line import OfferLine
from offers.domain.line_room import LineRoom
from offers.domain.offer import Offer
from offers.domain.reservation import Reservation
from offers.domain.shortfall import Shortfall
from offers.domain.targets import target_of
from shared.statements.standings import NOTHING


@dataclass(frozen=True)
class Plan:
    """What a match is to hold; where there are shortfalls, nothing of it may be held."""

    takings: list[Taking] = field(default_factory=list[Taking])
    shortfalls: list[Shortfall] = field(default_factory=list[Shortfall])


def planned(demand: Demand, reservation: Reservation, offers: Mapping[OfferId, Offer]) -> Plan:
    """Return what the match is to hold of these offers, as they stand under this transaction's locks.

    What stays within what is held already is never refused. What needs new room is checked against the line, its
    shares, the States' ceilings, and for a match that is not agreed yet the offer's status.
    """
    plan = Plan()
    for offer_id, lines in _by_offer_and_line(demand).items():
        offer = offers.get(offer_id)
        if offer is None:
            plan.shortfalls.append(Shortfall(code="offer_unknown", offer_id=offer_id))
        else:
            _OfferPlan(demand, reservation, offer, plan).lay(lines)
    _keep_each_once(plan.shortfalls)
    return plan


class _OfferPlan:
    """The plan for the lines of one offer."""

    def __init__(self, demand: Demand, reservation: Reservation, offer: Offer, plan: Plan) -> None:
        self._demand = demand
        self._reservation = reservation
        self._offer = offer
        self._plan = plan
        self._ceilings = CeilingRoom(offer, demand.states, _own_charges(reservation, demand, offer.id))

    def lay(self, lines: Mapping[LineId, Sequence[Claim]]) -> None:
        """Plan each line: first those on which all stays as it is held, then those that need new room."""
        anew: list[tuple[LineId, Sequence[Claim]]] = []
        for line_id, claims in lines.items():
            kept = self._kept(claims)
            if kept is None:
                anew.append((line_id, claims))
            else:
                self._plan.takings.extend(kept)
                self._ceilings.use(tuple(charge for taking in kept for charge in taking.charges))
        for line_id, claims in anew:
            self._plan.shortfalls.extend(self._lay_anew(line_id, claims))

    def _kept(self, claims: Sequence[Claim]) -> list[Taking] | None:
        """Return the claims as they are held, if each moves within that; None where any needs room or other terms."""
        if not self._reservation.stands() or self._reservation.states != self._demand.states:
            return None
        holdings = [self._reservation.holding_of(claim.key) for claim in claims]
        kept = [
            _as_held(claim, holding)
            for claim, holding in zip(claims, holdings, strict=True)
            if holding is not None and holding.as_asked_by(claim) and self._is_within(claim, holding)
        ]
        return kept if len(kept) == len(claims) else None

    def _is_within(self, claim: Claim, holding: Holding) -> bool:
        return self._total(claim, holding.figure, holding.delivered) <= holding.figures().total()

    def _total(self, claim: Claim, figure: Decimal, counted: Decimal) -> Decimal:
        told = None if claim.quantity is None else claim.delivered
        return target_of(self._demand.standing, figure=figure, told=told, counted=counted).total()

    def _lay_anew(self, line_id: LineId, claims: Sequence[Claim]) -> Iterator[Shortfall]:
        line = self._offer.line(line_id)
        if line is None:
            yield Shortfall(code="line_unknown", offer_id=self._offer.id, line_id=line_id)
            return
        room = LineRoom(self._offer, line, _own(self._reservation, self._demand, line_id))
        problems = list(self._problems(room, claims))
        if problems:
            yield from problems
            return
        for claim, figure in zip(claims, self._figures(room, claims), strict=True):
            charges = self._ceilings.charge(claim, line, figure)
            if isinstance(charges, Shortfall):
                yield charges
            else:
                share = self._largest_share(line, claim, figure)
                self._plan.takings.append(Taking(claim=claim, figure=figure, charges=charges, largest_share=share))

    def _largest_share(self, line: OfferLine, claim: Claim, figure: Decimal) -> Decimal | None:
        """Return the bound of what is held: the former one where more is held already than could be held today."""
        if not line.divisible or line.largest_share is None or figure <= line.largest_share:
            return line.largest_share if line.divisible else None
        former = self._reservation.holding_of(claim.key)
        return line.largest_share if former is None else former.largest_share

    def _problems(self, room: LineRoom, claims: Sequence[Claim]) -> Iterator[Shortfall]:
        figures = self._figures(room, claims)
        asked = sum(
            (self._total(claim, figure, NOTHING) for claim, figure in zip(claims, figures, strict=True)), NOTHING
        )
        standing = self._reservation.stands()
        is_new = not standing or any(self._reservation.holding_of(claim.key) is None for claim in claims)
        if is_new and self._demand.takes_new:
            yield from room.must_be_open()
        yield from room.measure_problems(claims)
        if is_new or asked > room.own:
            yield from (each for each in room.size_problems(claims, asked) if not self._is_past(each))

    def _is_past(self, problem: Shortfall) -> bool:
        """Answer whether a problem is none any more: where delivery has ended, its part may be small."""
        return problem.code == "below_smallest_share" and self._demand.standing in {"settled", "released"}

    def _figures(self, room: LineRoom, claims: Sequence[Claim]) -> list[Decimal]:
        return room.figures(claims, [self._former_figure(claim) for claim in claims])

    def _former_figure(self, claim: Claim) -> Decimal | None:
        holding = self._reservation.holding_of(claim.key) if self._reservation.stands() else None
        return None if holding is None or holding.quantity is not None else holding.figure


def _as_held(claim: Claim, holding: Holding) -> Taking:
    return Taking(claim=claim, figure=holding.figure, charges=holding.charges, largest_share=holding.largest_share)


def _by_offer_and_line(demand: Demand) -> dict[OfferId, dict[LineId, list[Claim]]]:
    grouped: dict[OfferId, dict[LineId, list[Claim]]] = {}
    for claim in demand.claims:
        grouped.setdefault(claim.offer_id, {}).setdefault(claim.line_id, []).append(claim)
    return grouped


def _own(reservation: Reservation, demand: Demand, line_id: LineId) -> Decimal:
    """Return what the match has of a line and can use anew; what was delivered on a claim that is gone stays."""
    own = NOTHING
    for holding in reservation.holdings:
        if holding.line_id == line_id:
            stays = NOTHING if demand.claim_of(holding.key) else holding.delivered
            own += holding.figures().total() - stays
    return own


def _own_charges(reservation: Reservation, demand: Demand, offer_id: OfferId) -> dict[str, Decimal]:
    own: dict[str, Decimal] = {}
    for holding in reservation.holdings:
        if holding.offer_id == offer_id:
            stays = {} if demand.claim_of(holding.key) else holding.counted_for_delivery()
            for state, amount in holding.counted().items():
                own[state] = own.get(state, NOTHING) + amount - stays.get(state, NOTHING)
    return own


def _keep_each_once(shortfalls: list[Shortfall]) -> None:
    shortfalls[:] = dict.fromkeys(shortfalls)
