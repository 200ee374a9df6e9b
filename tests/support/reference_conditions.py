"""The twelve hard conditions as one plain list of questions; part of the reference matcher."""

from datetime import date, timedelta

from matcher.domain.context import Context
from matcher.domain.demand import Component, Need
from matcher.domain.spans import Span
from matcher.domain.supply import Line, Offer
from tests.support.reference_quantities import points_by_state, quantities, smallest_known


def failed_codes(need: Need, component: Component, offer: Offer, line: Line, context: Context) -> list[str]:
    """Return the codes that fail for this pair, in the order of the table."""
    questions = {
        "not_open": is_open(need, offer, context),
        "state_not_eligible": max(points_by_state(need, offer, context)) > 0,
        "applicant_not_eligible": not offer.applicants or bool(set(offer.applicants) & set(need.applicants)),
        "category_mismatch": category_points(component, line, context) >= 700,
        "modality_mismatch": modality_points(component, line, context) > 0,
        "window_disjoint": is_in_time(need, offer, context),
        "below_minimum_share": reaches_minimum(need, component, offer, line, context),
        "exhausted": is_left(need, component, offer, line, context),
        "per_state_ceiling": has_room(need, component, offer, line, context),
        "condition_unmet": set(offer.conditions) <= set(need.conditions_met),
        "pair_excluded": (need.need_id, offer.offer_id) not in context.refusals,
        "not_visible": need.visibility != "coordinators",
    }
    return [code for code, holds in questions.items() if not holds]


def is_open(need: Need, offer: Offer, context: Context) -> bool:
    if need.status not in {"open", "partly_covered"} or offer.status != "open":
        return False
    if need.historic:
        return True
    begun = offer.call.start is None or offer.call.start <= context.today
    over = offer.call.end is not None and offer.call.end < context.today
    return begun and not over


def category_points(component: Component, line: Line, context: Context) -> int:
    best = 0
    for offered in line.categories:
        if offered == component.category:
            best = max(best, 1000)
            continue
        known = context.vocabulary.categories
        if offered not in known or component.category not in known:
            continue
        above_offered = context.vocabulary.ancestors(offered)
        above_asked = context.vocabulary.ancestors(component.category)
        if offered in above_asked or component.category in above_offered:
            best = max(best, 700)
        elif above_offered and above_asked and above_offered[0] == above_asked[0]:
            best = max(best, 300)
    return best


def modality_points(component: Component, line: Line, context: Context) -> int:
    if not component.modalities:
        return 500
    if not line.modalities:
        return 0 if all(asked == "finance" for asked in component.modalities) else 500
    met = 0
    for asked in component.modalities:
        bought = "finance" in line.modalities and asked != "finance"
        if asked in line.modalities or (bought and context.vocabulary.modalities[asked].money_buys):
            met += 1
    return met * 1000 // len(component.modalities)


def is_in_time(need: Need, offer: Offer, context: Context) -> bool:
    if need.deadline is not None and offer.window.start is not None and offer.window.start > need.deadline:
        return False
    together = count_days(need, [need.window, offer.window], context)
    return together is None or together >= max(1, need.shortest_useful_days)


def count_days(need: Need, spans: list[Span], context: Context) -> int | None:
    """Count one day after the other; None where one end stays open."""
    first = date.min
    if not need.historic:
        first = context.today
    for span in spans:
        first = max(first, span.start or date.min)
    last = min([span.end or date.max for span in spans])
    if first == date.min or last == date.max:
        return None
    count, day = 0, first
    while day <= last:
        count, day = count + 1, day + timedelta(days=1)
    return count


def reaches_minimum(need: Need, component: Component, offer: Offer, line: Line, context: Context) -> bool:
    found = quantities(need, component, offer, line, context)
    most = smallest_known(
        None if found.residual == 0 else found.asked,
        None if found.remaining == 0 else found.remaining,
        line.largest_share,
        None if found.room == 0 else found.room_here,
    )
    return most is None or most >= (line.smallest_share or 1)


def is_left(need: Need, component: Component, offer: Offer, line: Line, context: Context) -> bool:
    found = quantities(need, component, offer, line, context)
    return found.residual != 0 and found.remaining != 0


def has_room(need: Need, component: Component, offer: Offer, line: Line, context: Context) -> bool:
    return quantities(need, component, offer, line, context).room != 0
