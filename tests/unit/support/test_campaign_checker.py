"""The campaign's checker finds each breach in a world that was broken on purpose, and none in a whole one."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from shared.events.registry import NEEDS_TOPIC
from tests.support.campaign.checking.books import Breach
from tests.support.campaign.checking.verdict import findings_in
from tests.support.campaign.checking.whole_books import (
    ACKNOWLEDGED,
    COMPONENT,
    LINE,
    MATCH,
    NEED,
    NOTHING,
    ON_MATCHES,
    PUBLISHED,
    RECORDS,
    RESERVED,
    ROWS,
    WHOLE,
    row,
)
from tests.support.campaign.ledger import Acknowledged

ELEVEN = (Decimal(11), Decimal(0), Decimal(0))


def breaches(planted: Counter[str] | None = None, **changes: Any) -> list[Breach]:
    """Return what the checker finds in the whole world with these changes."""
    return [each.breach for each in findings_in(replace(WHOLE, **changes), ACKNOWLEDGED, planted or Counter())]


def renumbered(*order: int) -> tuple[Any, ...]:
    """Return the topics' records in another order."""
    return tuple(replace(RECORDS[place], offset=offset) for offset, place in enumerate(order))


def test_in_a_whole_world_it_finds_nothing() -> None:
    assert breaches() == []


def test_it_finds_a_request_that_was_acknowledged_and_left_no_trace() -> None:
    changes = tuple(each for each in WHOLE.changes if (each.kind, each.version) != ("need", 1))
    assert Breach.LOST in breaches(changes=changes)
    more = (*ACKNOWLEDGED, Acknowledged("need", NEED, 3, "amended", settled=False))
    assert [each.breach for each in findings_in(WHOLE, more, Counter())] == [Breach.LOST]


def test_it_finds_a_version_that_has_another_content_than_was_acknowledged() -> None:
    changes = tuple(replace(each, happened="withdrawn") if each.version == 2 else each for each in WHOLE.changes)
    assert breaches(changes=changes).count(Breach.LOST) == 3


def test_it_finds_a_round_that_is_gone_or_was_given_up() -> None:
    versions = {key: version for key, version in WHOLE.versions.items() if key[0] != "round"}
    assert breaches(rounds={}, versions=versions) == [Breach.LOST]
    assert breaches(rounds={"round-1": "failed"}) == [Breach.LOST]


def test_it_finds_a_record_that_a_request_made_a_second_time() -> None:
    twice = {**WHOLE.versions, ("match", "match-2"): 1}
    assert Breach.DUPLICATED in breaches(versions=twice)


def test_it_finds_a_gap_in_a_history_and_a_version_without_one() -> None:
    gap = tuple(each for each in WHOLE.changes if (each.kind, each.version) != ("match", 3))
    assert breaches(changes=gap) == [Breach.LOST]
    ahead = {**WHOLE.versions, ("reservation", "reservation-1"): 2}
    assert breaches(versions=ahead) == [Breach.LOST]


def test_it_finds_a_row_that_nobody_published() -> None:
    waiting = (*ROWS, row("needs", NEEDS_TOPIC, NEED, 2, "reconfirmed", published_at=None))
    assert breaches(outbox=waiting) == [Breach.UNDELIVERED]


def test_it_finds_a_row_that_is_marked_and_never_reached_its_topic() -> None:
    assert breaches(records=RECORDS[1:]) == [Breach.LOST]


def test_it_does_not_look_for_rows_on_a_topic_that_was_lost_on_purpose_after_them() -> None:
    assert breaches(records=RECORDS[1:], begun={NEEDS_TOPIC: PUBLISHED + timedelta(seconds=1)}) == []
    assert breaches(records=RECORDS[1:], begun={NEEDS_TOPIC: PUBLISHED - timedelta(seconds=1)}) == [Breach.LOST]


def test_it_finds_an_event_on_a_topic_that_no_transaction_committed() -> None:
    phantom = replace(RECORDS[0], event_id="phantom", offset=9)
    assert Breach.DUPLICATED in breaches(records=(*RECORDS, phantom))


def test_it_takes_an_event_sent_twice_for_what_it_is() -> None:
    assert breaches(records=(*RECORDS, replace(RECORDS[4], offset=9))) == []


def test_it_finds_an_older_version_behind_a_newer_one() -> None:
    assert breaches(records=renumbered(0, 1, 3, 2, 4, 5)) == [Breach.OUT_OF_ORDER]


def test_it_finds_an_aggregate_in_two_partitions() -> None:
    elsewhere = (*RECORDS[:4], replace(RECORDS[4], partition=1), RECORDS[5])
    assert breaches(records=elsewhere) == [Breach.OUT_OF_ORDER]


def test_it_finds_an_event_that_a_service_never_applied() -> None:
    behind = {**WHOLE.claims, "offers": ON_MATCHES - {f"{MATCH}@2endorsed"}}
    assert breaches(claims=behind) == [Breach.LOST]


def test_it_finds_a_copy_that_is_behind_its_owner_and_one_that_has_none() -> None:
    assert breaches(copies={**WHOLE.copies, ("need", NEED): 1}) == [Breach.UNEQUAL]
    assert breaches(copies={**WHOLE.copies, ("need", "need-9"): 1}) == [Breach.UNEQUAL]


def test_it_finds_dead_letters_that_nobody_planted_and_misses_planted_ones() -> None:
    assert breaches(letters=Counter({"matcher": 1})) == [Breach.DEAD_LETTERED]
    assert breaches(planted=Counter({"matcher": 1})) == [Breach.DEAD_LETTERED]
    assert breaches(planted=Counter({"matcher": 1}), letters=Counter({"matcher": 1})) == []


def test_it_finds_a_ledger_that_is_not_the_sum_of_its_matches_or_of_its_journal() -> None:
    assert breaches(accounts=(replace(LINE, holdings=NOTHING), COMPONENT)) == [Breach.UNEQUAL]
    assert breaches(accounts=(LINE, replace(COMPONENT, journal=NOTHING))) == [Breach.UNEQUAL]


def test_it_finds_a_line_with_more_engaged_than_was_pledged() -> None:
    over = replace(LINE, figures=ELEVEN, holdings=ELEVEN, journal=ELEVEN)
    assert breaches(accounts=(over, COMPONENT)) == [Breach.DUPLICATED]


def test_it_finds_a_side_that_does_not_hold_what_the_match_says() -> None:
    assert breaches(standings=(replace(RESERVED, sides={"needs": "held", "offers": "released"}),)) == [Breach.UNEQUAL]
    assert breaches(standings=(replace(RESERVED, sides={"needs": None, "offers": "held"}),)) == [Breach.UNEQUAL]
    assert breaches(standings=(replace(RESERVED, capacity=NOTHING),)) == [Breach.UNEQUAL]


def test_it_finds_a_match_that_ended_and_is_still_held() -> None:
    declined = replace(RESERVED, status="declined", quantity=NOTHING)
    assert breaches(standings=(declined,)).count(Breach.UNEQUAL) == 3


def test_it_finds_a_match_that_nobody_answers() -> None:
    unanswered = replace(RESERVED, status="endorsed", sides={"needs": "held", "offers": None})
    assert breaches(standings=(unanswered,)) == [Breach.UNDELIVERED]
