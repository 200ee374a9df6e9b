"""Decisions about matches as the log keeps them, and what the log says a match is."""
