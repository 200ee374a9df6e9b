"""The reader's language among the six of the United Nations, from Accept-Language (RFC 9110, section 12.5.4)."""

from shared.vocabulary import LANGUAGES

FALLBACK = "en"


def preferred_language(accept_language: str | None) -> str:
    """Return the supported language with the greatest weight, in the reader's order; English where there is none."""
    ranked = sorted(_offered(accept_language or ""), key=lambda each: -each[1])
    return next((language for language, weight in ranked if weight > 0 and language in LANGUAGES), FALLBACK)


def _offered(header: str) -> list[tuple[str, float]]:
    offered: list[tuple[str, float]] = []
    for part in header.split(","):
        tag, _, weight = part.partition(";")
        offered.append((tag.strip().lower().split("-")[0], _weight(weight)))
    return offered


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
