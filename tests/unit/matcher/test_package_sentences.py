"""Packages as they are told: paths, gains and flags as sentences, in each language of the catalogues."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from matcher.api.schemas.package_view import PackageView, package_view
from matcher.domain.demand import Need
from matcher.domain.engine import Engine
from matcher.domain.packages import choose_packages, flags_of
from matcher.domain.scoring import load_profile
from matcher.domain.supply import Donor, Offer
from tests.support.matching_examples import component, context, line, need, numbered, offer

AROUND = context()
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
FUNDER = offer(
    1,
    donor=Donor("fund", "Trust Fund", "multi_donor_fund"),
    delivery_model="funds_others",
    lines=(line(1, unit="money", currency="EUR", modalities=("finance",), pledged=20_000),),
)
PROVIDER = offer(2, delivery_model="delivers_for_others", lines=(line(2, unit_cost=5_000, currency="EUR"),))


def row(of: Offer) -> dict[str, Any]:
    return {
        "offer_id": of.offer_id,
        "external_id": None,
        "title": "An offer",
        "organisation": of.donor.organisation,
        "donor_name": of.donor.name,
        "historic_example": False,
    }


def told(asked: Need, *offers: Offer, language: str = "en") -> PackageView:
    engine = Engine(AROUND, load_profile(), needs=[asked], offers=offers)
    found = [(engine.offer(each.offer_id), each) for each in engine.candidates_of_need(asked.need_id)]
    [package] = choose_packages(asked, found, AROUND, limit=1)
    rows: dict[UUID, dict[str, Any]] = {each.offer_id: row(each) for each in offers}
    return package_view(package, flags_of(package, asked, AROUND), asked, rows, language)


def test_a_path_says_who_pays_whom_for_how_much() -> None:
    view = told(need(), FUNDER, PROVIDER)
    [path] = view.paths
    assert path.sentence == "Trust Fund pays for 4 machines that ECOWAS delivers."
    assert (path.quantity_thousandths, path.unit) == (4_000, "machine")
    assert (path.cost_thousandths, path.currency) == (20_000, "EUR")


def test_a_path_without_a_price_says_so() -> None:
    unpriced = replace(PROVIDER, lines=(line(2, unit="set"),))
    [path] = told(need(), FUNDER, unpriced).paths
    assert path.sentence == "Trust Fund pays for what ECOWAS delivers; how much that is, is not measured."


def test_a_gain_in_kind_alone_says_what_would_be_lacking() -> None:
    asked = need(components=(component(modalities=("equipment", "training")),))
    trainer = replace(FUNDER, delivery_model="own_delivery", lines=(line(1, modalities=("training",), unit="course"),))
    view = told(asked, offer(2), trainer)
    assert [part.gain.sentence for part in view.parts][1] == (
        "Without Trust Fund the package would cover as much, and lack training."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_told_in_the_language(language: str) -> None:
    courses = component(2, category="stockpile_management", modalities=("training",), unit="course")
    asked = need(all_or_nothing=True, components=(component(1), courses, component(3, category="destruction")))
    trainer = offer(3, lines=(line(3, categories=("stockpile_management",), modalities=("training",), unit="course"),))
    alone = replace(PROVIDER, lines=(line(2),))
    view = told(asked, alone, trainer, language=language)
    assert {flag.code for flag in view.flags} == {
        "equipment_alone",
        "training_without_iti",
        "funder_missing",
        "all_or_nothing",
    }
    sentences = [*(flag.sentence for flag in view.flags), *(part.gain.sentence for part in view.parts)]
    assert not any(sign in sentence for sentence in sentences for sign in "{}_")
    assert all(flag.paragraph in flag.sentence for flag in view.flags)
    assert numbered(3, 3) in {each.component_id for each in view.components if not each.covered_thousandths}
