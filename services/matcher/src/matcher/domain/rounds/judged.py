"""What a plan is judged by: the records as they were, the day, the weights of the score, and the settings."""

from dataclasses import dataclass
from uuid import UUID

from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.rounds.settings import RoundSettings
from matcher.domain.scoring import ScoringProfile
from matcher.domain.supply import Offer


@dataclass(frozen=True)
class Judged:
    """The records of a round in the order of their ids, and all else that the checker needs.

    `reachable` are the components that could get anything: whose States equity counts. To find them anew would cost as
    much as building the round, and an error there could misstate a level but break no limit.
    """

    needs: tuple[Need, ...]
    offers: tuple[Offer, ...]
    context: Context
    profile: ScoringProfile
    settings: RoundSettings
    reachable: frozenset[UUID]
    refused_pins: frozenset[tuple[UUID, UUID]] = frozenset()
