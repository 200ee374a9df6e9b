"""What needs and offers promise alike to whoever posts and changes them over HTTP."""

import asyncio
from typing import Any, cast

from tests.support.posting_services import Desk


def repeats(answer: Any, said: Any) -> bool:
    """Whether the answer holds everything that was said, at the same places."""
    if isinstance(said, dict):
        return all(name in answer and repeats(answer[name], value) for name, value in cast("Any", said).items())
    if isinstance(said, list):
        return len(answer) == len(said) and all(map(repeats, answer, cast("Any", said)))
    return answer == said


async def test_a_posted_record_is_a_draft_at_its_own_address_with_its_version(desk: Desk) -> None:
    answer = await desk.post()
    record = answer.json()
    assert (answer.status_code, record["status"], record["version"]) == (201, "draft", 1)
    assert answer.headers["location"] == f"{desk.posting.path}/{record['id']}"
    assert answer.headers["etag"] == '"1"'


async def test_a_record_is_read_as_it_was_answered_when_posted(desk: Desk) -> None:
    record = await desk.posted()
    answer = await desk.read(record)
    assert (answer.json(), answer.headers["etag"]) == (record, '"1"')


async def test_a_record_says_all_that_its_author_said(desk: Desk) -> None:
    assert repeats(await desk.posted(), desk.posting.document())


async def test_a_reader_who_has_the_version_is_told_that_it_still_stands(desk: Desk) -> None:
    record = await desk.posted()
    path = f"{desk.posting.path}/{record['id']}"
    answer = await desk.service.ask("GET", path, desk.author, headers={"If-None-Match": '"1"'})
    assert (answer.status_code, answer.content) == (304, b"")


async def test_an_amendment_makes_a_new_version(desk: Desk) -> None:
    record = await desk.posted()
    answer = await desk.amend(record, external_id="N-2", reason="another number")
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    assert (answer.json()["external_id"], answer.json()["version"]) == ("N-2", 2)
    assert (await desk.read(record)).json() == answer.json()


async def test_sending_a_record_back_as_it_was_read_changes_its_version_alone(desk: Desk) -> None:
    record = await desk.posted()
    said = {name: record[name] for name in desk.posting.document()}
    ledger = {"held", "confirmed", "delivered", "taken", "reserved", "committed", "remaining"}
    entries = "components" if "components" in said else "lines"
    said[entries] = [{name: each[name] for name in each if name not in ledger} for each in record[entries]]
    again = (await desk.amend(record, **said)).json()
    assert again == record | {"version": 2, "statement": 2, "updated_at": again["updated_at"]}


async def test_a_change_must_name_a_version(desk: Desk) -> None:
    record = await desk.posted()
    before = await desk.counts()
    body = desk.posting.document()
    answer = await desk.service.ask("PUT", f"{desk.posting.path}/{record['id']}", desk.author, body)
    assert (answer.status_code, answer.json()["code"]) == (428, "version-required")
    assert await desk.counts() == before


async def test_a_change_of_a_version_that_is_no_longer_current_is_refused(desk: Desk) -> None:
    record = await desk.posted()
    await desk.amend(record, external_id="first")
    before = await desk.counts()
    answer = await desk.amend(record, external_id="second")
    assert (answer.status_code, answer.json()["code"]) == (412, "version-mismatch")
    assert answer.json()["current_version"] == 2
    assert await desk.counts() == before


async def test_of_changes_at_once_to_one_version_exactly_one_is_made(desk: Desk) -> None:
    record = await desk.posted()
    answers = await asyncio.gather(*(desk.amend(record, external_id=f"try {number}") for number in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    assert (await desk.read(record)).json()["version"] == 2


async def test_a_change_of_a_record_that_is_not_there_is_not_found(desk: Desk) -> None:
    nowhere = {"id": "018f2f6e-7c1c-7c6e-9d4e-0c5a3f1f9a11", "version": 1}
    answer = await desk.amend(nowhere)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


async def test_a_repeated_posting_is_answered_alike_and_posts_once(desk: Desk) -> None:
    first, again = await desk.post(key="k-1"), await desk.post(key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert (first.content, first.headers["location"]) == (again.content, again.headers["location"])
    assert (await desk.counts())[desk.posting.definition.name] == 1


async def test_a_repeated_key_with_another_document_is_refused(desk: Desk) -> None:
    await desk.post(key="k-1")
    before = await desk.counts()
    answer = await desk.post(key="k-1", external_id="another")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")
    assert await desk.counts() == before


async def test_an_external_id_is_taken_once_for_an_author(desk: Desk) -> None:
    await desk.posted()
    before = await desk.counts()
    answer = await desk.post()
    assert (answer.status_code, answer.json()["code"]) == (409, "external-id-taken")
    assert await desk.counts() == before


async def test_records_without_an_external_id_do_not_exclude_each_other(desk: Desk) -> None:
    await desk.posted(external_id=None)
    await desk.posted(external_id=None)
    assert (await desk.counts())[desk.posting.definition.name] == 2


async def test_an_amendment_to_an_external_id_that_is_taken_is_refused(desk: Desk) -> None:
    await desk.posted(external_id="first")
    second = await desk.posted(external_id="second")
    answer = await desk.amend(second, external_id="first")
    assert (answer.status_code, answer.json()["code"]) == (409, "external-id-taken")
    assert (await desk.read(second)).json() == second


async def test_a_request_without_a_token_is_refused(desk: Desk) -> None:
    answer = await desk.service.ask("GET", desk.posting.path, {})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


async def test_the_history_names_each_change_its_version_its_reason_and_the_role_that_made_it(desk: Desk) -> None:
    record = await desk.opened()
    amended = (await desk.amend(record, external_id="N-2", reason="renumbered")).json()
    await desk.act(amended, "close", {"reason": "done"})
    changes = (await desk.read(record, more="/history")).json()["items"]
    assert [(each["version"], each["happened"], each["reason"]) for each in changes] == [
        (1, "registered", None),
        (2, "opened", None),
        (3, "amended", "renumbered"),
        (4, "closed", "done"),
    ]
    assert {each["by_role"] for each in changes} == {desk.posting.role}
    assert [each["document"]["external_id"] for each in changes] == [record["external_id"]] * 2 + ["N-2"] * 2


async def test_the_history_shows_former_contents_to_the_author_alone(desk: Desk) -> None:
    record = await desk.opened()
    for reader in (desk.service.forge.as_coordinator(), desk.service.forge.as_observer()):
        changes = (await desk.read(record, reader, "/history")).json()["items"]
        assert [(each["happened"], each["document"]) for each in changes] == [("registered", None), ("opened", None)]
