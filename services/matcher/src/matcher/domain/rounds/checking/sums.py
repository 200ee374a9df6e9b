"""What all matches together take of each line, component, ceiling and cap, and of each all-or-nothing need."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from uuid import UUID

from matcher.domain.context import Context
from matcher.domain.rounds.checking.asking import factor, residual_of, smallest_step
from matcher.domain.rounds.checking.matches import Match
from matcher.domain.rounds.judged import Judged
from matcher.domain.rounds.settings import Cap
from matcher.domain.rounds.violations import Broken, Violation, about


def wrong_together(matches: Sequence[Match], judged: Judged) -> Iterator[Violation]:
    """Give what the matches break together."""
    yield from _components(matches, judged)
    yield from _lines(matches, judged)
    yield from _ceilings(matches, judged.context)
    for cap in judged.settings.caps:
        if _is_over(cap, [match for match in matches if _falls_under(cap, match, judged.context)], judged.context):
            yield about(Broken.OVER_CAP, cap.kind, cap.key)
    yield from _groups(matches, judged)


def _components(matches: Sequence[Match], judged: Judged) -> Iterator[Violation]:
    most = judged.settings.offers_per_component
    for component_id, those in _by(matches, lambda match: match.component.component_id).items():
        if _taken(those) > 1:
            yield about(Broken.OVER_COMPONENT, component_id)
        if most is not None and len({match.offer.offer_id for match in those}) > most:
            yield about(Broken.TOO_MANY_OFFERS, component_id)


def _by(matches: Sequence[Match], key: Callable[[Match], UUID]) -> Mapping[UUID, list[Match]]:
    found: defaultdict[UUID, list[Match]] = defaultdict(list)
    for match in matches:
        found[key(match)].append(match)
    return dict(sorted(found.items()))


def _taken(matches: Iterable[Match]) -> Fraction:
    """Return the part of a component that is spoken for: what cannot be measured takes it whole."""
    parts = (_quantity(each) for each in matches)
    return sum((Fraction(1) if part is None else Fraction(*part) for part in parts), Fraction())


def _quantity(match: Match) -> tuple[int, int] | None:
    quantity = match.allocation.quantity
    return None if quantity is None or not match.asked else (quantity, match.asked)


def _lines(matches: Sequence[Match], judged: Judged) -> Iterator[Violation]:
    for line_id, those in _by(matches, lambda match: match.line.line_id).items():
        line = those[0].line
        unmeasured = any(_quantity(each) is None for each in those)
        total = sum(each.allocation.quantity or 0 for each in those)
        if (unmeasured and len(those) > 1) or (line.pledged is not None and total > _remaining(those[0])):
            yield about(Broken.OVER_LINE, line_id)
        if not line.divisible and not unmeasured and (len(those) > 1 or total != _all_it_could(those[0], judged)):
            yield about(Broken.LINE_SPLIT, line_id)


def _remaining(match: Match) -> int:
    line = match.line
    return (line.pledged or 0) - line.reserved - line.committed - line.delivered


def _all_it_could(match: Match, judged: Judged) -> int:
    """Return the most that an indivisible line can give its one component, whatever else is going on."""
    line, context = match.line, judged.context
    bounds = [Fraction(match.asked or 0), Fraction(_remaining(match))]
    if line.largest_share is not None:
        bounds.append(Fraction(line.largest_share))
    for room, rate, parts in _rooms(match, context):
        if rate is not None:
            bounds.append(room / rate * parts)
    most = int(min(bounds))
    return most - most % smallest_step(line, match.asked or 0, context)


def _rooms(match: Match, context: Context) -> list[tuple[int, Fraction | None, int]]:
    """Return, of each State that has room under the offer's ceiling: the room, the rate into it, how many such States.

    No entries where the line is not counted under the ceiling; the rate is None where it cannot be converted.
    """
    offer, line = match.offer, match.line
    ceiling = offer.ceiling
    if ceiling is None or (line.unit != ceiling.unit and not (match.asked is None and line.unit is None)):
        return []
    rate = factor(line.currency, ceiling.currency, context) if ceiling.unit == "money" else Fraction(1)
    rooms = [max(0, ceiling.amount - context.held.get((offer.offer_id, state), 0)) for state in match.states]
    return [(room, rate, sum(each > 0 for each in rooms)) for room in rooms]


def _ceilings(matches: Sequence[Match], context: Context) -> Iterator[Violation]:
    used: defaultdict[tuple[UUID, str], Fraction] = defaultdict(Fraction)
    room_of: dict[tuple[UUID, str], int] = {}
    for match in matches:
        for state, (room, rate, parts) in zip(match.states, _rooms(match, context), strict=False):
            key, quantity = (match.offer.offer_id, state), _quantity(match)
            if room == 0 or (quantity is not None and rate is None):
                continue
            room_of[key] = room
            used[key] += room if quantity is None or rate is None else rate * quantity[0] / parts
    for (offer_id, state), amount in sorted(used.items()):
        if amount > room_of[offer_id, state]:
            yield about(Broken.OVER_CEILING, offer_id, state)


def _falls_under(cap: Cap, match: Match, context: Context) -> bool:
    if cap.kind == "donor":
        return match.offer.donor.organisation == cap.key
    places = context.states_of(match.need) or ((match.need.group,) if match.need.group else ())
    if cap.key in places:
        return True
    return cap.kind == "area" and any(place in context.members(cap.key) for place in places)


def _is_over(cap: Cap, matches: Sequence[Match], context: Context) -> bool:
    if cap.matches is not None:
        return len(matches) > cap.matches
    amount, used = cap.amount or 0, Fraction()
    for match in matches:
        if match.line.unit == cap.unit:
            quantity = _quantity(match)
            rate = factor(match.line.currency, cap.currency, context) if cap.unit == "money" else Fraction(1)
            used += amount if quantity is None or rate is None else rate * quantity[0]
            if amount <= 0:
                return True
    return used > amount


def _groups(matches: Sequence[Match], judged: Judged) -> Iterator[Violation]:
    parts = _by(matches, lambda match: match.component.component_id)
    for need in judged.needs:
        if not need.all_or_nothing:
            continue
        asking = [part for part in need.components if residual_of(part) != 0]
        taken = [_taken(parts.get(part.component_id, ())) for part in asking]
        if any(taken) and any(share < Fraction(998, 1000) for share in taken):
            yield about(Broken.HALF_A_GROUP, need.need_id)
