"""What the routes are given: the unit of work for needs, and the clock."""

from typing import Annotated

from fastapi import Depends

from needs.adapters.unit_of_work import NeedsUnitOfWork
from shared.service.parts import Parts, parts_of

Wired = Annotated[Parts[NeedsUnitOfWork], Depends(parts_of)]
"""A route parameter of this type is what `main` wired."""
