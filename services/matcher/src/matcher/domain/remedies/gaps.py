"""What coordinators ask of all unanswered needs together: what blocks them, and which change would unlock most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.remedies.blocking import Blockage, count_blockages
from matcher.domain.remedies.unanswered import MOST_MEETINGS, Scope, blocked, unanswered
from matcher.domain.remedies.unlocking import Unlock, Unlocking
from matcher.domain.scoring import ScoringProfile
from matcher.domain.supply import Offer


@dataclass(frozen=True)
class Gaps:
    """Both summaries, and over how much they were made: `examined` of `unanswered` needs, beside all offers.

    `unlocks_complete` is false where changes were left untried that might be among the best.
    """

    unanswered: int
    components: int
    examined: int
    offers: int
    by_condition: tuple[Blockage, ...]
    unlocks: tuple[Unlock, ...]
    unlocks_complete: bool


def find_gaps(
    needs: Sequence[Need],
    offers: Sequence[Offer],
    best: Mapping[UUID, int],
    scope: Scope,
    *,
    context: Context,
    profile: ScoringProfile,
    most_meetings: int = MOST_MEETINGS,
) -> Gaps:
    """Summarise the scope's unanswered needs; `best` is each need's best score where it has candidates."""
    asking = unanswered(needs, best, scope, context)
    beside = [offer for offer in offers if offer.historic == scope.historic and offer.status != "draft"]
    examined = asking[: max(1, most_meetings // max(1, len(beside)))]
    found = [blocked(need, beside, context, profile, scope.min_score) for need in examined]
    unlocking = Unlocking(profile, scope.min_score)
    unlocks = unlocking.best(found)
    return Gaps(
        unanswered=len(asking),
        components=sum(len(need.components) for need in asking),
        examined=len(examined),
        offers=len(beside),
        by_condition=count_blockages(found),
        unlocks=unlocks,
        unlocks_complete=unlocking.is_complete,
    )
