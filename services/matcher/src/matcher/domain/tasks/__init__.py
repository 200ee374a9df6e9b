"""What waits for somebody: decided from a match and who works on it, by rules that no database knows."""
