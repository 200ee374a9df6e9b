"""On past records, who probably answered a need stands near the top of those who could have, and is never shut out."""

import json
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from matcher.domain.engine import Engine
from matcher.domain.scoring import load_profile
from tests.support.figures import Note
from tests.support.matching_examples import context
from tests.support.past_records import past_need, past_offer

TODAY = date(2026, 11, 22)
PAIRS = Path(__file__).parents[2] / "data" / "past_pairs.json"


def sample(kind: str) -> list[dict[str, Any]]:
    lines = (resources.files("accord") / "samples" / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def place_of_the_best(found: list[UUID], answering: list[UUID]) -> int:
    """Return the first place, counted from 1, at which one of those stands who probably answered; 0 = none is there."""
    return next((place for place, each in enumerate(found, start=1) if each in answering), 0)


def test_who_probably_answered_stands_near_the_top(note: Note) -> None:
    needs = {each["id"]: past_need(**each) for each in sample("needs")}
    offers = {each["id"]: past_offer(**each) for each in sample("offers")}
    engine = Engine(context(today=TODAY), load_profile(), needs=needs.values(), offers=offers.values())
    pairs = json.loads(PAIRS.read_text(encoding="utf-8"))["pairs"]
    places = [
        place_of_the_best(
            [offer for offer, _ in engine.top(needs[need].need_id)], [offers[each].offer_id for each in answering]
        )
        for need, answering in pairs.items()
    ]
    first, five, ten = (100 * sum(0 < place <= best for place in places) // len(places) for best in (1, 5, 10))
    note(f"past pairs (guessed): first {first} %, in five {five} %, in ten {ten} % of {len(places)}")
    assert first >= 60
    assert five >= 90
    assert ten >= 97


MEETS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("the help came years later", {"start_year": 2004, "end_year": 2005}, {"start_year": 2011, "end_year": 2012}),
    ("the source tells of help that was over", {"start_year": 2018}, {"start_year": 2013, "end_year": 2016}),
    ("the group was left since", {}, {"eligible_states_iso3": [], "eligible_regions": ["ECOWAS"]}),
    ("the region has another name", {}, {"eligible_states_iso3": [], "eligible_regions": ["the Sahel region"]}),
    ("two regions in one name", {}, {"eligible_states_iso3": [], "eligible_regions": ["West and Central Africa"]}),
    ("everyone by another name", {}, {"eligible_states_iso3": [], "eligible_regions": ["Worldwide"]}),
    ("nobody said who may benefit", {}, {"eligible_states_iso3": []}),
    ("a territory beside the State", {}, {"eligible_states_iso3": ["MSR", "MLI"]}),
    ("only a secondary subject meets", {"secondary_categories": ["reporting"]}, {"categories": ["reporting"]}),
    ("kin of the subject", {"category": "national_coordination"}, {"categories": ["legislation"]}),
    ("training as such", {"category": "training", "secondary_categories": ["tracing"]}, {"categories": ["training"]}),
    ("seats and an ask for more than seats", {}, {"kind": "seats", "seats": 15}),
    ("organisations apply", {}, {"eligible_applicants": "NGOs and international organisations"}),
    (
        "a grant above what is asked",
        *(
            {"amount_original": 9_000, "currency_original": "USD"},
            {"grant_min": 50_000, "grant_max": 800_000, "currency_original": "USD"},
        ),
    ),
    ("a unit that nobody counts in", {"quantity": 3, "unit": "patrol boats"}, {}),
    ("a quantity without a unit", {"quantity": 3}, {}),
]


@pytest.mark.parametrize(("asked", "offered"), [pair[1:] for pair in MEETS], ids=[pair[0] for pair in MEETS])
def test_who_answered_is_not_shut_out_by_how_a_source_puts_it(asked: dict[str, Any], offered: dict[str, Any]) -> None:
    need, offer = past_need(**asked), past_offer(**offered)
    engine = Engine(context(today=TODAY), load_profile(), needs=[need], offers=[offer])
    assert [each for each, _ in engine.top(need.need_id)] == [offer.offer_id]
