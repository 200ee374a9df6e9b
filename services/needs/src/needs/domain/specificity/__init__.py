"""How specific a need is, and what to add: requests "for technical, financial, legislative help" go unanswered."""

from needs.domain.specificity.assessment import CIRCULATION_THRESHOLD, Advice, Specificity, assess

__all__ = ["CIRCULATION_THRESHOLD", "Advice", "Specificity", "assess"]
