"""Solves allocation rounds with HiGHS: `solve` returns only what the checker has verified."""

from matcher.adapters.solving.solving import RefusedByChecker, solve

__all__ = ["RefusedByChecker", "solve"]
