"""Which States may benefit from an offer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Eligibility:
    """Either `everyone`, or the union of States (alpha-3), regions and groups; exclusions come off both."""

    everyone: bool = False
    states: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    excluded_states: tuple[str, ...] = ()
