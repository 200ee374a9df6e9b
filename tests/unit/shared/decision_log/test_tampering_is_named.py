"""Whatever is changed in an exported log, the first entry that shows it is named."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.decision_log.canonical import digest
from shared.decision_log.checkpoint import Checkpoint
from shared.decision_log.commitments import SaltedText
from shared.decision_log.entry import Entry, Link
from shared.decision_log.verification import BrokenLog, verify
from shared.decision_log.writing import follow
from tests.support.logged_decisions import LOG_ID, as_lines, log_of

Tamper = Callable[[list[Entry]], list[Entry]]


def broken(entries: list[Entry], *checkpoints: Checkpoint) -> BrokenLog:
    """Return what is found wrong with the log."""
    with pytest.raises(BrokenLog) as caught:
        verify(as_lines(entries), checkpoints)
    return caught.value


def relinked(entry: Entry, **changes: Any) -> Entry:
    """Return the entry with a changed link, its hash made to fit."""
    link = Link(**asdict(entry.link) | changes)
    return Entry(link, link.hash, entry.content, entry.reason_text)


def with_content(entry: Entry, **changes: Any) -> Entry:
    content = {**(entry.content or {}), **changes}
    return replace(entry, content=content)


def rewritten_from(entries: list[Entry], number: int) -> list[Entry]:
    """Return the log with entry `number` and all later ones written anew, with hashes that fit."""
    kept = entries[: number - 1]
    for entry in entries[number - 1 :]:
        kept.append(follow(kept[-1].head, entry.link.moment, "reject", entry.content or {}))
    return kept


TAMPERED: dict[str, tuple[Tamper, int, str]] = {
    "changed content": (lambda log: [*log[:4], with_content(log[4], match_id="other"), *log[5:]], 5, "content"),
    "changed action": (
        lambda log: [*log[:4], replace(log[4], link=replace(log[4].link, action="reject")), *log[5:]],
        5,
        "hash",
    ),
    "changed time": (
        lambda log: [*log[:4], replace(log[4], link=replace(log[4].link, at="2020")), *log[5:]],
        5,
        "hash",
    ),
    "changed action with its own hash made to fit": (
        lambda log: [*log[:4], relinked(log[4], action="reject"), *log[5:]],
        6,
        "does not follow entry 5",
    ),
    "removed": (lambda log: [*log[:4], *log[5:]], 5, "after entry 4 comes entry 6"),
    "swapped": (lambda log: [*log[:4], log[5], log[4], *log[6:]], 5, "after entry 4 comes entry 6"),
    "doubled": (lambda log: [*log[:5], log[4], *log[5:]], 6, "after entry 5 comes entry 5"),
    "inserted": (
        lambda log: [*log[:5], follow(log[4].head, log[4].link.moment, "reject", {}), *log[5:]],
        7,
        "comes entry 6",
    ),
    "beginning removed": (lambda log: log[1:], 1, "after entry 0 comes entry 2"),
    "everything removed": (lambda _: [], 1, "empty"),
    "changed text": (lambda log: [*log[:4], replace(log[4], reason_text=SaltedText.of("kinder")), *log[5:]], 5, "text"),
    "text beside a withheld content": (
        lambda log: [*log[:4], replace(log[4].withheld(), reason_text=log[4].reason_text), *log[5:]],
        5,
        "withheld",
    ),
}


def test_an_untouched_log_is_verified_to_its_last_entry() -> None:
    entries = log_of(8)
    found = verify(as_lines(entries))
    assert (found.log_id, found.head, found.texts, found.links_only) == (LOG_ID, entries[-1].head, 7, 0)


@pytest.mark.parametrize(("tamper", "number", "said"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_tampered_with_is_named(tamper: Tamper, number: int, said: str) -> None:
    found = broken(tamper(log_of(8)))
    assert found.number == number
    assert said in found.what


def test_a_text_that_the_entry_does_not_know_is_named() -> None:
    [first, *rest] = log_of(3)
    assert broken([replace(first, reason_text=SaltedText.of("new")), *rest]).number == 1


@given(entry=st.integers(2, 5), name=st.sampled_from(["at", "action", "previous_hash", "content_hash"]))
@settings(max_examples=40, deadline=None)
def test_no_field_of_a_link_can_be_changed_unseen(entry: int, name: str) -> None:
    entries = log_of(6)
    kept = entries[entry - 1]
    entries[entry - 1] = replace(kept, link=replace(kept.link, **{name: "f" * 64}))
    assert broken(entries).number == entry


def test_a_cut_tail_is_noticed_by_a_checkpoint_alone() -> None:
    entries = log_of(8)
    assert verify(as_lines(entries[:5])).head.number == 5
    found = broken(entries[:5], Checkpoint(8, entries[-1].hash))
    assert (found.number, found.what) == (6, "it is missing: the log is cut, and a checkpoint names entry 8")


def test_a_tail_written_anew_is_noticed_by_a_checkpoint_alone() -> None:
    entries = log_of(8)
    anew = rewritten_from(entries, 6)
    assert verify(as_lines(anew)).head.number == 8
    found = broken(anew, Checkpoint(3, entries[2].hash), Checkpoint(7, entries[6].hash))
    assert found.number == 7
    assert "written anew" in found.what


def test_checkpoints_that_agree_are_told() -> None:
    entries = log_of(8)
    kept = [Checkpoint(8, entries[7].hash, LOG_ID), Checkpoint(3, entries[2].hash)]
    assert verify(as_lines(entries), kept).met == [kept[1], kept[0]]


def test_a_checkpoint_of_another_log_is_refused() -> None:
    entries = log_of(3)
    assert "another log" in broken(entries, Checkpoint(2, entries[1].hash, UUID(int=5))).what


def test_another_installations_log_has_other_hashes_from_the_first_entry_on() -> None:
    assert {each.hash for each in log_of(3)}.isdisjoint(each.hash for each in log_of(3, UUID(int=7)))


def test_an_erased_text_leaves_the_chain_whole_and_is_counted() -> None:
    entries = log_of(8)
    found = verify(as_lines([replace(each, reason_text=None) for each in entries]))
    assert (found.head, found.texts, found.texts_absent) == (entries[-1].head, 0, 7)


def test_a_withheld_entry_is_checked_as_a_link_and_counted() -> None:
    entries = log_of(8)
    entries[3] = entries[3].withheld()
    assert verify(as_lines(entries)).links_only == 1
    entries[3] = replace(entries[3], link=replace(entries[3].link, action="reject"))
    assert broken(entries).number == 4


def test_the_beginning_cannot_be_withheld() -> None:
    [first, *rest] = log_of(3)
    assert broken([first.withheld(), *rest]).number == 1


def test_a_line_with_a_key_twice_is_refused_for_readers_would_see_one_and_check_the_other() -> None:
    lines = as_lines(log_of(3))
    lines[1] = lines[1].replace(b'"action":"endorse"', b'"action":"reject","action":"endorse"')
    with pytest.raises(BrokenLog, match=r"^entry 2: .*stands twice"):
        verify(lines)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[1]",
        b"\xff",
        b"[" * 100_000,
        b'{"number":1.5}',
        json.dumps({"number": True}).encode(),
        *(
            as_lines(log_of(2))[1].replace(old, new)
            for old, new in [(b'"endorse"', b"7"), (b'"number":2', b'"number":"2"'), (b'"hash":"', b'"hash":"x')]
        ),
    ],
    ids=[
        "nothing",
        "empty",
        "a list",
        "no text",
        "too deep",
        "a fraction",
        "a truth value",
        "another action",
        "a number in quotes",
        "no hash",
    ],
)
def test_a_line_that_is_no_entry_is_named(line: bytes) -> None:
    with pytest.raises(BrokenLog, match=r"^entry 2: "):
        verify([*as_lines(log_of(1)), line])


def test_a_fraction_or_a_broken_character_in_a_content_is_named() -> None:
    [first, second] = log_of(2)
    line = as_lines([second])[0].replace(b'"code":"endorsed"', rb'"code":"\ud800"')
    with pytest.raises(BrokenLog, match=r"^entry 2: "):
        verify([*as_lines([first]), line])


def test_two_contents_alike_have_two_hashes_so_that_nobody_finds_one_by_trying() -> None:
    head = log_of(1)[0].head
    one, two = (follow(head, log_of(1)[0].link.moment, "endorse", {"match_id": "m"}) for _ in range(2))
    assert one.link.content_hash != two.link.content_hash
    assert digest(one.content) == one.link.content_hash
