"""The pairs of a round: those that pass every hard condition, with what each could take."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from matcher.domain.engine import Engine
from matcher.domain.explanation import score_of
from matcher.domain.pairing import Pairing
from matcher.domain.rounds.bounds import Limits
from matcher.domain.rounds.parts import Pair, Use
from matcher.domain.rounds.scoping import Inputs
from matcher.domain.rounds.settings import RoundSettings
from matcher.domain.rounds.steps import down_to_step, step_of, up_to_step

_CRUMB: Final = 1_000
"""No match of a round is smaller than this part of what its pair could take."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A pair before its line has a place: what the component at a place could get from which line."""

    component: int
    line_id: UUID
    offer_id: UUID
    donor: str
    asked: int | None
    least: int
    most: int
    alone: int
    step: int
    score: int
    uses: tuple[Use, ...]

    def pair_at(self, line: int) -> Pair:
        """Return the pair with its line's place."""
        bounds = (self.least, self.most, self.alone, self.step)
        return Pair(self.component, line, self.asked, *bounds, self.score, self.uses)


def pairs_of_round(
    inputs: Inputs,
    engine: Engine,
    limits: Limits,
    components: Mapping[UUID, int],
    *,
    settings: RoundSettings,
) -> list[Offered]:
    """Return all pairs that are permitted and not banned, by component, then line; `components` are places by id."""
    offers = {offer.offer_id for offer in inputs.offers}
    bans = {(ban.component_id, ban.line_id) for ban in settings.bans}
    found: list[Offered] = []
    for need in inputs.needs:
        answers = (each for each in engine.answers_to_need(need.need_id) if each.meeting.offer.offer_id in offers)
        for answer in sorted(answers, key=lambda each: each.meeting.offer.offer_id):
            for each in answer.valid:
                pairing = each.pairing
                if (pairing.component.component_id, pairing.line.line_id) in bans:
                    continue
                place = components[pairing.component.component_id]
                offered = _offered(place, pairing, score_of(each.marks, engine.profile), limits)
                if offered is not None:
                    found.append(offered)
    return sorted(found, key=lambda offered: (offered.component, offered.line_id))


def _offered(component: int, pairing: Pairing, score: int, limits: Limits) -> Offered | None:
    """Return the pair with its bounds; None where it could take nothing at all or less than its minimum."""
    line, offer = pairing.line, pairing.meeting.offer
    measured = pairing.taking.asked is not None and pairing.taking.remaining is not None
    asked = pairing.taking.asked if measured else None
    uses = limits.uses(component, pairing, asked)
    if uses is None:
        return None
    bounds = (0, 0, 0, 1) if asked is None else _bounds(pairing, asked, limits.most(uses, caps=False))
    if asked is not None and not 0 < bounds[0] <= bounds[1]:
        return None
    return Offered(component, line.line_id, offer.offer_id, offer.donor.organisation, asked, *bounds, score, uses)


def _bounds(pairing: Pairing, asked: int, allowed: int | None) -> tuple[int, int, int, int]:
    """Return the least, the most, the most without shared limits, and the step."""
    line = pairing.line
    step = step_of(line, asked, pairing.meeting.context.vocabulary)
    alone = down_to_step(asked if line.largest_share is None else min(asked, line.largest_share), step)
    bounds = (alone, line.remaining, allowed)
    most = down_to_step(min(bound for bound in bounds if bound is not None), step)
    least = up_to_step(max(line.smallest_share or 1, most // _CRUMB), step)
    return (least, most, alone, step) if line.divisible else (max(least, most), most, most, step)
