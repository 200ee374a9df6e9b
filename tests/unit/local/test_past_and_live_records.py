"""What a past record leaves vague bars nobody; what a live one leaves vague is refused, for its author can say it."""

from typing import Any

import pytest

from accord.records.record import BadRecord
from accord.records.regions import areas_named, means_everyone
from tests.support.past_records import NEED, OFFER, need_document, offer_document

GRANTS = {"grant_min": 50_000, "grant_max": 800_000, "currency_original": "USD"}


def test_the_past_keeps_its_beginning_and_sets_its_end_aside() -> None:
    years = {"start_year": 2014, "end_year": 2016}
    assert need_document(NEED | years)["window"] == {"start": "2014-01-01", "end": None}
    assert offer_document(OFFER | years)["window"] == {"start": "2014-01-01", "end": None}


def test_a_live_record_keeps_both_ends() -> None:
    years = {"start_year": 2026, "end_year": 2028}
    assert need_document(NEED | years, historic=False)["window"] == {"start": "2026-01-01", "end": "2028-12-31"}


def test_the_smallest_grant_of_the_past_is_told_and_not_enforced() -> None:
    past, live = (offer_document(OFFER | GRANTS, historic=historic) for historic in (True, False))
    assert "smallest_share" not in past["lines"][0]
    assert "Smallest grant: USD 50,000." in past["texts"][0]["narrative"]
    assert live["lines"][0]["smallest_share"] == 50_000


def test_kin_of_a_subject_is_read_into_past_offers_alone_and_said_to_be_inferred() -> None:
    laws = OFFER | {"categories": ["legislation"]}
    past, live = (offer_document(laws, historic=historic) for historic in (True, False))
    assert past["lines"][0]["categories"] == ["legislation", "national_action_plan", "transfer_licensing"]
    assert "lines.categories" in past["provenance"]["inferred"]
    assert live["lines"][0]["categories"] == ["legislation"]
    assert "lines.categories" not in live["provenance"]["inferred"]


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("unit", {"quantity": 3, "unit": "patrol boats"}),
        ("unit", {"quantity": 3}),
        ("also_recipients", {"also_recipients": ["MSR"]}),
    ],
)
def test_a_live_need_says_it_in_the_words_of_the_format(field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(BadRecord) as refusal:
        need_document(NEED | changes, historic=False)
    assert refusal.value.field == field


def test_a_past_quantity_in_an_unknown_unit_is_told() -> None:
    component = need_document(NEED | {"quantity": 3, "unit": "patrol boats"})["components"][0]
    assert component["description"] == "3 patrol boats."
    assert "quantity" not in component


def test_a_live_offer_says_who_may_benefit() -> None:
    with pytest.raises(BadRecord) as refusal:
        offer_document(OFFER | {"eligible_states_iso3": []}, historic=False)
    assert refusal.value.field == "eligible_regions"


@pytest.mark.parametrize("historic", [True, False])
@pytest.mark.parametrize("region", ["Atlantis", "West Africa and Atlantis"])
def test_a_region_that_is_not_known_is_refused_by_name(*, region: str, historic: bool) -> None:
    with pytest.raises(BadRecord, match=region):
        offer_document(OFFER | {"eligible_regions": [region]}, historic=historic)


@pytest.mark.parametrize(
    ("spelling", "areas"),
    [
        ("Sahel region", ("greater_sahel",)),
        ("the Horn of Africa", ("eastern_africa",)),
        ("West Africa and the Sahel", ("sahel_and_west_africa",)),
        ("Central Africa and the Sahel", ("middle_africa", "greater_sahel")),
        ("Caribbean, Central America", ("caribbean", "central_america")),
        ("Asia and the Pacific", ("asia_and_the_pacific",)),
        ("Pacific island States", ("oceania",)),
        ("nowhere", ()),
    ],
)
def test_a_name_is_read_as_the_areas_that_hold_all_it_means(spelling: str, areas: tuple[str, ...]) -> None:
    assert areas_named(spelling) == areas


def test_everyone_has_several_names() -> None:
    assert [means_everyone(name) for name in ("Global", "worldwide", "All UN Member States", "Africa")] == [1, 1, 1, 0]


def test_the_states_behind_a_fund_stand_in_the_notes_and_not_in_its_name() -> None:
    fund = offer_document(OFFER | {"donor": "Trust Fund (AUS DEU)", "donor_type": "multi_donor_fund"})
    assert fund["donor"] == {"organisation": "trust_fund", "name": "Trust Fund", "kind": "multi_donor_fund"}
    assert "Donors: Australia, Germany." in fund["provenance"]["notes"]
    assert offer_document(OFFER | {"donor": "CAN (lead)"})["donor"]["name"] == "Canada (lead)"
