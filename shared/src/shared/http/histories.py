"""The history of a record as a reader sees it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from pydantic import BaseModel

from shared.http.documents import Part
from shared.persistence.history import Change

OPENED: Final = "opened"
"""What happened to a record when it ceased to be a draft."""


class ChangeView(Part):
    """One entry of a history; `document` is the content at that version, for those who may change the record."""

    version: int
    happened: str
    at: datetime
    reason: str | None
    by_role: str
    document: dict[str, object] | None


class History(BaseModel):
    """What happened to a record, oldest first."""

    items: list[ChangeView]


def history_view(changes: Sequence[Change], *, with_documents: bool) -> History:
    """Show a history; former contents hold parts that only some readers may see, who then get them all.

    The others read no reason from before the record was opened either: of a draft, its authors speak among themselves.
    """
    shown = [ChangeView.model_validate(change) for change in changes]
    if not with_documents:
        opened = next((place for place, each in enumerate(shown) if each.happened == OPENED), len(shown))
        shown = [_without_words_of_a_draft(each, is_draft=place < opened) for place, each in enumerate(shown)]
    return History(items=shown)


def _without_words_of_a_draft(change: ChangeView, *, is_draft: bool) -> ChangeView:
    reason = None if is_draft else change.reason
    return change.model_copy(update={"document": None, "reason": reason})
