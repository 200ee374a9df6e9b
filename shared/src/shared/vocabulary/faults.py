"""What can be wrong with the vocabulary's data, so that a bad edit stops a service at its start."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from shared.vocabulary.categories import Category
from shared.vocabulary.languages import missing_languages
from shared.vocabulary.terms import Currency, Term, Unit

KEY = re.compile(r"[a-z][a-z0-9_]*")
CURRENCY_CODE = re.compile(r"[A-Z]{3}")
PARAGRAPH = re.compile(r"(?:BMS7 |RES |PoA (?:II|III)\.)(?P<first>[1-9]\d{0,2})(?:-(?P<last>[1-9]\d{0,2}))?")
MOSAIC = re.compile(r"\d{2}\.\d{2}|IATG|all")
DAC = re.compile(r"\d{5}")


class BrokenReferenceDataError(ValueError):
    """Reference data breaks its own rules; the message lists every fault found."""


def refuse(faults: Sequence[str]) -> None:
    """Raise BrokenReferenceDataError if there is any fault."""
    if faults:
        raise BrokenReferenceDataError("; ".join(faults))


def repeated_keys(keys: Iterable[str]) -> Iterator[str]:
    """Yield a fault for each key that stands more than once in a list."""
    return (f"{key}: the key stands {count} times" for key, count in Counter(keys).items() if count > 1)


def term_faults(terms: Sequence[Term]) -> list[str]:
    """Return the faults of one term list: keys repeated or malformed, titles missing in a language."""
    faults = list(repeated_keys(term.key for term in terms))
    for term in terms:
        faults += [f"{term.key}: no title in {language}" for language in missing_languages(term.titles)]
        if not KEY.fullmatch(term.key):
            faults.append(f"{term.key}: not a snake_case key")
        if isinstance(term, Unit):
            faults += [f"{term.key}: no plural in {each}" for each in missing_languages(term.titles_plural)]
    return faults


def currency_faults(currencies: Sequence[Currency]) -> list[str]:
    """Return the faults of the currency list, which has English names only."""
    faults = list(repeated_keys(currency.key for currency in currencies))
    for currency in currencies:
        faults += [f"{currency.key}: no name" for _ in missing_languages(currency.titles, ["en"])]
        if not CURRENCY_CODE.fullmatch(currency.key):
            faults.append(f"{currency.key}: not three capital letters")
    return faults


def category_faults(categories: Sequence[Category]) -> list[str]:
    """Return the faults of the tree: those of any term list, unknown parents, cycles, malformed sources."""
    faults = term_faults(categories)
    by_key = {category.key: category for category in categories}
    for category in categories:
        if category.parent is not None and category.parent not in by_key:
            faults.append(f"{category.key}: the parent {category.parent} does not exist")
        if _goes_round(category, by_key):
            faults.append(f"{category.key}: its ancestors go round in a circle")
        faults += _source_faults(category)
    return faults


def _goes_round(category: Category, by_key: dict[str, Category]) -> bool:
    seen = {category.key}
    parent = category.parent
    while parent in by_key:
        if parent in seen:
            return True
        seen.add(parent)
        parent = by_key[parent].parent
    return False


def _source_faults(category: Category) -> Iterator[str]:
    if not category.dac:
        yield f"{category.key}: no DAC code"
    for code in category.dac:
        if not DAC.fullmatch(code):
            yield f"{category.key}: the DAC code {code!r} is not five digits"
    for module in category.mosaic:
        if not MOSAIC.fullmatch(module):
            yield f"{category.key}: {module!r} is no MOSAIC module"
    for paragraph in category.paragraphs:
        if not _is_paragraph(paragraph):
            yield f"{category.key}: {paragraph!r} is no paragraph of BMS7, RES or PoA"


def _is_paragraph(text: str) -> bool:
    found = PARAGRAPH.fullmatch(text)
    return found is not None and (found["last"] is None or int(found["first"]) < int(found["last"]))
