"""Proposals: what a coordinator takes over from a round, and whether it still holds on the day that this happens."""
