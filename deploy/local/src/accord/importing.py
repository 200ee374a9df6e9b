"""Importing records through the services' own APIs, each with the token of the State or donor that it belongs to.

Idempotent by the record's id: what is there already is left as it is, and a draft left by an interrupted import is
opened. A record that is refused is reported by line and field, and the rest goes on.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx

from accord.bearers import Bearers
from accord.failures import CommandFailed
from accord.records import needs, offers
from accord.records.converted import Converted
from accord.records.record import BadRecord, Record
from accord.tokens import TokenSource

Kind = Literal["needs", "offers"]
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Refused:
    """A record that was not taken in: its line, its id where it has one, the field, and what was expected."""

    line: int
    record_id: str
    field: str
    expected: str


@dataclass
class ImportReport:
    """What became of a file's records."""

    opened: int = 0
    drafted: int = 0
    already_there: int = 0
    refused: list[Refused] = field(default_factory=list[Refused])

    @property
    def taken_in(self) -> int:
        """Records that are there now."""
        return self.opened + self.drafted + self.already_there


class Importer:
    """Sends one kind of record to its service."""

    def __init__(self, kind: Kind, service_url: str, tokens: TokenSource, *, historic: bool) -> None:
        self._kind = kind
        self._bearers = Bearers(tokens)
        self._historic = historic
        self._known = needs.FIELDS if kind == "needs" else offers.FIELDS
        self._convert = needs.need_from if kind == "needs" else offers.offer_from
        self._client = httpx.Client(base_url=service_url, timeout=30, trust_env=False)

    def run(self, lines: Iterable[bytes], progress: Progress = lambda _: None) -> ImportReport:
        """Import every line and report; CommandFailed when the service is away."""
        report = ImportReport()
        with self._client:
            for number, line in _records(lines):
                self._take_in(number, line, report)
                progress(number)
        return report

    def _take_in(self, number: int, line: bytes, report: ImportReport) -> None:
        record_id = "?"
        try:
            record = Record.parse(line, self._known)
            record_id = record.text("id")
            self._send(self._convert(record, historic=self._historic), report)
        except BadRecord as error:
            report.refused.append(Refused(number, record_id, error.field, error.expected))
        except httpx.HTTPError as error:
            raise CommandFailed(f"the {self._kind} service does not answer (line {number}): {error}") from error

    def _send(self, converted: Converted, report: ImportReport) -> None:
        headers = {"Authorization": f"Bearer {self._bearers.of(converted.poster)}"}
        kept = self._kept(converted, headers)
        if kept is not None and kept["status"] != "draft":
            report.already_there += 1
            return
        if kept is None:
            kept = self._post(f"/v1/{self._kind}", converted.document, headers)
        if converted.opening is None:
            report.drafted += 1
            return
        version = {"If-Match": f'"{kept["version"]}"'}
        self._post(f"/v1/{self._kind}/{kept['id']}/open", converted.opening, headers | version)
        report.opened += 1

    def _kept(self, converted: Converted, headers: dict[str, str]) -> dict[str, Any] | None:
        number = {"external_id": converted.external_id, "limit": "200"}
        answer = self._client.get(f"/v1/{self._kind}", params=number, headers=headers)
        return next((item for item in _document(answer)["items"] if converted.is_kept_as(item)), None)

    def _post(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        return _document(self._client.post(path, json=body, headers=headers))


def _records(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _document(answer: httpx.Response) -> dict[str, Any]:
    """Return the answer's document; a refusal becomes a BadRecord that names the first wrong field."""
    if answer.is_server_error:
        answer.raise_for_status()
    document: dict[str, Any] = answer.json()
    if answer.is_success:
        return document
    errors: list[dict[str, str]] = document.get("errors") or []
    fields = ", ".join(error.get("pointer") or error.get("parameter", "?") for error in errors)
    expected = "; ".join(error["detail"] for error in errors) or str(document.get("detail"))
    raise BadRecord(fields or "(the record)", f"{expected} [{document.get('code')}]")
