"""What one line of a file of records may hold: JSON and nothing more, and the wrong field is named."""

import pytest

from accord.records.record import BadRecord, Record

KNOWN = frozenset({"id", "title", "quantity"})


def test_a_line_is_read_from_bytes_and_from_text_alike() -> None:
    line = '{"id": "N-1", "title": "Marquage à usine"}'
    assert Record.parse(line, KNOWN) == Record.parse(line.encode(), KNOWN)
    assert Record.parse(line, KNOWN).text("title") == "Marquage à usine"


@pytest.mark.parametrize(
    "line",
    [
        b'{"id": ',
        b"[1, 2]",
        b"\xff\xfe{}",
        b'{"id": "N-1", "quantity": NaN}',
        b'{"id": "N-1", "quantity": -Infinity}',
        b'{"id": "N-1", "quantity": 1e999}',
        b'{"id": "N-1", "title": "\\ud800"}',
        b"[" * 100_000,
    ],
    ids=["broken", "a list", "not UTF-8", "NaN", "infinite", "beyond a float", "half a character", "too deep"],
)
def test_what_is_not_a_json_object_is_refused_as_a_whole(line: bytes) -> None:
    with pytest.raises(BadRecord) as refusal:
        Record.parse(line, KNOWN)
    assert refusal.value.field == "(the line)"
    assert refusal.value.expected.startswith("expected a JSON object")


@pytest.mark.parametrize(
    ("line", "field"),
    [('{"id": "N-1", "colour": "blue"}', "colour"), ('{"title": "no id"}', "id"), ('{"id": 7}', "id")],
)
def test_a_wrong_field_is_named(line: str, field: str) -> None:
    with pytest.raises(BadRecord) as refusal:
        Record.parse(line, KNOWN)
    assert refusal.value.field == field
