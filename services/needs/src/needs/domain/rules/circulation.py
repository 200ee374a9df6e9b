"""What a draft has to bring before it is circulated: consent, something asked for, time left, and substance."""

from datetime import date

from needs.domain.details import NeedDetails
from needs.domain.rules.timing import past_problems
from needs.domain.specificity import CIRCULATION_THRESHOLD, Specificity
from shared.errors import Conflict, InvalidInput


def must_be_fit_to_circulate(
    details: NeedDetails, specificity: Specificity, *, consent: bool, insist: bool, today: date
) -> None:
    """Raise the first reason why the draft may not circulate; only vagueness yields to insistence."""
    if not consent:
        raise Conflict(
            "A need circulates only after its State has agreed to it (BMS7, paragraph 101).",
            code="consent-required",
        )
    if not details.components:
        raise Conflict("The need asks for nothing yet; add a component.", code="need-without-components")
    past = list(past_problems(details, today))
    if past:
        raise InvalidInput(past)
    if specificity.is_too_vague() and not insist:
        raise Conflict(
            f"The need scores {specificity.score} of 100; below {CIRCULATION_THRESHOLD} donors can seldom act "
            "on it. Say what the coaching names, or insist.",
            code="need-too-vague",
            specificity=specificity.score,
            coaching=[advice.as_document() for advice in specificity.coaching],
        )
