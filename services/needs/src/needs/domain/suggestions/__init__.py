"""Structure suggested for a need's free text, each suggestion with the author's own words that led to it."""

from needs.domain.suggestions.draft import Draft
from needs.domain.suggestions.structure import Suggestions, suggest

__all__ = ["Draft", "Suggestions", "suggest"]
