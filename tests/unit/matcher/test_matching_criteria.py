"""What each criterion of the score gives and takes away."""

from datetime import UTC, date, datetime

import pytest

from matcher.domain.scoring.category import category
from matcher.domain.scoring.conditions import conditions
from matcher.domain.scoring.language import language
from matcher.domain.scoring.modality import modality
from matcher.domain.scoring.specificity import specificity
from matcher.domain.scoring.urgency import urgency
from matcher.domain.scoring.words import words
from matcher.domain.supply import Eligibility
from matcher.domain.texts import Text
from tests.support.matching_examples import component, line, meeting, need, offer, pairing


@pytest.mark.parametrize(
    ("asked", "offered", "points"),
    [
        ("marking", ("marking",), 1000),
        ("marking", ("tracing", "marking_equipment"), 700),
        ("marking_equipment", ("marking",), 700),
        ("marking_equipment", ("marking_at_import",), 300),
        ("marking", ("tracing",), 0),
    ],
)
def test_category_falls_with_the_distance_in_the_tree(asked: str, offered: tuple[str, ...], points: int) -> None:
    assert category(pairing(component(category=asked), line(categories=offered))).points == points


@pytest.mark.parametrize(
    ("eligibility", "points"),
    [
        (Eligibility(everyone=True, states=("GHA",)), 1000),
        (Eligibility(everyone=True, regions=("africa",), groups=("ecowas",)), 850),
        (Eligibility(regions=("africa",), groups=("dac_oda_recipients",)), 700),
        (Eligibility(everyone=True, groups=("dac_oda_recipients",)), 650),
        (Eligibility(everyone=True), 500),
        (Eligibility(states=("KEN",)), 0),
    ],
)
def test_specificity_is_that_of_the_most_direct_way(eligibility: Eligibility, points: int) -> None:
    assert specificity(meeting(an_offer=offer(eligibility=eligibility))).points == points


def test_specificity_of_a_shared_need_is_the_mean_over_its_states() -> None:
    shared = need(states=("GHA", "KEN", "NGA"))
    mark = specificity(meeting(shared, offer(eligibility=Eligibility(states=("GHA",), groups=("ecowas",)))))
    assert mark.points == (1000 + 0 + 850) // 3
    assert mark.facts["not_eligible"] == ["KEN"]


def test_an_offer_that_names_the_very_group_that_posts_is_subregional() -> None:
    group = need(states=("GHA",), group="dac_oda_recipients")
    assert specificity(meeting(group, offer(eligibility=Eligibility(groups=("dac_oda_recipients",))))).points == 850


@pytest.mark.parametrize(
    ("asked", "offered", "points"),
    [
        (("training", "equipment"), ("training", "equipment"), 1000),
        (("training", "equipment", "fellowship_seat"), ("finance",), 666),
        (("training",), (), 500),
        ((), ("training",), 500),
        (("finance",), (), 0),
    ],
)
def test_modality_is_the_share_of_asked_forms_that_can_be_given(
    asked: tuple[str, ...], offered: tuple[str, ...], points: int
) -> None:
    assert modality(pairing(component(modalities=asked), line(modalities=offered))).points == points


@pytest.mark.parametrize(
    ("asked", "offered", "written", "points"),
    [
        (("fr",), ("en", "fr"), "en", 1000),
        (("fr",), ("es",), "en", 400),
        (("fr",), ("es",), "ar", 0),
        ((), ("es",), "en", 500),
    ],
)
def test_language_asks_for_one_in_common(
    asked: tuple[str, ...], offered: tuple[str, ...], written: str, points: int
) -> None:
    asking = need(languages=asked, texts=(Text(written, "Machines"),))
    assert language(meeting(asking, offer(languages=offered))).points == points


def test_conditions_give_full_points_where_there_are_none_or_all_are_met() -> None:
    demanding = offer(conditions=("co_funding", "local_partner"))
    assert conditions(meeting()).points == 1000
    assert conditions(meeting(need(conditions_met=("local_partner", "co_funding")), demanding)).points == 1000
    assert conditions(meeting(need(conditions_met=("co_funding",)), demanding)).points == 500


def test_words_are_compared_within_one_language_alone() -> None:
    french = need(texts=(Text("fr", "Marquage des armes courtes"),))
    assert words(meeting(french, offer(texts=(Text("en", "Marquage des armes courtes"),)))).points == 0
    assert words(meeting(french, offer(texts=(Text("fr", "armes : marquage"),)))).points == 666


def test_little_words_say_nothing_of_the_subject() -> None:
    asked, offered = need(texts=(Text("fr", "Marquage des armes"),)), offer(texts=(Text("fr", "marquage d'armes"),))
    assert words(meeting(asked, offered)).points == 1000
    assert words(meeting(need(texts=(Text("ar", "على من"),)), offer(texts=(Text("ar", "على من"),)))).points == 0


def test_words_are_compared_without_case_and_accents_and_in_scripts_without_spaces() -> None:
    assert words(meeting(need(texts=(Text("fr", "ÉTÉ"),)), offer(texts=(Text("fr", "ete"),)))).points == 1000
    chinese = meeting(need(texts=(Text("zh", "武器标记"),)), offer(texts=(Text("zh", "标记设备"),)))
    assert words(chinese).points == 200


def test_urgency_grows_with_priority_and_with_waiting_but_never_without_end() -> None:
    today = date(2026, 6, 30)
    fresh, waiting = (need(opened_at=datetime(year, 6, 30, tzinfo=UTC)) for year in (2026, 2025))
    pressing = need(priority=5, opened_at=datetime(2000, 1, 1, tzinfo=UTC))
    assert urgency(need(opened_at=None), today) == urgency(fresh, today) == 450
    assert urgency(waiting, today) == 450 + 250 * 365 // (365 + 180)
    assert urgency(pressing, today) < 1000
