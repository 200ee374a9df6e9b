"""How one language writes numbers, days, lists and the names of things."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from matcher.domain.amounts import MONEY, ONE
from matcher.domain.sentences.catalogue import Catalogue
from matcher.domain.sentences.plurals import plural_form
from shared.geography import Geography
from shared.vocabulary import Vocabulary

_MOST_LISTED: Final = 6
_DECIMALS_OF_MONEY: Final = 2


@dataclass(frozen=True)
class Wording:
    """A catalogue with the published lists that give States, areas, categories and units their names."""

    catalogue: Catalogue
    vocabulary: Vocabulary
    geography: Geography

    def number(self, thousandths: int, decimals: int = 0) -> str:
        """Write a number given in thousandths, without trailing zeros; a fraction with no fewer than `decimals`."""
        whole, rest = divmod(abs(thousandths), ONE)
        patterns = self.catalogue.patterns
        digits = f"{whole:,}".replace(",", patterns["group_sign"])
        fraction = f"{rest:03}".rstrip("0").ljust(decimals, "0") if rest else ""
        sign = "-" if thousandths < 0 else ""
        return sign + digits + (patterns["decimal_sign"] + fraction if fraction else "")

    def percent(self, thousandths: int) -> str:
        """Write a share in per cent, with one decimal where there is one."""
        return self.catalogue.patterns["percent"].format(n=self.number(thousandths * 100))

    def quantity(self, thousandths: int, unit: str | None, currency: str | None) -> str:
        """Write a quantity with its unit, or an amount with its currency."""
        if unit == MONEY:
            amount = self.number(thousandths, decimals=_DECIMALS_OF_MONEY)
            return self.catalogue.patterns["money"].format(currency=currency or "", amount=amount).strip()
        amount, term = self.number(thousandths), self.vocabulary.units.get(unit or "")
        if term is None:
            return amount
        form, forms = self._form(thousandths), self.catalogue.units.get(term.key)
        if forms is not None:
            return forms.get(form, forms["other"]).format(n=amount)
        titles = term.titles if form == "one" else term.titles_plural
        return f"{amount} {titles.get(self.catalogue.language) or titles['en']}"

    def _form(self, thousandths: int) -> str:
        """Return the form that a number asks for; of fractions only French ones below two take the singular."""
        whole, rest = divmod(abs(thousandths), ONE)
        if not rest:
            return plural_form(self.catalogue.language, whole)
        return "one" if whole <= 1 and plural_form(self.catalogue.language, 0) == "one" else "other"

    def counted(self, word: str, count: int) -> str:
        """Write a number of days, or of others, in the form that the number asks for."""
        forms = self.catalogue.plurals[word]
        form = forms.get(plural_form(self.catalogue.language, count), forms["other"])
        return form.format(n=self.number(count * ONE))

    def day(self, iso_day: str) -> str:
        """Write a day given as ISO 8601 text."""
        on = date.fromisoformat(iso_day)
        month, patterns = self.catalogue.months[on.month - 1], self.catalogue.patterns
        pattern = patterns["date"] if on.day > 1 else patterns.get("date_first", patterns["date"])
        return pattern.format(day=on.day, month=month, year=on.year)

    def span(self, start: str | None, end: str | None) -> str:
        """Write a span of days whose ends may be open."""
        patterns = self.catalogue.patterns
        if start is None and end is None:
            return patterns["span_open"]
        name = "span_both" if start and end else "span_from" if start else "span_until"
        return patterns[name].format(start=start and self.day(start), end=end and self.day(end))

    def listing(self, names: Sequence[str]) -> str:
        """Write names as a list; of a long one the first few and how many more there are."""
        patterns, shown = self.catalogue.patterns, list(names)
        if not shown:
            return patterns["list_empty"]
        if len(shown) > _MOST_LISTED:
            shown[_MOST_LISTED - 1 :] = [self.counted("other", len(shown) - _MOST_LISTED + 1)]
        *first, last = shown
        if not first:
            return last
        joint = patterns.get("list_last_before_i") if _begins_with_i(last) else None
        return patterns["list_between"].join(first) + (joint or patterns["list_last"]) + last

    def state(self, code: str) -> str:
        """Return a State's name, its code where it is not known."""
        record = self.geography.states.get(code)
        return code if record is None else record.name(self.catalogue.language)

    def area(self, key: str) -> str:
        """Return the title of a region or group, its key where it is not known."""
        area = self.geography.areas.get(key)
        return key if area is None else area.title(self.catalogue.language)

    def owner(self, name: str) -> str:
        """Write a name as the owner of what follows, where the language marks it."""
        patterns = self.catalogue.patterns
        after = patterns.get("owner_after_s") if name.endswith("s") else None
        before = patterns.get("owner_before_vowel") if _begins_with_vowel(name) else None
        return (after or before or patterns["owner"]).format(name=name)

    def within(self, title: str) -> str:
        """Return a title as it stands within a sentence: its capital goes unless it belongs to the word."""
        first = title.split(" ", 1)[0]
        keeps = first in self.catalogue.capitals or not first[1:].islower()
        return title if keeps else title[0].lower() + title[1:]

    def language_name(self, code: str) -> str:
        """Return the name of a language, its code where it is not known."""
        return self.catalogue.languages.get(code, code)


def _begins_with_vowel(name: str) -> bool:
    return _bare(name)[:1] in set("aeiou")


def _begins_with_i(name: str) -> bool:
    """Whether a name begins with the sound before which Spanish says "e" for "and"."""
    bare = _bare(name)
    return bare.startswith(("i", "hi")) and not bare.startswith(("ia", "ie", "io", "hia", "hie"))


def _bare(name: str) -> str:
    return unicodedata.normalize("NFKD", name.casefold())
