"""What every route that changes a match has in common: who, which version, and the match shown as it is afterwards."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Annotated, Any, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends

from matcher.adapters.matches.facets import facets_of
from matcher.adapters.matches.queries import find_match, must_know_match
from matcher.adapters.matches.unit_of_work import MatchesUnitOfWork
from matcher.api.dependencies import Parts, Reading, Wired
from matcher.api.dependencies import Reader as RequestReader
from matcher.api.match_refusals import told_in
from matcher.api.schemas.match_view import MatchView, Reader
from shared.clock import Clock
from shared.http.etags import EntityTag, ExpectedVersion, VersionTag
from shared.identity.actor import Actor

CommandT = TypeVar("CommandT")
CommandT_contra = TypeVar("CommandT_contra", contravariant=True)


class UseCase(Protocol[CommandT_contra]):
    """A use case that changes one match."""

    def __call__(
        self, command: CommandT_contra, *, actor: Actor, uow: MatchesUnitOfWork, clock: Clock
    ) -> Awaitable[Any]:
        """Carry the command out and commit."""
        ...


@dataclass(frozen=True)
class MatchChange:
    """One request to change one match, which the caller read at `version`."""

    match_id: UUID
    version: int
    reading: RequestReader
    tag: EntityTag
    wired: Parts

    async def by(self, use_case: UseCase[CommandT], command: CommandT) -> MatchView:
        """Carry the command out, and show the match as last committed with that version.

        Raises NotFound where the actor may not know of the match yet, whatever it may do once it does.
        """
        async with self.wired.database.sessions() as session:
            await must_know_match(session, self.match_id, self.reading.actor)
        with told_in(self.reading.language):
            await use_case(command, actor=self.reading.actor, uow=self.wired.matches(), clock=self.wired.clock)
        found = await find_match(self.reading.session, self.match_id, self.reading.actor)
        self.tag.answer(found.match.version)
        facets = await facets_of(self.reading.session, found.match)
        return MatchView.of(found, reader_of(self.reading, self.wired), facets)


def reader_of(reading: RequestReader, wired: Parts) -> Reader:
    """Return who reads, today."""
    return Reader(reading.actor, reading.language, wired.clock().date())


async def match_reader(reading: Reading, wired: Wired) -> Reader:
    """Read who asks, in which language, on which day."""
    return reader_of(reading, wired)


async def change_of(
    reading: Reading, match_id: UUID, version: ExpectedVersion, tag: VersionTag, wired: Wired
) -> MatchChange:
    """Read what every changing request says."""
    return MatchChange(match_id, version, reading, tag, wired)


MatchReader = Annotated[Reader, Depends(match_reader)]
"""A route parameter of this type is the reader of matches."""

ChangeRequest = Annotated[MatchChange, Depends(change_of)]
"""A route parameter of this type carries out a change of one match."""
