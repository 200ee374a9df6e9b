"""States in six languages, and the dated regions and groups they belong to."""

from shared.geography.areas import Area, AreaKind, Membership
from shared.geography.arms_measures import ArmsMeasure, Force, load_arms_measures
from shared.geography.gazetteer import Geography
from shared.geography.reading import load_geography
from shared.geography.states import Standing, StateRecord

__all__ = [
    "Area",
    "AreaKind",
    "ArmsMeasure",
    "Force",
    "Geography",
    "Membership",
    "Standing",
    "StateRecord",
    "load_arms_measures",
    "load_geography",
]
