"""Sends activities to the matcher's register with a coordinator's token, and counts what became of them.

Idempotent: the register knows an activity by its source and id, and leaves what has not changed as it is.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from accord.activities.found import Bad, Entry, Found, NotOurs
from accord.activities.iati.conversion import document_of
from accord.activities.iati.reading import read_activities
from accord.activities.jsonl import read_lines
from accord.failures import CommandFailed
from accord.tokens import TokenSource

COORDINATOR: Final = {"role": "coordinator"}
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@dataclass
class ActivityReport:
    """What became of a file's activities: `kept` counts them by outcome (created, updated, unchanged)."""

    kept: Counter[str] = field(default_factory=Counter[str])
    not_ours: int = 0
    refused: list[Bad] = field(default_factory=list[Bad])


def import_file(path: Path, service_url: str, tokens: TokenSource) -> ActivityReport:
    """Send every activity of a file, IATI or JSONL by its content; CommandFailed where nothing of it can be read."""
    client = httpx.Client(base_url=service_url, timeout=30, trust_env=False)
    with path.open("rb") as stream, client:
        looks_like_xml = stream.read(1024).removeprefix(BYTE_ORDER_MARK).lstrip()[:1] == b"<"
        stream.seek(0)
        entries = read_activities(stream, document_of) if looks_like_xml else read_lines(stream)
        return send(entries, client, tokens)


def send(entries: Iterable[Entry], client: httpx.Client, tokens: TokenSource) -> ActivityReport:
    """Send every activity found; one that is refused is reported, and the rest goes on."""
    report, headers = ActivityReport(), {"Authorization": f"Bearer {tokens.token_for(COORDINATOR)}"}
    for entry in entries:
        if isinstance(entry, NotOurs):
            report.not_ours += 1
        elif isinstance(entry, Bad):
            report.refused.append(entry)
        else:
            _send_one(entry, client, headers, report)
    return report


def _send_one(found: Found, client: httpx.Client, headers: dict[str, str], report: ActivityReport) -> None:
    try:
        answer = client.post("/v1/activities", json=found.document, headers=headers)
        if answer.is_server_error:
            answer.raise_for_status()
    except httpx.HTTPError as error:
        raise CommandFailed(f"the matcher does not answer (line {found.line}): {error}") from error
    if answer.is_success:
        report.kept[answer.json()["outcome"]] += 1
    else:
        report.refused.append(_refusal(found, answer))


def _refusal(found: Found, answer: httpx.Response) -> Bad:
    problem: dict[str, Any] = answer.json()
    errors: list[dict[str, str]] = problem.get("errors") or []
    fields = ", ".join(error.get("pointer") or error.get("parameter", "?") for error in errors)
    expected = "; ".join(error["detail"] for error in errors) or str(problem.get("detail"))
    return Bad(found.line, str(found.document["external_id"]), fields or "(the activity)", expected)
