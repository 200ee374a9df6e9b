"""How widely a donor lets its opened offer be read."""

from typing import Literal

Visibility = Literal["public", "recipients", "coordinators"]
"""The widest audience the donor allows; each audience includes the narrower ones."""
