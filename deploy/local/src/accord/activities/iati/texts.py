"""Titles and descriptions of an IATI activity by UN language."""

from typing import Any, Final

from accord.activities.iati.elements import XML_LANG, Element, attribute, plain_text
from accord.records.record import BadRecord
from shared.vocabulary import LANGUAGES

LONGEST_TITLE: Final = 300
LONGEST_NARRATIVE: Final = 10_000


def texts_of(activity: Element, root: Element, inferred: list[str]) -> list[dict[str, Any]]:
    """Return a title and a narrative for each UN language that the title has; BadRecord where it has none.

    A narrative without a language is in the activity's own, else the file's; where neither says, English is taken.
    """
    said = attribute(activity, XML_LANG) or attribute(root, XML_LANG)
    titles = _by_language(activity, "title", said)
    narratives = _by_language(activity, "description", said)
    if said is None and any(attribute(each, XML_LANG) is None for each in activity.findall("title/narrative")):
        inferred.append("texts.language")
    texts = [
        {
            "language": language,
            "title": _shortened(titles[language], LONGEST_TITLE),
            "narrative": _shortened(narratives.get(language, ""), LONGEST_NARRATIVE),
        }
        for language in LANGUAGES
        if language in titles
    ]
    if not texts:
        found = f", found {', '.join(sorted(titles))}" if titles else ""
        raise BadRecord("title/narrative", f"expected a title in one of {', '.join(LANGUAGES)}{found}")
    return texts


def _by_language(activity: Element, name: str, default: str | None) -> dict[str, str]:
    pieces: dict[str, list[str]] = {}
    for narrative in activity.findall(f"{name}/narrative"):
        language = (attribute(narrative, XML_LANG) or default or "en")[:2].lower()
        if text := plain_text(narrative):
            pieces.setdefault(language, []).append(text)
    return {language: " ".join(dict.fromkeys(texts)) for language, texts in pieces.items()}


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
