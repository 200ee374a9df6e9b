"""Whoever speaks for a need restates it."""

from dataclasses import dataclass

from needs.application.changing import need_to_change
from needs.application.ports import UnitOfWork
from needs.domain.details import NeedDetails
from needs.domain.identifiers import NeedId
from needs.domain.need import Need
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class AmendNeed:
    """The whole need as its author states it now, and why, if it is said."""

    need_id: NeedId
    details: NeedDetails
    expected_version: int
    reason: str | None = None


async def amend_need(command: AmendNeed, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Need:
    """Store the new statement; InvalidInput, or Conflict `need-closed`, `component-in-use`, `external-id-taken`."""
    async with uow:
        need = await need_to_change(uow, command.need_id, actor=actor, expected_version=command.expected_version)
        need.amend(command.details, clock(), command.reason)
        await uow.commit(by=actor)
    return need
