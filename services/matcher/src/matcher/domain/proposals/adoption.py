"""Whether what a plan says may still be proposed today: pair by pair, each seen with all that is proposed before it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from uuid import UUID

from matcher.domain.conditions import failures, failures_of_meeting
from matcher.domain.facts import Fact, Facts
from matcher.domain.pairing import Pairing
from matcher.domain.proposals.promised import Present, Promise

GONE: Final = "gone"
MORE_THAN_REMAINS: Final = "more_than_remains"
BELOW_MINIMUM: Final = "below_minimum"
MEASURED_OTHERWISE: Final = "measured_otherwise"
ALREADY_PROPOSED: Final = "already_proposed"
ONLY_TOGETHER: Final = "only_together"


@dataclass(frozen=True)
class Objection:
    """Why a pair may not be proposed today; `code` is one of this module's, or of the hard condition that fails."""

    promise: Promise
    code: str
    message_key: str
    facts: Facts


@dataclass(frozen=True)
class Judgement:
    """What may be proposed, and what may not and why; together they are all that was asked."""

    allowed: Sequence[Promise]
    objections: Sequence[Objection]


def judge(
    asked: Sequence[Promise], present: Present, taken: Iterable[tuple[UUID, UUID]], incomplete: Iterable[UUID]
) -> Judgement:
    """Judge each pair in the order of needs, as if all that was allowed before it were given.

    `taken` are the (need, offer) between which another proposal stands; `incomplete` the all-or-nothing needs of which
    not all pairs were chosen. Of an all-or-nothing need all pairs are allowed or none is.
    """
    standing, torn = frozenset(taken), frozenset(incomplete)
    allowed: list[Promise] = []
    objections: list[Objection] = []
    for need_id, group in groupby(sorted(asked, key=_place), key=lambda promise: promise.need_id):
        after, passed, refused = _judge_need(list(group), present, standing, torn)
        need = present.needs.get(need_id)
        if refused and need is not None and need.all_or_nothing:
            refused += [objection_about(promise, ONLY_TOGETHER, present) for promise in passed]
            passed, after = [], present
        allowed += passed
        objections += refused
        present = after
    return Judgement(allowed, objections)


def _place(promise: Promise) -> tuple[UUID, UUID, UUID, UUID]:
    return promise.need_id, promise.offer_id, promise.component_id, promise.line_id


def _judge_need(
    asked: Sequence[Promise], present: Present, standing: frozenset[tuple[UUID, UUID]], torn: frozenset[UUID]
) -> tuple[Present, list[Promise], list[Objection]]:
    passed: list[Promise] = []
    refused: list[Objection] = []
    for promise in asked:
        objection = _objection_to(promise, present, standing, torn)
        if objection is None:
            passed.append(promise)
            present = present.after([promise])
        else:
            refused.append(objection)
    return present, passed, refused


def _objection_to(
    promise: Promise, present: Present, standing: frozenset[tuple[UUID, UUID]], torn: frozenset[UUID]
) -> Objection | None:
    if (promise.need_id, promise.offer_id) in standing:
        return objection_about(promise, ALREADY_PROPOSED, present)
    if promise.need_id in torn:
        return objection_about(promise, ONLY_TOGETHER, present)
    pairing = present.pairing(promise)
    if pairing is None:
        return objection_about(promise, GONE, present)
    failed = failures(pairing, failures_of_meeting(pairing.meeting) or ())
    if failed:
        first = failed[0]
        return Objection(promise, first.code.value, first.message_key, first.facts)
    code = _wrong_with_quantity(promise, pairing)
    return None if code is None else objection_about(promise, code, present)


def _wrong_with_quantity(promise: Promise, pairing: Pairing) -> str | None:
    quantity, takeable, smallest = promise.quantity, pairing.taking.takeable, pairing.line.smallest_share
    if quantity is None or takeable is None:
        return None if quantity is takeable else MEASURED_OTHERWISE
    if quantity > takeable:
        return MORE_THAN_REMAINS
    return BELOW_MINIMUM if smallest is not None and quantity < smallest else None


def objection_about(promise: Promise, code: str, present: Present) -> Objection:
    """Return the objection of that code with what its sentence names."""
    offer, pairing = present.offers.get(promise.offer_id), present.pairing(promise)
    facts: dict[str, Fact] = {"donor": "" if offer is None else offer.donor.name, "quantity": promise.quantity}
    if pairing is not None:
        line = pairing.line
        facts |= {"left": pairing.taking.takeable, "smallest": line.smallest_share}
        facts |= {"unit": line.unit, "currency": line.currency}
    return Objection(promise, code, f"adoption.{code}", facts)
