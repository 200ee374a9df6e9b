"""A coordinator registers what a donor already runs, or tells what has changed about it."""

from dataclasses import dataclass

from matcher.application.activity_register import ActivityRegister, Registered
from matcher.application.activity_rules import activity_problems
from matcher.domain.evidence.activity import ActivityDetails
from shared.clock import Clock
from shared.errors import InvalidInput
from shared.identifiers import new_id
from shared.identity.actor import Actor, Role


@dataclass(frozen=True)
class RegisterActivity:
    """All that the source says of the activity."""

    details: ActivityDetails


async def register_activity(
    command: RegisterActivity, *, actor: Actor, register: ActivityRegister, clock: Clock
) -> Registered:
    """Keep the activity under its source and id there; sending it again without a change changes nothing."""
    actor.must_be(Role.COORDINATOR)
    problems = list(activity_problems(command.details))
    if problems:
        raise InvalidInput(problems)
    return await register.keep(new_id(), command.details, by=actor.subject, at=clock())
