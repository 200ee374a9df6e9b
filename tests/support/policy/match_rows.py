"""The policy of matches: who knows of one, decides about it, acts in it and talks about it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tests.support.policy.actors import COORDINATORS, OF_REGION, SIGNED_IN
from tests.support.policy.row import Row, for_record, for_roles


@dataclass(frozen=True)
class Standing:
    """A match in a situation: in words, who may know of it, and who are its parties (the recipient first)."""

    situation: str
    seen_by: frozenset[str]
    recipient: str = "lead"
    is_funded: bool = False

    @property
    def parties(self) -> frozenset[str]:
        """Who speaks for a side of it."""
        return frozenset({self.recipient, "donor", "funder"} if self.is_funded else {self.recipient, "donor"})


_ITS_OWN: Final = frozenset({"lead", "named", "donor"}) | COORDINATORS
_FUNDED: Final = "between public records, paid for by another donor's offer that is kept to coordinators"
_KEPT: Final = "between a need kept to donors and an offer kept to coordinators"

MATCHES: Final[Mapping[str, Standing]] = {
    "narrowed proposed": Standing(
        "`proposed` between a need and an offer that both were kept to coordinators since", COORDINATORS
    ),
    "kept proposed": Standing(f"`proposed` {_KEPT}", COORDINATORS | {"donor"}),
    "public proposed": Standing("`proposed` between public records", _ITS_OWN),
    "kept reserved": Standing(f"`reserved` {_KEPT}", _ITS_OWN),
    "kept confirmed": Standing(f"`confirmed` {_KEPT}", _ITS_OWN),
    "public confirmed": Standing("`confirmed` between public records", _ITS_OWN | {"observer"}),
    "kept in delivery": Standing(f"`in_delivery` {_KEPT}", _ITS_OWN),
    "kept delivered": Standing(f"`delivered` {_KEPT}", _ITS_OWN),
    "public dissolved": Standing("`dissolved`, between public records", _ITS_OWN),
    "group proposed": Standing("`proposed` for the need of a group of States", _ITS_OWN, "regional"),
    "group reserved": Standing("`reserved` for the need of a group of States", _ITS_OWN, "regional"),
    "funded proposed": Standing(f"`proposed` {_FUNDED}", COORDINATORS | {"funder"}, is_funded=True),
    "funded reserved": Standing(f"`reserved` {_FUNDED}", _ITS_OWN | {"funder"}, is_funded=True),
    "funded confirmed": Standing(f"`confirmed` {_FUNDED}", _ITS_OWN | {"funder"}, is_funded=True),
}
_MATCH: Final = "/v1/matches/{match_id}"
_IMPARTIAL: Final = "a coordinator of every State concerned without an interest: neither its employer nor its group"
_OF_ITS_REGION: Final = "a coordinator of every State concerned"
_PARTY: Final = "the parties: who leads the need, and the donors"
_TALKING: Final = "the parties, and coordinators of every State concerned"
_PROPOSED: Final = ("narrowed proposed", "kept proposed", "public proposed", "group proposed", "funded proposed")

PARTY_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "POST {}/accept": ("kept reserved", "group reserved", "funded reserved"),
    "POST {}/decline": ("kept reserved", "group reserved", "funded reserved"),
    "PUT {}/delivery-plan": ("kept confirmed", "public confirmed", "funded confirmed"),
    "POST {}/deliveries": ("kept confirmed", "public confirmed", "funded confirmed"),
    "POST {}/complete": ("kept in delivery", "public confirmed"),
    "POST {}/evaluation": ("kept delivered", "public confirmed"),
}
"""What parties do, and matches on which it is tried besides those that they may not know of yet."""


def rows_of_matches() -> Iterator[Row]:
    """Give every row about matches and packages of them."""
    yield for_roles("matcher", "GET /v1/matches", SIGNED_IN, "everybody, the matches that they may know of")
    yield for_roles("matcher", "POST /v1/matches", OF_REGION, _OF_ITS_REGION)
    yield for_roles("matcher", "POST /v1/match-packages", OF_REGION, _OF_ITS_REGION)
    yield from _reads()
    yield from _decisions()
    yield from _acts_of_parties()
    yield from _packages()


def _reads() -> Iterator[Row]:
    known = (
        "coordinators; its States and donors, before endorsement only where they may know of both records; "
        "observers what was agreed between public records"
    )
    for record, match in MATCHES.items():
        for more in ("", "/history"):
            yield _row(f"GET {_MATCH}{more}", record, match.seen_by, known)
        yield _row(f"GET {_MATCH}/review", record, OF_REGION, _OF_ITS_REGION, unknown={"observer"})
        heard = "the parties and all coordinators"
        yield _row(f"GET {_MATCH}/messages", record, match.seen_by & (match.parties | COORDINATORS), heard)


def _decisions() -> Iterator[Row]:
    for record in _PROPOSED:
        own_group = {"regional"} if record.startswith("group") else set[str]()
        for what in ("revise", "endorse", "reject"):
            allowed = OF_REGION - {"interested"} - own_group
            yield _row(f"POST {_MATCH}/{what}", record, allowed, _IMPARTIAL)
        yield _row(f"POST {_MATCH}/interests", record, OF_REGION, _OF_ITS_REGION)


def _acts_of_parties() -> Iterator[Row]:
    for action, records in PARTY_ACTIONS.items():
        for record in ("narrowed proposed", *records):
            match = MATCHES[record]
            is_evaluation = action.endswith("evaluation")
            may = frozenset({match.recipient}) if is_evaluation else match.parties
            told = "the party that leads the need" if is_evaluation else _PARTY
            yield _row(action.format(_MATCH), record, match.seen_by & may, told, unknown={"observer"})
    for record in ("narrowed proposed", "kept confirmed", "public confirmed", "funded proposed", "funded confirmed"):
        match = MATCHES[record]
        talking = match.seen_by & (match.parties | OF_REGION)
        dissolving = talking - {"interested"}
        told = f"the parties, and {_IMPARTIAL}"
        yield _row(f"POST {_MATCH}/dissolve", record, dissolving, told, unknown={"observer"})
        for more in ("messages", "messages/read"):
            yield _row(f"POST {_MATCH}/{more}", record, talking, _TALKING)


def _packages() -> Iterator[Row]:
    package = "/v1/match-packages/{package_id}"
    for record in ("kept proposed", "public proposed"):
        seen_by = MATCHES[record].seen_by
        told = "who may know of a match of it, and of those alone"
        yield for_record("matcher", f"GET {package}", record, seen_by=seen_by, allowed=seen_by, condition=told)
        yield for_record(
            "matcher",
            f"POST {package}/endorse",
            record,
            seen_by=COORDINATORS,
            allowed=OF_REGION - {"interested"},
            condition=f"{_IMPARTIAL}; of packages to decide about nobody else is told",
        )


def _row(action: str, record: str, allowed: Iterable[str], condition: str, unknown: Iterable[str] = ()) -> Row:
    """Return a row about a match; to those in `unknown` it is as if it were not there, though they may read it."""
    seen_by = MATCHES[record].seen_by - set(unknown)
    return for_record("matcher", action, record, seen_by=seen_by, allowed=allowed, condition=condition)
