"""What the donor makes a condition is declared as met by the State."""

from matcher.domain.conditions.condition_unmet import condition_unmet
from matcher.domain.conditions.verdict import Change, Party
from tests.support.matching_examples import meeting, need, offer


def test_an_offer_without_conditions_asks_for_nothing() -> None:
    assert condition_unmet(meeting()).holds


def test_conditions_that_are_all_declared_hold() -> None:
    asking = need(conditions_met=("local_partner", "co_funding"))
    assert condition_unmet(meeting(asking, offer(conditions=("co_funding", "local_partner")))).holds


def test_the_state_is_told_which_conditions_to_declare() -> None:
    asking = need(conditions_met=("co_funding",))
    verdict = condition_unmet(meeting(asking, offer(conditions=("co_funding", "local_partner"))))
    assert not verdict.holds
    assert verdict.change == Change(Party.STATE, "condition", names=("local_partner",))
