"""A State agrees to circulate its need (consent gate 1, BMS7 101)."""

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
class OpenNeed:
    """The draft may be shown as its visibility says; `insist` overrules the score, never the missing consent.

    The need stands for a period, after which it has to be confirmed.
    """

    need_id: NeedId
    consent: bool
    insist: bool
    expected_version: int
    stands_for: timedelta = CONFIRMATION_PERIOD


async def open_need(command: OpenNeed, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Need:
    """Circulate the draft, and keep who consented.

    InvalidInput where deadline or window are over; Conflict `consent-required`, `need-without-components`,
    `need-too-vague` (with the score and the coaching), `need-already-open` or `need-closed`.
    """
    async with uow:
        need = await need_to_change(uow, command.need_id, actor=actor, expected_version=command.expected_version)
        need.open(
            consent=command.consent,
            insist=command.insist,
            by=actor.subject,
            now=clock(),
            stands_for=command.stands_for,
        )
        await uow.commit(by=actor)
    return need
