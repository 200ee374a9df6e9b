"""The policy of the matcher: candidates, rounds, the basis of matching, activities, the log, figures and streams."""

from collections.abc import Iterator, Mapping
from typing import Final

from tests.support.policy.actors import COORDINATORS, DONORS, EVERYWHERE, OF_REGION, RECIPIENTS, SIGNED_IN
from tests.support.policy.match_rows import rows_of_matches
from tests.support.policy.posting_rows import NEEDS, rows_of_needs_matched, rows_of_offers_matched
from tests.support.policy.row import Row, for_record, for_roles

NEEDS_MATCHED: Final[Mapping[str, frozenset[str]]] = {
    **{record: NEEDS[record].seen_by for record in ("public", "donors", "coordinators")},
    "group": COORDINATORS,
}
"""Who may know of a need at the matcher."""

ROUNDS: Final[Mapping[str, frozenset[str]]] = {"of a region": OF_REGION, "of everywhere": EVERYWHERE}
"""Who may know of a round, by its scope."""

_ALL: Final = "everybody"
_BASIS: Final = "coordinators of all regions, for it reaches every one of them"
_COORDINATES: Final = "coordinators"
_AUDITS: Final = "coordinators and observers"


def rows_of_matcher() -> Iterator[Row]:
    """Give every row of the matcher."""
    yield from rows_of_needs_matched(NEEDS_MATCHED)
    yield from rows_of_offers_matched()
    yield from rows_of_matches()
    yield from _lists_and_figures()
    yield from _basis()
    yield from _activities()
    yield from _rounds()


def _lists_and_figures() -> Iterator[Row]:
    yours, audit = RECIPIENTS | DONORS | COORDINATORS, COORDINATORS | {"observer"}
    yield for_roles("matcher", "GET /v1/needs", yours, "all but observers, the needs that they may know of")
    yield for_roles("matcher", "GET /v1/offers", yours, "all but observers, the offers that they may know of")
    yield for_roles("matcher", "GET /v1/gaps", COORDINATORS, _COORDINATES)
    yield for_roles("matcher", "GET /v1/statistics", audit, _AUDITS)
    counted = f"{_AUDITS}, over the matches that they may know of"
    yield for_roles("matcher", "GET /v1/statistics/matches", audit, counted)
    yield for_roles("matcher", "GET /v1/tasks", SIGNED_IN, f"{_ALL}, their own work")
    yield for_roles("matcher", "GET /v1/stream", SIGNED_IN, f"{_ALL}, what they may know of")
    yield for_roles("matcher", "GET /v1/life-cycle", SIGNED_IN, _ALL)
    log = f"{_ALL}: {_AUDITS} the whole log, others what concerns their matches"
    yield for_roles("matcher", "GET /v1/decisions", SIGNED_IN, log)
    yield for_roles("matcher", "GET /v1/decisions/export", audit, _AUDITS)
    yield for_roles("matcher", "GET /v1/decisions/checkpoint", SIGNED_IN, _ALL)


def _basis() -> Iterator[Row]:
    for route, key in (("rate-tables", "table_id"), ("scoring-profiles", "digest")):
        yield for_roles("matcher", f"GET /v1/{route}", SIGNED_IN, _ALL)
        yield for_roles("matcher", f"GET /v1/{route}/{{{key}}}", SIGNED_IN, _ALL)
        yield for_roles("matcher", f"POST /v1/{route}", EVERYWHERE, _BASIS)
    yield for_roles("matcher", "POST /v1/scoring-profiles/{digest}/activate", EVERYWHERE, _BASIS)


def _activities() -> Iterator[Row]:
    known = "coordinators; a State those that run in it"
    yield for_roles("matcher", "GET /v1/activities", SIGNED_IN, f"{_ALL}, what they may know of: {known}")
    yield for_roles("matcher", "POST /v1/activities", COORDINATORS, _COORDINATES)
    seen_by = COORDINATORS | {"lead"}
    yield for_record(
        "matcher",
        "GET /v1/activities/{activity_id}",
        "in the lead State",
        seen_by=seen_by,
        allowed=seen_by,
        condition=known,
    )


def _rounds() -> Iterator[Row]:
    regional = "coordinators, regional ones within their regions"
    yield for_roles("matcher", "GET /v1/rounds", COORDINATORS, regional)
    for record, may in ROUNDS.items():
        yield Row("matcher", "POST /v1/rounds", record, may, SIGNED_IN - may, regional)
        for action in ("GET {}", "GET {}/events", "POST {}/cancel", "POST {}/adopt"):
            named = action.format("/v1/rounds/{round_id}")
            yield for_record("matcher", named, record, seen_by=may, allowed=may, condition=regional)
