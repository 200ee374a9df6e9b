"""Who may take part in the dialogue on a match."""

from datetime import date

from matcher.application.rounds.rights import states_coordinated
from matcher.domain.dialogue.floor import Floor
from matcher.domain.dialogue.voices import COORDINATORS, Voice, voice_of
from shared.errors import Forbidden
from shared.identity.actor import Actor


def listening(floor: Floor, actor: Actor) -> Voice:
    """Return for whom the actor reads; raise Forbidden for whoever may know of the match but is no side of it."""
    voice = voice_of(floor, actor)
    if voice is None:
        raise Forbidden("The messages on a match are between its parties and the coordinators.")
    return voice


def speaking(floor: Floor, actor: Actor, today: date) -> Voice:
    """Return for whom the actor writes and marks as read; a regional coordinator does so within its regions."""
    voice = listening(floor, actor)
    if voice == COORDINATORS:
        mine = states_coordinated(actor, today)
        if mine is not None and not mine.issuperset(floor.states):
            regions = ", ".join(sorted(actor.regions))
            raise Forbidden(f"You coordinate {regions}; this match is of {', '.join(floor.states)}.")
    return voice
