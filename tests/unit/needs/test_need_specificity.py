"""The score of a need and the coaching that explains it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from needs.domain.background import Sustainability
from needs.domain.component import ComponentDetails
from needs.domain.details import NeedDetails
from needs.domain.institutions import Authority, Contact
from needs.domain.specificity import CIRCULATION_THRESHOLD, Specificity, assess
from needs.domain.specificity.phrases import GENERAL, PHRASES, phrases_of
from shared.statements.texts import Text
from shared.statements.windows import Window
from shared.vocabulary import load_vocabulary
from tests.support.need_examples import complete_statement, component, statement, vague_statement


def advice_on(details: NeedDetails) -> dict[str, str]:
    return {advice.code: advice.sentence for advice in assess(details).coaching}


def asking(**said: Any) -> NeedDetails:
    return statement(components=(replace(ComponentDetails(category="marking"), **said),))


def test_a_need_that_leaves_nothing_unsaid_scores_one_hundred() -> None:
    complete = assess(complete_statement())
    assert (complete.score, complete.coaching) == (100, ())


@pytest.mark.parametrize("components", [(), (ComponentDetails(category="marking"),)])
def test_a_need_that_says_nothing_scores_nothing(components: tuple[ComponentDetails, ...]) -> None:
    silent = NeedDetails(states=("KEN",), texts=(Text("en", "Help"),), components=components)
    assert assess(silent).score == 0


def test_a_need_is_too_vague_below_fifty() -> None:
    assert Specificity(49, ()).is_too_vague()
    assert not Specificity(50, ()).is_too_vague()


@pytest.mark.parametrize("upkeep", [Sustainability("The board pays."), Sustainability(upkeep=("fuel",))])
def test_a_plan_or_the_upkeep_says_how_the_result_lasts(upkeep: Sustainability) -> None:
    assert "sustainability" in advice_on(statement())
    assert "sustainability" not in advice_on(statement(sustainability=upkeep))


def test_a_good_need_scores_seventy_or_more_without_saying_everything() -> None:
    assert 70 <= assess(statement()).score < 100
    assert assess(statement(components=(component(estimated_cost=None, currency=None),))).score >= 70


def test_technical_financial_legislative_help_is_too_vague() -> None:
    assert assess(vague_statement()).is_too_vague()


def test_a_vague_request_stays_vague_however_complete_its_form_is() -> None:
    dressed_up = vague_statement(
        authority=Authority("Ministry of the Interior"),
        contact=Contact("National point of contact", email="npc@example.org"),
        window=Window(None, statement().window.end),
        working_languages=("en",),
        target_groups=("police",),
    )
    assert assess(dressed_up).score < CIRCULATION_THRESHOLD


def test_a_need_without_components_is_told_to_ask_for_something() -> None:
    assessed = assess(statement(components=()))
    assert assessed.is_too_vague()
    assert assessed.coaching[0].code == "components"


@pytest.mark.parametrize("details", [statement(), vague_statement(), complete_statement(), statement(components=())])
def test_the_coaching_explains_every_missing_point(details: NeedDetails) -> None:
    assessed = assess(details)
    assert assessed.score + sum(advice.points for advice in assessed.coaching) == 100


def test_the_weightiest_advice_comes_first() -> None:
    points = [advice.points for advice in assess(vague_statement()).coaching]
    assert points == sorted(points, reverse=True)


def test_the_same_need_always_gets_the_same_advice() -> None:
    assert assess(vague_statement()) == assess(vague_statement())


@pytest.mark.parametrize(
    ("said", "code", "sentence"),
    [
        ({}, "quantity", "Say how many weapons are to be marked."),
        ({"category": "marking_at_import"}, "quantity", "Say how many weapons are to be marked."),
        ({"category": "stockpile_management"}, "quantity", "Say how many stores are to be built or made safe."),
        ({"modalities": ("training",)}, "quantity", "Say how many people are to be trained in marking."),
        (
            {},
            "form_of_help",
            "Say which form of help marking needs: money, marking machines, training, technical advice.",
        ),
        ({}, "cost", "Estimate what the help with marking would cost, and in which currency."),
        (
            {"quantity": Decimal(20_000), "unit": "weapon"},
            "cost",
            "Estimate what the 20,000 weapons would cost, and in which currency.",
        ),
        (
            {"category": "destruction", "quantity": Decimal("12.500"), "unit": "tonne"},
            "cost",
            "Estimate what the 12.5 tonnes would cost, and in which currency.",
        ),
        (
            {"category": "stockpile_management", "quantity": Decimal(1), "unit": "facility"},
            "cost",
            "Estimate what the facility would cost, and in which currency.",
        ),
        (
            {},
            "work",
            "Describe the work: whose weapons they are, which marks they get, and on which machines.",
        ),
        (
            {"modalities": ("equipment",)},
            "sustainability",
            "Say who keeps the marking machines going afterwards: fuel, vehicles, staff, maintenance.",
        ),
        (
            {"modalities": ("training",)},
            "sustainability",
            "Say how the result is kept up after the help ends: staff, refresher courses, a budget line.",
        ),
    ],
)
def test_the_advice_speaks_of_the_category_and_unit(said: dict[str, Any], code: str, sentence: str) -> None:
    assert advice_on(asking(**said))[code] == sentence


def test_the_advice_names_the_authority_as_missing() -> None:
    assert advice_on(statement(authority=None))["authority"] == "Name the implementing authority."


def test_a_contact_that_cannot_be_reached_is_no_contact() -> None:
    assert "contact" in advice_on(statement(contact=Contact("Director")))


def test_the_advice_says_which_of_several_components_lack_something() -> None:
    details = statement(
        components=(
            component(),
            ComponentDetails(category="marking"),
            ComponentDetails(category="destruction"),
            ComponentDetails(category="marking"),
        )
    )
    (advice,) = (each for each in assess(details).coaching if each.code == "quantity")
    assert advice.sentence == (
        "For component 2, 4: say how many weapons are to be marked; "
        "for component 3: say how many weapons, or how many tonnes of ammunition, are to be destroyed."
    )
    assert advice.pointers == tuple(f"/components/{place}/quantity" for place in (1, 2, 3))
    assert advice.points == 15


def test_one_gap_among_fifty_components_still_costs_a_point() -> None:
    many = (*(component() for _ in range(49)), component(quantity=None, unit=None))
    (advice,) = (each for each in assess(statement(components=many)).coaching if each.code == "quantity")
    assert advice.points == 1


def test_saying_more_never_lowers_the_score() -> None:
    said = complete_statement()
    scores = [
        assess(replace(vague_statement(), **{name: getattr(said, name) for name in names})).score
        for names in (
            (),
            ("texts",),
            ("texts", "authority"),
            ("texts", "authority", "window"),
            ("texts", "authority", "window", "contact", "sustainability"),
            ("texts", "authority", "window", "contact", "sustainability", "components"),
        )
    ]
    assert scores == sorted(set(scores))


def test_a_long_narrative_describes_the_work_of_a_single_component() -> None:
    told = statement(texts=(Text("en", "Marking", "word " * 50),), components=(component(description=""),))
    assert "work" not in advice_on(told)
    assert "work" in advice_on(replace(told, components=told.components * 2))


def test_chinese_says_as_much_in_fewer_characters() -> None:
    narrative = "国家警察持有两万支没有进口标记的步枪。两台打标机和八名受训操作员可在十八个月内完成全部打标工作。"
    assert "narrative" not in advice_on(statement(texts=(Text("zh", "枪支打标", narrative),)))


def test_every_category_has_words_of_its_own_or_of_an_ancestor() -> None:
    wordless = [key for key in load_vocabulary().categories if phrases_of(key) is GENERAL]
    assert wordless == []


def test_no_words_are_kept_for_categories_that_do_not_exist() -> None:
    assert set(PHRASES) <= set(load_vocabulary().categories)


def test_an_unknown_category_is_asked_about_in_general_words() -> None:
    assert phrases_of("weather") is GENERAL
