"""The matcher: pairs needs with offers, and explains each pair."""
