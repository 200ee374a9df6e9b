"""Which remedies each hard condition has."""

from collections.abc import Iterator
from typing import Final

from matcher.domain.conditions import Code, Verdict
from matcher.domain.remedies.agreements import conditions_settled, made_visible, refusal_withdrawn
from matcher.domain.remedies.case import Case
from matcher.domain.remedies.eligibility import applied_through_another, made_eligible
from matcher.domain.remedies.opening import opened
from matcher.domain.remedies.quantities import room_made, share_reached, something_left
from matcher.domain.remedies.remedy import Option, Remedying
from matcher.domain.remedies.subject import same_form, same_subject
from matcher.domain.remedies.windows import brought_together

REMEDIES: Final[dict[Code, Remedying]] = {
    Code.NOT_OPEN: opened,
    Code.STATE_NOT_ELIGIBLE: made_eligible,
    Code.APPLICANT_NOT_ELIGIBLE: applied_through_another,
    Code.CATEGORY_MISMATCH: same_subject,
    Code.MODALITY_MISMATCH: same_form,
    Code.WINDOW_DISJOINT: brought_together,
    Code.BELOW_MINIMUM_SHARE: share_reached,
    Code.EXHAUSTED: something_left,
    Code.PER_STATE_CEILING: room_made,
    Code.CONDITION_UNMET: conditions_settled,
    Code.PAIR_EXCLUDED: refusal_withdrawn,
    Code.NOT_VISIBLE: made_visible,
}
"""One entry for each of the twelve codes."""


def options_for(case: Case, verdict: Verdict) -> Iterator[Option]:
    """Return the changes, each on a copy, that would satisfy one failed condition of the case."""
    return REMEDIES[verdict.code](case, verdict)
