"""What every writing route has in common: who creates or changes which need, and how the result is shown."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from needs.adapters.unit_of_work import NeedsUnitOfWork
from needs.api.dependencies import NeedsParts, Wired
from needs.api.schemas.need_view import NeedView
from needs.domain.identifiers import NeedId
from needs.domain.need import Need
from shared.http.etags import ExpectedVersion, VersionTag
from shared.http.idempotency import IdempotencyHeader
from shared.identity.dependencies import CurrentActor
from shared.service.changing import Change, Creation


@dataclass(frozen=True, kw_only=True)
class NeedChange(Change[NeedsUnitOfWork, Need, NeedView]):
    """One request to change one need."""

    wired: NeedsParts
    need_id: NeedId


async def change_of(
    actor: CurrentActor, need_id: UUID, version: ExpectedVersion, tag: VersionTag, wired: Wired
) -> NeedChange:
    """Read what every changing request says."""
    return NeedChange(version=version, actor=actor, tag=tag, wired=wired, show=NeedView.of, need_id=NeedId(need_id))


async def creation_of(
    actor: CurrentActor, repeat: IdempotencyHeader, wired: Wired
) -> Creation[NeedsUnitOfWork, Need, NeedView]:
    """Read what every creating request says."""
    return Creation(Need, "/v1/needs", actor, repeat, wired, NeedView.of)


ChangeRequest = Annotated[NeedChange, Depends(change_of)]
"""A route parameter of this type carries out a change."""

CreationRequest = Annotated[Creation[NeedsUnitOfWork, Need, NeedView], Depends(creation_of)]
"""A route parameter of this type carries out a creation."""
