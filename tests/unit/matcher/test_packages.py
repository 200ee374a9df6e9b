"""Packages of one need: who complements whom, what is lost without a part, and who pays whom."""

from typing import Any

from matcher.domain.candidates import Candidate
from matcher.domain.demand import Need
from matcher.domain.engine import Engine
from matcher.domain.packages import Facet, Flag, Package, choose_packages, flags_of
from matcher.domain.scoring import load_profile
from matcher.domain.supply import Donor, Line, Offer
from tests.support.matching_examples import component, context, line, need, numbered, offer

AROUND = context()


def offered(number: int, *lines: Line, **changes: Any) -> Offer:
    donor = Donor(f"donor_{number}", f"Donor {number}", "state")
    return offer(number, donor=donor, lines=lines or (line(number),), **changes)


def candidates(a_need: Need, *offers: Offer) -> list[tuple[Offer, Candidate]]:
    engine = Engine(AROUND, load_profile(), needs=[a_need], offers=offers)
    return [(engine.offer(each.offer_id), each) for each in engine.candidates_of_need(a_need.need_id)]


def packages(a_need: Need, *offers: Offer, limit: int = 3, own_upkeep: bool = False) -> tuple[Package, ...]:
    return choose_packages(a_need, candidates(a_need, *offers), AROUND, limit=limit, own_upkeep=own_upkeep)


def numbers(package: Package) -> set[int]:
    return {part.offer.offer_id.int - numbered(2, 0).int for part in package.parts}


def flags(a_need: Need, *offers: Offer, own_upkeep: bool = False) -> list[Flag]:
    [package] = packages(a_need, *offers, limit=1, own_upkeep=own_upkeep)
    return list(flags_of(package, a_need, AROUND))


def codes(a_need: Need, *offers: Offer) -> set[str]:
    return {flag.code for flag in flags(a_need, *offers)}


def test_two_offers_that_each_hold_half_come_as_one_package() -> None:
    halves = (offered(1, line(1, pledged=2_000)), offered(2, line(2, pledged=2_000)))
    [package] = packages(need(), *halves)
    assert numbers(package) == {1, 2}
    assert package.share == 1000
    assert [part.gain.share for part in package.parts] == [500, 500]


def test_a_component_that_two_offers_could_cover_counts_once() -> None:
    first, second = packages(need(), offered(1), offered(2))
    assert [numbers(first), numbers(second)] == [{1}, {2}]
    assert first.share == 1000


def test_an_offer_that_adds_nothing_is_no_part() -> None:
    trainer = offered(1, line(1), line(11, modalities=("training",), unit="course"))
    best = packages(need(), trainer, offered(2))[0]
    assert numbers(best) == {1}


def test_what_makes_help_last_decides_between_packages_that_cover_as_much() -> None:
    asked = need(components=(component(modalities=("equipment", "training")),))
    trainer = offered(2, line(2, modalities=("training",), unit="course", pledged=3_000))
    package = packages(asked, offered(1), trainer)[0]
    assert numbers(package) == {1, 2}
    [training] = [part for part in package.parts if part.offer is trainer]
    assert training.gain.share == 0
    assert training.gain.facets == ((numbered(3, 1), Facet.TRAINING),)


def test_the_order_of_filling_keeps_a_line_free_for_what_only_it_can_serve() -> None:
    asked = need(components=(component(1, quantity=4_000), component(2, category="marking_equipment", quantity=4_000)))
    narrow = offered(1, line(1, categories=("marking_at_import",), pledged=4_000))
    wide = offered(2, line(2, categories=("marking",), pledged=4_000))
    package = packages(asked, narrow, wide)[0]
    assert package.share == 2000


def test_things_are_taken_before_money_which_fills_what_is_left() -> None:
    asked = need(components=(component(quantity=4_000, estimated_cost=100_000, currency="EUR"),))
    money = offered(1, line(1, unit="money", currency="EUR", modalities=("finance",), pledged=33_000))
    package = packages(asked, money, offered(2, line(2, pledged=3_000, modalities=())))[0]
    assert {each.quantity for part in package.parts for each in part.taken} == {3_000, 25_000}
    assert package.share == 1000


def test_counted_things_are_not_cut_when_money_has_taken_a_part() -> None:
    asked = need(components=(component(quantity=4_000, estimated_cost=100_000, currency="EUR"),))
    money = offered(1, line(1, unit="money", currency="EUR", modalities=("finance",), pledged=33_000))
    package = packages(asked, money, offered(2, line(2, pledged=3_000), delivery_model="both"))[0]
    assert {each.quantity for part in package.parts for each in part.taken} == {33_000, 2_000}


def test_an_indivisible_line_goes_to_one_component() -> None:
    asked = need(components=(component(1, quantity=2_000), component(2, quantity=2_000)))
    package = packages(asked, offered(1, line(1, divisible=False)))[0]
    assert package.share == 1000


FUNDER = line(1, unit="money", currency="EUR", modalities=("finance",), pledged=20_000)
MACHINES = line(2, unit_cost=5_000, currency="EUR")


