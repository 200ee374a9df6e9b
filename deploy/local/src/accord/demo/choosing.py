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
    measured: Json
    """The pair of a component and a line whose quantities are both known."""
    state: Voice
    donor: Voice


def unmatched_pairs(services: Services, coordinator: Voice, wanted: str | None) -> Iterator[Pair]:
    """Yield pairs that can be measured, the best first; CommandFailed where the named need is not there."""
    listed = services.get(coordinator, "matcher:/v1/needs", answered=True, limit=MOST_LOOKED_AT).document["items"]
    needs = [each for each in listed if each["group"] is None and wanted in (None, each["external_id"])]
    if not needs:
        raise CommandFailed(f"there is no open need {wanted or 'with candidates'}; is the sample taken in?")
    for need in sorted(needs, key=lambda each: (-each["best_score"], each["id"])):
        yield from _pairs(services, coordinator, need)


def _pairs(services: Services, coordinator: Voice, need: Json) -> Iterator[Pair]:
    if services.get(coordinator, "matcher:/v1/matches", need_id=need["id"]).document["items"]:
        return
    whole = services.get(coordinator, f"needs:/v1/needs/{need['id']}").document
    counted = {each["id"] for each in whole["components"] if each["quantity"] is not None}
    found = services.get(coordinator, f"matcher:/v1/needs/{need['id']}/candidates", limit=5).document["items"]
    for candidate in found:
        for pair in candidate["pairs"]:
            if pair["takeable_thousandths"] and pair["component_id"] in counted:
                yield Pair(need, candidate, pair, _state(need), _donor(candidate))


def _state(need: Json) -> Voice:
    code = need["states"][0]
    return Voice(f"State {code}", {"role": "recipient", "state": code})


def _donor(candidate: Json) -> Voice:
    offer: dict[str, Any] = candidate["offer"]
    return Voice(f"donor {offer['organisation']}", {"role": "donor", "organisation": offer["organisation"]})
