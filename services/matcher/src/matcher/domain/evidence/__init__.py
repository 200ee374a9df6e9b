"""What somebody should know before a match is endorsed: overlapping needs, and what others already run."""
