"""The specification of the matcher: slow, obvious, every pair looked at, no index and no shortcut.

It knows the record types and the published lists, and nothing of how the matcher works.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from matcher.domain.context import Context
from matcher.domain.demand import Component, Need
from matcher.domain.supply import Line, Offer
from matcher.domain.texts import Text
from shared.glossary import is_little_word
from tests.support.reference_conditions import category_points, count_days, failed_codes, modality_points
from tests.support.reference_quantities import points_by_state, quantities, takeable

Weights = Mapping[str, int]
Points = dict[str, int]


@dataclass(frozen=True)
class ExpectedPair:
    component_id: UUID
    line_id: UUID
    score: int
    takeable: int | None
    points: Points


@dataclass(frozen=True)
class ExpectedCandidate:
    need_id: UUID
    offer_id: UUID
    score: int
    points: Points
    contributions: Points
    lead: tuple[UUID, UUID]
    pairs: list[ExpectedPair]


@dataclass(frozen=True)
class ExpectedMiss:
    need_id: UUID
    offer_id: UUID
    component_id: UUID
    line_id: UUID
    failed: list[str]
    score: int


def candidates_of_need(
    need: Need, offers: Sequence[Offer], context: Context, weights: Weights
) -> list[ExpectedCandidate]:
    found = [candidate(need, offer, context, weights) for offer in offers]
    matching = [each for each in found if each is not None]
    return sorted(matching, key=lambda each: (-each.score, each.offer_id))


def candidates_of_offer(
    offer: Offer, needs: Sequence[Need], context: Context, weights: Weights
) -> list[ExpectedCandidate]:
    found = [candidate(need, offer, context, weights) for need in needs]
    matching = [each for each in found if each is not None]
    return sorted(matching, key=lambda each: (-each.score, each.need_id))


def near_misses_of_need(
    need: Need, offers: Sequence[Offer], context: Context, weights: Weights, limit: int
) -> list[ExpectedMiss]:
    found = [near_miss(need, offer, context, weights) for offer in offers]
    missing = [each for each in found if each is not None]
    return sorted(missing, key=lambda each: (len(each.failed), -each.score, each.offer_id))[:limit]


def near_misses_of_offer(
    offer: Offer, needs: Sequence[Need], context: Context, weights: Weights, limit: int
) -> list[ExpectedMiss]:
    found = [near_miss(need, offer, context, weights) for need in needs]
    missing = [each for each in found if each is not None]
    return sorted(missing, key=lambda each: (len(each.failed), -each.score, each.need_id))[:limit]


def meet_at_all(need: Need, offer: Offer) -> bool:
    return need.historic == offer.historic and "draft" not in {need.status, offer.status}


def candidate(need: Need, offer: Offer, context: Context, weights: Weights) -> ExpectedCandidate | None:
    pairs = [
        expected_pair(need, component, offer, line, context=context, weights=weights)
        for component in need.components
        for line in offer.lines
        if meet_at_all(need, offer) and not failed_codes(need, component, offer, line, context)
    ]
    if not pairs:
        return None
    lead = pairs[0]
    for pair in pairs:
        if without_coverage(pair.points, weights) > without_coverage(lead.points, weights):
            lead = pair
    points = {**lead.points, "coverage": coverage_of_need(need, pairs)}
    contributions = {name: points[name] * weights[name] // 1000 for name in weights}
    return ExpectedCandidate(
        need_id=need.need_id,
        offer_id=offer.offer_id,
        score=sum(contributions.values()),
        points=points,
        contributions=contributions,
        lead=(lead.component_id, lead.line_id),
        pairs=pairs,
    )


def near_miss(need: Need, offer: Offer, context: Context, weights: Weights) -> ExpectedMiss | None:
    misses: list[ExpectedMiss] = []
    for component in need.components:
        for line in offer.lines:
            failed = failed_codes(need, component, offer, line, context)
            score = expected_pair(need, component, offer, line, context=context, weights=weights).score
            misses.append(
                ExpectedMiss(need.need_id, offer.offer_id, component.component_id, line.line_id, failed, score)
            )
    if not meet_at_all(need, offer) or not misses or any(not miss.failed for miss in misses):
        return None
    nearest = misses[0]
    for miss in misses:
        if (len(miss.failed), -miss.score) < (len(nearest.failed), -nearest.score):
            nearest = miss
    return nearest


def expected_pair(
    need: Need, component: Component, offer: Offer, line: Line, *, context: Context, weights: Weights
) -> ExpectedPair:
    found = quantities(need, component, offer, line, context)
    taken = takeable(found, line)
    by_state = points_by_state(need, offer, context)
    points = {
        "category": category_points(component, line, context),
        "specificity": sum(by_state) // len(by_state),
        "coverage": 500 if taken is None else taken * 1000 // found.asked if found.asked else 0,
        "modality": modality_points(component, line, context),
        "timing": timing_points(need, offer, context),
        "language": language_points(need, offer),
        "conditions": condition_points(need, offer),
        "words": word_points(need, offer),
    }
    score = sum(points[name] * weights[name] // 1000 for name in weights)
    return ExpectedPair(component.component_id, line.line_id, score, taken, points)


def without_coverage(points: Points, weights: Weights) -> int:
    return sum(points[name] * weights[name] // 1000 for name in weights if name != "coverage")


def coverage_of_need(need: Need, pairs: list[ExpectedPair]) -> int:
    total = 0
    for component in need.components:
        found = [pair.points["coverage"] for pair in pairs if pair.component_id == component.component_id]
        total += max(found) if found else 0
    return total // len(need.components)


def timing_points(need: Need, offer: Offer, context: Context) -> int:
    wanted = count_days(need, [need.window], context)
    together = count_days(need, [need.window, offer.window], context)
    share = 1000
    if wanted is not None and together is not None:
        share = min(1000, together * 1000 // max(1, wanted))
    present = [] if need.historic else [context.today]
    begins = [*present, *([offer.window.start] if offer.window.start else [])]
    due = [need.deadline] if need.deadline else []
    if not due and wanted is None:
        due = [*present, *([need.window.start] if need.window.start else [])]
    late = 0
    while begins and due and max(begins) > max(due) + timedelta(days=late):
        late += 1
    return share * 730 // (730 + late)


def language_points(need: Need, offer: Offer) -> int:
    if not need.languages or not offer.languages:
        return 500
    if any(language in offer.languages for language in need.languages):
        return 1000
    asked = list(need.languages) + [text.language for text in need.texts]
    offered = list(offer.languages) + [text.language for text in offer.texts]
    return 400 if any(language in offered for language in asked) else 0


def condition_points(need: Need, offer: Offer) -> int:
    if not offer.conditions:
        return 1000
    met = [each for each in offer.conditions if each in need.conditions_met]
    return len(met) * 1000 // len(offer.conditions)


def word_points(need: Need, offer: Offer) -> int:
    best = 0
    for asked in need.texts:
        for offered in offer.texts:
            every = distinct_words(asked) | distinct_words(offered)
            both = distinct_words(asked) & distinct_words(offered)
            if asked.language == offered.language and every:
                best = max(best, len(both) * 1000 // len(every))
    return best


def distinct_words(text: Text) -> set[str]:
    found: set[str] = set()
    word = ""
    for sign in unicodedata.normalize("NFKD", f"{text.title} {text.narrative} ".casefold()):
        if unicodedata.combining(sign):
            continue
        if sign.isalnum():
            word += sign
            continue
        pieces = [word[at : at + 2] for at in range(len(word) - 1)]
        is_chinese = any("\u3400" <= letter <= "\u9fff" for letter in word)
        found |= set(pieces) if is_chinese and pieces else {word} if word else set()
        word = ""
    return {each for each in found if not is_little_word(each, text.language)}
