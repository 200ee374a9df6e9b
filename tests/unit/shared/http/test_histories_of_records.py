"""What of a record's history is told to whom."""

from datetime import UTC, datetime

from shared.http.histories import history_view
from shared.persistence.history import Change

HAPPENED = ("registered", "amended", "opened", "amended", "withdrawn")


def history(*happened: str) -> list[Change]:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return [
        Change(version, each, at, f"reason {version}", "recipient", {"title": "Camp"})
        for version, each in enumerate(happened, start=1)
    ]


def test_whoever_may_change_a_record_reads_former_contents_and_every_reason() -> None:
    shown = history_view(history(*HAPPENED), with_documents=True).items
    assert [each.reason for each in shown] == [f"reason {version}" for version in range(1, 6)]
    assert all(each.document == {"title": "Camp"} for each in shown)


def test_the_others_read_no_contents_and_no_reason_given_over_a_draft() -> None:
    shown = history_view(history(*HAPPENED), with_documents=False).items
    assert [each.reason for each in shown] == [None, None, "reason 3", "reason 4", "reason 5"]
    assert [each.happened for each in shown] == list(HAPPENED)
    assert all(each.document is None for each in shown)


def test_of_a_record_that_was_never_opened_the_others_read_no_reason() -> None:
    shown = history_view(history("registered", "withdrawn"), with_documents=False).items
    assert [each.reason for each in shown] == [None, None]
