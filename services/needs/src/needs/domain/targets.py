"""What the needs service must hold for a match, as a function of the match's newest state and of nothing before it."""

from dataclasses import dataclass
from decimal import Decimal

from needs.domain.identifiers import ComponentId
from shared.statements.standings import NOTHING, Figures, Standing


@dataclass(frozen=True)
class Claim:
    """What a match's lines say of one component: how much it takes, and how much of that was delivered.

    `coverage` None = all that the component still asks for when it is first held. `unit` is the component's as the
    match was judged; None = not told.
    """

    component_id: ComponentId
    coverage: Decimal | None
    covered: Decimal = NOTHING
    unit: str | None = None

    def asks_for_anything(self, standing: Standing) -> bool:
        """Answer whether the match wants some of the component, or says that it has given some."""
        if self.coverage is None:
            return standing != "released"
        return standing in {"held", "confirmed"} or self.covered > 0


def target_of(standing: Standing, claim: Claim, figure: Decimal, counted: Decimal = NOTHING) -> Figures:
    """Return what is to be held of a component of which the match takes `figure` in all.

    No more than that counts as delivered. A match that takes all that remains cannot say how much of it was delivered:
    before the end of delivery no more than what is `counted` already, and then all of it.
    """
    delivered = counted if claim.coverage is None else min(claim.covered, figure)
    if standing == "settled":
        return Figures(delivered=figure if claim.coverage is None else delivered)
    rest = figure - delivered
    if standing == "held":
        return Figures(held=rest, delivered=delivered)
    if standing == "confirmed":
        return Figures(promised=rest, delivered=delivered)
    return Figures(delivered=delivered)
