"""The counterparts that come nearest to a match, each with the least that would have to change."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from matcher.domain.conditions import Party
from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.near_misses import Gap, find_gap, nearest
from matcher.domain.pairing import Meeting
from matcher.domain.remedies.case import Case, cases_of
from matcher.domain.remedies.counterfactual import Counterfactual, find_counterfactual
from matcher.domain.scoring import ScoringProfile
from matcher.domain.supply import Offer

SEARCHED: Final = 100
"""Counterfactuals are worked out for this many counterparts: those with the fewest failed conditions, best first."""


@dataclass(frozen=True)
class Nearest:
    """A counterfactual, and where another party could act instead, the least that it could do."""

    found: Counterfactual
    instead: Counterfactual | None

    @property
    def need_id(self) -> UUID:
        """Whose need it is about."""
        return self.found.before.need.need_id

    @property
    def offer_id(self) -> UUID:
        """Which offer it is about."""
        return self.found.before.offer.offer_id


def nearest_offers(
    need: Need, offers: Iterable[Offer], context: Context, profile: ScoringProfile, limit: int = 5
) -> tuple[Nearest, ...]:
    """Return the offers that nearly answer the need, nearest first, ties by the offer's id."""
    meetings = ((need, offer) for offer in offers)
    return _nearest(meetings, context, profile, Party.STATE, limit)


def nearest_needs(
    offer: Offer, needs: Iterable[Need], context: Context, profile: ScoringProfile, limit: int = 5
) -> tuple[Nearest, ...]:
    """Return the needs that the offer nearly answers, nearest first, ties by the need's id."""
    meetings = ((need, offer) for need in needs)
    return _nearest(meetings, context, profile, Party.DONOR, limit)


def _nearest(
    meetings: Iterable[tuple[Need, Offer]], context: Context, profile: ScoringProfile, reader: Party, limit: int
) -> tuple[Nearest, ...]:
    def find(need: Need, offer: Offer, most: int | None) -> Gap | None:
        return find_gap(need, offer, context, profile, most=most)

    key = partial(_place, reader=reader)
    kept: list[Counterfactual] = []
    for gap in nearest(meetings, find, lambda gap: _counterpart(gap.pairing.meeting, reader), SEARCHED):
        if len(kept) == limit and kept[-1].cost[0] < len(gap.failed):
            break
        found = find_counterfactual(_starts(gap.pairing.meeting), profile, reader)
        if found is not None:
            kept = sorted([*kept, found], key=key)[:limit]
    return tuple(Nearest(each, _instead(each, profile, reader)) for each in kept)


def _starts(meeting: Meeting) -> list[Case]:
    """Return the pairs with the fewest failed conditions."""
    cases = list(cases_of(meeting.need, meeting.offer, meeting.context))
    fewest = min(len(case.failed) for case in cases)
    return [case for case in cases if len(case.failed) == fewest]


def _instead(found: Counterfactual, profile: ScoringProfile, reader: Party) -> Counterfactual | None:
    if not found.parties:
        return None
    return find_counterfactual(_starts(found.before.meeting), profile, reader, besides=found.parties)


def _counterpart(meeting: Meeting, reader: Party) -> UUID:
    return meeting.offer.offer_id if reader is Party.STATE else meeting.need.need_id


def _place(found: Counterfactual, reader: Party) -> tuple[int, int, int, int, UUID]:
    return (*found.cost, _counterpart(found.before.meeting, reader))
