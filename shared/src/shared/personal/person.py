"""A person as a set of identifiers: told from an account, a contact or a text, and taken out of them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, cast

from shared.personal.folding import Span
from shared.personal.identifiers import Identifier, Kind, PersonKey, normalised
from shared.personal.mentions import candidates

ERASED: Final = "[erased]"
"""Stands in a text where a person was named."""

TEXTS_REMEMBERED: Final = 4096
"""The versions of a record repeat most of its texts, and reading one takes a millisecond for each kilobyte."""

_CONTACTS: Final = frozenset({"contact", "contacts"})


class Person:
    """Somebody whose identifiers are known by their digests only.

    A name of a single word is looked for as the whole name of a contact and never inside a text, where it would take
    out every word that is written alike.
    """

    def __init__(self, identifiers: Iterable[Identifier], key: PersonKey) -> None:
        self._key = key
        known: dict[Kind, set[str]] = {}
        lengths: set[int] = set()
        for identifier in identifiers:
            known.setdefault(identifier.kind, set()).add(identifier.digest)
            if identifier.kind == "name" and identifier.words > 1:
                lengths.add(identifier.words)
        self._known = known
        self._lengths = sorted(lengths)
        sought: tuple[Kind, ...] = ("email", "phone", "name") if lengths else ("email", "phone")
        self._sought = frozenset(sought) & known.keys()
        self._cleaned = lru_cache(maxsize=TEXTS_REMEMBERED)(self._without_mentions)

    def is_account(self, subject: str | None) -> bool:
        """Tell whether an account is this person's."""
        return self._is("account", subject)

    def is_reached_at(self, *, name: str | None, email: str | None, phone: str | None) -> bool:
        """Tell whether a contact is this person: any one of the three is theirs, or the name's words contain theirs."""
        return (
            self._is("email", email)
            or self._is("phone", phone)
            or self._is("name", name)
            or (name is not None and self.is_mentioned_in(name))
        )

    def is_mentioned_in(self, text: str) -> bool:
        """Tell whether a text gives an address, a number or a name of this person."""
        return next(self._mentions(text), None) is not None

    def taken_out_of(self, text: str) -> str:
        """Return the text with ERASED in place of each mention; the same text where there is none."""
        return self._cleaned(text)

    def taken_out_of_document(self, document: Any) -> Any:
        """Return a JSON document without this person, equal to the given one where it does not mention them.

        An object under `contact`, or in a list under `contacts`, that is this person becomes None, or is left out;
        every other text is what `taken_out_of` returns. Names of members are kept.
        """
        match document:
            case str():
                return self.taken_out_of(document)
            case list():
                return [self.taken_out_of_document(each) for each in cast("list[Any]", document)]
            case dict():
                members = cast("dict[str, Any]", document)
                return {name: self._member(name, value) for name, value in members.items()}
            case _:
                return document

    def _without_mentions(self, text: str) -> str:
        kept, end = "", 0
        for span in _merged(self._mentions(text)):
            kept += text[end : span.start] + ERASED
            end = span.end
        return kept + text[end:] if end else text

    def _member(self, name: str, value: Any) -> Any:
        if name not in _CONTACTS:
            return self.taken_out_of_document(value)
        if isinstance(value, list):
            contacts = cast("list[Any]", value)
            return [self.taken_out_of_document(each) for each in contacts if not self._is_contact(each)]
        return None if self._is_contact(value) else self.taken_out_of_document(value)

    def _is_contact(self, value: Any) -> bool:
        if not isinstance(value, Mapping):
            return False
        said = cast("Mapping[str, Any]", value)
        name, email, phone = (_text(said.get(field)) for field in ("name", "email", "phone"))
        return self.is_reached_at(name=name, email=email, phone=phone)

    def _mentions(self, text: str) -> Iterator[Span]:
        if self._sought:
            for found in candidates(text, self._sought, self._lengths):
                if self._has(found.kind, found.form):
                    yield found.span

    def _is(self, kind: Kind, value: str | None) -> bool:
        form = None if value is None or kind not in self._known else normalised(kind, value)
        return form is not None and self._has(kind, form)

    def _has(self, kind: Kind, form: str) -> bool:
        return self._key.digest(kind, form) in self._known.get(kind, ())


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Return the stretches in order, those that overlap as one."""
    open_span: Span | None = None
    for span in sorted(spans, key=lambda each: (each.start, each.end)):
        if open_span is None or span.start >= open_span.end:
            if open_span is not None:
                yield open_span
            open_span = span
        else:
            open_span = Span(open_span.start, max(open_span.end, span.end))
    if open_span is not None:
        yield open_span
