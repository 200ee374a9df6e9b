"""Messages on matches, kept and read."""
