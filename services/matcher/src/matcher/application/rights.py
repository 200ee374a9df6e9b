"""Who may decide for everybody."""

from shared.errors import Forbidden
from shared.identity.actor import Actor, Role


def must_coordinate_everywhere(actor: Actor) -> None:
    """Raise Forbidden unless the actor is a coordinator of all regions: the decision reaches every one of them."""
    actor.must_be(Role.COORDINATOR)
    if actor.regions:
        regions = ", ".join(sorted(actor.regions))
        raise Forbidden(f"Only a coordinator of all regions may do this; the token speaks for {regions}.")
