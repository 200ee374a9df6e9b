"""What lists are narrowed by, as conditions of a query over the projections and their published states."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Text, and_, any_, cast, column, exists, false, func, literal, or_, values
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, JSONPATH

from matcher.adapters.tables import candidates, needs, offers
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary

Conditions: TypeAlias = Sequence[ColumnElement[bool]]
"""What all has to hold of a row."""


def need_is_of_state(state: str, today: date) -> ColumnElement[bool]:
    """Return the condition that the need names the State, or names none and is of a group that the State is in."""
    groups = sorted(load_geography().areas_of(state, today))
    of_group = and_(func.cardinality(needs.c.states) == 0, needs.c["group"].in_(groups))
    return or_(needs.c.states.contains([state]), of_group)


def need_is_in_area(area: str, today: date) -> ColumnElement[bool]:
    """Return the condition that a State of the need belongs to the area, or that the need is the area's own."""
    members = sorted(load_geography().members(area, today))
    return or_(needs.c.states.overlap(members), needs.c["group"] == area)


def need_asks_for(category: str) -> ColumnElement[bool]:
    """Return the condition that a component is of this category or of one below it."""
    return _holds_any(needs.c.state, "$.components[*].category", category)


def offer_is_for(category: str) -> ColumnElement[bool]:
    """Return the condition that a line is of this category or of one below it."""
    return _holds_any(offers.c.state, "$.lines[*].categories[*]", category)


def offer_reaches(states: Iterable[str], today: date) -> ColumnElement[bool]:
    """Return the condition that one of these States is eligible today: by name, with everyone, or through an area."""
    geography = load_geography()
    rows = [(state, sorted(geography.areas_of(state, today))) for state in sorted(states)]
    if not rows:
        return false()
    asked = values(column("state", Text), column("areas", ARRAY(Text)), name="asked").data(rows)
    given = offers.c.state["eligibility"]
    named = or_(
        given["everyone"].as_boolean(),
        given["states"].has_key(asked.c.state),
        given["regions"].has_any(asked.c.areas),
        given["groups"].has_any(asked.c.areas),
    )
    excluded = given["excluded_states"].has_key(asked.c.state)
    return exists().select_from(asked).where(and_(named, ~excluded))


def offer_reaches_area(area: str, today: date) -> ColumnElement[bool]:
    """Return the condition that one of the area's States is eligible today."""
    return offer_reaches(load_geography().members(area, today), today)


def donor_is(kind: str) -> ColumnElement[bool]:
    """Return the condition that the donor is of this kind."""
    return offers.c.state["donor"]["kind"].as_string() == kind


def pair_is_for(category: str) -> ColumnElement[bool]:
    """Return the condition that a pair of the candidate has a line of this category or of one below it."""
    pair, line = _elements(candidates.c.pairs, "pair"), _elements(offers.c.state["lines"], "line")
    same = pair["line_id"].as_string() == line["line_id"].as_string()
    return exists().where(and_(same, line["categories"].has_any(_within(category))))


def pair_asks_for(category: str) -> ColumnElement[bool]:
    """Return the condition that a pair of the candidate has a component of this category or of one below it."""
    pair, component = _elements(candidates.c.pairs, "pair"), _elements(needs.c.state["components"], "component")
    same = pair["component_id"].as_string() == component["component_id"].as_string()
    return exists().where(and_(same, component["category"].as_string() == any_(_within(category))))


def _holds_any(state: ColumnElement[Any], path: str, category: str) -> ColumnElement[bool]:
    found = func.jsonb_path_query_array(state, cast(literal(path), JSONPATH), type_=JSONB)
    return found.has_any(_within(category))


def _elements(array: ColumnElement[Any], name: str) -> Any:
    return func.jsonb_array_elements(array, type_=JSONB).column_valued(name)


def _within(category: str) -> ColumnElement[Any]:
    return cast(list(load_vocabulary().within(category)), ARRAY(Text))
