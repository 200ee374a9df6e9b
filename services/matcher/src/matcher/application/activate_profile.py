"""A coordinator puts a scoring profile in force, for a stated reason."""

from dataclasses import dataclass

from matcher.application.basis import BasisOfMatching
from matcher.application.rights import must_coordinate_everywhere
from matcher.domain.scoring.profile_version import ProfileVersion
from shared.clock import Clock
from shared.identity.actor import Actor
from shared.rules.reasons import must_be_a_valid_reason


@dataclass(frozen=True)
class ActivateProfile:
    """Any version may be put in force, a former one too."""

    digest: str
    reason: str


async def activate_profile(
    command: ActivateProfile, *, actor: Actor, basis: BasisOfMatching, clock: Clock
) -> ProfileVersion:
    """Put the profile in force; every candidate is found again by it shortly afterwards.

    One that is in force already stays so, and nothing is written.
    """
    must_coordinate_everywhere(actor)
    must_be_a_valid_reason(command.reason)
    async with basis:
        kept = await basis.profile(command.digest)
        if await basis.in_force() != kept.digest:
            await basis.put_in_force(kept.digest, reason=command.reason, by=actor.subject, at=clock())
            await basis.store()
    return kept
