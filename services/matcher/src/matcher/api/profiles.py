"""Scoring profiles: written and put in force by coordinators, read by everybody."""

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.basis.deciding import SqlBasisOfMatching
from matcher.adapters.basis.queries import digest_in_force, find_profile, last_activations, list_profiles
from matcher.api.dependencies import ReadingSession, Wired
from matcher.api.schemas.scoring_profile import ScoringProfileDocument, ScoringProfileView
from matcher.application.activate_profile import ActivateProfile, activate_profile
from matcher.application.create_profile import create_profile
from matcher.domain.scoring.profile_version import ProfileVersion
from shared.http.documents import Reason
from shared.http.idempotency import IdempotencyHeader
from shared.http.idempotency_store import StoredResponse
from shared.http.pages import Page, PageQuery
from shared.http.replays import SessionFactory
from shared.http.routing import service_router
from shared.identity.actor import Actor
from shared.identity.dependencies import CurrentActor

router = service_router("/v1/scoring-profiles", tag="scoring profiles")


@router.post("", status_code=201, response_model=ScoringProfileView)
async def post_scoring_profile(
    document: ScoringProfileDocument, actor: CurrentActor, repeat: IdempotencyHeader, wired: Wired
) -> Response:
    """Write down other weights; for coordinators of all regions. They change nothing until they are activated."""

    async def create(sessions: SessionFactory) -> ProfileVersion:
        basis = SqlBasisOfMatching(sessions)
        return await create_profile(document.command(), actor=actor, basis=basis, clock=wired.clock)

    def show(kept: ProfileVersion) -> StoredResponse:
        view = ScoringProfileView.of(kept, actor, in_force=False, activation=None)
        return StoredResponse.created(view, location=f"/v1/scoring-profiles/{kept.digest}", version=kept.version)

    return await wired.replays.once(repeat.of(actor), ProfileVersion, create, show)


@router.get("")
async def read_scoring_profiles(
    page: PageQuery, session: ReadingSession, actor: CurrentActor
) -> Page[ScoringProfileView]:
    """List all versions of all profiles, the latest first."""
    key = page.after(int)
    found = await list_profiles(session, before=key and key[0], limit=page.fetch)
    in_force = await digest_in_force(session)
    activations = await last_activations(session, [kept.digest for kept in found])
    return page.of(
        found,
        key=lambda kept: (kept.number or 0,),
        show=lambda kept: ScoringProfileView.of(
            kept, actor, in_force=kept.digest == in_force, activation=activations.get(kept.digest)
        ),
    )


@router.get("/{digest}")
async def read_scoring_profile(digest: str, session: ReadingSession, actor: CurrentActor) -> ScoringProfileView:
    """Read the profile that a candidate names by its digest."""
    return await _shown(session, digest, actor)


@router.post("/{digest}/activate")
async def post_activation(
    digest: str, given: Reason, session: ReadingSession, actor: CurrentActor, wired: Wired
) -> ScoringProfileView:
    """Put a profile in force, for a stated reason; for coordinators of all regions.

    Every candidate is found again by it within a second or two. A profile that is in force already stays so, and
    the new reason is not kept.
    """
    command = ActivateProfile(digest, given.reason)
    basis = SqlBasisOfMatching(wired.database.sessions)
    await activate_profile(command, actor=actor, basis=basis, clock=wired.clock)
    return await _shown(session, digest, actor)


async def _shown(session: AsyncSession, digest: str, actor: Actor) -> ScoringProfileView:
    kept = await find_profile(session, digest)
    activations = await last_activations(session, [digest])
    in_force = await digest_in_force(session) == digest
    return ScoringProfileView.of(kept, actor, in_force=in_force, activation=activations.get(digest))
