"""The checker takes for gone exactly what a restore took away, and a fault that could not happen is told of."""

from collections import Counter
from dataclasses import replace

from shared.events.registry import CHECKPOINTS_TOPIC, NEEDS_TOPIC
from tests.support.campaign.campaign import Outcome
from tests.support.campaign.checking.books import Books, Breach, Change, Record
from tests.support.campaign.checking.taken_back import TakenBack
from tests.support.campaign.checking.verdict import findings_in
from tests.support.campaign.checking.whole_books import ACKNOWLEDGED, FOUR, HELD, NEED, OFFER, RECORDS, RESERVED, WHOLE
from tests.support.campaign.ledger import Acknowledged
from tests.support.campaign.table import COLUMNS, row_of

AMENDED = Acknowledged("need", NEED, 3, "amended", settled=False)
LOST_EVENT = Record(NEEDS_TOPIC, 0, 9, NEED, "lost", "org.accord.need.amended.v1", 3)


def breaches(books: Books, *more: Acknowledged) -> list[Breach]:
    """Return what the checker finds where these requests were acknowledged too."""
    return [each.breach for each in findings_in(books, (*ACKNOWLEDGED, *more), Counter())]


def at_version(version: int, happened: str) -> Books:
    """Return the whole world with one need that a later version of its history follows."""
    changes = (*WHOLE.changes, Change("need", NEED, version, happened))
    return replace(WHOLE, versions={**WHOLE.versions, ("need", NEED): version}, changes=changes)


def test_an_acknowledged_request_that_a_restore_took_back_is_not_missed() -> None:
    assert breaches(WHOLE, AMENDED) == [Breach.LOST]
    assert breaches(replace(WHOLE, taken_back=TakenBack(requests={AMENDED})), AMENDED) == []


def test_versions_right_before_an_entry_of_a_repair_may_be_passed_over_and_no_others() -> None:
    assert breaches(at_version(5, "restored")) == []
    assert breaches(at_version(5, "amended")) == [Breach.LOST]


def test_an_event_of_a_lost_row_is_known_to_have_been_committed_and_applied() -> None:
    books = replace(WHOLE, records=(*RECORDS, LOST_EVENT))
    assert sorted(breaches(books)) == [Breach.DUPLICATED, Breach.LOST]
    taken_back = TakenBack(events={"lost"})
    taken_back.claims["matcher"].add("lost")
    assert breaches(replace(books, taken_back=taken_back)) == []


def test_answers_of_a_restored_side_may_begin_anew_where_they_come_past_those_that_were_lost() -> None:
    told = [replace(RECORDS[-1], event_id=event, version=version) for event, version in (("3", 3), ("1", 1), ("4", 4))]
    taken_back = TakenBack(events={"3", "1", "4"}, reservations={HELD})
    taken_back.claims["matcher"] |= taken_back.events
    records = [replace(each, offset=offset) for offset, each in enumerate((*RECORDS, *told))]
    whole, left_behind = tuple(records), tuple(records[:-1])
    lifted = replace(WHOLE, records=whole, taken_back=taken_back)
    assert breaches(lifted) == []
    assert breaches(replace(lifted, records=left_behind)) == [Breach.OUT_OF_ORDER]
    assert breaches(replace(lifted, taken_back=replace(taken_back, reservations=set()))) == [Breach.OUT_OF_ORDER]


def test_a_log_that_lost_its_end_may_count_anew() -> None:
    told = [Record(CHECKPOINTS_TOPIC, 0, at, "log", f"c{at}", "org.accord.checkpoint.v1", 7 - at) for at in range(2)]
    taken_back = TakenBack(events={"c0", "c1"}, logs={"log"})
    books = replace(WHOLE, records=(*RECORDS, *told), taken_back=taken_back)
    assert breaches(books) == []
    assert breaches(replace(books, taken_back=replace(taken_back, logs=set()))) == [Breach.OUT_OF_ORDER]


def test_it_finds_what_is_held_for_a_match_that_the_matcher_does_not_know() -> None:
    assert breaches(replace(WHOLE, strays=("needs holds something for match 7",))) == [Breach.DUPLICATED]


def test_an_agreed_match_goes_on_without_a_record_that_a_restore_took_back_where_the_matcher_knows() -> None:
    held, records = {"needs": "refused", "offers": "confirmed"}, {"needs": NEED, "offers": OFFER}
    promised = (FOUR[1], FOUR[0], FOUR[2])
    agreed = replace(RESERVED, status="in_delivery", sides=held, records=records, quantity=promised, capacity=promised)
    told = replace(agreed, refused_by=frozenset({"needs"}))
    opened = Acknowledged("need", NEED, 2, "opened", settled=False)
    lost = TakenBack(requests={opened})
    assert breaches(replace(WHOLE, standings=(told,), taken_back=lost)) == []
    assert breaches(replace(WHOLE, standings=(agreed,), taken_back=lost)) == [Breach.UNEQUAL]
    assert breaches(replace(WHOLE, standings=(told,))) == [Breach.UNEQUAL]
    assert breaches(replace(WHOLE, standings=(replace(told, status="reserved"),), taken_back=lost))


def test_a_copy_of_a_lost_record_that_had_ended_is_left_as_it_is() -> None:
    books = replace(WHOLE, copies={**WHOLE.copies, ("need", "gone"): 4})
    assert breaches(books) == [Breach.UNEQUAL]
    assert breaches(replace(books, taken_back=TakenBack(ended={("need", "gone")}))) == []


def test_the_row_of_a_fault_that_could_not_happen_here_says_so_and_has_no_figures() -> None:
    outcome = Outcome("disk full", 3.0, 9, 0, 0, 0.0, 0, 0, [], not_run="a file system of its own")
    cells = [cell.strip() for cell in row_of(outcome).strip("| ").split("|")]
    assert cells == ["disk full", "not run here: a file system of its own", *["-"] * (len(COLUMNS) - 2)]
