"""One thing asked for, and the ledger of how much of it is already answered."""

from dataclasses import dataclass
from decimal import Decimal

from needs.domain.holding import Share
from needs.domain.identifiers import ComponentId, MatchId


@dataclass(frozen=True)
class OwnContribution:
    """What the State brings itself: an amount in a currency, a description in words, or both."""

    amount: Decimal | None = None
    currency: str | None = None
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class ComponentDetails:
    """What the author says of one component; an `id` continues that component, without one it is new.

    `modalities` empty = the form of help is not said; `quantity` and `unit` are both given or both None.
    """

    category: str
    modalities: tuple[str, ...] = ()
    quantity: Decimal | None = None
    unit: str | None = None
    description: str = ""
    estimated_cost: Decimal | None = None
    currency: str | None = None
    own_contribution: OwnContribution | None = None
    id: ComponentId | None = None


@dataclass(eq=False, kw_only=True)
class NeedComponent:
    """A component with its coverage: held, confirmed and delivered are quantities in `unit` and never mixed.

    `taken_by` is the match that has taken a component of which nobody said how much it is.
    """

    id: ComponentId
    position: int
    category: str
    modalities: tuple[str, ...] = ()
    quantity: Decimal | None = None
    unit: str | None = None
    description: str = ""
    estimated_cost: Decimal | None = None
    currency: str | None = None
    own_contribution: OwnContribution | None = None
    held: Decimal = Decimal(0)
    confirmed: Decimal = Decimal(0)
    delivered: Decimal = Decimal(0)
    taken_by: MatchId | None = None

    @property
    def taken(self) -> bool:
        """Whether a match has taken the component whole, as nobody said how much it is."""
        return self.taken_by is not None

    def in_use(self) -> Decimal:
        """Return how much is spoken for: what matches hold, have confirmed and have delivered together."""
        return self.held + self.confirmed + self.delivered

    def carries_matches(self) -> bool:
        """Answer whether any match rests on the component, measured or not."""
        return self.in_use() > 0 or self.taken

    def cover(self, before: Share, after: Share, match_id: MatchId) -> None:
        """Count a match's share anew: what it was before is taken out, what it is now comes in."""
        self.held += after.figures.held - before.figures.held
        self.confirmed += after.figures.promised - before.figures.promised
        self.delivered += after.figures.delivered - before.figures.delivered
        if before.unmeasured or after.unmeasured:
            self.taken_by = match_id if after.unmeasured else None

    def residual(self) -> Decimal | None:
        """Return how much is still asked for, or None where no quantity was said."""
        return None if self.quantity is None else self.quantity - self.in_use()

    def details(self) -> ComponentDetails:
        """Return what the author said, with this component's id: handing it back changes nothing."""
        return ComponentDetails(
            id=self.id,
            category=self.category,
            modalities=self.modalities,
            quantity=self.quantity,
            unit=self.unit,
            description=self.description,
            estimated_cost=self.estimated_cost,
            currency=self.currency,
            own_contribution=self.own_contribution,
        )

    def restate(self, details: ComponentDetails, position: int) -> None:
        """Take over what the author now says; the identity and the ledger stay."""
        self.position = position
        self.category = details.category
        self.modalities = details.modalities
        self.quantity = details.quantity
        self.unit = details.unit
        self.description = details.description
        self.estimated_cost = details.estimated_cost
        self.currency = details.currency
        self.own_contribution = details.own_contribution
