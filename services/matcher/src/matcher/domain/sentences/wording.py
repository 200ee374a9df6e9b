"""How one language writes numbers, days, lists and the names of things."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from shared.geography import Geography
from shared.vocabulary import Vocabulary

from matcher.domain.amounts import MONEY, ONE
from matcher.domain.sentences.catalogue import Catalogue
from matcher.domain.sentences.plurals import plural_form

_MOST_LISTED: Final = 6


@dataclass(frozen=True)
class Wording:
    """A catalogue with the published lists that give States, areas, categories and units their names."""

    catalogue: Catalogue
    vocabulary: Vocabulary
    geography: Geography

    def number(self, thousandths: int) -> str:
        """Write a number given in thousandths, without trailing zeros."""
        whole, rest = divmod(abs(thousandths), ONE)
        patterns = self.catalogue.patterns
        digits = f"{whole:,}".replace(",", patterns["group_sign"])
        decimals = f"{rest:03}".rstrip("0")
        sign = "-" if thousandths < 0 else ""
        return sign + digits + (patterns["decimal_sign"] + decimals if decimals else "")

    def percent(self, thousandths: int) -> str:
        """Write a share in per cent, with one decimal where there is one."""
        return self.catalogue.patterns["percent"].format(n=self.number(thousandths * 100))

    def quantity(self, thousandths: int, unit: str | None, currency: str | None) -> str:
        """Write a quantity with its unit, or an amount with its currency."""
        amount = self.number(thousandths)
        if unit == MONEY:
            return self.catalogue.patterns["money"].format(currency=currency or "", amount=amount).strip()
        term = self.vocabulary.units.get(unit or "")
        if term is None:
            return amount
        titles = term.titles if thousandths == ONE else term.titles_plural
        return f"{amount} {titles.get(self.catalogue.language) or titles['en']}"

    def counted(self, word: str, count: int) -> str:
        """Write a number of days, or of others, in the form that the number asks for."""
        forms = self.catalogue.plurals[word]
        form = forms.get(plural_form(self.catalogue.language, count), forms["other"])
        return form.format(n=self.number(count * ONE))

    def day(self, iso_day: str) -> str:
        """Write a day given as ISO 8601 text."""
        on = date.fromisoformat(iso_day)
        month = self.catalogue.months[on.month - 1]
        return self.catalogue.patterns["date"].format(day=on.day, month=month, year=on.year)

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
            shown[_MOST_LISTED - 1 :] = [self.counted("more", len(shown) - _MOST_LISTED + 1)]
        *first, last = shown
        return patterns["list_between"].join(first) + patterns["list_last"] + last if first else last

    def state(self, code: str) -> str:
        """Return a State's name, its code where it is not known."""
        record = self.geography.states.get(code)
        return code if record is None else record.name(self.catalogue.language)

    def area(self, key: str) -> str:
        """Return the title of a region or group, its key where it is not known."""
        area = self.geography.areas.get(key)
        return key if area is None else area.title(self.catalogue.language)

    def language_name(self, code: str) -> str:
        """Return the name of a language, its code where it is not known."""
        return self.catalogue.languages.get(code, code)
