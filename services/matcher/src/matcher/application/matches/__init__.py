"""What people, both ledgers and the clock do to matches: one use case a file."""
