"""What a list of matches is narrowed by, as conditions of its query."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, any_, cast, exists, false, func, literal, or_, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, JSONPATH

from matcher.adapters.matches.tables import match_lines, matches
from matcher.adapters.passages.filters import has_passed, has_reached, last_moment, left_from, midnight
from matcher.adapters.record_filters import Conditions, donor_is
from matcher.domain.matches.life_cycle import Status
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary

Waiting = Literal["coordinator", "recipient", "donor"]
"""Whose turn it is."""


@dataclass(frozen=True)
class MatchFilter:
    """Which matches a list is narrowed to; None leaves a field open, several statuses are alternatives.

    `region` narrows beside `area`, and `within` to any of several areas; the days of `created_from` and `created_until`
    are whole days of universal time, both included.
    """

    status: tuple[str, ...] | None = None
    need_id: UUID | None = None
    offer_id: UUID | None = None
    round_id: UUID | None = None
    package_id: UUID | None = None
    state: str | None = None
    area: str | None = None
    category: str | None = None
    donor: str | None = None
    stale: bool | None = None
    origin: str | None = None
    reason: str | None = None
    waiting_for: Waiting | None = None
    region: str | None = None
    within: tuple[str, ...] | None = None
    donor_kind: str | None = None
    created_from: date | None = None
    created_until: date | None = None
    reached: Status | None = None
    passed: Status | None = None
    left_from: Status | None = None


def conditions_of(narrowed: MatchFilter, today: date) -> Conditions:
    """Return what has to hold of a match to be listed."""
    given = {name: value for name, value in vars(narrowed).items() if value is not None}
    return [DATED[name](value, today) if name in DATED else PLAIN[name](value) for name, value in given.items()]


def _of_offer(offer_id: UUID) -> ColumnElement[bool]:
    return or_(matches.c.offer_id == offer_id, matches.c.funder_offer_id == offer_id)


def _of_category(category: str) -> ColumnElement[bool]:
    within = cast(list(load_vocabulary().within(category)), ARRAY(Text))
    return exists().where(match_lines.c.match_id == matches.c.id, match_lines.c.category == any_(within))


def _of_state(state: str, today: date) -> ColumnElement[bool]:
    groups = sorted(load_geography().areas_of(state, today))
    of_group = and_(func.cardinality(matches.c.states) == 0, matches.c["group"].in_(groups))
    return or_(matches.c.states.contains([state]), of_group)


def _of_area(area: str, today: date) -> ColumnElement[bool]:
    members = sorted(load_geography().members(area, today))
    return or_(matches.c.states.overlap(cast(members, ARRAY(Text))), matches.c["group"] == area)


def _of_any_area(areas: Iterable[str], today: date) -> ColumnElement[bool]:
    known = load_geography().areas
    return or_(false(), *(_of_area(area, today) for area in areas if area in known))


def _waits_for(who: Waiting) -> ColumnElement[bool]:
    if who == "coordinator":
        return matches.c.status.in_(("proposed", "refused"))
    agreeing = or_(
        matches.c.status == "reserved", and_(matches.c.stale, matches.c.status.in_(("confirmed", "in_delivery")))
    )
    given = func.jsonb_array_length(_acceptances_of(who))
    if who == "recipient":
        return or_(and_(agreeing, given == 0), matches.c.status == "delivered")
    delivering = and_(~matches.c.stale, matches.c.status.in_(("confirmed", "in_delivery")))
    return or_(and_(agreeing, given < func.cardinality(matches.c.donors)), delivering)


def _acceptances_of(kind: str) -> ColumnElement[Any]:
    path = cast(literal(f'$[*] ? (@.party.kind == "{kind}")'), JSONPATH)
    return func.jsonb_path_query_array(type_coerce(matches.c.acceptances, JSONB), path, type_=JSONB)


PLAIN: Final[Mapping[str, Callable[[Any], ColumnElement[bool]]]] = {
    "status": matches.c.status.in_,
    "need_id": lambda need_id: matches.c.need_id == need_id,
    "offer_id": _of_offer,
    "round_id": lambda round_id: matches.c.round_id == round_id,
    "package_id": lambda package_id: matches.c.package_id == package_id,
    "category": _of_category,
    "donor": lambda donor: matches.c.donors.contains([donor]),
    "stale": matches.c.stale.is_,
    "origin": lambda origin: matches.c.origin_kind == origin,
    "reason": lambda reason: matches.c.reason_code == reason,
    "waiting_for": _waits_for,
    "donor_kind": donor_is,
    "created_from": lambda day: matches.c.created_at >= midnight(day),
    "created_until": lambda day: matches.c.created_at <= last_moment(day),
    "reached": has_reached,
    "passed": has_passed,
    "left_from": left_from,
}
"""The filters that mean the same on any day."""

DATED: Final[Mapping[str, Callable[[Any, date], ColumnElement[bool]]]] = {
    "state": _of_state,
    "area": _of_area,
    "region": _of_area,
    "within": _of_any_area,
}
"""The filters that depend on who belongs to which area today."""
