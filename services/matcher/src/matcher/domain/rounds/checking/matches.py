"""One allocation of a plan, looked up in the records and judged by itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from matcher.domain.candidates import find_answer
from matcher.domain.demand import Component, Need
from matcher.domain.explanation import score_of
from matcher.domain.rounds.checking.asking import asked_of, smallest_step
from matcher.domain.rounds.judged import Judged
from matcher.domain.rounds.outcome import Allocation
from matcher.domain.rounds.violations import Broken, Violation, about
from matcher.domain.supply import Line, Offer


@dataclass(frozen=True)
class Match:
    """An allocation with the records it is about; `asked` None = it cannot be measured."""

    allocation: Allocation
    need: Need
    offer: Offer
    component: Component
    line: Line
    asked: int | None
    states: tuple[str, ...]

    @property
    def ids(self) -> tuple[UUID, UUID]:
        """The component and the line."""
        return self.component.component_id, self.line.line_id


class Register:
    """The records by id, to look allocations up in."""

    def __init__(self, judged: Judged) -> None:
        self._judged = judged
        self._components = {part.component_id: (need, part) for need in judged.needs for part in need.components}
        self._lines = {line.line_id: (offer, line) for offer in judged.offers for line in offer.lines}

    def match(self, allocation: Allocation) -> Match | Violation:
        """Return the match, or the violation that it names unknown records or a pair that is not permitted."""
        asking, giving = self._components.get(allocation.component_id), self._lines.get(allocation.line_id)
        ids = allocation.component_id, allocation.line_id
        if asking is None or giving is None:
            return about(Broken.UNKNOWN, *ids)
        need, offer = asking[0], giving[0]
        if (need.need_id, offer.offer_id) != (allocation.need_id, allocation.offer_id):
            return about(Broken.UNKNOWN, *ids)
        score, states = self._score(need, offer, ids)
        if score is None:
            return about(Broken.NOT_PERMITTED, *ids)
        if score != allocation.score:
            return about(Broken.WRONG_SCORE, *ids)
        asked = asked_of(asking[1], giving[1], self._judged.context)
        return Match(allocation, need, offer, asking[1], giving[1], asked, states)

    def _score(self, need: Need, offer: Offer, ids: tuple[UUID, UUID]) -> tuple[int | None, tuple[str, ...]]:
        if not self._is_in_scope(need, offer):
            return None, ()
        answer = find_answer(need, offer, self._judged.context, self._judged.profile)
        for each in () if answer is None else answer.valid:
            if (each.pairing.component.component_id, each.pairing.line.line_id) == ids:
                return score_of(each.marks, self._judged.profile), each.pairing.meeting.states
        return None, ()

    def _is_in_scope(self, need: Need, offer: Offer) -> bool:
        scope = self._judged.settings.scope
        named = scope.needs is None or need.need_id in scope.needs
        return named and (scope.offers is None or offer.offer_id in scope.offers) and need.historic == scope.historic


def wrong_in_itself(match: Match, judged: Judged) -> Iterator[Violation]:
    """Give what is wrong with one match whatever the others are."""
    allocation, line, asked = match.allocation, match.line, match.asked
    quantity = allocation.quantity
    if asked is None or quantity is None:
        if asked is not None:
            yield about(Broken.QUANTITY_MISSING, *match.ids)
        if quantity is not None:
            yield about(Broken.UNMEASURED_QUANTITY, *match.ids)
        if allocation.share != 500_000:  # noqa: PLR2004 - half a share, said here anew on purpose
            yield about(Broken.WRONG_SHARE, *match.ids)
        return
    if quantity <= 0:
        yield about(Broken.NOT_POSITIVE, *match.ids)
    if quantity % smallest_step(line, asked, judged.context):
        yield about(Broken.PARTS_OF_UNITS, *match.ids)
    if line.smallest_share is not None and quantity < line.smallest_share:
        yield about(Broken.BELOW_MINIMUM, *match.ids)
    if quantity > asked or (line.largest_share is not None and quantity > line.largest_share):
        yield about(Broken.ABOVE_MAXIMUM, *match.ids)
    if allocation.share != 1_000_000 * quantity // asked:
        yield about(Broken.WRONG_SHARE, *match.ids)


def wrong_choices(matches: Mapping[tuple[UUID, UUID], Match], judged: Judged) -> Iterator[Violation]:
    """Give the bans that are broken, and the pins that are missing though they were not refused."""
    for ban in judged.settings.bans:
        if (ban.component_id, ban.line_id) in matches:
            yield about(Broken.BANNED, ban.component_id, ban.line_id)
    for pin in judged.settings.pins:
        ids = (pin.component_id, pin.line_id)
        if ids in judged.refused_pins:
            continue
        if ids not in matches:
            yield about(Broken.PIN_MISSING, *ids)
        elif pin.quantity is not None and matches[ids].allocation.quantity != pin.quantity:
            yield about(Broken.PIN_QUANTITY, *ids)
