"""What offers hold for needs: the books of a replay, and the three bounds that they may never cross."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from matcher.domain.demand import Component, Need
from matcher.domain.supply import Line, Offer


class Overdrawn(Exception):
    """A line is over-committed, a component over-covered, or a State above an offer's ceiling."""


class Stage(StrEnum):
    """How far a hold has come."""

    RESERVED = "reserved"
    COMMITTED = "committed"
    RELEASED = "released"


@dataclass
class Hold:
    """What one line keeps for one component, in thousandths of either's unit.

    `covers` None = the two are not comparable, and the component is met by hand, whole; `rooms` is what each State
    takes of the offer's ceiling.
    """

    need_id: UUID
    component_id: UUID
    offer_id: UUID
    line_id: UUID
    covers: int | None
    takes: int
    rooms: tuple[tuple[str, int], ...]
    on: date
    score: int
    reach: str
    stage: Stage = Stage.RESERVED

    @property
    def stands(self) -> bool:
        """Whether it was not released."""
        return self.stage is not Stage.RELEASED


class Books:
    """Every hold, and needs and offers amended by them; each booking is checked against the records as posted."""

    def __init__(self) -> None:
        self.holds: list[Hold] = []
        self.needs: dict[UUID, Need] = {}
        self.offers: dict[UUID, Offer] = {}
        self.refusals: set[tuple[UUID, UUID]] = set()
        self._closed: set[UUID] = set()
        self._of_need: defaultdict[UUID, list[Hold]] = defaultdict(list)
        self._of_offer: defaultdict[UUID, list[Hold]] = defaultdict(list)

    def book(self, hold: Hold) -> None:
        """Take a hold in; Overdrawn where it crosses a bound."""
        self.holds.append(hold)
        self._of_need[hold.need_id].append(hold)
        self._of_offer[hold.offer_id].append(hold)
        self.check(hold)

    def close(self, offer_id: UUID) -> None:
        """Close an offer; what is held of it stays held."""
        self._closed.add(offer_id)

    def refuse(self, hold: Hold) -> None:
        """Release a hold whose donor or State declined: the pair is not proposed again."""
        hold.stage = Stage.RELEASED
        self.refusals.add((hold.need_id, hold.offer_id))

    def held(self) -> dict[tuple[UUID, str], int]:
        """Return what each State holds under each offer, in the unit of the offer's ceiling."""
        sums: defaultdict[tuple[UUID, str], int] = defaultdict(int)
        for hold in self.holds:
            for state, amount in hold.rooms if hold.stands else ():
                sums[hold.offer_id, state] += amount
        return dict(sums)

    def standing(self, component_id: UUID, need_id: UUID) -> list[Hold]:
        """Return the holds on a component that stand."""
        return [each for each in self._of_need[need_id] if each.component_id == component_id and each.stands]

    def need_now(self, need_id: UUID, version: int) -> Need:
        """Return the need with what is covered; a component met by hand is no longer asked for."""
        need = self.needs[need_id]
        met = {each.component_id for each in self._of_need[need_id] if each.stands and each.covers is None}
        left = tuple(self._covered(each, need_id) for each in need.components if each.component_id not in met)
        is_done = all(each.covered is not None and each.covered >= (whole(each) or 1) for each in left)
        status = "covered" if is_done else "open"
        return replace(need, version=version, components=left or need.components, status=status)

    def offer_now(self, offer_id: UUID, version: int) -> Offer:
        """Return the offer with what is reserved and committed."""
        offer = self.offers[offer_id]
        lines = tuple(self._drawn_on(line, offer_id) for line in offer.lines)
        return replace(offer, version=version, lines=lines, status="closed" if offer_id in self._closed else "open")

    def check(self, hold: Hold) -> None:
        """Raise Overdrawn where the records as posted do not allow what is held of them."""
        offer, need = self.offers[hold.offer_id], self.needs[hold.need_id]
        line = next(each for each in offer.lines if each.line_id == hold.line_id)
        component = next(each for each in need.components if each.component_id == hold.component_id)
        standing, asked = self.standing(hold.component_id, hold.need_id), whole(component)
        if line.pledged is not None and sum(self._takes(line, offer.offer_id).values()) > line.pledged:
            raise Overdrawn(f"line {line.line_id} is over-committed on {hold.on}")
        by_hand = [each for each in standing if each.covers is None]
        covered = sum(each.covers or 0 for each in standing)
        if (by_hand and len(standing) > 1) or (asked is not None and covered > asked):
            raise Overdrawn(f"component {component.component_id} is over-covered on {hold.on}")
        if offer.ceiling is not None and any(self._room(offer, state) < 0 for state, _ in hold.rooms):
            raise Overdrawn(f"offer {offer.offer_id} gives a State more than its ceiling on {hold.on}")

    def rooms(self, offer: Offer, states: tuple[str, ...], amount: int) -> Iterator[tuple[str, int]]:
        """Divide what is taken of an offer with a ceiling over the States, the first filled first."""
        for state in states if offer.ceiling is not None else ():
            part = min(amount, max(0, self._room(offer, state)))
            amount -= part
            if part:
                yield state, part

    def _room(self, offer: Offer, state: str) -> int:
        taken = (
            part for each in self._of_offer[offer.offer_id] if each.stands for of, part in each.rooms if of == state
        )
        return (offer.ceiling.amount if offer.ceiling else 0) - sum(taken)

    def _covered(self, component: Component, need_id: UUID) -> Component:
        standing = self.standing(component.component_id, need_id)
        return replace(component, covered=sum(each.covers or 0 for each in standing)) if standing else component

    def _drawn_on(self, line: Line, offer_id: UUID) -> Line:
        takes = self._takes(line, offer_id)
        return replace(line, reserved=takes[Stage.RESERVED], committed=takes[Stage.COMMITTED])

    def _takes(self, line: Line, offer_id: UUID) -> dict[Stage, int]:
        takes = {Stage.RESERVED: 0, Stage.COMMITTED: 0}
        for each in self._of_offer[offer_id]:
            if each.line_id == line.line_id and each.stands:
                takes[each.stage] += each.takes
        return takes


def whole(component: Component) -> int | None:
    """Return all that a component asks for: its quantity, else its cost; None where neither is said."""
    return component.estimated_cost if component.quantity is None else component.quantity
