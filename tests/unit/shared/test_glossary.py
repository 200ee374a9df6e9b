"""What the glossary finds in a text, in each of the six languages, and what it refuses to hold."""

from decimal import Decimal
from types import MappingProxyType

import pytest

from shared.glossary import Certainty, Concept, Glossary, Meaning, guess_language, load_glossary
from shared.glossary.faults import concept_faults
from shared.vocabulary import LANGUAGES, BrokenReferenceDataError, load_vocabulary

GLOSSARY = load_glossary()


def found(text: str, language: str) -> list[tuple[str, str]]:
    return [(each.concept.key, each.words) for each in GLOSSARY.read(text, language).found]


def counted(text: str, language: str) -> list[tuple[str, str, str]]:
    return [(f"{each.value}", each.unit, each.words) for each in GLOSSARY.read(text, language).quantities]


def a_concept(key: str = "marking", term: str = "marking", **means: str) -> Concept:
    return Concept(key, Meaning(**means), Certainty.CERTAIN, MappingProxyType(dict.fromkeys(LANGUAGES, (term,))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fields_terms_are_known_in_every_language(language: str) -> None:
    assert len(GLOSSARY.concepts) >= 120
    GLOSSARY.index(language)
    for concept in GLOSSARY.concepts.values():
        assert found(concept.terms[language][0].removeprefix("="), language)


def test_the_longest_term_wins_and_no_word_counts_twice() -> None:
    assert found("physical security and stockpile management training", "en") == [
        ("pssm", "physical security and stockpile management"),
        ("training", "training"),
    ]


def test_a_term_that_begins_later_wins_where_it_is_longer() -> None:
    assert found("secure weapons and ammunition management", "en")[-1] == (
        "pssm",
        "weapons and ammunition management",
    )


@pytest.mark.parametrize(
    ("language", "text", "concept"),
    [
        ("en", "armouries", "armoury"),
        ("fr", "les marquages d'armes", "marking"),
        ("fr", "securite physique", "physical_security"),
        ("es", "gestion de existencias", "pssm"),
        ("ru", "уничтожением боеприпасов", "ammunition_destruction"),
        ("ru", "учёта оружия", "record_keeping"),
        ("ar", "وبالمخزونات", "stockpile"),
        ("ar", "للأسلحة الصغيرة", "salw"),
        ("zh", "国家的武器登记册", "weapons_register"),
    ],
)
def test_terms_are_found_inflected_unaccented_and_behind_proclitics(language: str, text: str, concept: str) -> None:
    assert concept in [key for key, _ in found(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "concept"),
    [
        ("en", "PSSM", "pssm"),
        ("en", "manpads", "weapon"),
        ("fr", "ALPC", "salw"),
        ("fr", "TCA", "att"),
        ("es", "APAL", "salw"),
        ("ru", "ЛСО", "salw"),
        ("zh", "iARMS系统", "interpol_tools"),
        ("ar", "DDR", ""),
    ],
)
def test_abbreviations_are_found_by_their_letters(language: str, text: str, concept: str) -> None:
    assert [key for key, _ in found(text, language)] == ([concept] if concept else [])


def test_no_term_runs_across_a_comma_or_a_sentence() -> None:
    assert [key for key, _ in found("marking, machines. Stockpile. Management", "en")] == [
        "marking",
        "machine",
        "stockpile",
    ]


@pytest.mark.parametrize(
    ("language", "text", "quantity"),
    [
        ("en", "3 marking machines", ("3", "machine", "3 marking machines")),
        ("en", "about 9,000 unmarked police rifles", ("9000", "weapon", "9,000 unmarked police rifles")),
        ("en", "1.5 million small arms", ("1500000", "weapon", "1.5 million small arms")),
        ("en", "twenty-five officers", ("25", "person", "twenty-five officers")),
        ("fr", "trois machines à marquer", ("3", "machine", "trois machines à marquer")),
        ("fr", "12 000 armes", ("12000", "weapon", "12 000 armes")),
        ("es", "34,5 toneladas", ("34.5", "tonne", "34,5 toneladas")),
        ("es", "1.500 fusiles", ("1500", "weapon", "1.500 fusiles")),
        ("ru", "12,5 тыс. единиц оружия", ("12500", "weapon", "12,5 тыс. единиц оружия")),
        ("ru", "двух маркировочных аппаратов", ("2", "machine", "двух маркировочных аппаратов")),
        ("ar", "٣ آلات وسم", ("3", "machine", "٣ آلات وسم")),
        ("ar", "ثلاثة آلاف قطعة سلاح", ("3000", "weapon", "ثلاثة آلاف قطعة سلاح")),
        ("zh", "3 台打标机", ("3", "machine", "3 台打标机")),
        ("zh", "二十五名军械员", ("25", "person", "二十五名军械员")),
        ("zh", "1.2万件武器", ("12000", "weapon", "1.2万件武器")),
    ],
)
def test_a_number_is_read_with_the_unit_it_counts(language: str, text: str, quantity: tuple[str, str, str]) -> None:
    assert counted(text, language) == [quantity]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "in 2024 weapons were lost"),
        ("en", "USD 50,000 for vehicles"),
        ("en", "$3,000 machines"),
        ("en", "25% of weapons"),
        ("en", "a nine-month project"),
        ("en", "indicator 16.4.2 weapons"),
        ("en", "3. Weapons"),
        ("fr", "150 000 euros pour des machines"),
        ("zh", "2026年武器"),
        ("zh", "统一武器管理"),
    ],
)
def test_years_amounts_shares_and_spans_of_time_are_no_quantities(language: str, text: str) -> None:
    assert counted(text, language) == []


