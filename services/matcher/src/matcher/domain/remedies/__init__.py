"""What would have to change for a need and an offer to match: concrete, in numbers, and proved on changed copies."""

from matcher.domain.remedies.blocking import Blockage
from matcher.domain.remedies.counterfactual import Counterfactual, find_counterfactual
from matcher.domain.remedies.gaps import Gaps, find_gaps
from matcher.domain.remedies.nearest import Nearest, nearest_needs, nearest_offers
from matcher.domain.remedies.remedy import Difference, Remedy
from matcher.domain.remedies.unanswered import Scope
from matcher.domain.remedies.unlocking import Unlock

__all__ = [
    "Blockage",
    "Counterfactual",
    "Difference",
    "Gaps",
    "Nearest",
    "Remedy",
    "Scope",
    "Unlock",
    "find_counterfactual",
    "find_gaps",
    "nearest_needs",
    "nearest_offers",
]
