"""A State says that its need still stands."""

from dataclasses import dataclass
from datetime import timedelta

from needs.application.changing import need_to_change
from needs.application.ports import UnitOfWork
from needs.domain.identifiers import NeedId
from needs.domain.life_cycle import CONFIRMATION_PERIOD
from needs.domain.need import Need
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class ReconfirmNeed:
    """The need's confirmation period begins anew, so that it does not expire."""

    need_id: NeedId
    expected_version: int
    stands_for: timedelta = CONFIRMATION_PERIOD


async def reconfirm_need(command: ReconfirmNeed, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Need:
    """Keep the need in circulation for another period; Conflict `need-not-open` (a draft) or `need-closed`."""
    async with uow:
        need = await need_to_change(uow, command.need_id, actor=actor, expected_version=command.expected_version)
        need.reconfirm(clock(), command.stands_for)
        await uow.commit(by=actor)
    return need
