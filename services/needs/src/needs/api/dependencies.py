"""What the routes are given: the unit of work for needs, the clock, and how long a need stands."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends

from needs.adapters.unit_of_work import NeedsUnitOfWork
from needs.domain.life_cycle import CONFIRMATION_PERIOD
from shared.service.parts import Parts, parts_of


@dataclass(frozen=True)
class NeedsParts(Parts[NeedsUnitOfWork]):
    """What every service's routes are given, and the period for which an opened or confirmed need stands."""

    stands_for: timedelta = CONFIRMATION_PERIOD


Wired = Annotated[NeedsParts, Depends(parts_of)]
"""A route parameter of this type is what `main` wired."""