def test_a_funder_and_a_provider_count_as_one_path() -> None:
    asked = need(components=(component(estimated_cost=80_000, currency="EUR"),))
    package = packages(
        asked,
        offered(1, FUNDER, delivery_model="funds_others"),
        offered(2, MACHINES, delivery_model="delivers_for_others"),
    )[0]
    [path] = package.paths
    assert (path.quantity, path.cost, package.share) == (4_000, 20_000, 1000)
    assert {part.offer.donor.name: part.roles for part in package.parts} == {
        "Donor 1": {Facet.FUNDER},
        "Donor 2": {Facet.PROVIDER},
    }
    assert not {"provider_missing", "funder_missing"} & {flag.code for flag in flags_of(package, asked, AROUND)}


def test_money_that_pays_for_one_component_is_spent() -> None:
    asked = need(components=(component(1), component(2)))
    package = packages(
        asked,
        offered(1, FUNDER, delivery_model="funds_others"),
        offered(2, MACHINES, delivery_model="delivers_for_others"),
    )[0]
    assert [(path.quantity, path.cost) for path in package.paths] == [(4_000, 20_000)]


def test_money_that_pays_for_less_than_one_unit_makes_no_path() -> None:
    asked = need(components=(component(estimated_cost=80_000, currency="EUR"),))
    dear = line(2, unit_cost=50_000, currency="EUR")
    [first, *_] = packages(
        asked,
        offered(1, FUNDER, delivery_model="funds_others"),
        offered(2, dear, delivery_model="delivers_for_others"),
    )
    assert first.paths == ()


def test_a_provider_whose_price_is_not_said_is_paid_without_a_figure() -> None:
    package = packages(
        need(),
        offered(1, FUNDER, delivery_model="funds_others"),
        offered(2, line(2), delivery_model="delivers_for_others"),
    )[0]
    [path] = package.paths
    assert (path.quantity, path.cost) == (4_000, None)


def test_a_provider_without_a_funder_is_flagged() -> None:
    [flag] = [
        flag
        for flag in flags(need(), offered(1, delivery_model="delivers_for_others"))
        if flag.code != "equipment_alone"
    ]
    assert (flag.code, flag.paragraph) == ("funder_missing", "BMS7 103")


def test_a_funder_without_a_provider_is_flagged() -> None:
    asked = need(components=(component(estimated_cost=20_000, currency="EUR"),))
    assert "provider_missing" in codes(asked, offered(1, FUNDER, delivery_model="funds_others"))


def test_equipment_alone_is_flagged_with_each_thing_that_is_missing() -> None:
    [flag] = flags(need(), offered(1))
    assert (flag.code, flag.paragraph) == ("equipment_alone", "BMS7 115")
    assert flag.facts["missing"] == ["package.facet.training", "package.facet.upkeep", "package.facet.law"]


def test_equipment_with_training_upkeep_and_law_is_not_flagged() -> None:
    whole = offered(
        1,
        line(1, categories=("marking", "legislation")),
        line(11, modalities=("training", "personnel"), unit="course"),
    )
    assert flags(need(), whole) == []


def test_a_line_that_is_used_up_gives_nothing() -> None:
    used_up = line(11, modalities=("training", "personnel"), unit="course", pledged=1_000, reserved=1_000)
    [flag] = flags(need(), offered(1, line(1, categories=("marking", "legislation")), used_up))
    assert flag.facts["missing"] == ["package.facet.training", "package.facet.upkeep"]


def test_upkeep_that_the_state_plans_itself_is_not_missed() -> None:
    [flag] = flags(need(), offered(1), own_upkeep=True)
    assert flag.facts["missing"] == ["package.facet.training", "package.facet.law"]


def test_training_that_leaves_out_the_marking_that_the_need_is_about_is_flagged() -> None:
    stores = component(2, category="stockpile_management", modalities=("training",), unit="course")
    asked = need(components=(component(1), stores))
    trainer = offered(1, line(1, categories=("stockpile_management",), modalities=("training",), unit="course"))
    [flag] = flags(asked, trainer)
    assert (flag.code, flag.paragraph, flag.facts["categories"]) == ("training_without_iti", "BMS7 111", ["marking"])


def test_training_on_marking_has_the_content_that_is_called_for() -> None:
    asked = need(components=(component(modalities=("training",), unit="course"),))
    assert codes(asked, offered(1, line(1, modalities=("training",), unit="course"))) == set()


def test_training_for_a_need_that_is_not_about_marking_or_tracing_is_not_flagged() -> None:
    stores = component(category="stockpile_management", modalities=("training",), unit="course")
    trainer = offered(1, line(1, categories=("stockpile_management",), modalities=("training",), unit="course"))
    assert codes(need(components=(stores,)), trainer) == set()


def test_a_need_whose_components_belong_together_is_flagged_when_one_goes_unanswered() -> None:
    asked = need(all_or_nothing=True, components=(component(1), component(2, category="destruction")))
    [flag] = [each for each in flags(asked, offered(1)) if each.code == "all_or_nothing"]
    assert flag.facts["categories"] == ["destruction"]


def test_a_need_that_nobody_answers_has_no_package() -> None:
    assert packages(need(), offered(1, line(1, categories=("destruction",)))) == ()
