"""Which matches are counted, and under which headings: one row for each match and heading."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import CTE, Select, Text, cast, func, literal, select, union
from sqlalchemy.dialects.postgresql import ARRAY

from matcher.adapters.matches.filters import MatchFilter, conditions_of
from matcher.adapters.matches.tables import match_lines, matches
from matcher.adapters.matches.visibility import matches_with_sides, may_see
from matcher.adapters.tables import needs
from shared.geography import load_geography
from shared.identity.actor import Actor
from shared.persistence.columns import MOMENT
from shared.vocabulary import load_vocabulary

UN_REGIONS: Final = "UN Statistics Division"
"""How the source of a region begins where the United Nations draw it so for statistics (M49)."""

Headed = Select[Any, Any]
"""A query of `match_id` and `heading`, each pair once."""


def counted(narrowed: MatchFilter, actor: Actor, today: date) -> CTE:
    """Return the matches of a list so narrowed: the same that the actor finds there."""
    told = cast(needs.c.state["opened_at"].as_string(), MOMENT)
    opened_at = func.coalesce(told, matches.c.created_at).label("opened_at")
    columns = (matches.c.id, matches.c.status, matches.c.states, matches.c["group"], matches.c.reason_code, opened_at)
    query = select(*columns).select_from(matches_with_sides())
    return query.where(may_see(actor), *conditions_of(narrowed, today)).cte("counted")


def all_together(seen: CTE) -> Headed:
    """Return every match under one heading."""
    return select(seen.c.id.label("match_id"), literal("").label("heading"))


def by_category(seen: CTE, within: str | None) -> Headed:
    """Return each match under the categories of its lines and those above them; only `within` one if that is given."""
    pairs = _pairs(_ancestry(within), "ancestry")
    joined = match_lines.join(seen, seen.c.id == match_lines.c.match_id)
    joined = joined.join(pairs, pairs.c.member == match_lines.c.category)
    return select(match_lines.c.match_id, pairs.c.heading).select_from(joined).distinct()


def by_region(seen: CTE, today: date) -> Headed:
    """Return each match under the UN's regions to which its States belong, or which its group is."""
    places = union(
        select(seen.c.id, func.unnest(seen.c.states).label("place")),
        select(seen.c.id, seen.c["group"]).where(seen.c["group"].is_not(None)),
    ).subquery("places")
    pairs = _pairs(_places(today), "belonging")
    joined = places.join(pairs, pairs.c.member == places.c.place)
    return select(places.c.id.label("match_id"), pairs.c.heading).select_from(joined).distinct()


def _ancestry(within: str | None) -> Iterator[tuple[str, str]]:
    vocabulary = load_vocabulary()
    wanted = set(vocabulary.categories) if within is None else set(vocabulary.within(within))
    for category in vocabulary.categories:
        for heading in (category, *vocabulary.ancestors(category)):
            if heading in wanted:
                yield category, heading


def _places(today: date) -> Iterator[tuple[str, str]]:
    geography = load_geography()
    for key, area in geography.areas.items():
        if area.kind == "region" and area.source.startswith(UN_REGIONS):
            yield key, key
            for state in sorted(geography.members(key, today)):
                yield state, key


def _pairs(pairs: Iterable[tuple[str, str]], name: str) -> Any:
    """Return a table of `member` and `heading`; two arrays, since a statement takes 32,767 single values at most."""
    members, headings = zip(*pairs, strict=True)
    columns = (cast(list(each), ARRAY(Text)) for each in (members, headings))
    return func.unnest(*columns).table_valued("member", "heading").render_derived(name=name)
