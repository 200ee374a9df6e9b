"""Reading proposals: those who may know that a need and an offer match may know that it is proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.rounds.tables import proposals
from matcher.adapters.tables import needs, offers
from matcher.adapters.visibility import may_see_match
from matcher.domain.proposals.proposal import Proposal
from shared.errors import NotFound
from shared.identity.actor import Actor

Row = dict[str, Any]

_OF_NEED = ("external_id", "title", "states", "group", "historic_example")
_OF_OFFER = ("external_id", "title", "organisation", "donor_name", "historic_example")


@dataclass(frozen=True)
class ProposalFilter:
    """Which proposals a list is narrowed to; None leaves a side open."""

    round_id: UUID | None = None
    need_id: UUID | None = None
    offer_id: UUID | None = None


@dataclass(frozen=True)
class ProposalFound:
    """A proposal with what a list shows of its need and its offer."""

    proposal: Proposal
    need: Row
    offer: Row


async def list_proposals(
    session: AsyncSession, narrowed: ProposalFilter, actor: Actor, *, after: UUID | None, limit: int
) -> Sequence[ProposalFound]:
    """Return the proposals that the actor may know of, oldest first."""
    query = _visible(actor)
    for name, value in vars(narrowed).items():
        if value is not None:
            query = query.where(proposals.c[name] == value)
    if after is not None:
        query = query.where(proposals.c.id > after)
    rows = await session.execute(query.order_by(proposals.c.id).limit(limit))
    return [_found(row) for row in rows.mappings()]


async def find_proposal(session: AsyncSession, proposal_id: UUID, actor: Actor) -> ProposalFound:
    """Return the proposal; raise NotFound where the actor may not know of it."""
    rows = await session.execute(_visible(actor).where(proposals.c.id == proposal_id))
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound(f"There is no proposal {proposal_id}.", proposal_id=str(proposal_id))
    return _found(row)


def _visible(actor: Actor) -> Select[*tuple[Any, ...]]:
    shown = (
        *(needs.c[name].label(f"need_{name}") for name in _OF_NEED),
        *(offers.c[name].label(f"offer_{name}") for name in _OF_OFFER),
    )
    query: Any = select(Proposal, *shown)
    joined = query.join(needs, needs.c.need_id == proposals.c.need_id)
    return joined.join(offers, offers.c.offer_id == proposals.c.offer_id).where(may_see_match(actor))


def _found(row: Any) -> ProposalFound:
    proposal: Proposal = row[Proposal.__name__]
    need = {"need_id": proposal.need_id} | {name: row[f"need_{name}"] for name in _OF_NEED}
    offer = {"offer_id": proposal.offer_id} | {name: row[f"offer_{name}"] for name in _OF_OFFER}
    return ProposalFound(proposal, need, offer)
