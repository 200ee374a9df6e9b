"""How a language writes numbers, days, lists and names."""

import pytest

from matcher.domain.sentences.catalogue import Catalogue, load_catalogue
from matcher.domain.sentences.plurals import plural_form
from matcher.domain.sentences.wording import Wording
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary

FRENCH = Catalogue(
    language="fr",
    messages={},
    plurals={"day": {"one": "{n} jour", "other": "{n} jours"}},
    patterns={
        "date": "{day} {month} {year}",
        "list_between": ", ",
        "list_last": " et ",
        "list_empty": "aucun",
        "percent": "{n} %",
        "money": "{amount} {currency}",
        "decimal_sign": ",",
        "group_sign": " ",
    },
    months=("janvier", "février", "mars"),
    parties={},
    statuses={},
    languages={"fr": "français"},
)


def wording(catalogue: Catalogue) -> Wording:
    return Wording(catalogue, load_vocabulary(), load_geography())


ENGLISH_WORDING, FRENCH_WORDING = wording(load_catalogue("en")), wording(FRENCH)


def test_each_language_has_its_own_signs_in_numbers() -> None:
    assert ENGLISH_WORDING.number(1_234_567_800) == "1,234,567.8"
    assert FRENCH_WORDING.number(-1_234_050) == "-1 234,05"


def test_shares_are_told_per_cent() -> None:
    assert (ENGLISH_WORDING.percent(625), FRENCH_WORDING.percent(1000)) == ("62.5%", "100 %")


def test_money_stands_with_its_currency_and_whole_cents() -> None:
    assert ENGLISH_WORDING.quantity(93_000_500, "money", "EUR") == "EUR 93,000.50"
    assert FRENCH_WORDING.quantity(93_000_000, "money", "EUR") == "93 000 EUR"


def test_units_follow_the_number() -> None:
    assert ENGLISH_WORDING.quantity(1_000, "machine", None) == "1 machine"
    assert ENGLISH_WORDING.quantity(2_500, "tonne", None) == "2.5 tonnes"
    assert FRENCH_WORDING.quantity(2_000, "weapon", None) == "2 armes"
    assert ENGLISH_WORDING.quantity(2_000, None, None) == "2"


def test_days_are_written_after_the_language() -> None:
    assert FRENCH_WORDING.day("2026-02-05") == "5 février 2026"
    assert (FRENCH_WORDING.counted("day", 1), FRENCH_WORDING.counted("day", 12)) == ("1 jour", "12 jours")


@pytest.mark.parametrize(
    ("names", "written"), [([], "aucun"), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")]
)
def test_names_are_listed_after_the_language(names: list[str], written: str) -> None:
    assert FRENCH_WORDING.listing(names) == written


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        (None, None, "at any time"),
        ("2026-01-01", None, "from 1 January 2026 on"),
        (None, "2026-01-01", "until 1 January 2026"),
        ("2026-01-01", "2026-12-31", "from 1 January 2026 to 31 December 2026"),
    ],
)
def test_spans_may_be_open_at_either_end(start: str | None, end: str | None, written: str) -> None:
    assert ENGLISH_WORDING.span(start, end) == written


def test_states_are_named_in_the_language_and_unknown_codes_stay() -> None:
    assert FRENCH_WORDING.state("DEU") == "Allemagne"
    assert ENGLISH_WORDING.state("ZZZ") == "ZZZ"
    assert ENGLISH_WORDING.area("no_such_area") == "no_such_area"


def test_acronyms_and_proper_words_keep_their_capital() -> None:
    assert ENGLISH_WORDING.within("INTERPOL databases") == "INTERPOL databases"
    assert ENGLISH_WORDING.within("State") == "State"
    assert ENGLISH_WORDING.within("Marking") == "marking"


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {0: "other", 1: "one", 2: "other"}),
        ("fr", {0: "one", 1: "one", 2: "other", 1_000_000: "many"}),
        ("es", {0: "other", 1: "one", 5: "other", 2_000_000: "many"}),
        ("ru", {1: "one", 3: "few", 11: "many", 13: "many", 21: "one", 22: "few", 25: "many"}),
        ("ar", {0: "zero", 1: "one", 2: "two", 3: "few", 11: "many", 100: "other", 103: "few"}),
        ("zh", {0: "other", 1: "other", 5: "other"}),
    ],
)
def test_counted_words_follow_the_plural_rules_of_the_language(language: str, forms: dict[int, str]) -> None:
    assert {count: plural_form(language, count) for count in forms} == forms
