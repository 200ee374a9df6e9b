"""Who may find which secret: the one table that the crawl is held against."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from tests.support.crawling.markers import ID, Secret
from tests.support.crawling.people import (
    COORDINATORS,
    DONORS,
    EVERYBODY,
    GERMANY,
    GHANA,
    JAPAN,
    KENYA,
    NOBODY,
    NORWAY,
    OBSERVER,
    OF_ECOWAS,
    SECRETARIAT,
    STATES,
    TOGO,
)

Readers = frozenset[str]


class Row(NamedTuple):
    """Who reads what of a need or an offer; besides, by a match: who learns its names, and who its id alone."""

    words: Readers
    contact: Readers
    sensitive: Readers = NOBODY
    named: Readers = NOBODY
    identified: Readers = NOBODY


Rows = dict[str, Row]


def _only(*readers: str) -> Row:
    return Row(frozenset(readers), frozenset(readers), frozenset(readers))


def _to(*readers: str | Collection[str]) -> Readers:
    each = ({reader} if isinstance(reader, str) else reader for reader in readers)
    return COORDINATORS.union(*each)


NEEDS: Final[Rows] = {
    "gha_draft": _only(GHANA),
    "gha_withdrawn": _only(GHANA),
    "gha_public": Row(EVERYBODY, _to(GHANA), _to(GHANA)),
    "gha_donors": Row(_to(GHANA, DONORS), _to(GHANA), _to(GHANA)),
    "gha_coordinators": Row(_to(GHANA), _to(GHANA), _to(GHANA)),
    "gha_with_togo": Row(_to(GHANA, TOGO, DONORS), _to(GHANA), _to(GHANA)),
    "ken_draft": _only(KENYA),
    "ken_public": Row(EVERYBODY, _to(KENYA), _to(KENYA, DONORS)),
    "ken_donors": Row(_to(KENYA, DONORS), _to(KENYA), _to(KENYA, DONORS)),
    "ken_coordinators": Row(_to(KENYA), _to(KENYA), _to(KENYA)),
    "ecowas_draft": _only(SECRETARIAT, OF_ECOWAS),
}

OFFERS: Final[Rows] = {
    "jpn_draft": _only(JAPAN),
    "jpn_public": Row(EVERYBODY, _to(JAPAN)),
    "jpn_recipients": Row(_to(JAPAN, STATES), _to(JAPAN)),
    "jpn_coordinators": Row(_to(JAPAN), _to(JAPAN)),
    "jpn_closed": Row(_to(JAPAN, STATES), _to(JAPAN)),
    "deu_draft": _only(GERMANY),
    "deu_public": Row(EVERYBODY, _to(GERMANY)),
    "deu_recipients": Row(_to(GERMANY, STATES), _to(GERMANY)),
    "deu_coordinators": Row(_to(GERMANY), _to(GERMANY), named=frozenset({GHANA})),
    "deu_delivers": Row(EVERYBODY, _to(GERMANY)),
    "nor_funds": Row(_to(NORWAY), _to(NORWAY), named=frozenset({KENYA, GERMANY})),
    "nor_funds_later": Row(_to(NORWAY), _to(NORWAY)),
}

OTHERS: Final[dict[str, Mapping[str, Readers]]] = {
    "evaluated": {
        "id indicator indicator_unit milestone endorsing_note interest": _to(GHANA, JAPAN, OBSERVER),
        "message delivery_note comment lessons": _to(GHANA, JAPAN),
    },
    "reserved": {"id endorsing_note message interest": _to(GHANA, GERMANY)},
    "with_togo": {"id endorsing_note interest": _to(GHANA, TOGO, JAPAN), "message": _to(GHANA, JAPAN)},
    "proposed": {"id": _to(JAPAN)},
    "rejected": {"id reason": _to(GHANA, GERMANY, OBSERVER)},
    "declined": {"id endorsing_note reason": _to(KENYA, GERMANY)},
    "dissolved": {"id endorsing_note reason": _to(KENYA, JAPAN)},
    "funded": {"id endorsing_note message": _to(KENYA, GERMANY, NORWAY)},
    "to_be_funded": {"id": _to(NORWAY)},
    "in_package_of_ghana": {"id": _to(GHANA, GERMANY)},
    "in_package_of_kenya": {"id": _to(KENYA, GERMANY)},
    "package": {"id": _to(GHANA, KENYA, GERMANY)},
    "round": {"id": frozenset({SECRETARIAT, OF_ECOWAS})},
    "french_activity": {"id number title narrative source source_url donor implementer notes": _to(KENYA)},
    "gha_withdrawn": {"closing_reason": frozenset({GHANA})},
    "gha_public": {"reason_of_a_draft": frozenset({GHANA})},
    "secretariat": {"subject": COORDINATORS},
    "jpn_closed": {"closing_reason": _to(JAPAN, STATES)},
}

NARROWED_NEEDS: Final[Rows] = {
    "gha_public": Row(_to(GHANA), _to(GHANA), _to(GHANA), identified=frozenset({JAPAN})),
    "gha_donors": Row(_to(GHANA), _to(GHANA), _to(GHANA), named=frozenset({GERMANY})),
}
"""A party keeps what a match that a coordinator has endorsed shows it of the other side: title, number, identifier.

