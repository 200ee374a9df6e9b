"""The line's category equals, contains or is contained in the component's."""

from matcher.domain.affinity import Affinity, affinity
from matcher.domain.conditions.verdict import Change, Code, Party, Verdict, failing, holding
from matcher.domain.facts import names
from matcher.domain.pairing import Pairing

_MEETING = frozenset({Affinity.SAME, Affinity.CONTAINS, Affinity.CONTAINED})


def category_mismatch(pairing: Pairing) -> Verdict:
    """Hold when one of the line's categories lies on one branch with the component's; siblings do not."""
    component, line = pairing.component, pairing.line
    nearest, _ = affinity(component.category, line.categories, pairing.meeting.context)
    if nearest in _MEETING:
        return holding(Code.CATEGORY_MISMATCH)
    facts = {
        "donor": pairing.meeting.offer.donor.name,
        "category": component.category,
        "offered": names(line.categories),
    }
    change = Change(Party.EITHER, "category", names=(component.category,))
    variant = "sibling" if nearest is Affinity.SIBLING else "unrelated"
    return failing(Code.CATEGORY_MISMATCH, variant, change, facts)
