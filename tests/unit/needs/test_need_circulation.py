"""Consent gate 1: what a draft has to bring before it circulates."""

from datetime import date, timedelta

import pytest

from needs.domain.consent import Consent
from needs.domain.details import NeedDetails
from needs.domain.events import NeedOpened
from needs.domain.need import Need
from needs.domain.provenance import Provenance
from shared.errors import Conflict, InvalidInput
from shared.statements.windows import Window
from tests.support.need_examples import NOW, circulated, draft, statement, vague_statement

YESTERDAY = NOW.date() - timedelta(days=1)


def conflict_on_opening(details: NeedDetails, *, consent: bool = True) -> Conflict:
    need = draft(details)
    with pytest.raises(Conflict) as refusal:
        need.open(consent=consent, insist=False, by="npc@ken", now=NOW)
    assert (need.status, need.opened_at, need.consent) == ("draft", None, None)
    return refusal.value


def problems_on_opening(details: NeedDetails) -> list[str]:
    with pytest.raises(InvalidInput) as refusal:
        draft(details).open(consent=True, insist=True, by="npc@ken", now=NOW)
    return [field.pointer for field in refusal.value.fields]


def opened(need: Need, *, insist: bool = False) -> Need:
    need.open(consent=True, insist=insist, by="npc@ken", now=NOW)
    return need


def test_an_opened_need_circulates_and_keeps_who_consented() -> None:
    need = opened(draft())
    assert (need.status, need.opened_at, need.confirmed_at) == ("open", NOW, NOW)
    assert need.consent == Consent(consented_by="npc@ken", consented_at=NOW, insisted=False)
    assert need.events[-1] == NeedOpened(need.id, NOW)


def test_nothing_circulates_without_consent() -> None:
    assert conflict_on_opening(statement(), consent=False).code == "consent-required"


def test_insisting_does_not_replace_consent() -> None:
    with pytest.raises(Conflict) as refusal:
        draft().open(consent=False, insist=True, by="npc@ken", now=NOW)
    assert refusal.value.code == "consent-required"


def test_a_need_that_asks_for_nothing_does_not_circulate() -> None:
    assert conflict_on_opening(statement(components=())).code == "need-without-components"


def test_a_vague_need_is_sent_back_with_its_score_and_coaching() -> None:
    refusal = conflict_on_opening(vague_statement())
    assert refusal.code == "need-too-vague"
    assert refusal.extra["specificity"] == draft(vague_statement()).specificity().score
    advice = refusal.extra["coaching"][0]
    assert advice["advice"] == "Say how many laws or regulations are to be drafted or revised."
    assert advice["pointers"] == ["/components/0/quantity"]


def test_a_vague_need_circulates_when_its_state_insists_and_that_is_kept() -> None:
    need = opened(draft(vague_statement()), insist=True)
    assert need.consent is not None
    assert need.consent.insisted


def test_insisting_on_a_specific_need_is_not_held_against_it() -> None:
    need = opened(draft(), insist=True)
    assert need.consent is not None
    assert not need.consent.insisted


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"deadline": YESTERDAY, "window": Window()}, ["/deadline"]),
        ({"window": Window(None, YESTERDAY)}, ["/window/end"]),
        ({"deadline": YESTERDAY, "window": Window(date(2020, 1, 1), YESTERDAY)}, ["/deadline", "/window/end"]),
    ],
)
def test_a_need_whose_time_is_over_does_not_open(changes: dict[str, object], pointers: list[str]) -> None:
    assert problems_on_opening(statement(**changes)) == pointers


def test_a_historic_example_is_no_exception() -> None:
    past = statement(window=Window(None, date(2012, 1, 1)), provenance=Provenance(historic_example=True))
    assert problems_on_opening(past) == ["/window/end"]


def test_a_need_that_ends_today_still_opens() -> None:
    today = NOW.date()
    assert opened(draft(statement(deadline=today, window=Window(None, today)))).status == "open"


def test_a_need_opens_once() -> None:
    need = circulated()
    with pytest.raises(Conflict) as refusal:
        opened(need)
    assert (refusal.value.code, refusal.value.extra["status"]) == ("need-already-open", "open")
