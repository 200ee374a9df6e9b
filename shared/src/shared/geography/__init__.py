"""States in six languages, and the dated regions and groups they belong to."""

from shared.geography.areas import Area, AreaKind, Membership
from shared.geography.gazetteer import Geography
from shared.geography.reading import load_geography
from shared.geography.states import Standing, StateRecord

__all__ = [
    "Area",
    "AreaKind",
    "Geography",
    "Membership",
    "Standing",
    "StateRecord",
    "load_geography",
]
