"""The forms of help meet; finance meets every form that money can buy."""

import pytest

from matcher.domain.conditions.modality_mismatch import modality_mismatch
from matcher.domain.conditions.verdict import Change, Party, Verdict
from tests.support.matching_examples import component, line, pairing

Forms = tuple[str, ...]


def verdict_on(asked: Forms, offered: Forms) -> Verdict:
    return modality_mismatch(pairing(component(modalities=asked), line(modalities=offered)))


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        (("training",), ("equipment", "training")),
        (("training", "equipment"), ("equipment",)),
        (("equipment",), ("finance",)),
        (("finance",), ("finance",)),
        ((), ("training",)),
        (("training",), ()),
        (("training", "finance"), ()),
    ],
)
def test_forms_meet_where_one_is_given_bought_or_left_unsaid(asked: Forms, offered: Forms) -> None:
    assert verdict_on(asked, offered).holds


def test_finance_that_is_asked_for_is_met_by_finance_alone() -> None:
    verdict = verdict_on(("finance",), ("equipment",))
    assert verdict.message_key == "condition.modality_mismatch.other_form"
    assert verdict.change == Change(Party.EITHER, "modality", names=("finance",))


def test_a_line_that_names_no_form_does_not_meet_a_wish_for_finance_alone() -> None:
    assert verdict_on(("finance",), ()).message_key == "condition.modality_mismatch.not_finance"


def test_money_does_not_buy_a_seat_in_the_fellowship() -> None:
    assert not verdict_on(("fellowship_seat",), ("finance",)).holds
