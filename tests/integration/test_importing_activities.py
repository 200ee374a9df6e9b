"""Activities from files into the register: JSONL and IATI, again and again, with bad ones among them."""

import asyncio
import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest

from accord.activities.found import Entry
from accord.activities.iati.conversion import document_of
from accord.activities.iati.reading import read_activities
from accord.activities.jsonl import read_lines
from accord.activities.sending import ActivityReport, import_file, send
from accord.failures import CommandFailed
from tests.support.iati_examples import activity, iati_file
from tests.support.running_matcher import RunningMatcher

RECORD: dict[str, Any] = {
    "id": "OWN-1",
    "source_name": "Donor survey 2026",
    "donor": "Germany",
    "recipient_states_iso3": ["BFA"],
    "recipient_regions": ["ECOWAS member States"],
    "titles": {"fr": "Marquage des armes de la police"},
    "categories": ["marking"],
    "amount": 620_000,
    "currency": "EUR",
    "status": "implementation",
    "actual_start": "2026-01-01",
}


class Coordinator:
    """Gives the token of a coordinator of the running matcher, and of nobody else."""

    def __init__(self, matcher: RunningMatcher) -> None:
        self._matcher = matcher

    def token_for(self, party: Mapping[str, str]) -> str:
        assert party == {"role": "coordinator"}
        return self._matcher.service.forge.token("coordinator")


class Bridge(httpx.BaseTransport):
    """Carries the command's blocking requests to the service in this process."""

    def __init__(self, matcher: RunningMatcher, loop: asyncio.AbstractEventLoop) -> None:
        self._matcher, self._loop = matcher, loop

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        asked = self._matcher.service.ask(
            request.method, request.url.path, dict(request.headers), content=request.read()
        )
        answer = asyncio.run_coroutine_threadsafe(asked, self._loop).result(30)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


async def sent(matcher: RunningMatcher, entries: list[Entry]) -> ActivityReport:
    bridge = Bridge(matcher, asyncio.get_running_loop())
    client = httpx.Client(transport=bridge, base_url="http://matcher")
    return await asyncio.to_thread(send, entries, client, Coordinator(matcher))


def lines(*records: Any) -> list[Entry]:
    return list(read_lines([json.dumps(each).encode() for each in records]))


def iati(*activities: str) -> list[Entry]:
    return list(read_activities(BytesIO(iati_file(*activities)), document_of))


async def test_a_file_of_records_comes_in_once_however_often_it_is_sent(matcher: RunningMatcher) -> None:
    changed = RECORD | {"status": "closed", "actual_end": "2026-02-01"}
    reports = [await sent(matcher, lines(each)) for each in (RECORD, RECORD, changed)]
    assert [dict(report.kept) for report in reports] == [{"created": 1}, {"unchanged": 1}, {"updated": 1}]
    [row] = await matcher.service.rows("SELECT source, states, regions, categories, version FROM activities")
    assert dict(row) == {
        "source": "own_records",
        "states": ["BFA"],
        "regions": ["ecowas"],
        "categories": ["marking"],
        "version": 2,
    }


async def test_bad_records_are_told_by_line_and_field_and_the_rest_comes_in(matcher: RunningMatcher) -> None:
    bad = (
        RECORD | {"id": "OWN-2", "colour": "red"},
        RECORD | {"id": "OWN-3", "titles": "Marking"},
        RECORD | {"id": "OWN-4", "categories": ["arms"]},
        RECORD | {"id": "OWN-5", "currency": None},
        RECORD | {"id": "OWN-6", "status": "running"},
        RECORD | {"id": "OWN-7", "recipient_regions": ["Atlantis"]},
        RECORD | {"id": "OWN-8", "actual_end": "2025-12-31"},
    )
    report = await sent(matcher, lines(*bad, RECORD))
    assert dict(report.kept) == {"created": 1}
    assert [(each.line, each.record_id, each.field) for each in report.refused] == [
        (1, "?", "colour"),
        (2, "OWN-3", "titles"),
        (3, "OWN-4", "categories"),
        (4, "OWN-5", "currency"),
        (5, "OWN-6", "/status"),
        (6, "OWN-7", "recipient_regions"),
        (7, "OWN-8", "/actual/end"),
    ]


async def test_an_iati_file_comes_in_once_and_what_is_not_ours_is_counted(matcher: RunningMatcher) -> None:
    other = activity(sectors='<sector code="11110"/>')
    refused = activity(identifier="<iati-identifier>XX-1-002</iati-identifier>", places="")
    reports = [await sent(matcher, iati(activity(), other, refused)) for _ in range(2)]
    assert [(dict(report.kept), report.not_ours) for report in reports] == [({"created": 1}, 1), ({"unchanged": 1}, 1)]
    assert [(each.record_id, each.field) for each in reports[0].refused] == [("XX-1-002", "/recipients")]
    [row] = await matcher.service.rows("SELECT external_id, donor_organisation, ends_on::text AS ends FROM activities")
    assert dict(row) == {"external_id": "XX-1-001", "donor_organisation": "deu", "ends": "2027-12-31"}


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf  <x/>", b"<iati-activities version='1.05'/>"])
def test_the_kind_of_file_is_known_by_its_content(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "activities.jsonl"
    path.write_bytes(content)

    class NoTokens:
        def token_for(self, party: Mapping[str, str]) -> str:
            return str(party)

    with pytest.raises(CommandFailed, match="IATI"):
        import_file(path, "http://127.0.0.1:9", NoTokens())
