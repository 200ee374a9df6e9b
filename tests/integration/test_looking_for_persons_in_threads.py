"""Looking for a person in texts takes about a second for a megabyte: a service answers others meanwhile."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from needs.adapters.personal import HOLDINGS
from shared.personal.person import Person
from tests.support.held_persons import known_by
from tests.support.posting_services import Desk

AMA = {"name": "Ama Mensah", "email": "ama@mensah.example"}


def noting_threads(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """Have each reading of a text or a document note in which thread it is done."""
    seen: list[threading.Thread] = []

    def noting(method: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*given: Any) -> Any:
            seen.append(threading.current_thread())
            return method(*given)

        return noted

    for name in ("is_mentioned_in", "taken_out_of_document"):
        monkeypatch.setattr(Person, name, noting(getattr(Person, name)))
    return seen


async def test_no_text_is_looked_through_on_the_event_loop(needs_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await needs_desk.opened(contact=AMA, authority={"name": "Ask Ama Mensah"})
    seen = noting_threads(monkeypatch)
    sessions = needs_desk.service.database.sessions
    async with sessions() as session, session.begin():
        found = [len(await holding.held_about(session, known_by(AMA))) for holding in HOLDINGS]
        changed = [await holding.erase(session, known_by(AMA), "erased:1") for holding in HOLDINGS]
    assert sum(found) > 0
    assert sum(changed) > 0
    assert seen
    assert threading.main_thread() not in seen
