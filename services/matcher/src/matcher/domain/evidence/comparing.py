"""What two records have in common: blocked by State, branch of categories and time, then by words and money."""

from collections.abc import Callable, Iterable, Sequence

from matcher.domain.affinity import Affinity, affinity
from matcher.domain.amounts import MONEY
from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.evidence.item import Alike, Money, Overlap, Related
from matcher.domain.spans import Span, days_together
from matcher.domain.texts import Text

Closeness = Callable[[str, str], int]
"""How alike two texts of one language are, 0 to 100; the same whichever comes first."""

_ON_ONE_BRANCH = frozenset({Affinity.SAME, Affinity.CONTAINS, Affinity.CONTAINED})


def related(asked: Iterable[str], others: Sequence[str], context: Context) -> tuple[Related, ...]:
    """Return the pairs of categories that lie on one branch, each once, in their order."""
    pairs = ((mine, theirs, affinity(mine, (theirs,), context)[0]) for mine in asked for theirs in others)
    return tuple(dict.fromkeys(Related(*each) for each in pairs if each[2] in _ON_ONE_BRANCH))


def overlap(need: Need, other: Span, context: Context) -> Overlap | None:
    """Return how long both run together, from now on for a live need; None where they never do.

    Where one of the two says nothing of its time, how long is not known.
    """
    present = context.present_for(need)
    together = days_together(need.window, other, present)
    if together is not None and together <= 0:
        return None
    says_nothing = Span() in (need.window, other)
    return Overlap(None if says_nothing else together, days_together(need.window, Span(), present))


def alike(mine: Sequence[Text], theirs: Sequence[Text], closeness: Closeness) -> Alike | None:
    """Return how alike the titles are in the language in which they are most alike; None without a common one."""
    found = [
        Alike(one.language, closeness(one.title, other.title))
        for one in mine
        for other in theirs
        if one.language == other.language
    ]
    return max(found, key=lambda each: (each.percent, each.language), default=None)


def amounts_of(need: Need) -> tuple[Money, ...]:
    """Return every amount of money that the need names, each once, in order."""
    named = [
        *((each.estimated_cost, each.currency) for each in need.components),
        *((each.quantity, each.currency) for each in need.components if each.unit == MONEY),
    ]
    return tuple(sorted({(amount, currency) for amount, currency in named if amount and currency}))


def categories_of(need: Need) -> tuple[str, ...]:
    """Return the need's categories, each once, in their order."""
    return tuple(dict.fromkeys(component.category for component in need.components))


def in_common(mine: Iterable[str], theirs: Iterable[str]) -> tuple[str, ...]:
    """Return the States of both, sorted."""
    return tuple(sorted(set(mine) & set(theirs)))
