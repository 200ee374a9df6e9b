"""What an entry states of its match, and how the log folds into what each match must be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from matcher.domain.decisions.decision import Decision, content_of
from matcher.domain.decisions.facts import facts_of
from matcher.domain.decisions.replaying import ContradictoryLog, LineAsLogged, MatchAsLogged, replay
from shared.decision_log.entry import Entry
from shared.decision_log.writing import begin, follow
from tests.support.logged_decisions import AT, LOG_ID, decision, match_id

NEED, OFFER, LINES_OFFER, FUNDER, COMPONENT, LINE, PSEUDONYM = (UUID(int=number) for number in (1, 2, 3, 4, 11, 12, 77))
DEADLINE = datetime(2026, 5, 1, tzinfo=UTC)


@dataclass
class Line:
    component_id: UUID = COMPONENT
    offer_id: UUID = LINES_OFFER
    line_id: UUID = LINE
    role: str = "provides"
    quantity: int | None = 4000
    coverage: int | None = None
    delivered: int = 1000
    covered: int = 0


@dataclass(frozen=True)
class Party:
    kind: str
    key: str


@dataclass(frozen=True)
class Acceptance:
    party: Party
    by: str = "somebody@example.org"


@dataclass
class Match:
    """The parts of a match that the log states."""

    need_id: UUID = NEED
    offer_id: UUID = OFFER
    funder_offer_id: UUID | None = FUNDER
    lines: Sequence[Line] = (Line(),)
    acceptances: Sequence[Acceptance] = (Acceptance(Party("recipient", "BFA")), Acceptance(Party("donor", "eu")))
    stale: bool = False
    deadline: datetime | None = DEADLINE


def entries(*decisions: Decision) -> list[Entry]:
    """Return a log of these decisions."""
    log = [begin(LOG_ID, AT)]
    for each in decisions:
        log.append(follow(log[-1].head, each.at, each.action, content_of(each, PSEUDONYM, None)))
    return log


def moved(before: str | None, after: str, version: int, **changes: Any) -> Decision:
    stated: Mapping[str, Any] = facts_of(Match(), {"score": 700})
    changes = {"facts": stated} | changes
    return decision(1, status_before=before, status_after=after, match_version=version, **changes)


def test_an_entry_states_its_match_after_the_decision_beside_what_the_decision_rested_on() -> None:
    stated = facts_of(Match(), {"score": 700, "acknowledged": ["embargo"]})
    assert stated["offer_ids"] == [str(each) for each in (OFFER, LINES_OFFER, FUNDER)]
    assert stated["accepted"] == ["donor:eu", "recipient:BFA"]
    assert (stated["score"], stated["deadline"], stated["stale"]) == (700, DEADLINE.isoformat(), False)
    assert stated["lines"][0]["quantity"] == 4000


def test_who_gave_a_consent_is_not_among_the_facts() -> None:
    assert "somebody" not in str(facts_of(Match()))


def test_what_is_stated_of_the_match_cannot_be_overruled_by_what_the_decision_rested_on() -> None:
    assert facts_of(Match(), {"stale": "perhaps"})["stale"] is False


def test_a_log_is_folded_into_the_last_state_of_each_match() -> None:
    log = entries(
        moved(None, "proposed", 1),
        moved("proposed", "endorsed", 2, facts=facts_of(Match(lines=(Line(delivered=0),)))),
        moved("endorsed", "dissolved", 3, reason_code="need_ended"),
    )
    line = LineAsLogged(COMPONENT, LINES_OFFER, LINE, "provides", 4000, None, 1000, 0)
    accepted = ("donor:eu", "recipient:BFA")
    expected = MatchAsLogged(
        match_id(1), 3, "dissolved", "need_ended", (line,), accepted, stale=False, deadline=DEADLINE
    )
    assert replay(log) == {match_id(1): expected}


def test_a_figure_beyond_what_json_holds_exactly_is_replayed_exactly() -> None:
    huge = 2**60 + 1
    log = entries(moved(None, "proposed", 1, facts=facts_of(Match(lines=(Line(quantity=huge),)))))
    assert replay(log)[match_id(1)].lines[0].quantity == huge


def test_two_decisions_of_one_commit_share_its_version() -> None:
    log = entries(moved(None, "reserved", 4), moved("reserved", "reserved", 5), moved("reserved", "confirmed", 5))
    assert replay(log)[match_id(1)].status == "confirmed"


@pytest.mark.parametrize(
    "second",
    [moved("endorsed", "rejected", 2), moved(None, "proposed", 2), moved("proposed", "endorsed", 0)],
    ids=["from a status it did not have", "begun twice", "an older version"],
)
def test_entries_that_do_not_join_are_named(second: Decision) -> None:
    with pytest.raises(ContradictoryLog, match=r"^entry 3 begins"):
        replay(entries(moved(None, "proposed", 1), second))


def test_a_match_proposed_before_there_was_a_log_joins_it_as_a_proposal() -> None:
    log = entries(moved("proposed", "endorsed", 2))
    assert (replay(log)[match_id(1)].status, replay(log)[match_id(1)].version) == ("endorsed", 2)


def test_withheld_entries_and_the_beginning_say_nothing_of_any_match() -> None:
    first, second = entries(moved(None, "proposed", 1))
    assert replay([first, second.withheld()]) == {}


def test_what_is_noted_of_an_ended_match_does_not_change_why_it_ended() -> None:
    log = entries(
        moved(None, "proposed", 1),
        moved("proposed", "rejected", 2, reason_code="duplication"),
        moved("rejected", "rejected", 3),
    )
    assert replay(log)[match_id(1)].reason == "duplication"
