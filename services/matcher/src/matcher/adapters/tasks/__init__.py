"""What waits for somebody, found in the tables."""
