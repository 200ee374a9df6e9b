"""Each language has every sentence, with every number, and writes it in its own way."""

import re
from collections.abc import Mapping
from string import Formatter
from typing import Any, Final

import pytest

from matcher.domain.sentences import tell
from matcher.domain.sentences.catalogue import Catalogue, load_catalogue
from matcher.domain.sentences.plurals import plural_form
from matcher.domain.sentences.wording import Wording
from shared.geography import load_geography
from shared.vocabulary import LANGUAGES, load_vocabulary

LISTS = (load_vocabulary(), load_geography())
ENGLISH = load_catalogue("en")
OTHERS = [language for language in LANGUAGES if language != "en"]
COUNTS = (0, 1, 2, 3, 7, 11, 21, 100, 1_000_000)
SAME_IN_EVERY_LANGUAGE = {"owner", ""}
"""Kinds that may stand for each other: a name is an owner in languages that mark it."""

EXAMPLES: Final[Mapping[str, tuple[Any, str]]] = {
    "": ("UNODA", "UNODA"),
    "owner": ("UNODA", "UNODA"),
    "count": (7, "7"),
    "number": (4_000, "4"),
    "percent": (375, "37"),
    "days": (23, "23"),
    "more_days": (23, "23"),
    "months": (14, "14"),
    "date": ("2026-03-19", "19"),
    "quantity": (25_000, "25"),
    "list": (["UN rates"], "UN rates"),
    "messages": (["package.facet.training"], ""),
    "states": (["GHA"], ""),
    "area": ("ecowas", ""),
    "category": ("marking", ""),
    "categories": (["marking"], ""),
    "forms": (["training"], ""),
    "applicants": (["agency"], ""),
    "conditions": (["co_funding"], ""),
    "language": ("fr", ""),
    "languages": (["fr"], ""),
    "party": ("state", ""),
    "status": ("open", ""),
}
"""For each kind of fact an example, and what of it must stand in the sentence."""


def places(template: str) -> dict[str, str]:
    return {name: kind or "" for _, name, kind, _ in Formatter().parse(template) if name is not None}


def example_facts(template: str) -> tuple[dict[str, Any], list[str]]:
    """Return facts for every place of a template, and the numbers and names that its sentence must have."""
    facts: dict[str, Any] = {"unit": "machine", "currency": None}
    shown: list[str] = []
    for name, kind in places(template).items():
        if kind == "span":
            facts |= {f"{name}_start": "2026-04-17", f"{name}_end": None}
            shown.append("17")
        else:
            facts[name], seen = EXAMPLES[kind]
            shown.append(seen)
    return facts, shown


def wording(language: str) -> Wording:
    return Wording(load_catalogue(language), *LISTS)


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_message_with_the_same_facts(language: str) -> None:
    catalogue = load_catalogue(language)
    assert catalogue.language == language
    assert list(catalogue.messages) == list(ENGLISH.messages)
    different = {
        key: (places(template), places(catalogue.messages[key]))
        for key, template in ENGLISH.messages.items()
        if set(places(template)) != set(places(catalogue.messages[key]))
        or any(
            {kind, places(catalogue.messages[key])[name]} - SAME_IN_EVERY_LANGUAGE
            and kind != places(catalogue.messages[key])[name]
            for name, kind in places(template).items()
        )
    }
    assert different == {}


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_word_that_english_has(language: str) -> None:
    def names(catalogue: Catalogue) -> list[list[str]]:
        parts = (catalogue.plurals, catalogue.patterns, catalogue.parties, catalogue.statuses, catalogue.languages)
        return [sorted(part) for part in parts]

    assert names(load_catalogue(language)) == names(ENGLISH)
    assert len(load_catalogue(language).months) == 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_counted_words_have_every_form_that_the_language_asks_for(language: str) -> None:
    catalogue, forms = load_catalogue(language), {plural_form(language, count) for count in COUNTS} | {"other"}
    assert {word: set(given) for word, given in catalogue.plurals.items()} == dict.fromkeys(catalogue.plurals, forms)
    assert {unit: set(given) for unit, given in catalogue.units.items()} == dict.fromkeys(catalogue.units, forms)


@pytest.mark.parametrize("language", ["ar", "ru"])
def test_languages_whose_nouns_change_with_the_number_have_forms_of_every_unit(language: str) -> None:
    assert set(load_catalogue(language).units) == set(load_vocabulary().units) - {"money"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_holds_its_numbers_and_names(language: str) -> None:
    for key, template in ENGLISH.messages.items():
        facts, shown = example_facts(template)
        sentence = tell(key, facts, language, *LISTS)
        assert [each for each in shown if each not in sentence] == [], sentence
        assert not re.search(r"[{}]|None\b(?! of)|  ", sentence), sentence


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_is_left_in_english(language: str) -> None:
    messages = load_catalogue(language).messages
    assert [key for key, template in ENGLISH.messages.items() if messages[key] == template] == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "L\u2019offre pourrait fournir 25 machines sur 25 machines encore à pourvoir : 37,5\u00a0%."),
        ("es", "La oferta podría proporcionar 25 máquinas de un total pendiente de 25 máquinas: 37,5\u00a0%."),
        ("ru", "Предложение могло бы дать 25 аппаратов; ещё запрашивается 25 аппаратов; доля: 37,5\u00a0%."),
        ("ar", "يمكن أن يقدم العرض 25 آلة، وما لا يزال مطلوبا هو 25 آلة: النسبة 37.5 في المائة."),
        ("zh", "在仍在请求的25 台机器中，可提供25 台机器：37.5%。"),  # noqa: RUF001 - Chinese punctuation
    ],
)
def test_one_sentence_in_each_language(language: str, sentence: str) -> None:
    key = "criterion.coverage.share"
    facts, _ = example_facts(ENGLISH.messages[key])
    assert tell(key, facts, language, *LISTS) == sentence


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ru", ["1 аппарат", "2 аппарата", "5 аппаратов", "21 аппарат", "1,5 аппарата"]),
        ("ar", ["آلة واحدة", "آلتين", "5 آلات", "21 آلة", "1.5 آلة"]),
        ("fr", ["1 machine", "2 machines", "5 machines", "21 machines", "1,5 machine"]),
        ("es", ["1 máquina", "2 máquinas", "5 máquinas", "21 máquinas", "1,5 máquinas"]),
        ("en", ["1 machine", "2 machines", "5 machines", "21 machines", "1.5 machines"]),
    ],
)
def test_units_take_the_form_that_the_number_asks_for(language: str, written: list[str]) -> None:
    amounts = (1_000, 2_000, 5_000, 21_000, 1_500)
    assert [wording(language).quantity(amount, "machine", None) for amount in amounts] == written


def test_small_words_follow_the_sound_of_the_next() -> None:
    assert wording("fr").owner("UNODA") == "d\u2019UNODA"
    assert wording("fr").owner("Nations") == "de Nations"
    assert wording("es").listing(["Francia", "Irlanda"]) == "Francia e Irlanda"
    assert wording("es").listing(["Francia", "Perú"]) == "Francia y Perú"
    assert wording("fr").day("2026-03-01") == "1er mars 2026"
    assert wording("fr").day("2026-03-11") == "11 mars 2026"
