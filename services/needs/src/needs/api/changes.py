"""What every changing route has in common: who changes which need from which version, and how the result is shown."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Annotated, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends
from shared.clock import Clock
from shared.http.etags import EntityTag, ExpectedVersion, VersionTag
from shared.identity.actor import Actor
from shared.identity.dependencies import CurrentActor

from needs.api.dependencies import Wired
from needs.api.schemas.need_view import NeedView
from needs.application.ports import UnitOfWork
from needs.domain.identifiers import NeedId
from needs.domain.need import Need

CommandT = TypeVar("CommandT")
CommandT_contra = TypeVar("CommandT_contra", contravariant=True)


class UseCase(Protocol[CommandT_contra]):
    """A use case that changes one need."""

    def __call__(self, command: CommandT_contra, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Awaitable[Need]:
        """Carry the command out and return the changed need."""
        ...


@dataclass(frozen=True)
class Change:
    """One request to change one need."""

    need_id: NeedId
    version: int
    actor: Actor
    tag: EntityTag
    wired: Wired

    async def by(self, use_case: UseCase[CommandT], command: CommandT) -> NeedView:
        """Carry the command out, and show the need with its new version."""
        need = await use_case(command, actor=self.actor, uow=self.wired.unit_of_work(), clock=self.wired.clock)
        self.tag.answer(need.version)
        return NeedView.of(need, self.actor)


def change_of(need_id: UUID, version: ExpectedVersion, actor: CurrentActor, tag: VersionTag, wired: Wired) -> Change:
    """Read what every changing request says."""
    return Change(NeedId(need_id), version, actor, tag, wired)


ChangeRequest = Annotated[Change, Depends(change_of)]
