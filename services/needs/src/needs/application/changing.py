"""How every change begins: find the need, decide rights, and see that it is the version the actor read."""

from needs.application.ports import UnitOfWork
from needs.domain.identifiers import NeedId
from needs.domain.need import Need
from needs.domain.refusals import changed_meanwhile, unknown_need
from needs.domain.rights import may_see, must_be_able_to_change
from shared.identity.actor import Actor


async def need_to_change(uow: UnitOfWork, need_id: NeedId, *, actor: Actor, expected_version: int) -> Need:
    """Return the need for those who speak for it to change.

    Raises, in this order: NotFound where the actor may not know of it, Forbidden where it may only look,
    VersionMismatch where it has changed since.
    """
    need = await uow.needs.get(need_id)
    if not may_see(need, actor):
        raise unknown_need(need_id)
    must_be_able_to_change(need, actor)
    if need.version != expected_version:
        raise changed_meanwhile(need_id, expected=expected_version, current=need.version)
    return need
