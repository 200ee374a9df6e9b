"""A refusal that names pairs: of a plan that is taken over, of a proposal, of an endorsement."""

from collections.abc import Sequence

from matcher.domain.proposals.adoption import Objection
from shared.errors import Conflict


class PairsNoLongerHold(Conflict):
    """Some pairs may not be proposed today; nothing was written."""

    code = "pairs-no-longer-hold"
    title = "Some pairs may not be proposed today"

    def __init__(self, objections: Sequence[Objection]) -> None:
        super().__init__(f"{len(objections)} of the pairs may not be proposed today; nothing was written.")
        self.objections = tuple(objections)
