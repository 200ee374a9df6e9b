"""Two years told day by day: records arrive, are matched every fourth Monday, and are decided, declined or closed.

Only days on which something happens are told. Delays are fixed: a need may be matched REVIEW days after it was
opened; a hold is decided DECISION days after it was made, when some are declined, which is a refusal; a need that is
not covered is closed with its window or after CONFIRMATION days, and an offer with its call or its window.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, TypeVar
from uuid import UUID

from matcher.domain.candidates import Candidate, Pair
from matcher.domain.demand import ASKING, Need
from matcher.domain.engine import Engine
from matcher.domain.pairing import Meeting, Pairing
from matcher.domain.scoring import ScoringProfile, urgency
from matcher.domain.supply import Offer
from matcher.domain.taking import residual
from tests.support.simulated_worlds.drawing import Draw
from tests.support.simulated_worlds.holds import Books, Hold, Stage
from tests.support.simulated_worlds.world import BEGINS, DAYS, World

Dated = TypeVar("Dated")

MEETS_EVERY: Final = 28
REVIEW: Final = 14
DECISION: Final = 45
CONFIRMATION: Final = 365
DECLINED: Final = 150
"""How many in a thousand holds are declined."""

AT_ONCE: Final = 6
"""The most holds that one need makes on one day."""

BY_HAND: Final = 10
"""What is met by hand takes the smallest share of a line, or this part of what it pledged."""


@dataclass
class History:
    """What happened: the books, and by need which conditions its nearest miss failed when it ended uncovered."""

    world: World
    books: Books
    why_not: dict[UUID, tuple[str, ...]] = field(default_factory=dict[UUID, tuple[str, ...]])


class Replay:
    """Tells one world's two years through one engine; Overdrawn as soon as a bound is crossed."""

    def __init__(self, world: World, profile: ScoringProfile) -> None:
        self._world = world
        self._engine = Engine(world.context(BEGINS), profile)
        self._history = History(world, Books())
        self._version = 1

    def tell(self) -> History:
        """Tell every day on which something happens, and close what is left at the end."""
        world = self._world
        begun, asked = _by_day(world.offers), _by_day(world.needs)
        over = _by_day((_end_of_offer(offer), offer.offer_id) for _, offer in world.offers)
        ends = _by_day((_end_of_need(day, need), need.need_id) for day, need in world.needs)
        for number in range(DAYS):
            today = BEGINS + timedelta(days=number)
            self._arrive(begun.get(today, ()), asked.get(today, ()))
            self._decide(today)
            self._leave(over.get(today, ()), ends.get(today, ()))
            if number % MEETS_EVERY == 0:
                self._meet(today)
        self._leave((), sorted(self._books.needs.keys() - self._history.why_not.keys()))
        return self._history

    @property
    def _books(self) -> Books:
        return self._history.books

    def _arrive(self, offers: Iterable[Offer], needs: Iterable[Need]) -> None:
        for offer in offers:
            self._books.offers[offer.offer_id] = offer
            self._engine.put_offer(offer)
        for need in needs:
            self._books.needs[need.need_id] = need
            self._engine.put_need(need)

    def _leave(self, offers: Iterable[UUID], needs: Iterable[UUID]) -> None:
        for offer_id in offers:
            self._books.close(offer_id)
            self._amend_offer(offer_id)
        for need_id in needs:
            self._end(need_id)

    def _meet(self, today: date) -> None:
        self._look_from(today)
        waiting = [need for need in self._engine.needs if need.status in ASKING and _is_reviewed(need, today)]
        for need in sorted(waiting, key=lambda each: (-urgency(each, today), each.need_id)):
            for _ in range(AT_ONCE):
                if not self._take_best(need.need_id, today):
                    break

    def _take_best(self, need_id: UUID, today: date) -> bool:
        best = next(iter(self._engine.candidates_of_need(need_id, 1)), None)
        hold = None if best is None else self._hold(best, today)
        if hold is None:
            return False
        self._books.book(hold)
        self._amend(hold)
        if hold.rooms:
            self._look_from(today)
        return self._engine.need(need_id).status in ASKING

    def _hold(self, best: Candidate, today: date) -> Hold | None:
        for pair in sorted(best.pairs, key=lambda each: -each.score):
            covers, takes = self._quantities(best, pair)
            if covers == 0:
                continue
            need, offer = self._engine.need(best.need_id), self._engine.offer(best.offer_id)
            meeting = Meeting(need, offer, self._engine.context)
            return Hold(
                need_id=best.need_id,
                component_id=pair.component_id,
                offer_id=best.offer_id,
                line_id=pair.line_id,
                covers=covers,
                takes=takes,
                rooms=tuple(self._books.rooms(offer, meeting.states, takes)),
                on=today,
                score=best.score,
                reach=max(meeting.reach, key=lambda way: way.points).level.value,
            )
        return None

    def _quantities(self, best: Candidate, pair: Pair) -> tuple[int | None, int]:
        """Return what a pair covers of the component and takes of the line."""
        need, offer = self._engine.need(best.need_id), self._engine.offer(best.offer_id)
        component = next(each for each in need.components if each.component_id == pair.component_id)
        line = next(each for each in offer.lines if each.line_id == pair.line_id)
        left = residual(component)
        if pair.takeable is None:
            part = line.smallest_share or (line.pledged or 0) // BY_HAND
            return (left or None), min(part, line.remaining or 0)
        asked = Pairing(Meeting(need, offer, self._engine.context), component, line).taking.asked
        return ((left or 0) * pair.takeable // asked if asked else 0), pair.takeable

    def _decide(self, today: date) -> None:
        due = [each for each in self._books.holds if each.stage is Stage.RESERVED and _is_due(each, today)]
        for hold in due:
            draw = Draw(self._world.seed, "decision", hold.need_id.int, hold.offer_id.int)
            if draw.happens(DECLINED):
                self._books.refuse(hold)
            else:
                hold.stage = Stage.COMMITTED
            self._books.check(hold)
            self._amend(hold)

    def _end(self, need_id: UUID) -> None:
        """Close a need, and keep what its nearest miss fails where something of it was never covered."""
        self._why_not(need_id)
        self._engine.drop_need(need_id)

    def _why_not(self, need_id: UUID) -> None:
        codes = tuple[str, ...]()
        need = self._engine.need(need_id)
        if need.status in ASKING:
            left = tuple(each for each in need.components if residual(each) != 0)
            self._engine.put_need(replace(need, components=left))
            misses = self._engine.near_misses_of_need(need_id, 1) if not self._engine.top(need_id, 1) else ()
            codes = tuple(sorted({verdict.code.value for miss in misses for verdict in miss.failed})) or ("waiting",)
        self._history.why_not[need_id] = codes

    def _look_from(self, today: date) -> None:
        """Move the engine to a day and to what is held and refused by now."""
        refusals = frozenset(self._books.refusals)
        self._engine = self._engine.under(self._world.context(today, held=self._books.held(), refusals=refusals))

    def _amend(self, hold: Hold) -> None:
        self._amend_need(hold.need_id)
        self._amend_offer(hold.offer_id)

    def _amend_need(self, need_id: UUID) -> None:
        if need_id in self._history.why_not:
            return
        self._version += 1
        self._engine.put_need(self._books.need_now(need_id, self._version))

    def _amend_offer(self, offer_id: UUID) -> None:
        self._version += 1
        self._engine.put_offer(self._books.offer_now(offer_id, self._version))


def _by_day(dated: Iterable[tuple[date, Dated]]) -> Mapping[date, list[Dated]]:
    days: dict[date, list[Dated]] = {}
    for day, each in dated:
        days.setdefault(day, []).append(each)
    return days


def _end_of_need(opened: date, need: Need) -> date:
    confirmed_until = opened + timedelta(days=CONFIRMATION)
    return min(need.window.end or confirmed_until, confirmed_until)


def _end_of_offer(offer: Offer) -> date:
    return min(day for day in (offer.call.end, offer.window.end) if day is not None)


def _is_reviewed(need: Need, today: date) -> bool:
    return need.opened_at is not None and need.opened_at.date() + timedelta(days=REVIEW) <= today


def _is_due(hold: Hold, today: date) -> bool:
    return hold.on + timedelta(days=DECISION) <= today
