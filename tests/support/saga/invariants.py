"""What must hold after every step, whatever was duplicated, delayed, lost or decided twice."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from needs.domain.need import Need
from needs.domain.reservation import Reservation as Coverage
from offers.domain.offer import Offer
from offers.domain.reservation import Reservation as Capacity
from tests.support.saga.oracle import NONE
from tests.support.saga.store import Store

Figures = tuple[Decimal, Decimal, Decimal]
"""Held, promised and delivered."""


def breaches_of_capacity(store: Store) -> Iterator[str]:
    """Yield where a line is over-committed, a State above its ceiling, or a ledger not what its matches sum to."""
    holdings = [holding for each in store.all_of(Capacity).values() for holding in each.holdings]
    by_line = _summed((holding.line_id, _figures(holding)) for holding in holdings)
    journal = _journal(store, "line_id")
    engaged: Counter[tuple[UUID, str]] = Counter()
    for holding in holdings:
        engaged.update({(holding.offer_id, state): amount for state, amount in holding.counted().items()})
    for offer in store.all_of(Offer).values():
        for line in offer.lines:
            figures = line.reserved, line.committed, line.delivered
            yield from _breaches(f"line {line.id}", figures, line.pledged)
            yield from _differences(f"line {line.id}", figures, by_line[line.id], journal[line.id])
        ceiling = offer.per_state_ceiling
        for account in offer.accounts:
            if account.engaged != engaged[offer.id, account.state]:
                yield f"{account.state} is charged {account.engaged}, its matches {engaged[offer.id, account.state]}"
            if ceiling is not None and not 0 <= account.engaged <= ceiling.amount:
                yield f"{account.state} has {account.engaged} of a ceiling of {ceiling.amount}"


def breaches_of_coverage(store: Store) -> Iterator[str]:
    """Yield where a component is over-covered, taken by two matches, or not covered by what its matches sum to."""
    holdings = [(each, holding) for each in store.all_of(Coverage).values() for holding in each.holdings]
    by_component = _summed((holding.component_id, _figures(holding)) for _, holding in holdings)
    journal = _journal(store, "component_id")
    taken: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for reservation, holding in holdings:
        if holding.unmeasured:
            taken[holding.component_id].append(reservation.match_id)
    for need in store.all_of(Need).values():
        for component in need.components:
            figures = component.held, component.confirmed, component.delivered
            yield from _breaches(f"component {component.id}", figures, component.quantity)
            yield from _differences(
                f"component {component.id}", figures, by_component[component.id], journal[component.id]
            )
            if [component.taken_by] != (taken[component.id] or [None]):
                yield f"component {component.id} is taken by {component.taken_by}; it is held by {taken[component.id]}"


def _breaches(name: str, figures: Figures, most: Decimal | None) -> Iterator[str]:
    if min(figures) < 0:
        yield f"{name} has a negative figure: {figures}"
    if most is not None and sum(figures) > most:
        yield f"{name} has {sum(figures)} engaged of {most}: {figures}"


def _differences(name: str, figures: Figures, held: list[Decimal], journal: list[Decimal]) -> Iterator[str]:
    if list(figures) != held:
        yield f"{name} says {figures}, its matches {held}"
    if list(figures) != journal:
        yield f"{name} says {figures}, its journal {journal}"


def _figures(holding: Any) -> Figures:
    return holding.held, holding.promised, holding.delivered


def _summed(parts: Iterable[tuple[UUID, Figures]]) -> defaultdict[UUID, list[Decimal]]:
    sums: defaultdict[UUID, list[Decimal]] = defaultdict(lambda: [NONE, NONE, NONE])
    for key, figures in parts:
        sums[key] = [one + other for one, other in zip(sums[key], figures, strict=True)]
    return sums


def _journal(store: Store, part: str) -> defaultdict[UUID, list[Decimal]]:
    return _summed(entry for _, movement in store.journal for entry in _steps(getattr(movement, part), movement))


def _steps(key: UUID, movement: Any) -> Iterator[tuple[UUID, Figures]]:
    before, after = (getattr(each, "figures", each) for each in (movement.before, movement.after))
    yield (
        key,
        (after.held - before.held, after.promised - before.promised, after.delivered - before.delivered),
    )
