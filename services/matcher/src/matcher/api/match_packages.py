"""Packages: several matches that are proposed and endorsed together, all of them or none."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from matcher.adapters.matches.queries import matches_of_package
from matcher.adapters.matches.unit_of_work import MatchesUnitOfWork
from matcher.api.dependencies import Reading, Wired
from matcher.api.match_changes import MatchReader
from matcher.api.match_refusals import told_in
from matcher.api.schemas.match_document import EndorsementDocument, PackageDocument
from matcher.api.schemas.match_package_view import MatchPackageView, ProposedPackageView
from matcher.application.matches.endorse_package import EndorsePackage, endorse_package
from matcher.application.matches.propose_package import ProposePackage, propose_package
from matcher.domain.matches.match import Match
from shared.http.etags import ExpectedVersion, VersionTag
from shared.http.idempotency import IdempotencyHeader
from shared.http.idempotency_store import StoredResponse
from shared.http.openapi import problem_responses
from shared.http.replays import SessionFactory
from shared.http.routing import service_router

router = service_router("/v1/match-packages", tag="matches", responses=problem_responses(409))


@dataclass(frozen=True)
class PackageRequest:
    """A request about one package, and by whom."""

    package_id: UUID
    reader: Reading
    by: MatchReader
    tag: VersionTag

    async def shown(self) -> MatchPackageView:
        """Show those of its matches that the reader may see, their versions' sum as its ETag."""
        found = await matches_of_package(self.reader.session, self.package_id, self.reader.actor)
        self.tag.answer(sum(each.match.version for each in found))
        return MatchPackageView.of(self.package_id, found, self.by)


async def package_request(package_id: UUID, reader: Reading, by: MatchReader, tag: VersionTag) -> PackageRequest:
    """Read what every request about one package says."""
    return PackageRequest(package_id, reader, by, tag)


AskedOfPackage = Annotated[PackageRequest, Depends(package_request)]
"""A route parameter of this type is a request about one package."""


@router.post("", status_code=201, response_model=ProposedPackageView)
async def post_package(document: PackageDocument, reader: Reading, repeat: IdempotencyHeader, wired: Wired) -> Response:
    """Propose 2 to 20 matches that belong together, as a coordinator: all of them are proposed, or none.

    Each is judged with all before it counted. Nothing is held until the package is endorsed.
    """
    command = ProposePackage([each.wanted() for each in document.matches])
    opened: list[MatchesUnitOfWork] = []

    async def propose(sessions: SessionFactory) -> Match:
        opened[:] = [wired.matches(sessions)]
        proposed = await propose_package(command, actor=reader.actor, uow=opened[0], clock=wired.clock)
        return proposed[0]

    def show(first: Match) -> StoredResponse:
        members = opened[0].matches.touched
        view, path = ProposedPackageView.of(first.package_id, members), f"/v1/match-packages/{first.package_id}"
        return StoredResponse.created(view, location=path, version=sum(match.version for match in members))

    with told_in(reader.language):
        return await wired.replays.once(repeat.of(reader.actor), Match, propose, show)


@router.get("/{package_id}")
async def read_package(asked: AskedOfPackage) -> MatchPackageView:
    """Read the matches of a package that you may see, ended ones too; the ETag is the sum of their versions."""
    return await asked.shown()


@router.post("/{package_id}/endorse")
async def post_package_endorsement(
    asked: AskedOfPackage, document: EndorsementDocument, version: ExpectedVersion, wired: Wired
) -> MatchPackageView:
    """Endorse every match of a package, judged together by today's records: either all are asked for, or none.

    If-Match names the package as it was read: a revision of any of its matches since is a version of the package.
    """
    command = EndorsePackage(asked.package_id, document.acknowledged, document.note, version)
    with told_in(asked.reader.language):
        await endorse_package(command, actor=asked.reader.actor, uow=wired.matches(), clock=wired.clock)
    return await asked.shown()
