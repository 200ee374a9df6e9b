"""Contacts come back in no refusal, and to nobody else who repeats a request."""

import io
import json
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any, Final

import pytest
import pytest_asyncio

from tests.support.crawling.markers import marker, secrets_in
from tests.support.kept_logging import logged_by
from tests.support.posting_services import BOTH, Desk, desk_at

if TYPE_CHECKING:
    from tests.support.databases import Databases

pytestmark = pytest.mark.asyncio(loop_scope="module")


def said(field: str) -> str:
    return marker("contact", field)


GOOD: Final = {"name": said("name"), "email": f"{said('email')}@example.org", "phone": said("phone")}
REFUSED: Final[dict[str, Any]] = {
    "an address without a sign": GOOD | {"email": said("email")},
    "a name too long": GOOD | {"name": said("name") * 200},
    "control characters": GOOD | {"phone": f"{said('phone')}\x1b"},
    "a list for a name": GOOD | {"name": [said("name")]},
    "a text for the whole": said("name"),
    "a list for the whole": [GOOD],
    "no name": {"email": GOOD["email"]},
    "a flag for a phone": GOOD | {"phone": {"number": said("phone")}},
}


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=sorted(BOTH))
async def desk(request: pytest.FixtureRequest, databases: "Databases") -> AsyncIterator[Desk]:
    url = await databases.create_for_service(request.param)
    async with desk_at(BOTH[request.param], url) as desk:
        yield desk
    await databases.drop(url)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged at the most talkative level."""
    with logged_by("contacts") as said:
        yield said


@pytest.mark.parametrize("contact", REFUSED.values(), ids=REFUSED)
async def test_a_refused_contact_is_repeated_neither_in_the_problem_nor_in_the_log(
    desk: Desk, log: io.StringIO, contact: Any
) -> None:
    answer = await desk.post(contact=contact, external_id="refused")
    assert answer.status_code == 422, answer.text
    assert list(secrets_in(answer.text, {})) == []
    assert '"http_request"' in log.getvalue()
    assert list(secrets_in(log.getvalue(), {})) == []


async def test_a_body_that_cannot_be_read_is_not_repeated(desk: Desk, log: io.StringIO) -> None:
    headers = {**desk.author, "Content-Type": "application/json"}
    broken = json.dumps(desk.posting.document(contact=GOOD))[:-5].encode()
    answer = await desk.service.ask("POST", desk.posting.path, headers, content=broken)
    assert answer.status_code == 400, answer.text
    assert list(secrets_in(answer.text + log.getvalue(), {})) == []


async def test_no_conflict_repeats_the_contact_of_the_other_record(desk: Desk) -> None:
    await desk.posted(contact=GOOD, external_id="taken")
    answer = await desk.post(contact=None, external_id="taken")
    assert answer.status_code == 409, answer.text
    assert list(secrets_in(answer.text, {})) == []


async def test_a_stored_answer_is_given_to_nobody_else_who_sends_the_same_with_the_same_key(desk: Desk) -> None:
    first = await desk.post(key="one-key", contact=GOOD, external_id="repeated")
    assert first.status_code == 201, first.text
    again = await desk.post(key="one-key", contact=GOOD, external_id="repeated")
    assert again.headers["Idempotency-Replayed"] == "true"
    forge = desk.service.forge
    for other in (forge.as_coordinator(), forge.as_observer(), forge.as_recipient("PER"), forge.as_donor("usa")):
        answer = await desk.post(key="one-key", contact=GOOD, external_id="repeated", actor=other)
        assert answer.status_code == 403, answer.text
        assert list(secrets_in(answer.text, {})) == []


async def test_one_account_in_another_office_is_not_given_the_answer_of_its_former_one(desk: Desk) -> None:
    forge = desk.service.forge
    here, there = {"needs": ("BFA", "PER"), "offers": ("eu", "usa")}[desk.posting.definition.name]
    scope = {"needs": "state", "offers": "organisation"}[desk.posting.definition.name]
    former = forge.headers(desk.posting.role, **{scope: here, "sub": "the same person"})
    first = await desk.post(key="moved", contact=GOOD, external_id="moved", actor=former)
    assert first.status_code == 201, first.text
    for later in (
        forge.headers(desk.posting.role, **{scope: there, "sub": "the same person"}),
        forge.headers("observer", sub="the same person"),
    ):
        answer = await desk.post(key="moved", contact=GOOD, external_id="moved", actor=later)
        assert answer.status_code == 403, answer.text
        assert first.json()["id"] not in answer.text
