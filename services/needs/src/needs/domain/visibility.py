"""How widely a State lets its need be shown, and the fields for which it chooses apart."""

from dataclasses import dataclass
from typing import Literal

Visibility = Literal["public", "donors", "coordinators"]
"""The widest audience the State allows; each audience includes the narrower ones."""


@dataclass(frozen=True)
class Sensitive:
    """Sites and stock figures: never on an event, never shown more widely than their own `visibility`."""

    sites: tuple[str, ...] = ()
    stock_figures: str = ""
    visibility: Visibility = "coordinators"
