"""An offer as the matcher sees it: the part of `accord.offers.v1` on which a pairing may turn."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from matcher.domain.spans import Span
from matcher.domain.texts import Text


@dataclass(frozen=True)
class Donor:
    """Who offers; `organisation` is the key that its tokens carry."""

    organisation: str
    name: str
    kind: str


@dataclass(frozen=True)
class Eligibility:
    """Which States may benefit: the union of what is named, less the excluded; `everyone` names them all."""

    everyone: bool = False
    states: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    excluded_states: tuple[str, ...] = ()

    @property
    def areas(self) -> tuple[str, ...]:
        """The regions and groups that are named."""
        return self.regions + self.groups


@dataclass(frozen=True)
class Ceiling:
    """The most that one State may receive under the offer, in thousandths of the unit or the currency."""

    amount: int
    unit: str
    currency: str | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One kind of help on offer; its quantities are thousandths of `unit`, and `money` means amounts in `currency`.

    `pledged` None = the donor did not say how much, so what remains is not known and never runs out.
    """

    line_id: UUID
    categories: tuple[str, ...]
    modalities: tuple[str, ...] = ()
    unit: str | None = None
    currency: str | None = None
    pledged: int | None = None
    reserved: int = 0
    committed: int = 0
    delivered: int = 0
    smallest_share: int | None = None
    largest_share: int | None = None
    divisible: bool = True
    unit_cost: int | None = None

    @property
    def remaining(self) -> int | None:
        """What is neither reserved, committed nor delivered, never below 0; None where no total was pledged."""
        if self.pledged is None:
            return None
        return max(0, self.pledged - self.reserved - self.committed - self.delivered)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What one donor holds ready, at one version; `applicants` empty = any kind may apply.

    `statement` is the version at which its donor last said something of its content.
    """

    offer_id: UUID
    version: int
    status: str
    donor: Donor
    lines: tuple[Line, ...]
    eligibility: Eligibility
    external_id: str | None = None
    texts: tuple[Text, ...] = ()
    applicants: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    window: Span = field(default_factory=Span)
    call: Span = field(default_factory=Span)
    conditions: tuple[str, ...] = ()
    ceiling: Ceiling | None = None
    delivery_model: str = "own_delivery"
    visibility: str = "public"
    opened_at: datetime | None = None
    historic: bool = False
    statement: int = 1
