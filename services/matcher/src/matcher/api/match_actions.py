"""What a reader may do with a match now, so that nobody is offered a button that only refuses."""

from collections.abc import Iterator, Sequence
from datetime import date

from matcher.application.rounds.rights import states_coordinated
from matcher.domain.matches.life_cycle import Action, Who, actions_open_to
from matcher.domain.matches.match import Match
from matcher.domain.matches.parties import interests_of, parties_of, party_of
from shared.identity.actor import Actor

WANTS_FRESH: frozenset[Action] = frozenset({"endorse", "plan", "deliver", "complete"})
"""What waits until a match that an amendment made stale is confirmed anew."""

WANTS_IMPARTIAL: frozenset[Action] = frozenset({"endorse", "reject", "revise"})
"""What a coordinator with an interest in the match leaves to another (four eyes)."""


def actions_of(match: Match, actor: Actor, today: date) -> Sequence[Action]:
    """Return what the actor may do, in the order of the life cycle; empty for who only reads."""
    closed = set(_closed(match, actor))
    found: list[Action] = [
        each for who in _speaking(match, actor, today) for each in actions_open_to(who, match.status)
    ]
    return [each for place, each in enumerate(found) if each not in closed and each not in found[:place]]


def waited_for(match: Match) -> Sequence[Who]:
    """Return whose turn it is: to review, to agree, to deliver, to evaluate."""
    if match.status in {"proposed", "refused"}:
        return ["coordinator"]
    if match.status == "reserved" or (match.stale and match.status in {"confirmed", "in_delivery"}):
        given = {each.party for each in match.acceptances}
        return list(dict.fromkeys(each.kind for each in parties_of(match) if each not in given))
    if match.status in {"confirmed", "in_delivery"}:
        return ["donor"]
    return ["recipient"] if match.status == "delivered" else []


def _speaking(match: Match, actor: Actor, today: date) -> Iterator[Who]:
    party = party_of(match, actor)
    if party is not None:
        yield party.kind
    if actor.is_coordinator:
        mine = states_coordinated(actor, today)
        if mine is None or (match.states and mine.issuperset(match.states)):
            yield "coordinator"


def _closed(match: Match, actor: Actor) -> Iterator[Action]:
    if match.stale:
        yield from WANTS_FRESH
    party = party_of(match, actor)
    if any(each.party == party for each in match.acceptances):
        yield "accept"
    if actor.is_coordinator and interests_of(match, actor):
        yield from WANTS_IMPARTIAL
        if party is None:
            yield "dissolve"
    if match.package_id is not None:
        # Its members are endorsed together, where the package is.
        yield "endorse"
