"""What one line has set aside for one component of a match, and one movement of it."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Self

from offers.domain.charges import Charge, in_proportion
from offers.domain.demand import Claim, ClaimKey
from offers.domain.identifiers import ComponentId, LineId, OfferId
from shared.statements.standings import NOTHING, Figures


@dataclass(frozen=True, kw_only=True)
class Taking:
    """What a claim takes once it is held: `figure` in all, its charges in full, and the line's largest share then."""

    claim: Claim
    figure: Decimal
    charges: tuple[Charge, ...] = ()
    largest_share: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Movement:
    """How a holding changed: an entry of the journal. `charged` is what counted on each State's account."""

    offer_id: OfferId
    line_id: LineId
    component_id: ComponentId
    before: Figures
    after: Figures
    charged_before: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    charged_after: dict[str, Decimal] = field(default_factory=dict[str, Decimal])

    def charge_changes(self) -> dict[str, Decimal]:
        """Return by how much more or less counts on each State's account."""
        states = sorted({*self.charged_before, *self.charged_after})
        before, after = self.charged_before, self.charged_after
        return {state: after.get(state, NOTHING) - before.get(state, NOTHING) for state in states}

    def moves_the_ledger(self) -> bool:
        """Answer whether any figure of the offer changes by it."""
        return self.before != self.after or self.charged_before != self.charged_after


@dataclass(eq=False, kw_only=True)
class Holding:
    """Quantities in the line's unit: of the `figure` that the match takes, what is held, promised and delivered.

    `quantity` and `charged` are as the match asked; `charges` are what the whole figure counts on States' accounts.
    The three together never exceed `largest_share`, the line's when it was held.
    """

    offer_id: OfferId
    line_id: LineId
    component_id: ComponentId
    position: int
    quantity: Decimal | None
    charged: Decimal | None
    figure: Decimal
    charges: tuple[Charge, ...]
    largest_share: Decimal | None
    held: Decimal = NOTHING
    promised: Decimal = NOTHING
    delivered: Decimal = NOTHING

    @classmethod
    def of(cls, taking: Taking, position: int) -> Self:
        """Return one that holds nothing yet."""
        claim = taking.claim
        return cls(
            offer_id=claim.offer_id,
            line_id=claim.line_id,
            component_id=claim.component_id,
            position=position,
            quantity=claim.quantity,
            charged=claim.charged,
            figure=taking.figure,
            charges=taking.charges,
            largest_share=taking.largest_share,
        )

    @property
    def key(self) -> ClaimKey:
        """Return what tells this holding from the others of the match."""
        return self.line_id, self.component_id

    def figures(self) -> Figures:
        """Return what is set aside now."""
        return Figures(self.held, self.promised, self.delivered)

    def counted(self) -> dict[str, Decimal]:
        """Return what it counts on each State's account now."""
        return in_proportion(self.charges, self.figures().total(), self.figure)

    def counted_for_delivery(self) -> dict[str, Decimal]:
        """Return what of it counts for what was delivered, and will go on counting."""
        return in_proportion(self.charges, self.delivered, self.figure)

    def as_asked_by(self, claim: Claim) -> bool:
        """Answer whether the claim still asks for what this was held for."""
        return (self.quantity, self.charged) == (claim.quantity, claim.charged)

    def restate(self, taking: Taking) -> None:
        """Take over what is now to be held in all."""
        self.quantity, self.charged = taking.claim.quantity, taking.claim.charged
        self.figure, self.charges, self.largest_share = taking.figure, taking.charges, taking.largest_share

    def set_aside(self, figures: Figures) -> None:
        """Take over the three figures."""
        self.held, self.promised, self.delivered = figures.held, figures.promised, figures.delivered
