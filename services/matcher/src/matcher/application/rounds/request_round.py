"""A coordinator asks for an allocation round; a worker runs it when its turn comes."""

from dataclasses import dataclass

from matcher.application.rounds.ports import UnitOfWork
from matcher.application.rounds.rights import must_stay_within_regions, states_within
from matcher.domain.context import Context
from matcher.domain.engine import Engine
from matcher.domain.round_life import Round
from matcher.domain.rounds.scoping import inputs_of
from matcher.domain.rounds.settings import RoundSettings
from matcher.domain.rounds.settings_document import settings_document
from matcher.domain.scoring import load_profile
from shared.clock import Clock
from shared.geography import load_geography
from shared.identity.actor import Actor, Role
from shared.vocabulary import load_vocabulary


@dataclass(frozen=True)
class RequestRound:
    """Everything that the round is asked for."""

    settings: RoundSettings


async def request_round(command: RequestRound, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Round:
    """Let the round wait for a worker; its inputs are frozen when that takes it up.

    Raises Forbidden for others than coordinators and beyond a regional coordinator's regions, InvalidInput where the
    settings name a State, area or category that does not exist.
    """
    actor.must_be(Role.COORDINATOR)
    now, settings = clock(), command.settings
    context = Context(today=now.date(), geography=load_geography(), vocabulary=load_vocabulary())
    inputs_of(Engine(context, load_profile()), settings)
    must_stay_within_regions(settings.scope, actor, now.date())
    asked = Round.request(
        settings_document(settings), states_within(settings.scope, now.date()), by=actor.subject, now=now
    )
    async with uow:
        uow.rounds.add(asked)
        await uow.commit()
    return asked
