"""What the routes are given: the unit of work for offers, and the clock."""

from typing import Annotated

from fastapi import Depends

from offers.adapters.unit_of_work import OffersUnitOfWork
from shared.service.parts import Parts, parts_of

Wired = Annotated[Parts[OffersUnitOfWork], Depends(parts_of)]
"""A route parameter of this type is what `main` wired."""
