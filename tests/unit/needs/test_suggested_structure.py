"""The structure that free text suggests: right on real records, right in every language, with the words for it."""

import json
from pathlib import Path
from typing import Any

import pytest

from needs.domain.suggestions import Draft, Suggestions, suggest
from shared.glossary import load_glossary
from shared.vocabulary import Relation, load_vocabulary
from tests.support.figures import Note
from tests.support.need_texts import NEED_TEXTS

VOCABULARY = load_vocabulary()
SAMPLE = Path(__file__).parents[3] / "deploy/local/src/accord/samples/needs.jsonl"
RENAMED = {"survey_assessment": ["data_survey"], "collection_awareness": ["collection", "awareness"]}
NO_SUBJECT = {"training", "multi"}
KIN = {Relation.SAME, Relation.PARENT, Relation.CHILD}


def suggestions(title: str, narrative: str = "", language: str | None = "en") -> Suggestions:
    return suggest([Draft(language, title, narrative)], load_glossary(), VOCABULARY)


def categories(found: Suggestions) -> list[str]:
    return [component.category.key for component in found.components]


def is_kin(category: str, wanted: list[str]) -> bool:
    return any(VOCABULARY.relation(category, each) in KIN for each in wanted)


def wanted_of(record: dict[str, Any]) -> list[str]:
    """Return the record's category or, where that names no subject, those beside it."""
    keys = [record["category"]] if record["category"] not in NO_SUBJECT else record["secondary_categories"]
    return [category for key in keys if key not in NO_SUBJECT for category in RENAMED.get(key, [key])]


def test_most_real_records_are_given_their_true_category_first(note: Note) -> None:
    records = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]
    first = among = 0
    for record in records:
        found = [
            is_kin(each, wanted_of(record)) for each in categories(suggestions(record["title"], record["activities"]))
        ]
        first += found[:1] == [True]
        among += any(found)
    shares = first / len(records), among / len(records)
    note(f"suggestions: the true category of {len(records)} real needs is first {shares[0]:.1%}, among {shares[1]:.1%}")
    assert shares > (0.72, 0)
    assert shares[1] > 0.86


@pytest.mark.parametrize("language", sorted(NEED_TEXTS))
def test_short_needs_are_understood_in_every_language(language: str) -> None:
    missed = {
        text: (wanted, found)
        for text, wanted in NEED_TEXTS[language].items()
        if not is_kin((found := [*categories(suggestions(text, language=language)), "gender"])[0], [wanted])
    }
    assert missed == {}


@pytest.mark.parametrize("language", sorted(NEED_TEXTS))
def test_the_language_of_short_needs_is_guessed(language: str) -> None:
    for text in NEED_TEXTS[language]:
        [read] = suggestions(text, language=None).languages
        assert (read.language, read.guessed) == (language, True), text


def test_each_component_carries_its_own_quantity_and_forms_of_help() -> None:
    found = suggestions(
        "Marking and destruction", "Three marking machines. Training of 10 staff to destroy 5,000 rifles."
    )
    assert {
        each.category.key: (
            [(f"{q.quantity}", q.unit) for q in each.quantities],
            [modality.key for modality in each.modalities],
        )
        for each in found.components
    } == {
        "marking": ([("3", "machine")], ["equipment"]),
        "destruction": ([("10", "person"), ("5000", "weapon")], ["training"]),
    }


def test_a_suggestion_names_the_words_that_led_to_it() -> None:
    title, narrative = "Police armouries", "Locks for stores"
    found = suggestions(title, narrative)
    [component] = found.components
    [words] = component.category.because
    assert (words.field, words.words) == ("title", title[words.start : words.end])
    assert [group.key for group in found.target_groups] == ["police"]
    assert [stage.key for stage in found.life_cycle_stages] == ["storage"]


def test_what_only_hints_is_less_sure_and_more_terms_are_surer() -> None:
    [hinted] = suggestions("Ammunition").components
    [likely] = suggestions("Stockpiles").components
    [certain] = suggestions("PSSM").components
    [both] = suggestions("PSSM of stockpiles").components
    sure = [each.category.sure for each in (hinted, likely, certain, both)]
    assert sure == [300, 600, 900, 960]


def test_a_repetition_is_no_surer() -> None:
    [once], [twice] = suggestions("PSSM").components, suggestions("PSSM and PSSM").components
    assert once.category.sure == twice.category.sure


def test_a_part_that_does_not_hold_most_of_a_branch_is_secondary() -> None:
    [component] = suggestions("Armouries, CCTV and inventory").components
    assert component.category.key == "stockpile_management"
    assert [each.key for each in component.secondary_categories] == [
        "armoury_construction",
        "physical_security",
        "stockpile_inventory",
    ]


def test_the_title_decides_between_branches() -> None:
    assert categories(suggestions("", "Border posts. Tracing"))[0] == "border_posts"
    assert categories(suggestions("Tracing", "Border posts"))[0] == "tracing"


def test_texts_in_several_languages_speak_of_one_need() -> None:
    drafts = [Draft("en", "Marking machines"), Draft("fr", "Machines à marquer")]
    [component] = suggest(drafts, load_glossary(), VOCABULARY).components
    assert [(words.text, words.language) for words in component.category.because] == [(0, "en"), (1, "fr")]
    assert component.category.sure == 900


def test_words_that_the_glossary_does_not_know_suggest_nothing() -> None:
    found = suggestions("Lorem ipsum", "dolor sit amet")
    assert (found.components, found.target_groups, found.life_cycle_stages) == ((), (), ())
