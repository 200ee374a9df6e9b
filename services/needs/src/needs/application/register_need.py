"""A State, or a group on behalf of its members, posts a need as a draft of its own."""

from dataclasses import dataclass

from needs.application.ports import UnitOfWork
from needs.domain.details import NeedDetails
from needs.domain.need import Need
from needs.domain.rights import must_be_able_to_post
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class RegisterNeed:
    """Somebody states what is needed; nobody else knows of it before it is opened."""

    details: NeedDetails


async def register_need(command: RegisterNeed, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Need:
    """Store the draft; Forbidden for another State's need, InvalidInput, or Conflict `external-id-taken`."""
    must_be_able_to_post(command.details.lead(), command.details.group, actor)
    async with uow:
        need = Need.register(command.details, clock())
        uow.needs.add(need)
        await uow.commit(by=actor)
    return need
