"""Imperative mapping of matches: the plain classes on the tables, without the domain knowing."""

from sqlalchemy.orm import composite, registry

from matcher.adapters.matches.tables import match_lines, matches
from matcher.adapters.metadata import metadata
from matcher.domain.matches.line import MatchLine
from matcher.domain.matches.match import Match
from matcher.domain.matches.origin import Judgement, Origin
from shared.persistence.aggregates import Entries, map_aggregate

mappers = registry(metadata=metadata)


def map_matches() -> None:
    """Map the classes once; asked again it does nothing."""
    columns = matches.c
    origin = composite(
        Origin,
        columns.origin_kind,
        columns.proposed_by,
        columns.round_id,
        columns.round_plan,
        columns.round_digest,
        columns.input_digest,
    )
    judgement = composite(
        Judgement,
        columns.judged_need_version,
        columns.judged_need_statement,
        columns.judged_offer_version,
        columns.judged_offer_statement,
        columns.score,
        columns.explanation,
        columns.profile_digest,
    )
    lines = Entries("lines", MatchLine, match_lines)
    map_aggregate(mappers, Match, matches, lines, properties={"origin": origin, "judgement": judgement})
