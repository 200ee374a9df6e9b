"""Small worlds of needs and offers for Hypothesis: examples that match, each with a few fields drawn otherwise.

Worlds of wholly arbitrary records hardly ever hold a match; these hold matches, near misses and strangers alike.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from matcher.domain.context import Context
from matcher.domain.demand import Component, Need
from matcher.domain.rates import Rate
from matcher.domain.spans import Span
from matcher.domain.supply import Ceiling, Eligibility, Line, Offer
from matcher.domain.texts import Text
from tests.support.matching_examples import TODAY, component, context, line, need, numbered, offer

CATEGORIES = ("marking", "marking_equipment", "marking_at_import", "tracing", "not_in_the_list")
FORMS = ((), ("finance",), ("equipment", "training"), ("fellowship_seat", "finance"), ("training",))
UNITS = ("machine", "money", "weapon", None)
CURRENCIES = ("EUR", "USD", None)
QUANTITIES = (1, 500, 1_000, 2_500, 10_000, 100_000, None)
LANGUAGES = ((), ("fr",), ("zh", "fr"), ("es",))


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


WINDOWS = (
    Span(),
    Span(day(-20), day(40)),
    Span(day(10), day(30)),
    Span(day(45), None),
    Span(None, day(15)),
    Span(day(-90), day(-30)),
)
TEXTS = (
    (),
    (Text("en", "Marking of arms"),),
    (Text("fr", "Marquage d armes", "machines à marquer"), Text("en", "Marking machines")),
    (Text("zh", "标记武器"), Text("fr", "Marquage des armes")),
    (Text("zh", "武器 标记 枪"),),
)
ELIGIBLE = (
    Eligibility(everyone=True),
    Eligibility(everyone=True, excluded_states=("GHA", "KEN")),
    Eligibility(states=("BFA", "KEN")),
    Eligibility(regions=("western_africa", "nowhere")),
    Eligibility(regions=("africa",), groups=("ldc",)),
    Eligibility(groups=("ecowas",), excluded_states=("BFA",)),
    Eligibility(groups=("no_such_group",)),
    Eligibility(everyone=True, states=("JAM",), groups=("recsa",)),
    Eligibility(),
)
CEILINGS = (
    Ceiling(1_000, "machine"),
    Ceiling(500, "money", "EUR"),
    Ceiling(10_000, "money", "USD"),
    Ceiling(2_500, "weapon"),
)

Choices = dict[str, tuple[Any, ...]]

OF_COMPONENT: Choices = {
    "category": CATEGORIES,
    "modalities": FORMS,
    "quantity": QUANTITIES,
    "unit": UNITS,
    "estimated_cost": QUANTITIES,
    "currency": CURRENCIES,
    "covered": (None, 500, 1_000, 4_000),
}
OF_LINE: Choices = {
    "categories": (*tuple((each,) for each in CATEGORIES), ("tracing", "marking_equipment")),
    "modalities": FORMS,
    "unit": UNITS,
    "currency": CURRENCIES,
    "pledged": QUANTITIES,
    "reserved": (500, 9_000),
    "committed": (1_000,),
    "smallest_share": QUANTITIES,
    "largest_share": QUANTITIES,
}
OF_NEED: Choices = {
    "status": ("partly_covered", "covered", "closed", "draft"),
    "states": ((), ("BFA",), ("GHA", "KEN"), ("JAM", "BFA", "GHA")),
    "group": ("ecowas", "recsa", "ldc", "no_such_group"),
    "texts": TEXTS,
    "deadline": (day(-10), day(20), day(100)),
    "window": WINDOWS,
    "shortest_useful_days": (0, 1, 60),
    "languages": LANGUAGES,
    "applicants": (("agency",), ("state", "civil_society")),
    "conditions_met": (("co_funding",), ("co_funding", "local_partner")),
    "visibility": ("coordinators",),
    "historic": (True,),
}
OF_OFFER: Choices = {
    "status": ("paused", "draft"),
    "eligibility": ELIGIBLE,
    "texts": TEXTS,
    "applicants": (("agency",), ("civil_society", "state")),
    "languages": LANGUAGES,
    "window": WINDOWS,
    "call": (Span(TODAY, None), Span(None, day(-3)), Span(day(1), day(50))),
    "conditions": (("co_funding",), ("co_funding", "local_partner")),
    "ceiling": CEILINGS,
    "historic": (True,),
}
RATE_TABLES = (
    (day(0), "ECB", "EUR", {"EUR": 1_000_000, "USD": 1_085_000}),
    (day(0), "UN", "EUR", {"EUR": 1_000_000, "USD": 1_100_000}),
    (day(0), "UN", "USD", {"EUR": 920_000, "USD": 1_000_000}),
    (day(-1), "ECB", "EUR", {"EUR": 1_000_000, "USD": 3}),
    (day(1), "ECB", "EUR", {"EUR": 1_000_000, "USD": 9_000_000}),
)
RATES = tuple(
    Rate(currency, millionths, on, source, reference)
    for on, source, reference, table in RATE_TABLES
    for currency, millionths in table.items()
)


@dataclass(frozen=True)
class World:
    """Needs, offers and the day on which they meet."""

    needs: list[Need]
    offers: list[Offer]
    context: Context


def changes(choices: Choices, most: int = 3) -> st.SearchStrategy[dict[str, Any]]:
    """Draw a few fields and their values."""
    each = st.sampled_from([(name, value) for name, values in choices.items() for value in values])
    return st.lists(each, max_size=most).map(dict)


def components(number: int) -> st.SearchStrategy[Component]:
    return changes(OF_COMPONENT).map(lambda drawn: component(number, **drawn))


def lines(number: int) -> st.SearchStrategy[Line]:
    return changes(OF_LINE).map(lambda drawn: line(number, **drawn))


@st.composite
def needs(draw: st.DrawFn, number: int = 1) -> Need:
    parts = tuple(draw(components(10 * number + place)) for place in range(draw(st.integers(1, 2))))
    return need(number, components=parts, **draw(changes(OF_NEED)))


@st.composite
def offers(draw: st.DrawFn, number: int = 1) -> Offer:
    parts = tuple(draw(lines(10 * number + place)) for place in range(draw(st.integers(1, 2))))
    return offer(number, lines=parts, **draw(changes(OF_OFFER)))


@st.composite
def worlds(draw: st.DrawFn, most: int = 4) -> World:
    """Draw needs, offers and a context with refusals, amounts held and rates."""
    drawn_needs = [draw(needs(number)) for number in range(1, draw(st.integers(1, most)) + 1)]
    drawn_offers = [draw(offers(number)) for number in range(1, draw(st.integers(1, most)) + 1)]
    held = st.tuples(
        st.tuples(st.sampled_from([numbered(2, 1), numbered(2, 2)]), st.sampled_from(("GHA", "BFA"))),
        st.sampled_from((500, 1_000, 2_500)),
    )
    around = context(
        refusals=draw(st.sampled_from((frozenset(), frozenset({(numbered(1, 1), numbered(2, 1))})))),
        held=dict(draw(st.lists(held, max_size=2))),
        rates=tuple(draw(st.lists(st.sampled_from(RATES), max_size=6, unique=True))),
    )
    return World(drawn_needs, drawn_offers, around)
