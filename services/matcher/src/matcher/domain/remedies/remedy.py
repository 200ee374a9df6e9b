"""A change that would satisfy a failed condition: made on a copy, and told by what differs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from matcher.domain.amounts import ONE
from matcher.domain.conditions import Party, Verdict
from matcher.domain.facts import Fact
from matcher.domain.remedies.case import Case


@dataclass(frozen=True)
class Difference:
    """What a change comes to: its size for ranking, 0..1000, and the numbers and names that its sentence needs.

    `quantity` is in thousandths of `unit` or `currency`; `days` counts the days by which something moves.
    """

    size: int
    days: int | None = None
    quantity: int | None = None
    unit: str | None = None
    currency: str | None = None
    names: tuple[str, ...] = ()
    facts: dict[str, Fact] = field(default_factory=dict[str, Fact])


Telling: TypeAlias = Callable[[Case, Case], Difference]
"""Says what differs in one field between a case as it is and as it would be."""


@dataclass(frozen=True)
class Option:
    """One way to satisfy a condition: who changes what, the case that results, and how to tell the difference."""

    who: Party
    what: str
    case: Case
    telling: Telling

    @property
    def key(self) -> tuple[str, str]:
        """Who and what: a later change with the same key goes on with this one and is told together with it."""
        return self.who.value, self.what


Remedying: TypeAlias = Callable[[Case, Verdict], Iterator[Option]]
"""Gives the ways to satisfy one failed condition, none where there is no change that would."""


@dataclass(frozen=True)
class Remedy:
    """A change as it is shown; `facts` and `message_key` make its sentence."""

    who: Party
    what: str
    difference: Difference

    @property
    def key(self) -> tuple[str, str]:
        """Who and what."""
        return self.who.value, self.what

    @property
    def message_key(self) -> str:
        """The name of its sentence."""
        return f"remedy.{self.who}.{self.what}"

    @property
    def facts(self) -> dict[str, Fact]:
        """All that the sentence tells."""
        told = self.difference
        shared: dict[str, Fact] = {
            "days": told.days,
            "missing": told.quantity,
            "unit": told.unit,
            "currency": told.currency,
            "names": list(told.names),
        }
        return shared | told.facts


def remedy(option: Option, before: Case) -> Remedy:
    """Return the option as it is shown, told by what differs from the records as they are."""
    told = option.telling(before, option.case)
    facts: dict[str, Fact] = {"donor": before.offer.donor.name}
    difference = Difference(
        told.size, told.days, told.quantity, told.unit, told.currency, told.names, facts | told.facts
    )
    return Remedy(option.who, option.what, difference)


def size_of_days(days: int) -> int:
    """Return how large a move by some days is: the days, 1000 at most."""
    return min(ONE, days)


def size_of_amount(more: int, than: int) -> int:
    """Return how large a change of an amount is: its part of the amount before, in thousandths, 1000 at most."""
    return min(ONE, more * ONE // max(1, than))


def added(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is new in a list of keys, in order."""
    return tuple(key for key in after if key not in before)
