"""The six official languages of the United Nations, in which every title of the reference data is given."""

from collections.abc import Iterable, Mapping

LANGUAGES: tuple[str, ...] = ("ar", "zh", "en", "fr", "ru", "es")
"""ISO 639-1 codes, in the alphabetical order of the languages' English names."""

Titles = Mapping[str, str]
"""A title for each language code."""


def missing_languages(titles: Titles, needed: Iterable[str] = LANGUAGES) -> list[str]:
    """Return the needed languages in which the title is absent or blank, in their own order."""
    return [language for language in needed if not titles.get(language, "").strip()]
