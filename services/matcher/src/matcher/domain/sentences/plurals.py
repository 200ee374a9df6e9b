"""Which form a counted word takes, after Unicode CLDR's plural rules for whole numbers."""

from collections.abc import Callable, Mapping
from typing import Final

_MILLION: Final = 1_000_000


def plural_form(language: str, count: int) -> str:
    """Return zero, one, two, few, many or other; languages without a rule of their own follow English."""
    return _RULES.get(language, _english)(abs(count))


def _english(count: int) -> str:
    return "one" if count == 1 else "other"


def _french(count: int) -> str:
    if count in {0, 1}:
        return "one"
    return "many" if count % _MILLION == 0 else "other"


def _spanish(count: int) -> str:
    if count == 1:
        return "one"
    return "many" if count and count % _MILLION == 0 else "other"


def _russian(count: int) -> str:
    last, in_teens = count % 10, count % 100 in range(11, 20)
    if last == 1 and not in_teens:
        return "one"
    return "few" if last in {2, 3, 4} and not in_teens else "many"


def _arabic(count: int) -> str:
    if count in {0, 1, 2}:
        return ("zero", "one", "two")[count]
    last_two = count % 100
    if last_two in range(3, 11):
        return "few"
    return "many" if last_two in range(11, 100) else "other"


def _chinese(_: int) -> str:
    return "other"


_RULES: Final[Mapping[str, Callable[[int], str]]] = {
    "ar": _arabic,
    "es": _spanish,
    "fr": _french,
    "ru": _russian,
    "zh": _chinese,
}
