"""The offers that answer a need and their scores, exactly those of `find_answer`, worked out for all at once."""

from collections.abc import Callable
from typing import Final, TypeAlias
from uuid import UUID

import numpy as np

from matcher.domain.demand import ASKING
from matcher.domain.index.arrays import Flags, Ints, Places, joined
from matcher.domain.index.inquiry import Inquiry
from matcher.domain.index.pairs import Pairs, joined_pairs, pairs_of, scores_by_offer
from matcher.domain.index.quantities import asked_in
from matcher.domain.index.ranking import best_first, least_of_best
from matcher.domain.index.standing import Standing, meeting_lines
from matcher.domain.taking import residual

MOST_STATES: Final = 512
"""A need of more States is not for the arrays: the room that they have together could pass 64 bits."""

Ranked: TypeAlias = tuple[UUID, int]
"""An offer and its score."""

Judge: TypeAlias = Callable[[UUID], int | None]
"""Gives the score of one offer, None where it does not answer the need."""


def best_offers(inquiry: Inquiry, judge: Judge, limit: int | None) -> list[Ranked] | None:
    """Return the best `limit` offers, ties by identifier; None where the need's numbers pass 64 bits.

    `judge` is asked for the few offers whose numbers do, or whose refusals and ledgers are to be looked up.
    """
    if limit == 0 or inquiry.need.status not in ASKING or inquiry.need.visibility == "coordinators":
        return []
    found = _pairs(inquiry)
    if found is None:
        return None
    pairs, apart = found
    offers, scores = scores_by_offer(inquiry, pairs)
    scores = _with_words(inquiry, offers, scores, limit)
    best = best_first(scores, inquiry.of_offers("high", offers), inquiry.of_offers("low", offers), limit)
    ids = inquiry.offers.ids(offers[best])
    ranked = [*zip(ids, scores[best].tolist(), strict=True), *_judged(inquiry, apart, judge)]
    return sorted(ranked, key=lambda each: (-each[1], each[0]))[:limit]


def _pairs(inquiry: Inquiry) -> tuple[Pairs, Places] | None:
    """Return the valid pairs, and the rows of the offers that may have more and are to be judged apart."""
    pairs, apart = list[Pairs](), list[Places]()
    if len(inquiry.context.states_of(inquiry.need)) > MOST_STATES:
        return None
    for number, component in enumerate(inquiry.need.components):
        asked = asked_in(component, inquiry.lines.measures.values, inquiry.context)
        if asked is None:
            return None
        if residual(component) == 0:
            continue
        standing = meeting_lines(inquiry, component)
        is_apart = _is_apart(inquiry, standing)
        if is_apart.any():
            apart.append(standing.offers[is_apart])
            standing = standing.where(~is_apart)
        pairs.append(pairs_of(inquiry, number, asked, standing))
    return joined_pairs(pairs), joined(apart)


def _is_apart(inquiry: Inquiry, standing: Standing) -> Flags:
    is_apart = inquiry.of_offers("is_apart", standing.offers)
    refused = inquiry.outlook.refused(inquiry.need.need_id)
    held = inquiry.outlook.held_by(inquiry.context.states_of(inquiry.need))
    if refused or held:
        low = inquiry.of_offers("low", standing.offers)
        is_apart |= np.isin(low, np.array(refused, np.uint64))
        is_apart |= np.isin(low, np.array(held, np.uint64)) & inquiry.of_offers("has_ceiling", standing.offers)
    return is_apart


def _judged(inquiry: Inquiry, apart: Places, judge: Judge) -> list[Ranked]:
    ids = inquiry.offers.ids(np.unique(apart))
    return [(offer_id, score) for offer_id in ids if (score := judge(offer_id)) is not None]


def _with_words(inquiry: Inquiry, offers: Places, scores: Ints, limit: int | None) -> Ints:
    """Add the contribution of words, to those offers at least that could come among the best with it."""
    texts, weight = inquiry.need.texts, inquiry.outlook.weights["words"]
    counts = inquiry.of_offers("words", offers).astype(np.int64)
    could = np.flatnonzero((scores + weight >= least_of_best(scores, limit)) & (counts > 0))
    if not weight or not texts or not len(could):
        return scores
    begins = inquiry.of_offers("words_from", offers[could]).astype(np.int64)
    closeness = inquiry.offers.wording.closeness(texts, begins, counts[could])
    scores[could] += inquiry.outlook.contribution("words", closeness)
    return scores
