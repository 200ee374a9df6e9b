"""The walk notices when a guard is gone: who may read, who may change, what lists and refusals tell."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import true

from offers.adapters import queries
from offers.application import changing
from shared.errors import NotFound
from tests.support.policy.posting_world import world_of_offers
from tests.support.policy.table import rows_for
from tests.support.policy.walk import walked
from tests.support.posting_services import Desk

RECORD = "/v1/offers/{offer_id}"


def tell_that_it_is_there(*_: Any) -> bool:
    raise NotFound("You may not see this offer.")


REMOVED: dict[str, tuple[Any, str, Callable[..., Any], str, str]] = {
    "everybody reads everything": (queries, "may_see", lambda *_: True, f"GET {RECORD}", "expected 404, was 200"),
    "everybody lists everything": (queries, "visible_to", lambda *_: true(), "GET /v1/offers", "was told of"),
    "a refusal tells that there is a record": (
        queries,
        "may_see",
        tell_that_it_is_there,
        f"GET {RECORD}",
        "from nothing",
    ),
    "everybody changes what they see": (
        changing,
        "must_be_able_to_change",
        lambda *_: None,
        f"POST {RECORD}/close",
        "expected 403, was 200",
    ),
    "nobody reads anything": (queries, "may_see", lambda *_: False, f"GET {RECORD}", "expected yes, was 404"),
}


async def test_each_guard_that_is_removed_is_missed(offers_desk: Desk) -> None:
    world = world_of_offers(offers_desk)
    await world.keep_all()
    for what, (module, name, instead, action, said) in REMOVED.items():
        rows = [row for row in rows_for("offers") if row.action == action]
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(module, name, instead)
            found = await walked(world, rows, is_short=True)
        assert any(said in each for each in found.wrong), what
    assert (await walked(world, [row for row in rows_for("offers") if row.action == f"GET {RECORD}"])).wrong == []
