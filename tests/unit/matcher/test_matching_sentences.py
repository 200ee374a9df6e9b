"""Explanations and failed conditions in words."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from matcher.domain.conditions import Code, Verdict, failures, failures_of_meeting
from matcher.domain.demand import Need
from matcher.domain.explanation import explain
from matcher.domain.pairing import Meeting, Pairing
from matcher.domain.rates import Rate
from matcher.domain.scoring import load_profile, marks_of_meeting, marks_of_pairing
from matcher.domain.sentences import tell, tell_item, tell_verdict
from matcher.domain.spans import Span
from matcher.domain.supply import Ceiling, Donor, Eligibility, Offer
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary
from tests.support.matching_examples import component, context, line, need, numbered, offer

LISTS = (load_vocabulary(), load_geography())
PAST = date(2026, 2, 10)


def first_pairing(a_need: Need | None, an_offer: Offer | None, **around: Any) -> Pairing:
    between = Meeting(a_need or need(), an_offer or offer(), context(**around))
    return Pairing(between, between.need.components[0], between.offer.lines[0])


def told_failures(a_need: Need | None = None, an_offer: Offer | None = None, **around: Any) -> list[str]:
    pairing = first_pairing(a_need, an_offer, **around)
    failed = failures(pairing, failures_of_meeting(pairing.meeting) or ())
    return [tell_verdict(verdict, "en", *LISTS) for verdict in failed]


def told(criterion: str, a_need: Need | None = None, an_offer: Offer | None = None, **around: Any) -> str:
    pairing = first_pairing(a_need, an_offer, **around)
    items = explain(marks_of_meeting(pairing.meeting) | marks_of_pairing(pairing), load_profile()).items
    (sentence,) = [tell_item(item, "en", *LISTS) for item in items if item.criterion == criterion]
    return sentence


def test_an_offer_that_opens_late_names_both_days_and_the_days_between() -> None:
    late = offer(window=Span(date(2027, 3, 1), None))
    assert told_failures(need(window=Span(), deadline=date(2027, 2, 15)), late) == [
        "ECOWAS's offer opens on 1 March 2027; the deadline is 15 February 2027: 14 days later would do."
    ]


def test_windows_apart_name_both_and_how_many_days_would_do() -> None:
    late = offer(window=Span(date(2026, 9, 1), None))
    assert told_failures(an_offer=late) == [
        (
            "ECOWAS can help from 1 September 2026 on; help is wanted from 1 April 2026 to 9 July 2026: "
            "83 more days from either side would do."
        )
    ]


def test_a_call_to_come_says_when_and_in_how_many_days() -> None:
    assert told_failures(an_offer=offer(call=Span(date(2026, 3, 3), None))) == [
        "ECOWAS's call opens on 3 March 2026: 1 day from now."
    ]


def test_a_minimum_is_told_in_the_units_of_the_line() -> None:
    assert told_failures(an_offer=offer(lines=(line(smallest_share=5_000),))) == [
        (
            "ECOWAS gives no less than 5 machines, and the need asks for 4 machines: "
            "ask for 1 machine more, or ECOWAS lowers its minimum."
        )
    ]


def test_a_ceiling_names_the_states_and_the_money() -> None:
    capped = offer(
        ceiling=Ceiling(150_000_500, "money", "EUR"),
        lines=(line(unit="money", currency="EUR", smallest_share=20_000_000, pledged=None),),
    )
    assert told_failures(an_offer=capped, held={(numbered(2, 1), "GHA"): 150_000_500}) == [
        (
            "What ECOWAS gives to one State (EUR 150,000.50) is used up for Ghana: "
            "raising this ceiling by EUR 20,000 would do."
        )
    ]


@pytest.mark.parametrize(
    ("code", "asking", "offering"),
    [
        (Code.NOT_OPEN, {"status": "covered"}, {}),
        (Code.NOT_OPEN, {}, {"status": "paused"}),
        (Code.NOT_OPEN, {"status": "closed"}, {"status": "closed"}),
        (Code.NOT_OPEN, {}, {"call": Span(None, PAST)}),
        (Code.STATE_NOT_ELIGIBLE, {"states": ("KEN",)}, {}),
        (Code.STATE_NOT_ELIGIBLE, {}, {"eligibility": Eligibility(everyone=True, excluded_states=("GHA",))}),
        (Code.STATE_NOT_ELIGIBLE, {"states": (), "group": "no_such_group"}, {}),
        (Code.APPLICANT_NOT_ELIGIBLE, {}, {"applicants": ("agency",)}),
        (Code.CATEGORY_MISMATCH, {"components": (component(category="tracing"),)}, {}),
        (
            Code.CATEGORY_MISMATCH,
            {"components": (component(category="marking_at_import"),)},
            {"lines": (line(categories=("marking_equipment",)),)},
        ),
        (Code.MODALITY_MISMATCH, {"components": (component(modalities=("finance",)),)}, {}),
        (
            Code.MODALITY_MISMATCH,
            {"components": (component(modalities=("finance",)),)},
            {"lines": (line(modalities=()),)},
        ),
        (Code.WINDOW_DISJOINT, {"window": Span(None, date(2026, 3, 9))}, {}),
        (Code.WINDOW_DISJOINT, {"deadline": PAST}, {"window": Span(date(2026, 7, 1), None)}),
        (Code.BELOW_MINIMUM_SHARE, {}, {"lines": (line(pledged=3_000, smallest_share=4_000),)}),
        (Code.EXHAUSTED, {}, {"lines": (line(delivered=10_000),)}),
        (Code.EXHAUSTED, {"components": (component(covered=4_000),)}, {}),
        (Code.PER_STATE_CEILING, {}, {"ceiling": Ceiling(0, "visit")}),
        (Code.CONDITION_UNMET, {}, {"conditions": ("co_funding",)}),
        (Code.NOT_VISIBLE, {"visibility": "coordinators"}, {}),
    ],
)
def test_every_failed_condition_is_one_plain_sentence(
    code: Code, asking: dict[str, Any], offering: dict[str, Any]
) -> None:
    pairing = first_pairing(need(**asking), offer(**offering))
    (verdict,) = failures(pairing, failures_of_meeting(pairing.meeting) or ())
    sentence = tell_verdict(verdict, "en", *LISTS)
    assert verdict.code is code
    assert sentence.endswith(".")
    assert "_" not in sentence.replace("no_such_group", "")


def test_a_refused_pair_is_told_how_to_meet_again() -> None:
    refused = told_failures(refusals=frozenset({(numbered(1, 1), numbered(2, 1))}))
    assert refused == ["The two sides were brought together before and one refused: either can withdraw its refusal."]


def test_a_condition_that_holds_has_nothing_to_tell() -> None:
    assert tell_verdict(Verdict(Code.EXHAUSTED, holds=True), "en", *LISTS) == ""


def test_states_and_areas_are_named_in_words() -> None:
    shared = need(states=("GHA", "KEN"))
    assert told("specificity", shared) == "The offer reaches Ghana, not Kenya."
    western = offer(eligibility=Eligibility(regions=("western_africa",)))
    assert told("specificity", an_offer=western) == "The offer is for Western Africa, which includes Ghana."


def test_a_long_list_of_states_is_cut() -> None:
    group = need(states=(), group="ecowas")
    sentence = told("specificity", group, offer(eligibility=Eligibility(groups=("ecowas",))))
    assert sentence.endswith("and 7 others.")


def test_a_share_is_told_in_quantities_and_per_cent() -> None:
    asking = need(components=(component(quantity=40_000),))
    assert told("coverage", asking) == "It could give 10 machines of the 40 machines still asked for: 25%."
    assert told("coverage") == "It could give all of the 4 machines still asked for."


def test_a_share_across_currencies_names_the_rates_date_and_source() -> None:
    rates = (Rate("EUR", 900_000, PAST, "UN rates", "USD"), Rate("USD", 1_000_000, PAST, "UN rates", "USD"))
    asking = need(components=(component(quantity=None, estimated_cost=100_000_000, currency="USD"),))
    giving = offer(lines=(line(unit="money", currency="EUR", pledged=60_000_000),))
    assert told("coverage", asking, giving, rates=rates) == (
        "It could give EUR 60,000 of the EUR 90,000 still asked for: 66.6%, "
        "at the exchange rates of 10 February 2026 (UN rates)."
    )


def test_titles_lose_their_capital_within_a_sentence() -> None:
    assert told("category") == "Both are about marking."
    assert told("modality") == "All forms of help asked for can be given: equipment."


def test_a_language_without_a_catalogue_is_told_in_english() -> None:
    assert tell("criterion.conditions.none", {}, "xx", *LISTS) == "The donor makes no conditions."


def test_a_message_that_nobody_wrote_is_an_error() -> None:
    with pytest.raises(KeyError):
        tell("criterion.luck.good", {}, "en", *LISTS)


def test_a_sentence_begins_with_a_capital_whatever_the_donors_name() -> None:
    donor = replace(offer(status="paused"), donor=Donor("unoda", "united donors", "state"))
    assert told_failures(an_offer=donor)[0].startswith("United donors' offer is paused")
