"""Which weights a what-if asks for: `weights=category:180,words:20` or `profile=<digest>`, never both."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Final

from fastapi import Depends, Query
from pydantic.json_schema import SkipJsonSchema

from matcher.adapters.basis.queries import find_profile
from matcher.api.dependencies import ReadingSession
from matcher.domain.scoring import CRITERIA, ScoringProfile
from matcher.domain.what_if import with_weights
from shared.errors import FieldProblem, InvalidInput, NotFound
from shared.identity.dependencies import CurrentActor

_ENTRY: Final = re.compile(r"\s*([a-z_]{1,40})\s*:\s*([0-9]{1,4})\s*")

Instead = Callable[[ScoringProfile], ScoringProfile]
"""From the profile in force to the one asked for."""


class WrongWeights(InvalidInput):
    """The weights asked for cannot be used (422); the query parameter is named under `errors`."""

    def __init__(self, parameter: str, *details: str) -> None:
        super().__init__((), "; ".join(f"{parameter}: {detail}" for detail in details))
        self.extra = {
            "errors": [
                {"in": "query", "parameter": parameter, "detail": detail, "code": "invalid"} for detail in details
            ]
        }


async def other_weights(
    _actor: CurrentActor,
    session: ReadingSession,
    weights: Annotated[
        str | SkipJsonSchema[None],
        Query(
            max_length=500,
            description="thousandths by criterion; criteria left out weigh what they weigh now; all sum to 1000",
            examples=["specificity:300,coverage:220"],
        ),
    ] = None,
    profile: Annotated[
        str | SkipJsonSchema[None], Query(max_length=64, description="digest of a kept scoring profile")
    ] = None,
) -> Instead:
    """Read the one or the other, once it is known who asks; WrongWeights names what cannot be used."""
    if weights is None and profile is None:
        raise WrongWeights("weights", "expected weights or a profile to compare with")
    if weights is not None and profile is not None:
        raise WrongWeights("profile", "expected weights or a profile, not both")
    if profile is not None:
        kept = await _kept(session, profile)
        return lambda _: kept
    given = _read(weights or "")
    return lambda in_force: _changed(in_force, given)


OtherWeights = Annotated[Instead, Depends(other_weights)]
"""A route parameter of this type makes the profile that is asked for from the one in force."""


async def _kept(session: ReadingSession, digest: str) -> ScoringProfile:
    try:
        return (await find_profile(session, digest)).profile
    except NotFound as error:
        raise WrongWeights("profile", "expected the digest of a scoring profile") from error


def _read(text: str) -> Mapping[str, int]:
    given: dict[str, int] = {}
    for entry in text.split(","):
        found = _ENTRY.fullmatch(entry)
        if found is None:
            raise WrongWeights("weights", "expected criterion:thousandths, separated by commas, as in category:200")
        criterion, weight = found.groups()
        if criterion in given:
            raise WrongWeights("weights", f"{criterion} is named twice; say it once")
        given[criterion] = int(weight)
    return given


def _changed(in_force: ScoringProfile, given: Mapping[str, int]) -> ScoringProfile:
    try:
        return with_weights(in_force, given)
    except InvalidInput as error:
        raise WrongWeights("weights", *(_told(problem, in_force) for problem in error.fields)) from error


def _told(problem: FieldProblem, in_force: ScoringProfile) -> str:
    criterion = problem.pointer.removeprefix("/weights").strip("/")
    if criterion:
        return f"{criterion} {problem.detail}"
    now = ", ".join(f"{each}:{in_force.weights[each]}" for each in CRITERIA)
    return f"with those left out as they are in force ({now}), all {problem.detail}"
