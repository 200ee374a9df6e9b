"""Solving in an operating system process of its own: what it costs, and what goes wrong there, hurts nobody else."""

from matcher.adapters.solving_apart.solving_process import ProcessEnded, SolvingProcess

__all__ = ["ProcessEnded", "SolvingProcess"]
