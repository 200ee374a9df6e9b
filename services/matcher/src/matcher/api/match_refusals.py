"""Refusals that name pairs, told in the reader's language."""

from collections.abc import Generator
from contextlib import contextmanager

from matcher.api.schemas.adoption import refusal_of
from matcher.application.matches.refusals import PairsNoLongerHold


@contextmanager
def told_in(language: str) -> Generator[None]:
    """Turn a refusal of pairs inside the block into the problem that tells each of them in a language."""
    try:
        yield
    except PairsNoLongerHold as refusal:
        raise refusal_of(refusal, language) from refusal
