"""Packages: several matches that are proposed and endorsed together, all of them or none."""

from uuid import UUID

from fastapi import APIRouter, Response

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
from shared.http.idempotency import IdempotencyHeader
from shared.http.idempotency_store import StoredResponse
from shared.http.openapi import problem_responses
from shared.http.replays import SessionFactory

router = APIRouter(prefix="/v1/match-packages", tags=["matches"], responses=problem_responses(409))


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
        body = ProposedPackageView.of(first.package_id, opened[0].matches.touched).model_dump(mode="json")
        return StoredResponse(201, body, location=f"/v1/match-packages/{first.package_id}")

    with told_in(reader.language):
        return await wired.replays.once(repeat.by(reader.actor.subject), Match, propose, show)


@router.get("/{package_id}")
async def read_package(package_id: UUID, reader: Reading, by: MatchReader) -> MatchPackageView:
    """Read the matches of a package that you may see, ended ones too."""
    return MatchPackageView.of(package_id, await matches_of_package(reader.session, package_id, reader.actor), by)


@router.post("/{package_id}/endorse")
async def post_package_endorsement(
    package_id: UUID, document: EndorsementDocument, reader: Reading, by: MatchReader, wired: Wired
) -> MatchPackageView:
    """Endorse every match of a package, judged together by today's records: either all are asked for, or none.

    No If-Match: its matches are locked together, and each has to stand as proposed.
    """
    command = EndorsePackage(package_id, document.acknowledged, document.note)
    with told_in(reader.language):
        await endorse_package(command, actor=reader.actor, uow=wired.matches(), clock=wired.clock)
    return MatchPackageView.of(package_id, await matches_of_package(reader.session, package_id, reader.actor), by)
