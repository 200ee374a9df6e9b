"""Which needs and offers take part in a round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.domain.context import Context
from matcher.domain.demand import ASKING, Need
from matcher.domain.engine import Engine
from matcher.domain.rounds.settings import RoundSettings, Scope
from matcher.domain.supply import Offer
from shared.errors import FieldProblem, InvalidInput


@dataclass(frozen=True)
class Inputs:
    """The needs and offers of a round, each in the order of their ids."""

    needs: tuple[Need, ...]
    offers: tuple[Offer, ...]


def inputs_of(engine: Engine, settings: RoundSettings) -> Inputs:
    """Return what lies in the scope and still asks or gives; InvalidInput where the settings name unknown keys."""
    problems = list(_unknown(settings, engine.context))
    if problems:
        raise InvalidInput(problems)
    scope, context = settings.scope, engine.context
    needs = tuple(need for need in engine.needs if need.status in ASKING and _has_need(scope, need, context))
    offers = tuple(offer for offer in engine.offers if offer.status == "open" and _has_offer(scope, offer))
    return Inputs(needs, offers)


def _has_need(scope: Scope, need: Need, context: Context) -> bool:
    if need.historic != scope.historic or (scope.needs is not None and need.need_id not in scope.needs):
        return False
    return _has_place(scope, need, context) and _has_category(scope, need, context)


def _has_place(scope: Scope, need: Need, context: Context) -> bool:
    if not scope.states and not scope.areas:
        return True
    states = set(context.states_of(need))
    if not states.isdisjoint(scope.states) or need.group in scope.areas:
        return True
    return any(not states.isdisjoint(context.members(area)) for area in scope.areas)


def _has_category(scope: Scope, need: Need, context: Context) -> bool:
    if not scope.categories:
        return True
    within = {each for category in scope.categories for each in context.vocabulary.within(category)}
    return any(component.category in within for component in need.components)


def _has_offer(scope: Scope, offer: Offer) -> bool:
    return offer.historic == scope.historic and (scope.offers is None or offer.offer_id in scope.offers)


def _unknown(settings: RoundSettings, context: Context) -> Iterator[FieldProblem]:
    scope = settings.scope
    lists: tuple[tuple[str, Sequence[str]], ...] = (
        ("states", scope.states),
        ("areas", scope.areas),
        ("categories", scope.categories),
    )
    known = {
        "states": context.geography.states,
        "areas": context.geography.areas,
        "categories": context.vocabulary.categories,
    }
    for name, keys in lists:
        for place, key in enumerate(keys):
            if key not in known[name]:
                yield FieldProblem(f"/scope/{name}/{place}", f"{key} is not known")
    for place, cap in enumerate(settings.caps):
        if cap.kind in {"state", "area"} and cap.key not in known[f"{cap.kind}s"]:
            yield FieldProblem(f"/caps/{place}/key", f"{cap.key} is not known")
