"""What can be done to an offer: one use case a file, each of which decides rights, acts and commits."""
