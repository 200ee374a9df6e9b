"""What a match is, in plain Python: hard conditions, a score in whole numbers, and the words that explain both."""
