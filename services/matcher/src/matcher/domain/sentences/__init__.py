"""Explanations and failed conditions as sentences in the reader's language."""

from matcher.domain.sentences.telling import tell, tell_item, tell_verdict

__all__ = ["tell", "tell_item", "tell_verdict"]
