"""Matches kept, published, logged and read."""
