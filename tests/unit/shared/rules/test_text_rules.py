"""An author's texts: at least one, one for each language, each with a title."""

import pytest

from shared.rules.texts import text_problems
from shared.statements.texts import Text


def found(*texts: Text) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in text_problems(texts)]


def test_a_title_in_any_un_language_is_enough() -> None:
    assert found(*(Text(language, "三台机") for language in ("ar", "zh", "en", "fr", "ru", "es"))) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (Text("de", "Titel"), ("/texts/0/language", "unknown")),
        (Text("en", " ab "), ("/texts/0/title", "too-short")),
        (Text("en", "two\nlines"), ("/texts/0/title", "control-characters")),
        (Text("en", "Title", "x" * 10_001), ("/texts/0/narrative", "too-long")),
    ],
)
def test_language_title_and_narrative_are_checked(text: Text, problem: tuple[str, str]) -> None:
    assert found(text) == [problem]


def test_there_is_a_text_and_only_one_in_each_language() -> None:
    assert found() == [("/texts", "required")]
    assert found(Text("en", "Title"), Text("en", "Again")) == [("/texts/1/language", "duplicate")]
    assert found(*[Text("en", "Title")] * 7) == [("/texts", "too-many")]
