"""What the checker may find wrong with a plan, by stable names."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Broken(StrEnum):
    """The constraint that a plan breaks."""

    UNKNOWN = "unknown_pair"
    REPEATED = "pair_repeated"
    NOT_PERMITTED = "pair_not_permitted"
    BANNED = "pair_banned"
    PIN_MISSING = "pin_missing"
    PIN_QUANTITY = "pin_quantity"
    UNMEASURED_QUANTITY = "quantity_of_unmeasured_pair"
    QUANTITY_MISSING = "quantity_missing"
    NOT_POSITIVE = "quantity_not_positive"
    PARTS_OF_UNITS = "parts_of_whole_units"
    BELOW_MINIMUM = "below_minimum"
    ABOVE_MAXIMUM = "above_maximum"
    OVER_COMPONENT = "over_component"
    OVER_LINE = "over_line"
    LINE_SPLIT = "indivisible_line_split"
    OVER_CEILING = "over_ceiling"
    OVER_CAP = "over_cap"
    TOO_MANY_OFFERS = "too_many_offers"
    HALF_A_GROUP = "group_half_covered"
    WRONG_SHARE = "wrong_share"
    WRONG_SCORE = "wrong_score"
    WRONG_LEVEL = "wrong_level_value"
    BEYOND_BOUND = "level_beyond_its_bound"


@dataclass(frozen=True)
class Violation:
    """One broken constraint and the records that it is about."""

    broken: Broken
    ids: tuple[str, ...] = ()


def about(broken: Broken, *ids: UUID | str) -> Violation:
    """Return the violation that is about these records."""
    return Violation(broken, tuple(str(each) for each in ids))
