"""Who makes an offer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Donor:
    """The organisation that owns an offer: `organisation` is the key its tokens carry, `kind` a donor kind."""

    organisation: str
    name: str
    kind: str
