"""Allocation rounds kept: what is asked for, queued, reported and read."""
