"""By what a match shows its need and its offers: title and number go with the record, once the match is at an end.

While a match goes on its parties have to know what it is about. Afterwards what they keep is the match, with the other
side's identifier and who it is; what its author titles the record later, and to whom it shows it, is up to the author.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, case, or_

from matcher.adapters.matches.tables import matches
from matcher.adapters.tables import needs, offers
from matcher.adapters.visibility import may_see_need, may_see_offer
from matcher.domain.matches.life_cycle import ENDED
from shared.identity.actor import Actor

Row = dict[str, Any]

OF_NEED: Final = ("need_id", "external_id", "title", "states", "group", "historic_example")
OF_OFFER: Final = ("offer_id", "external_id", "title", "organisation", "donor_name", "historic_example")
_GOES_WITH_THE_RECORD: Final = frozenset({"external_id", "title"})


def need_named_to(actor: Actor) -> list[ColumnElement[Any]]:
    """Return the need's columns as `need_...`, over `matches_with_sides`."""
    return list(_named("need", needs, OF_NEED, may_see_need(actor)))


def offer_named_to(actor: Actor, shown: FromClause = offers, name: str = "offer") -> list[ColumnElement[Any]]:
    """Return an offer's columns as `offer_...`, or those of an alias under another name."""
    return list(_named(name, shown, OF_OFFER, may_see_offer(actor, shown)))


def named_in(row: Mapping[str, Any], name: str, fields: Iterable[str]) -> Row:
    """Return a record's own names out of a row."""
    return {each: row[f"{name}_{each}"] for each in fields}


def _named(
    name: str, shown: FromClause, fields: Iterable[str], may_see: ColumnElement[bool]
) -> Iterable[ColumnElement[Any]]:
    is_told = or_(matches.c.status.not_in(sorted(ENDED)), may_see)
    for each in fields:
        column = shown.c[each]
        told = case((is_told, column)) if each in _GOES_WITH_THE_RECORD else column
        yield told.label(f"{name}_{each}")
