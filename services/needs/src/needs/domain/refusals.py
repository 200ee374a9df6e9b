"""Refusals that several places give, worded once: a hidden need must answer exactly as one that is not there."""

from needs.domain.identifiers import NeedId
from shared.errors import NotFound, VersionMismatch


def unknown_need(need_id: NeedId) -> NotFound:
    """Return the answer for a need that does not exist, or that the actor may not know of."""
    return NotFound(f"There is no need {need_id}.", need_id=str(need_id))


def changed_meanwhile(need_id: NeedId, *, expected: int, current: int) -> VersionMismatch:
    """Return the answer to a change of a version that is no longer the current one."""
    return VersionMismatch(
        f"Need {need_id} is at version {current}; the change was made for version {expected}.",
        expected_version=expected,
        current_version=current,
    )
