"""What is held for matches: kept, journalled, answered and read."""
