"""The answer of a hard condition: whether it holds, what stands against it, and who could change that."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from matcher.domain.facts import Fact, Facts


class Code(StrEnum):
    """The twelve hard conditions by what is wrong when they fail; stable, in the order in which they are told."""

    NOT_OPEN = "not_open"
    STATE_NOT_ELIGIBLE = "state_not_eligible"
    APPLICANT_NOT_ELIGIBLE = "applicant_not_eligible"
    CATEGORY_MISMATCH = "category_mismatch"
    MODALITY_MISMATCH = "modality_mismatch"
    WINDOW_DISJOINT = "window_disjoint"
    BELOW_MINIMUM_SHARE = "below_minimum_share"
    EXHAUSTED = "exhausted"
    PER_STATE_CEILING = "per_state_ceiling"
    CONDITION_UNMET = "condition_unmet"
    PAIR_EXCLUDED = "pair_excluded"
    NOT_VISIBLE = "not_visible"


ORDER: Final = {code: place for place, code in enumerate(Code)}
"""The place of each code in the order of telling."""


class Party(StrEnum):
    """Who could make a failed condition hold; `both` = neither alone, `wait` = time alone will."""

    STATE = "state"
    DONOR = "donor"
    EITHER = "either"
    BOTH = "both"
    WAIT = "wait"


@dataclass(frozen=True)
class Change:
    """The smallest change that would make the condition hold; `quantity` in thousandths of `unit` or `currency`."""

    who: Party
    what: str
    days: int | None = None
    quantity: int | None = None
    unit: str | None = None
    currency: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """Whether a condition holds; facts, message key and change are given where it does not.

    Message key and facts are all that a sentence needs, those of the change included (`change_who`, `change_days`).
    """

    code: Code
    holds: bool
    message_key: str = ""
    facts: Facts = field(default_factory=dict[str, Fact])
    change: Change | None = None


_HOLDING: Final = {code: Verdict(code, holds=True) for code in Code}


def holding(code: Code) -> Verdict:
    """Return the verdict that the condition holds."""
    return _HOLDING[code]


def failing(code: Code, variant: str, change: Change, facts: Facts) -> Verdict:
    """Return the verdict that the condition fails; `variant` picks the sentence."""
    of_change: dict[str, Fact] = {"change_who": change.who.value, "change_days": change.days}
    key = f"condition.{code}.{variant}"
    return Verdict(code, holds=False, message_key=key, facts={**facts, **of_change}, change=change)
