"""A State takes its need back."""

from dataclasses import dataclass

from needs.application.changing import need_to_change
from needs.application.ports import UnitOfWork
from needs.domain.identifiers import NeedId
from needs.domain.need import Need
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class WithdrawNeed:
    """The need ends unanswered, for a stated reason; reservations on it will be released."""

    need_id: NeedId
    reason: str
    expected_version: int


async def withdraw_need(command: WithdrawNeed, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Need:
    """End the need as withdrawn, a draft included; InvalidInput without a reason, Conflict `need-closed`."""
    async with uow:
        need = await need_to_change(uow, command.need_id, actor=actor, expected_version=command.expected_version)
        need.withdraw(command.reason, clock())
        await uow.commit(by=actor)
    return need
