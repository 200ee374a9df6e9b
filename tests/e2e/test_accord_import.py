"""`accord import`: a file of records is taken in once, however often it is sent, and what is wrong with it is told."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.embedded_stack import EmbeddedStack

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.timeout(400)]

SOURCE = {"source_name": "A report", "source_url": "https://example.org/report", "source_date": "2026-01-31"}
NEED: dict[str, Any] = {
    "recipient_iso3": "BFA",
    "title": "Mark police rifles",
    "category": "marking",
    "activities": "Marking machines and training for the police.",
    "quantity": 3,
    "unit": "marking machines",
    "status": "open",
    **SOURCE,
}


def written(folder: Path, *lines: dict[str, Any] | bytes) -> Path:
    """Return a file of these records and raw lines."""
    path = folder / "records.jsonl"
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines))
    return path


def test_a_file_is_taken_in_once_however_often_it_is_imported(stack: EmbeddedStack, tmp_path: Path) -> None:
    file = written(tmp_path, NEED | {"id": "E-1"}, NEED | {"id": "E-2"})
    before = stack.counts("needs")["needs"]
    first, second = stack.command.run("import", "needs", file), stack.command.run("import", "needs", file)
    assert (first.code, second.code) == (0, 0)
    assert "2 there (2 opened, 0 left as drafts, 0 were there before), 0 refused" in first.text
    assert "2 there (0 opened, 0 left as drafts, 2 were there before), 0 refused" in second.text
    assert stack.counts("needs")["needs"] == before + 2


def test_bad_lines_are_told_by_line_and_field_and_the_others_are_taken_in(stack: EmbeddedStack, tmp_path: Path) -> None:
    file = written(
        tmp_path,
        NEED | {"id": "E-10"},
        b'{"id": "E-11", "title": ',
        NEED | {"id": "E-12", "colour": "blue"},
        NEED | {"id": "E-13", "recipient_iso3": "XYZ"},
        NEED | {"id": "E-14", "unit": "parsec"},
        b"\xff\xfe",
        b'{"id": "E-16", "quantity": NaN}',
        NEED | {"id": "E-17", "category": "astrology"},
        b"",
        NEED | {"id": "E-19"},
    )
    said = stack.command.run("import", "needs", file)
    assert said.code == 1
    assert "2 there (2 opened, 0 left as drafts, 0 were there before), 7 refused" in said.text
    told = [line.strip() for line in said.output.splitlines() if line.startswith("  line ")]
    expected = [
        "line 2 (?), (the line): expected a JSON object",
        "line 3 (?), colour: no such field in this format",
        "line 4 (E-13), recipient_iso3: ",
        "line 5 (E-14), unit: expected a unit of docs/data-format.md, got 'parsec'",
        "line 6 (?), (the line): expected a JSON object",
        "line 7 (?), (the line): expected a JSON object",
        "line 8 (E-17), category: ",
    ]
    assert [line[: len(start)] for line, start in zip(told, expected, strict=True)] == expected
    assert [stack.need(number)["status"] for number in ("E-10", "E-19")] == ["open", "open"]


def test_a_kind_of_record_that_there_is_not_is_refused(stack: EmbeddedStack, tmp_path: Path) -> None:
    said = stack.command.run("import", "wishes", written(tmp_path, NEED))
    assert said.code == 1
    assert "expected needs, offers" in said.text
    assert "got 'wishes'" in said.text


def test_a_table_of_rates_is_loaded_once_and_a_bad_one_is_told_by_its_field(
    stack: EmbeddedStack, tmp_path: Path
) -> None:
    rates = [{"currency": "XOF", "rate": 265.5}]
    table = {"source": "A bank", "date": "1999-01-04", "reference_currency": "FJD", "rates": rates}
    file = written(tmp_path, table)
    said = {stack.command.must("import", "rates", file) for _ in range(2)}
    assert said == {"rates: 2 currencies for one FJD, 1999-01-04, A bank\n"}
    refused = stack.command.run("import", "rates", written(tmp_path, table | {"reference_currency": "FID"}))
    assert refused.code == 1
    assert "/reference_currency: expected a currency of the vocabulary" in refused.text


def test_a_record_that_is_live_is_matched_with_live_records_only(stack: EmbeddedStack, tmp_path: Path) -> None:
    stack.command.must("import", "needs", written(tmp_path, NEED | {"id": "E-20"}))
    need = stack.need("E-20")
    assert not need["provenance"]["historic_example"]
    assert {each["offer"]["historic_example"] for each in stack.candidates("needs", need["id"])} <= {False}
