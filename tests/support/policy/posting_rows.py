"""The policy of the services that own needs and offers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tests.support.policy.actors import COORDINATORS, DONORS, OF_REGION, RECIPIENTS, SIGNED_IN
from tests.support.policy.row import Row, for_record, for_roles


@dataclass(frozen=True)
class Circle:
    """A record in a situation: in words, who may know of it, and who speaks for it."""

    situation: str
    seen_by: frozenset[str]
    spoken_for_by: frozenset[str]


def _circle(situation: str, seen_by: frozenset[str], *speakers: str) -> Circle:
    return Circle(situation, seen_by | set(speakers), frozenset(speakers))


_NOBODY_ELSE: Final[frozenset[str]] = frozenset()
_ITS_STATES: Final = frozenset({"lead", "named"})

NEEDS: Final[Mapping[str, Circle]] = {
    "draft": _circle("not yet agreed to circulate", _NOBODY_ELSE, "lead"),
    "withdrawn draft": _circle("taken back before it circulated", _NOBODY_ELSE, "lead"),
    "public": _circle("circulating, `public`", SIGNED_IN, "lead"),
    "donors": _circle("circulating, `donors`", _ITS_STATES | DONORS | COORDINATORS, "lead"),
    "coordinators": _circle("circulating, `coordinators`", _ITS_STATES | COORDINATORS, "lead"),
    "group draft": _circle("of a group of States, not yet circulating", _NOBODY_ELSE, *OF_REGION),
    "group": _circle("of a group of States, circulating, `coordinators`", COORDINATORS, *OF_REGION),
}
OFFERS: Final[Mapping[str, Circle]] = {
    "draft": _circle("not yet opened", _NOBODY_ELSE, "donor"),
    "public": _circle("opened, `public`", SIGNED_IN, "donor"),
    "recipients": _circle("opened, `recipients`", RECIPIENTS | COORDINATORS, "donor"),
    "coordinators": _circle("opened, `coordinators`", COORDINATORS, "donor"),
}
NEED_CHANGES: Final = ("PUT {}", "POST {}/open", "POST {}/withdraw", "POST {}/close", "POST {}/reconfirm")
OFFER_CHANGES: Final = (
    *("PUT {}", "POST {}/open", "POST {}/reconfirm", "POST {}/pause", "POST {}/resume", "POST {}/close"),
)

_SEEN: Final = "who may know of it; an opened record as far as its visibility says"
_COUNTED: Final = "everybody, over what they may know of, and in steps of five over what circulates besides"
_WATCHED: Final = "who speaks for it, and coordinators who may know of it"
_SPEAKS: Final = "who speaks for it: the lead State, or a coordinator of the group; the donor"


def rows_of_needs() -> Iterator[Row]:
    """Give every row of the needs service."""
    yield for_roles("needs", "GET /v1/needs", SIGNED_IN, "everybody, the needs that they may know of")
    yield for_roles("needs", "GET /v1/statistics", SIGNED_IN, _COUNTED)
    writers = "recipients and coordinators, who post needs"
    yield for_roles("needs", "POST /v1/needs/suggestions", RECIPIENTS | COORDINATORS, writers)
    own = for_roles("needs", "POST /v1/needs", {"lead"}, "the authority of the lead State")
    yield Row(own.service, own.action, "for a State", own.allowed, own.forbidden, own.condition)
    yield Row(own.service, own.action, "for a group", OF_REGION, SIGNED_IN - OF_REGION, "a coordinator of the group")
    reads, watched = ("", "/history"), ("/coverage", "/reservations")
    yield from _of_records("needs", "/v1/needs/{need_id}", NEEDS, reads, watched, NEED_CHANGES)


def rows_of_offers() -> Iterator[Row]:
    """Give every row of the offers service."""
    yield for_roles("offers", "GET /v1/offers", SIGNED_IN, "everybody, the offers that they may know of")
    yield for_roles("offers", "GET /v1/statistics", SIGNED_IN, _COUNTED)
    yield for_roles("offers", "POST /v1/offers", {"donor"}, "the donor that the offer names")
    reads, watched = ("", "/history"), ("/ledger", "/reservations")
    yield from _of_records("offers", "/v1/offers/{offer_id}", OFFERS, reads, watched, OFFER_CHANGES)


def rows_of_needs_matched(matched: Mapping[str, frozenset[str]]) -> Iterator[Row]:
    """Give the matcher's rows on a need; `matched` = who may know of it there, by visibility."""
    of_states = _ITS_STATES | COORDINATORS
    for record, seen_by in matched.items():
        for what in ("candidates", "candidates/what-if"):
            action = f"GET /v1/needs/{{need_id}}/{what}"
            told = "who may know of the need; of the offers, those they may know of as a pair with it"
            yield for_record("matcher", action, record, seen_by=seen_by, allowed=seen_by, condition=told)
        for what in ("near-misses", "why-unmatched", "evidence", "packages"):
            action = f"GET /v1/needs/{{need_id}}/{what}"
            told = "the need's States and coordinators"
            yield for_record("matcher", action, record, seen_by=seen_by, allowed=seen_by & of_states, condition=told)


def rows_of_offers_matched() -> Iterator[Row]:
    """Give the matcher's rows on an offer."""
    for record, circle in OFFERS.items():
        if record == "draft":
            continue
        allowed = circle.spoken_for_by | COORDINATORS
        for what in ("candidates", "candidates/what-if", "near-misses", "why-idle"):
            action, told = f"GET /v1/offers/{{offer_id}}/{what}", "the offer's donor and coordinators"
            yield for_record("matcher", action, record, seen_by=circle.seen_by, allowed=allowed, condition=told)


def _of_records(  # noqa: PLR0917 (the parts of one table)
    service: str,
    route: str,
    circles: Mapping[str, Circle],
    reads: tuple[str, ...],
    watched: tuple[str, ...],
    changes: tuple[str, ...],
) -> Iterator[Row]:
    for record, circle in circles.items():
        seen_by, speakers = circle.seen_by, circle.spoken_for_by
        watchers = speakers | (seen_by & COORDINATORS)
        for more in reads:
            yield for_record(service, f"GET {route}{more}", record, seen_by=seen_by, allowed=seen_by, condition=_SEEN)
        for more in watched:
            yield for_record(
                service, f"GET {route}{more}", record, seen_by=seen_by, allowed=watchers, condition=_WATCHED
            )
        action = f"GET {route}/contact-accesses"
        yield for_record(service, action, record, seen_by=seen_by, allowed=speakers, condition=_SPEAKS)
        for change in changes:
            action = change.format(route)
            yield for_record(service, action, record, seen_by=seen_by, allowed=speakers, condition=_SPEAKS)