def test_places_in_the_text_are_those_of_the_authors_own_words() -> None:
    text = "  Équiper l'armée : 3 machines à marquer."
    [quantity] = GLOSSARY.read(text, "fr").quantities
    assert text[quantity.start : quantity.end] == quantity.words == "3 machines à marquer"
    assert quantity.value == Decimal(3)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("标识 PSSM", "zh"),
        ("وسم الأسلحة", "ar"),
        ("маркировка", "ru"),
        ("Destruction des armes de la police", "fr"),
        ("Destrucción de las armas de la policía", "es"),
        ("Destruction of the weapons of the police", "en"),
        ("PSSM et SOPs pour les dépôts", "fr"),
        ("", "en"),
    ],
)
def test_an_untagged_text_is_read_in_the_language_of_its_script_and_words(text: str, language: str) -> None:
    assert guess_language(text, GLOSSARY) == language


@pytest.mark.parametrize("text", ["و" * 10_000, "1 " * 5_000, "万" * 5_000, "million " * 1_000, "ووووو " * 1_500])
def test_strange_texts_are_read_to_their_end(text: str) -> None:
    for language in ("ar", "en", "zh"):
        GLOSSARY.read(text, language)


def test_a_term_with_two_meanings_is_refused() -> None:
    twice = Glossary({"a": a_concept("a", "markings"), "b": a_concept("b", "marking")})
    with pytest.raises(BrokenReferenceDataError, match="marking: stands for a and for b in en"):
        twice.index("en")


def test_keys_that_the_vocabulary_does_not_have_are_named() -> None:
    faults = concept_faults([a_concept(category="marking", unit="machines")], load_vocabulary())
    assert faults == ["marking: the vocabulary has no unit machines"]


def test_a_concept_without_a_term_in_a_language_and_a_repeated_key_are_named() -> None:
    silent = Concept("x", Meaning(), Certainty.HINT, MappingProxyType(dict.fromkeys(LANGUAGES[1:], ("x",))))
    assert concept_faults([silent], load_vocabulary()) == ["x: no term in ar"]
    assert "the key stands 2 times" in concept_faults([a_concept(), a_concept()], load_vocabulary())[0]
