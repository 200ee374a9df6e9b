"""What every writing route has in common: who asks, for which use case, and how the result is shown."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel
from starlette.responses import Response

from shared.clock import Clock
from shared.http.etags import EntityTag
from shared.http.idempotency import Idempotency
from shared.http.idempotency_store import StoredResponse
from shared.http.replays import SessionFactory
from shared.identity.actor import Actor
from shared.service.parts import Parts


class Versioned(Protocol):
    """A record that is known by its id and changes by versions."""

    version: int

    @property
    def id(self) -> UUID:
        """Name the record."""
        ...


CommandT = TypeVar("CommandT")
UnitOfWorkT = TypeVar("UnitOfWorkT")
RecordT = TypeVar("RecordT", bound=Versioned)
ViewT = TypeVar("ViewT", bound=BaseModel)
CommandT_contra = TypeVar("CommandT_contra", contravariant=True)
UnitOfWorkT_contra = TypeVar("UnitOfWorkT_contra", contravariant=True)
RecordT_co = TypeVar("RecordT_co", covariant=True)


class UseCase(Protocol[CommandT_contra, UnitOfWorkT_contra, RecordT_co]):
    """A use case that creates or changes one record."""

    def __call__(
        self, command: CommandT_contra, *, actor: Actor, uow: UnitOfWorkT_contra, clock: Clock
    ) -> Awaitable[RecordT_co]:
        """Carry the command out and return the record as committed."""
        ...


@dataclass(frozen=True)
class Change(Generic[UnitOfWorkT, RecordT, ViewT]):
    """One request to change one record, which the caller read at `version`."""

    version: int
    actor: Actor
    tag: EntityTag
    wired: Parts[UnitOfWorkT]
    show: Callable[[RecordT, Actor], ViewT]

    async def by(self, use_case: UseCase[CommandT, UnitOfWorkT, RecordT], command: CommandT) -> ViewT:
        """Carry the command out, and show the record with its new version."""
        record = await use_case(command, actor=self.actor, uow=self.wired.unit_of_work(), clock=self.wired.clock)
        self.tag.answer(record.version)
        return self.show(record, self.actor)


@dataclass(frozen=True)
class Creation(Generic[UnitOfWorkT, RecordT, ViewT]):
    """One request to create a record of a `kind`, to be found below `address`; repeated, it is answered alike."""

    kind: type[RecordT]
    address: str
    actor: Actor
    repeat: Idempotency
    wired: Parts[UnitOfWorkT]
    show: Callable[[RecordT, Actor], ViewT]

    async def by(self, use_case: UseCase[CommandT, UnitOfWorkT, RecordT], command: CommandT) -> Response:
        """Carry the command out once, and answer 201 with the record, its address and its version."""

        async def create(sessions: SessionFactory) -> RecordT:
            uow = self.wired.unit_of_work(sessions)
            return await use_case(command, actor=self.actor, uow=uow, clock=self.wired.clock)

        def shown(record: RecordT) -> StoredResponse:
            location = f"{self.address}/{record.id}"
            return StoredResponse.created(self.show(record, self.actor), location=location, version=record.version)

        return await self.wired.replays.once(self.repeat.of(self.actor), self.kind, create, shown)
