"""What is wrong with a round's settings, field by field."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from matcher.domain.amounts import MONEY, ONE
from shared.errors import FieldProblem

if TYPE_CHECKING:
    from matcher.domain.rounds.settings import Cap, RoundSettings

PRIORITIES: Final = (1, 2, 3, 4, 5)
LEVELS_WITH_TOLERANCE: Final = ("coverage", "equity", "fit")
KINDS_OF_CAP: Final = ("donor", "state", "area")
LARGEST_WEIGHT: Final = 1_000_000
MOST_SECONDS: Final = 3_600
MOST_ALTERNATIVES: Final = 5


def faults(settings: "RoundSettings") -> list[FieldProblem]:
    """Return one problem for each field that breaks a rule, in the order of the document."""
    return [
        *_of_weights(settings),
        *_of_tolerances(settings),
        *_of_numbers(settings),
        *(problem for place, cap in enumerate(settings.caps) for problem in _of_cap(f"/caps/{place}", cap)),
        *_of_choices(settings),
    ]


def _of_weights(settings: "RoundSettings") -> Iterator[FieldProblem]:
    for priority in PRIORITIES:
        if priority not in settings.weights:
            yield FieldProblem(f"/weights/{priority}", "is missing")
    for priority, weight in settings.weights.items():
        if priority not in PRIORITIES:
            yield FieldProblem(f"/weights/{priority}", "is not a priority")
        elif not 0 <= weight <= LARGEST_WEIGHT:
            yield FieldProblem(f"/weights/{priority}", f"must be 0 to {LARGEST_WEIGHT}")
    if not any(settings.weights.values()):
        yield FieldProblem("/weights", "must not all be zero")


def _of_tolerances(settings: "RoundSettings") -> Iterator[FieldProblem]:
    for level in LEVELS_WITH_TOLERANCE:
        if level not in settings.tolerances:
            yield FieldProblem(f"/tolerances/{level}", "is missing")
    for level, tolerance in settings.tolerances.items():
        if level not in LEVELS_WITH_TOLERANCE:
            yield FieldProblem(f"/tolerances/{level}", "is not a level that has a tolerance")
        elif not 0 <= tolerance <= ONE:
            yield FieldProblem(f"/tolerances/{level}", f"must be 0 to {ONE}")


def _of_numbers(settings: "RoundSettings") -> Iterator[FieldProblem]:
    bounds = (
        ("gap", settings.gap, 0, ONE),
        ("time_limit_seconds", settings.time_limit_seconds, 1, MOST_SECONDS),
        ("alternatives", settings.alternatives, 0, MOST_ALTERNATIVES),
        ("min_difference", settings.min_difference, 1, ONE),
    )
    for name, value, least, most in bounds:
        if not least <= value <= most:
            yield FieldProblem(f"/{name}", f"must be {least} to {most}")
    if settings.offers_per_component is not None and settings.offers_per_component < 1:
        yield FieldProblem("/offers_per_component", "must be at least 1")


def _of_cap(place: str, cap: "Cap") -> Iterator[FieldProblem]:
    if cap.kind not in KINDS_OF_CAP:
        yield FieldProblem(f"{place}/kind", f"must be one of {', '.join(KINDS_OF_CAP)}")
    if (cap.amount is None) == (cap.matches is None):
        yield FieldProblem(place, "must have either an amount or a number of matches")
    if cap.amount is not None:
        yield from _of_capped_amount(place, cap)
    if cap.matches is not None and cap.matches < 0:
        yield FieldProblem(f"{place}/matches", "must not be negative")


def _of_capped_amount(place: str, cap: "Cap") -> Iterator[FieldProblem]:
    if cap.amount is not None and cap.amount < 0:
        yield FieldProblem(f"{place}/amount", "must not be negative")
    if cap.unit is None:
        yield FieldProblem(f"{place}/unit", "is missing")
    if cap.unit == MONEY and cap.currency is None:
        yield FieldProblem(f"{place}/currency", "is missing")
    if cap.unit != MONEY and cap.currency is not None:
        yield FieldProblem(f"{place}/currency", "belongs to amounts of money only")


def _of_choices(settings: "RoundSettings") -> Iterator[FieldProblem]:
    pinned: set[tuple[object, object]] = set()
    for place, pin in enumerate(settings.pins):
        pair = (pin.component_id, pin.line_id)
        if pair in pinned:
            yield FieldProblem(f"/pins/{place}", "repeats an earlier pin")
        if pin.quantity is not None and pin.quantity <= 0:
            yield FieldProblem(f"/pins/{place}/quantity", "must be more than zero")
        pinned.add(pair)
    for place, ban in enumerate(settings.bans):
        if (ban.component_id, ban.line_id) in pinned:
            yield FieldProblem(f"/bans/{place}", "is pinned too")
        if ban.quantity is not None:
            yield FieldProblem(f"/bans/{place}/quantity", "belongs to pins only")
