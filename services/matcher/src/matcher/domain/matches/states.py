"""On whose account a match is: the State that leads the need, then the others that may benefit from the offer."""

from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.pairing import Meeting
from matcher.domain.supply import Offer


def states_on_account(need: Need, offer: Offer, context: Context) -> tuple[str, ...]:
    """Return the need's States that would receive, its lead first: that one decides, whether or not it receives.

    Of a group that names no States these are its members that may benefit today.
    """
    receiving = Meeting(need, offer, context).states
    if not need.states:
        return receiving
    lead = need.states[0]
    return (lead, *(state for state in need.states if state in receiving and state != lead))
