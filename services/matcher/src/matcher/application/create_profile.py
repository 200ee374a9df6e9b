"""A coordinator writes down other weights; they change nothing until they are put in force."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from matcher.application.basis import BasisOfMatching
from matcher.application.rights import must_coordinate_everywhere
from matcher.domain.scoring import ScoringProfile
from matcher.domain.scoring.profile import weight_problems
from matcher.domain.scoring.profile_version import ProfileVersion
from shared.clock import Clock
from shared.errors import FieldProblem, InvalidInput
from shared.identity.actor import Actor
from shared.rules.wording import prose_problems, required_line_problems

LONGEST_NAME = 80


@dataclass(frozen=True)
class CreateProfile:
    """Weights in thousandths by criterion, summing to 1000; a name that exists gets its next version."""

    name: str
    weights: Mapping[str, int]
    note: str


async def create_profile(
    command: CreateProfile, *, actor: Actor, basis: BasisOfMatching, clock: Clock
) -> ProfileVersion:
    """Keep the weights as the next version of their name."""
    must_coordinate_everywhere(actor)
    problems = list(_problems(command))
    if problems:
        raise InvalidInput(problems)
    async with basis:
        version = await basis.latest_version_of(command.name) + 1
        profile = ScoringProfile(command.name, version, command.weights)
        kept = ProfileVersion.of(profile, note=command.note, by=actor.subject, at=clock())
        basis.add(kept)
        await basis.store()
    return kept


def _problems(command: CreateProfile) -> Iterator[FieldProblem]:
    return chain(
        required_line_problems("/name", command.name, longest=LONGEST_NAME),
        weight_problems(command.weights),
        prose_problems("/note", command.note),
    )
