"""A State declares its need fulfilled."""

from dataclasses import dataclass

from needs.application.changing import need_to_change
from needs.application.ports import UnitOfWork
from needs.domain.identifiers import NeedId
from needs.domain.need import Need
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class CloseNeed:
    """The need ends answered, by whatever means, as the stated reason tells."""

    need_id: NeedId
    reason: str
    expected_version: int


async def close_need(command: CloseNeed, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Need:
    """End the need as fulfilled; InvalidInput without a reason, Conflict `need-not-open` (a draft) or `need-closed`."""
    async with uow:
        need = await need_to_change(uow, command.need_id, actor=actor, expected_version=command.expected_version)
        need.close(command.reason, clock())
        await uow.commit(by=actor)
    return need
