"""What matches promise that no record counts yet, and the lines that a promise comes to."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from matcher.domain.amounts import MONEY
from matcher.domain.demand import Component
from matcher.domain.matches.life_cycle import Status
from matcher.domain.matches.line import MatchLine
from matcher.domain.matches.match import Match
from matcher.domain.pairing import Pairing
from matcher.domain.proposals.promised import Present, Promise, charged, part_covered

UNCOUNTED: Final[frozenset[Status]] = frozenset({"proposed", "endorsed"})
"""The stages in which what a match takes is on no ledger for certain; from `reserved` on the records count it."""


def promises_of(match: Match) -> tuple[Promise, ...]:
    """Return what the match's lines are to give, as far as the side concerned has not said that it holds it."""
    return tuple(
        Promise(
            match.need_id,
            line.offer_id,
            line.component_id,
            line.line_id,
            line.quantity,
            on_offer=match.offers_hold != "held",
            on_need=line.role == "provides" and match.needs_hold != "held",
        )
        for line in match.lines
    )


def uncounted(standing: Iterable[Match]) -> tuple[Promise, ...]:
    """Return what the proposed and endorsed among these matches are to give."""
    return tuple(promise for match in standing if match.status in UNCOUNTED for promise in promises_of(match))


def lines_for(
    promises: Sequence[Promise], present: Present, scores: Mapping[tuple[UUID, UUID], int]
) -> list[MatchLine]:
    """Return the lines of a match that is to give this, each seen with all before it given.

    `scores` are by component and line, 0 where the engine gives none.
    """
    lines: list[MatchLine] = []
    for promise in promises:
        pairing = present.pairing(promise)
        if pairing is not None:
            lines.append(_line(promise, pairing, scores.get((promise.component_id, promise.line_id), 0)))
        present = present.after([promise])
    return lines


def _line(promise: Promise, pairing: Pairing, score: int) -> MatchLine:
    line, component, provides = pairing.line, pairing.component, promise.on_need
    return MatchLine(
        component_id=promise.component_id,
        offer_id=promise.offer_id,
        line_id=promise.line_id,
        role="provides" if provides else "funds",
        category=component.category,
        score=score,
        quantity=promise.quantity,
        unit=line.unit,
        currency=line.currency,
        coverage=part_covered(pairing, promise.quantity) if provides and promise.quantity is not None else None,
        component_unit=_unit_of(component),
        charged=charged(pairing, promise.quantity),
    )


def _unit_of(component: Component) -> str | None:
    if component.quantity is not None:
        return component.unit
    return MONEY if component.estimated_cost is not None else None
