"""Each service under made-up calls by everybody: nothing fails, nothing undeclared is answered, nothing leaks.

A few calls of every operation, always the same; `python -m tests.support.fuzzing` makes as many as one likes.
"""

from typing import TYPE_CHECKING

import pytest

from tests.support.figures import Note
from tests.support.fuzzing.generating import hands_of, operations_of
from tests.support.fuzzing.running import fuzz
from tests.support.fuzzing.services import SERVICES
from tests.support.fuzzing.tally import Tally

if TYPE_CHECKING:
    from tests.support.databases import Databases

EACH = {"needs": 4, "offers": 4, "matcher": 3}


@pytest.mark.parametrize("service", SERVICES)
async def test_made_up_calls_find_no_fault(databases: "Databases", service: str, note: Note) -> None:
    tally = Tally()
    async with SERVICES[service](databases) as world:
        document = world.service.app.openapi()
        [cases] = hands_of(document, each=EACH[service], hands=1, number=2026)
        await fuzz(world, tally, cases, 2026)
    assert not tally.faults, "\n".join(tally.report())
    assert len(tally.operations(service)) == len(operations_of(document))
    assert {200, 403, 404, 422} <= tally.statuses().keys()
    note(f"fuzzing {service}: {tally.calls} calls of {len(tally.operations(service))} operations, no fault")
