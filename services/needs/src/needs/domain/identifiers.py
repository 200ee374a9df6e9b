"""Typed identifiers, so that a component's id is never handed in where a need's is meant."""

from typing import NewType
from uuid import UUID

NeedId = NewType("NeedId", UUID)
"""Names one need for its whole life; UUID version 7."""

ComponentId = NewType("ComponentId", UUID)
"""Names one component across amendments, so that its coverage stays with it; UUID version 7."""
