"""The history of a record as a reader sees it."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel

from shared.http.documents import Part
from shared.persistence.history import Change


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
    """Show a history; former contents hold parts that only some readers may see, who then get them all."""
    shown = [ChangeView.model_validate(change) for change in changes]
    if not with_documents:
        shown = [change.model_copy(update={"document": None}) for change in shown]
    return History(items=shown)
