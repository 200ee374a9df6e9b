"""Choosing whom the play is about: needs and offers of the sample that nobody has matched yet, best score first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from accord.demo.services import Json, Services, Voice
from accord.failures import CommandFailed

MOST_LOOKED_AT: Final = 200


@dataclass(frozen=True)
class Pair:
    """A need, an offer that answers it with quantities that compare, and who speaks for them."""

    need: Json
    candidate: Json
    state: Voice
    donor: Voice

    @property
    def measured(self) -> Json:
        """The pair of a component and a line whose quantity is known."""
        return next(each for each in self.candidate["pairs"] if each["takeable_thousandths"])


def unmatched_pairs(services: Services, coordinator: Voice, wanted: str | None) -> Iterator[Pair]:
    """Yield pairs that can be measured, the best first; CommandFailed where the named need is not there."""
    listed = services.get(coordinator, "matcher:/v1/needs", answered=True, limit=MOST_LOOKED_AT).document["items"]
    needs = [each for each in listed if each["group"] is None and wanted in (None, each["external_id"])]
    if not needs:
        raise CommandFailed(f"there is no open need {wanted or 'with candidates'}; is the sample taken in?")
    for need in sorted(needs, key=lambda each: (-each["best_score"], each["id"])):
        for candidate in _candidates(services, coordinator, need):
            yield Pair(need, candidate, _state(need), _donor(candidate))


def _candidates(services: Services, coordinator: Voice, need: Json) -> Iterator[Json]:
    matched = services.get(coordinator, "matcher:/v1/matches", need_id=need["id"]).document["items"]
    if matched:
        return
    found = services.get(coordinator, f"matcher:/v1/needs/{need['id']}/candidates", limit=5).document["items"]
    yield from (each for each in found if any(pair["takeable_thousandths"] for pair in each["pairs"]))


def _state(need: Json) -> Voice:
    code = need["states"][0]
    return Voice(f"State {code}", {"role": "recipient", "state": code})


def _donor(candidate: Json) -> Voice:
    offer: dict[str, Any] = candidate["offer"]
    return Voice(f"donor {offer['organisation']}", {"role": "donor", "organisation": offer["organisation"]})
