"""What one criterion says of a pair: points out of a thousand, and why."""

from dataclasses import dataclass, field

from matcher.domain.facts import Fact, Facts


@dataclass(frozen=True)
class Mark:
    """Points 0..1000 and the reason: `variant` picks the sentence, `facts` fill it."""

    points: int
    variant: str
    facts: Facts = field(default_factory=dict[str, Fact])


NOT_SAID = 500
"""Points where a side does not say what would decide the criterion."""
