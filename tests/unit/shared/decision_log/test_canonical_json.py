"""One spelling for one value (RFC 8785), and nothing in the log that readers could take differently."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from shared.decision_log.canonical import NotCanonical, canonical, digest, plain
from shared.decision_log.checkpoint import Checkpoint, read_checkpoint, read_published


def test_keys_are_sorted_and_nothing_is_spaced_or_escaped_without_need() -> None:
    assert canonical({"b": [1, None, True], "a": "é\u20ac\n"}) == '{"a":"é\u20ac\\n","b":[1,null,true]}'.encode()


def test_keys_are_sorted_by_their_utf_16_units() -> None:
    """The example of RFC 8785, section 3.2.3: an emoji's surrogates come before U+FB33."""
    given = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    spelled = canonical(given).decode()
    assert [spelled.index(f":{value}") for value in (2, 4, 6, 7, 1, 5, 3)] == sorted(
        spelled.index(f":{value}") for value in given.values()
    )


@pytest.mark.parametrize("value", [0.5, [1.0], {"a": [{"b": 2.5}]}, 2**53, float("nan"), "\ud800"])
def test_what_readers_could_take_differently_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


@pytest.mark.parametrize("value", [Decimal("1.5"), 0.5, b"x", object()])
def test_what_has_no_exact_place_in_json_cannot_be_logged(value: object) -> None:
    with pytest.raises(NotCanonical):
        plain({"a": [value]})


def test_ids_moments_and_sets_are_logged_as_texts_and_large_numbers_as_digits() -> None:
    given = {"id": UUID(int=1), "at": datetime(2026, 1, 2, tzinfo=UTC), "of": frozenset({"b", "a"}), "n": 2**60}
    assert plain(given) == {
        "id": "00000000-0000-0000-0000-000000000001",
        "at": "2026-01-02T00:00:00+00:00",
        "of": ["a", "b"],
        "n": "1152921504606846976",
    }


def test_a_hash_can_be_found_with_any_other_tool() -> None:
    """`printf '{"a":1}' | sha256sum`."""
    assert digest({"a": 1}) == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"


def test_a_checkpoint_is_read_as_number_and_hash_or_as_it_is_published() -> None:
    noted = read_checkpoint(f"12:{'a' * 64}\n")
    assert noted == Checkpoint(12, "a" * 64)
    published = f'{{"log_id":"{UUID(int=1)}","version":12,"hash":"{"a" * 64}","at":"2026-01-01T00:00:00Z"}}'
    assert read_published(published) == Checkpoint(12, "a" * 64, UUID(int=1))


@pytest.mark.parametrize("text", ["", "12", "0:" + "a" * 64, "1:" + "A" * 64, "1:" + "a" * 63])
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="NUMBER:HASH"):
        read_checkpoint(text)


@pytest.mark.parametrize("document", ["[]", "3", "null", "{}", '{"version":1,"hash":"x","log_id":"y"}', "[" * 100_000])
def test_what_is_no_published_checkpoint_is_refused(document: str) -> None:
    with pytest.raises(ValueError, match=r"checkpoint"):
        read_published(document)
