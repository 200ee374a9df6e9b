"""The part of an XML element that reading an activity needs, and how its fields are read."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final, Protocol

from accord.records.record import BadRecord

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


class Element(Protocol):
    """An element of lxml, as far as it is used here."""

    @property
    def tag(self) -> object:
        """Return the name."""
        ...

    @property
    def text(self) -> str | None:
        """Return the text before the first child."""
        ...

    @property
    def sourceline(self) -> int | None:
        """Return the line where it begins."""
        ...

    def get(self, key: str) -> str | None:
        """Return an attribute."""
        ...

    def find(self, path: str) -> "Element | None":
        """Return the first element at a path."""
        ...

    def findall(self, path: str) -> "Sequence[Element]":
        """Return all elements at a path."""
        ...

    def itertext(self) -> Iterator[str]:
        """Return every piece of text."""
        ...


def plain_text(element: Element | None) -> str:
    """Return all text of an element in one line, blank where there is none."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def attribute(element: Element, name: str) -> str | None:
    """Return an attribute without blanks around it, None where it is missing or blank."""
    return (element.get(name) or "").strip() or None


def decimal_of(text: str, field: str) -> Decimal:
    """Return a finite number; BadRecord names the field."""
    try:
        number = Decimal(text.replace(",", "").strip())
    except InvalidOperation as error:
        raise BadRecord(field, f"expected a number, got {text[:40]!r}") from error
    if not number.is_finite():
        raise BadRecord(field, f"expected a number, got {text[:40]!r}")
    return number


def percentage_of(element: Element, field: str) -> float | None:
    """Return the attribute `percentage`, None where it is missing; BadRecord names the field."""
    said = attribute(element, "percentage")
    return None if said is None else float(decimal_of(said, f"{field}/@percentage"))
