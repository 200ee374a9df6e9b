"""What the routes are given: the unit of work for offers, the clock, and how long an offer stands."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends

from offers.adapters.unit_of_work import OffersUnitOfWork
from offers.domain.life_cycle import CONFIRMATION_PERIOD
from shared.service.parts import Parts, parts_of


@dataclass(frozen=True)
class OffersParts(Parts[OffersUnitOfWork]):
    """What every service's routes are given, and the period for which an opened or confirmed offer stands."""

    stands_for: timedelta = CONFIRMATION_PERIOD


Wired = Annotated[OffersParts, Depends(parts_of)]
"""A route parameter of this type is what `main` wired."""