Once the match is at an end, the identifier alone.
"""

NARROWED_OFFERS: Final[Rows] = {"jpn_public": Row(_to(JAPAN), _to(JAPAN), named=frozenset({GHANA, TOGO}))}

NARROWED_OTHERS: Final[dict[str, Mapping[str, Readers]]] = {
    "evaluated": {
        "id indicator indicator_unit milestone endorsing_note interest": _to(GHANA, JAPAN),
        "message delivery_note comment lessons": _to(GHANA, JAPAN),
    },
    "rejected": {"id reason": _to(GHANA)},
    "to_be_funded": {"id": _to()},
    "in_package_of_ghana": {"id": _to(GHANA)},
    "gha_public": {"reason_of_a_draft": frozenset({GHANA}), "reason_of_narrowing": _to(GHANA)},
    "gha_donors": {"reason_of_narrowing": _to(GHANA)},
    "jpn_public": {"reason_of_narrowing": _to(JAPAN)},
}
"""Observers lose what was public; a party loses matches that nobody has endorsed."""

NAMES: Final = ("number", "title")
CONTACT: Final = ("contact", "email", "phone")
SENSITIVE: Final = ("site", "stock")
WORDS_OF_BOTH: Final = ("narrative", "description", "source", "source_url", "notes")
WORDS_OF_NEEDS: Final = (
    *WORDS_OF_BOTH,
    *("contribution", "authority", "authority_unit", "address", "received_from", "received"),
    *("upkeep", "gender", "target", "question"),
)
WORDS_OF_OFFERS: Final = (*WORDS_OF_BOTH, "instrument", "implementer", "condition_notes")


def entitled() -> Mapping[Secret, Readers]:
    """Return who may find each secret."""
    return _table(NEEDS, OFFERS, OTHERS)


def entitled_after_narrowing() -> Mapping[Secret, Readers]:
    """Return who may find each secret once two needs and an offer are kept to coordinators."""
    return _table(NEEDS | NARROWED_NEEDS, OFFERS | NARROWED_OFFERS, OTHERS | NARROWED_OTHERS)


def found_by(reader: str, table: Mapping[Secret, Readers]) -> set[Secret]:
    """Return all that one reader may find."""
    return {secret for secret, readers in table.items() if reader in readers}


def _table(needs: Rows, offers: Rows, others: Mapping[str, Mapping[str, Readers]]) -> Mapping[Secret, Readers]:
    return {
        **dict(_of_records(needs, WORDS_OF_NEEDS)),
        **dict(_of_records(offers, WORDS_OF_OFFERS)),
        **{
            Secret(record, field): readers
            for record, rows in others.items()
            for fields, readers in rows.items()
            for field in fields.split()
        },
    }


def _of_records(rows: Rows, words: Iterable[str]) -> Iterator[tuple[Secret, Readers]]:
    for record, row in rows.items():
        yield from ((Secret(record, field), row.words) for field in words)
        yield from ((Secret(record, field), row.words | row.named) for field in NAMES)
        yield Secret(record, ID), row.words | row.named | row.identified
        yield from ((Secret(record, field), row.contact) for field in CONTACT)
        yield from ((Secret(record, field), row.sensitive) for field in SENSITIVE if record in NEEDS)
