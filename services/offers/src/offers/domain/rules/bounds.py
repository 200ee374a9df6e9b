"""How much one offer may list where the shared rules leave it open."""

MOST_KEYS = 100
"""A line may name all categories of the vocabulary, of which there are more than eighty."""
